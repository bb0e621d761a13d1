# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of `make run` share. Sourced after lib.sh.

passed=0 failed=0

# ok NAME COMMAND...: one test; what the command prints is shown when it fails.
ok() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $name"
		sed 's/^/#   /' <<<"$said"
	fi
}

# same WHAT GOT WANTED
same() {
	[ "$2" = "$3" ] || {
		echo "$1: got $2, wanted $3"
		return 1
	}
}

# within SECONDS COMMAND...: try until it succeeds, ten times for each second and thrice as
# many: only a failure takes so long, and a machine that stood still had no tries meanwhile.
within() {
	local tries=$((30 * $1))
	shift
	until "$@"; do
		[ $((tries--)) -gt 0 ] || return 1
		sleep 0.1
	done
}

# frame FILE EXPRESSION: what the Python EXPRESSION says of the last whole frame F.
frame() {
	/usr/bin/python3 -IS -c '
import json, sys
lines = [l for l in open(sys.argv[1]) if l.endswith("}\n")]
F = json.loads(lines[-1]) if lines else None
I = F["interfaces"][0] if F and F["interfaces"] else None
print(eval(sys.argv[2]) if F else "no frame")' "$@"
}

# refused STATUS TEXT COMMAND...: fails with STATUS, says TEXT, in one line.
refused() {
	local status=0 said
	said=$("${@:3}" 2>&1) || status=$?
	same status "$status" "$1" && same lines "$(wc -l <<<"$said")" 1 &&
		{ grep -qF -- "$2" <<<"$said" || same text "$said" "$2"; }
}

# verdict: the last line, and the exit status.
verdict() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
