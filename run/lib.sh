# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # for those that source this
# What the parts of `make run` share. Sourced; sets RUN, ROOT and BUILD.

worker='' patient=''

RUN=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$RUN/.." && pwd -P)
BUILD=$ROOT/build

say() {
	printf 'run: %s\n' "$*" >&2
}

# die STATUS MESSAGE...
die() {
	local status=$1
	shift
	say "$@"
	exit "$status"
}

# step COMMAND...: run it, in a process group of its own, so that a signal reaches our
# traps at once; step_end ends it then. $worker is its group.
step() {
	local status=0
	setsid "$@" &
	worker=$!
	wait "$worker" || status=$?
	worker=
	return "$status"
}

# step_packages COMMAND...: likewise, but it must not be ended half-way.
step_packages() {
	patient=yes
	step "$@"
	patient=
}

# step_end: end the step that a signal interrupted, if any.
step_end() {
	[ -n "$worker" ] || return 0
	if [ -n "$patient" ]; then
		say "letting the installation of packages end"
	else
		kill -TERM -- "-$worker" 2>/dev/null
	fi
	wait "$worker"
	worker=
}
