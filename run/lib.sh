# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the parts of `make run` share. Sourced; sets RUN, ROOT and BUILD.

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

# step COMMAND...: run it so that a signal reaches our traps at once; `finish` ends it.
step() {
	local status=0
	"$@" &
	worker=$!
	wait "$worker" || status=$?
	worker=
	return "$status"
}

# ended PID: wait at most ten seconds for a process of ours to end, then make it.
ended() {
	local tick i
	exec {tick}<> <(:)
	for ((i = 0; i < 200; i++)); do
		kill -0 "$1" 2>/dev/null || return 0
		read -rt 0.05 -u "$tick" || :
	done
	kill -KILL "$1" 2>/dev/null || :
}
