#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-packet.sh: what a packet costs. Runs inside the machine that counts
# instructions, with window.c. Prints lines "KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
many=100000 few=1000 packets=50000 beginners=10000

# cost NAME WORDS...: flows new, known; leaves the gun before their next packet
cost() {
	known "${@:2}"
	fire "${@:2}" packets=$packets
	say "$1" "$ns"
}

setup
for l4 in udp tcp; do
	fire l4=$l4 flows=$few from=6000 packets=20000
	say base_${l4}_$few "$ns"
	fire l4=$l4 flows=$many from=600000 packets=20000
	say base_${l4}_$many "$ns"
	fire l4=$l4 flows=$beginners from=0 packets=$beginners
	say base_new_$l4 "$ns"
done
kntop_on 262144
symbols "$OUT/packet.symbols"

# beginnings: TCP's SYN has nothing to inspect; UDP without inspection, as peers have none
ntopctl dpi set packets 32
fire l4=tcp flows=$beginners base=20 from=0 packets=$beginners
say new_tcp "$ns"
say new_tcp_inspected "$(ntopctl -j dpi show | jq '.[0].flows')"
ntopctl dpi set enabled off
fire l4=udp flows=$beginners base=20 from=0 packets=$beginners
say new_udp "$ns"
ntopctl dpi set enabled on packets 1

for l4 in udp tcp; do
	cost known_${l4}_$few l4=$l4 flows=$few base=21
	cost known_${l4}_$many l4=$l4 flows=$many base=22
done
say undecided "$(ntopctl -j dpi show | jq '.[0].flows')"
say counted "$(ntopctl -j interface show d0 | jq '.[0].received.packets')"
say sent $((2 * beginners + 4 * packets + 4 * few + 6 * few + 4 * many + 6 * many))
ntopctl stats --check >/dev/null && say sum_rule holds

for l4 in udp tcp; do
	rounds=4
	[ $l4 = udp ] || rounds=6
	window_on "$OUT/lines.$l4" kntop_express_rx nf_hook_slow
	fire l4=$l4 flows=$many base=22 from=$((rounds * many + packets)) packets=20000
	window_off
done

# options that are off above: each packet is compared, or its way is told; none is a copy
at=$((6 * few + packets))
ntopctl interface set d0 dedup on
fire l4=tcp flows=$few base=21 from=$at packets=20000
say dedup_tcp "$ns"
say dedup_copies "$(ntopctl -j interface show d0 | jq '.[0].dedup.received.packets')"
ntopctl interface set d0 dedup off uplink 00:00:5e:00:01:01
fire l4=tcp flows=$few base=21 from=$((at + 20000)) packets=20000
say uplink_tcp "$ns"
ntopctl interface set d0 uplink none
