#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bigcapture.sh [ROUNDS]: "ntopctl read" of large captures with nDPI, beside ndpiReader
# (Debian's nDPI 4.2) on the same files.
#
# The captures are copies of nDPI's test captures' flows (bigcapture.c): "long", most of
# whose packets are behind the inspected ones, and "short", flows of 6 packets at most.
# First ROUNDS (default 5) rounds in turn, at native speed in User Mode Linux: time that
# passed. Then instructions on the stock 6.1 kernel, one CPU: of the program, its threads
# and all of the kernel's. Both machines have everything in memory. Fails only if a packet is not counted or not the same flows come
# out when ntopctl trims frames and when it does not: the figures are to be read.
#
# ndpiReader must be there (package libndpi-bin). The captures, 0.9 GB, stay in the cache.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kntop/bigcapture
out=$PWD/build/bench
passed=0 failed=0

ok() {
	echo "ok - $1"
	passed=$((passed + 1))
}

not_ok() {
	echo "not ok - $1"
	failed=$((failed + 1))
}

# capture KIND PACKETS: make it unless it is there; print its path
capture() {
	local made
	made=$cache/$1-$2-$(sha256sum tests/bench/bigcapture.c | cut -c 1-12).pcap
	if [ ! -e "$made" ]; then
		rm -f "$cache/$1-$2-"*.pcap
		find "$(tests/captures/fetch)/pcap" -name '*.pcap*' ! -name '*fuzz*' -print0 |
			sort -z | xargs -0 "$out/bigcapture" "$1" "$2" 900000000 "$made.new"
		mv "$made.new" "$made"
	fi
	echo "$made"
}

# inside CAPTURE ROUNDS OPTION...: what bigcapture-guest.sh prints in a machine
inside() {
	tests/vm/run "${@:3}" --load --timeout 1800 -- \
		tests/bench/bigcapture-guest.sh "$1" "$2"
}

# compare NAME WHAT ROUNDS PACKETS CAPTURE OPTION...: medians of the lines WHAT, a packet
compare() {
	inside "$5" "$3" "${@:6}" >"$out/bigcapture.txt"
	awk -v name="$1" -v packets="$4" -v what="$2" '
		$1 == what { n++; a[n] = $2; b[n] = $3; r[n] = $2 / $3 }
		function median(v, i, j, t) {
			for (i = 1; i <= n; i++)
				for (j = i + 1; j <= n; j++)
					if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
			return v[int((n + 1) / 2)]
		}
		END {
			printf "# %-28s ndpiReader %7.0f  ntopctl read %7.0f  ratio %.2f\n", name,
				median(a) * 1000 / packets, median(b) * 1000 / packets, median(r)
		}' "$out/bigcapture.txt"
	grep -qx "counted $4" "$out/bigcapture.txt" && grep -qx "sum_rule holds" "$out/bigcapture.txt" &&
		grep -qx "same yes" "$out/bigcapture.txt"
}

# one KIND PACKETS FEWER
one() {
	local many few
	many=$(capture "$1" "$2")
	few=$(capture "$1" "$3")
	if compare "$1, ns a packet, UML" round "$rounds" "$2" "$many" --mem 4G; then
		ok "$1, native speed"
	else
		not_ok "$1, native speed"
	fi
	if compare "$1, instructions a packet" busy 1 "$3" "$few" --kernel 6.1 --icount --mem 3G \
		--qemu "-cpu max,-erms,-fsrm"; then
		ok "$1, instructions"
	else
		not_ok "$1, instructions"
	fi
}

scripts/deps build qemu test
command -v ndpiReader >/dev/null || {
	echo "bigcapture.sh: ndpiReader is missing (as root: apt-get install libndpi-bin)" >&2
	exit 2
}
mkdir -p "$out" "$cache"
make -s tools
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$out/bigcapture" tests/bench/bigcapture.c -lpcap
one long 1200000 300000
one short 150000 50000
echo "$passed passed, $failed failed"
[ $failed = 0 ]
