#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-growth.sh FLOWS: how costs grow with the table, at native speed, without inspection:
# prints "FLOWS KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
flows=$1 hosts=$(($1 / 10)) packets=$(($1 < 200000 ? 200000 : $1))
[ "$packets" -le 1000000 ] || packets=1000000
plan="l4=udp flows=$flows hosts=$hosts"

tell() {
	echo "$flows $1 $2"
}

# added: nanoseconds of a packet, with and without kntop, in turns
added() {
	local base
	for _ in 1 2 3 4 5; do
		echo "dev=d2 $plan packets=$packets" >$GUN
		base=$(awk '$1 == "packets" { p = $2 } $1 == "busy_ns" { print $2 / p }' $GUN)
		fire "$plan" packets=$packets
		tell added "$(awk -v a="$ns" -v b="$base" 'BEGIN { printf "%.0f", a - b }')"
	done
}

setup
ip link add d2 type dummy
ip link set d2 arp off up
kntop_on "$flows" "$((hosts * 5 / 4))"
ntopctl dpi set enabled off
fire "$plan" from=0 packets="$flows"
fire "$plan" packets="$flows"
sleep 3
added
sleep 3
ntopctl -j stats | jq -r '.[0].tables[] | select(.table == "flows" or .table == "hosts") |
	"'"$flows"' \(.table) \(.entries)\n'"$flows"' \(.table)_bytes \(.bytes)"'
before=$(ntopctl -j stats | jq -r '.[0] | "\(.fold_time_ns) \(.folded)"')
fire "$plan" packets="$flows"
sleep 3
after=$(ntopctl -j stats | jq -r '.[0] | "\(.fold_time_ns) \(.folded)"')
tell fold_each "$(awk '{ printf "%.0f", ($3 - $1) / ($4 - $2) }' <<<"$before $after")"
before=$(ntopctl -j stats | jq '.[0].fold_time_ns')
sleep 5
tell idle_second $((($(ntopctl -j stats | jq '.[0].fold_time_ns') - before) / 5))
for _ in 1 2 3; do
	t=$(date +%s%N)
	"$OUT/ask" kntop >/dev/null
	tell dump $(($(date +%s%N) - t))
	t=$(date +%s%N)
	"$OUT/ask" kntop 50 >/dev/null
	tell top $(($(date +%s%N) - t))
done
