# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the rig's scripts share. Sourced; sets ROOT, VM and CACHE.

VM=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$VM/../.." && pwd -P)
# shellcheck disable=SC2034 # read by the scripts that source this
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/kntop/vm
KERNELS="uml uml-debug uml-time 6.1 6.12 7.2"

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# die STATUS MESSAGE...
die() {
	local status=$1
	shift
	say "$@"
	exit "$status"
}

# The kernel's build system and its command line split words at blanks.
case $ROOT$CACHE in
*[[:space:]]*) die 1 "blanks in a path: $ROOT or $CACHE: kernels cannot be built or booted there (move it)" ;;
esac

# hash FILE...: a short name for the content of the files.
hash() {
	cat "$@" | sha256sum | cut -c1-12
}

# locked FILE COMMAND...: run COMMAND while holding the lock FILE.
locked() {
	local file=$1
	shift
	mkdir -p "${file%/*}"
	(
		flock -w 2 9 || {
			say "waiting for another run (${file##*/})"
			flock 9
		}
		"$@"
	) 9>"$file"
}

# kernel_known K: fail with the list of names when K is none of them.
kernel_known() {
	case " $KERNELS " in
	*" $1 "*) ;;
	*) die 1 "no such kernel: $1 (one of: $KERNELS)" ;;
	esac
}

# kernel_load K: prepare kernel K and read its description into the array `kernel`.
kernel_load() {
	local line info
	info=$("$VM/kernel" "$1") || exit
	declare -gA kernel=()
	while IFS= read -r line; do
		# shellcheck disable=SC2034 # read by the scripts that source this
		kernel[${line%%=*}]=${line#*=}
	done <<<"$info"
}
