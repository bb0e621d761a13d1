#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-read.sh CAPTURE ROUNDS: a capture read with inspection by kntop and by ndpiReader,
# in turns. Prints "read KNTOP_NS NDPIREADER_NS" for each round and what either found.
set -eu
capture=$1

# elapsed COMMAND...: nanoseconds until its end
elapsed() {
	local t
	t=$(date +%s%N)
	"$@" >/run/said 2>/run/error
	echo $(($(date +%s%N) - t))
}

kntop_read() {
	ntopctl read "$capture" as c && ntopctl interface del c
}

modprobe kntop_ndpi
ntopctl config set flows_max 1048576 hosts_max 262144
for _ in $(seq "$2"); do
	a=$(elapsed kntop_read)
	b=$(elapsed ndpiReader -q -i "$capture")
	echo "read $a $b"
done
ntopctl read "$capture" as c >/dev/null
echo "read_packets $(ntopctl -j interface show c | jq '.[0].received.packets')"
echo "read_skipped $(ntopctl -j stats | jq '[.[0].losses[] | select(.loss == "dpi_skipped") | .count] | add')"
