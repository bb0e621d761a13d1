#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-read.sh ROUNDS CAPTURE...: captures read with inspection by kntop and by ndpiReader,
# in turns. Prints "read_N KNTOP NDPIREADER" for the Nth capture in each round: time of the
# CPUs in nanoseconds (instructions with -icount), or where the kernel does not say that,
# time elapsed.
set -eu

cpu_time() {
	if [ -e /proc/schedstat ]; then
		awk '/^cpu/ { n += $8 } END { printf "%.0f", n }' /proc/schedstat
	else
		date +%s%N
	fi
}

# cost COMMAND...
cost() {
	local t
	t=$(cpu_time)
	"$@" >/run/said 2>/run/error
	echo $(($(cpu_time) - t))
}

kntop_read() {
	ntopctl read "$1" as c
}

rounds=$1
shift
modprobe kntop_ndpi
ntopctl config set flows_max 1048576 hosts_max 262144
for _ in $(seq "$rounds"); do
	n=0
	for capture; do
		n=$((n + 1))
		a=$(cost kntop_read "$capture")
		packets=$(ntopctl -j interface show c | jq '.[0].received.packets')
		ntopctl interface del c
		echo "read_$n $a $(cost ndpiReader -q -i "$capture")"
		echo "read_packets_$n $packets"
	done
done
echo "read_skipped $(ntopctl -j stats | jq '[.[0].losses[] | select(.loss == "dpi_skipped") | .count] | add')"
