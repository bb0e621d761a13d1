#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-peers.sh conntrack|netflow: what guest-packet.sh, guest-dump.sh and guest-table.sh
# measure of kntop, measured of a peer in the kernel. Runs inside the machine that counts
# instructions, with window.c; $PEERS is what the script `peers` prints. "KEY VALUE" lines.
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/conntrack.sh"
many=100000 few=1000 packets=50000 beginners=10000

# known_cost NAME WORDS...
known_cost() {
	known "${@:2}"
	fire "${@:2}" packets=$packets
	say "$1" "$ns"
}

base() {
	local l4
	for l4 in udp tcp; do
		fire l4=$l4 flows=$few from=6000 packets=20000
		say base_${l4}_$few "$ns"
		fire l4=$l4 flows=$many from=600000 packets=20000
		say base_${l4}_$many "$ns"
	done
}

# slab NAME: octets in a cache, by sysfs: slabinfo does not know caches that were merged
slab() {
	echo $(($(cut -d' ' -f1 "/sys/kernel/slab/$1/objects") * $(cat "/sys/kernel/slab/$1/slab_size")))
}

cost() {
	say "$1" "$("$OUT/oncpu" "${@:2}" 2>&1 >/dev/null | tail -n 1)"
}

# lines RESULT FUNCTION CALLER: of packets behind those of known_cost
lines() {
	window_on "$@"
	fire l4=udp flows=$many base=22 from=$((4 * many + packets)) packets=20000
	window_off
}

run_conntrack() {
	local l4 before
	forwarding
	base
	fire_through l4=udp flows=$beginners base=20 from=0 packets=$beginners
	say base_new "$ns"
	conntrack_on $many
	fire_through l4=udp flows=$beginners base=20 from=0 packets=$beginners
	say new_udp "$ns"
	for l4 in udp tcp; do
		fire_through l4=$l4 flows=$few base=21 from=0 packets=$few
		fire l4=$l4 flows=$few base=21 packets=$((5 * few + packets))
		fire l4=$l4 flows=$few base=21 packets=$packets
		say known_${l4}_$few "$ns"
	done
	conntrack -F 2>/dev/null
	before=$(($(slab nf_conntrack) + $(slab kmalloc-128)))
	fire_through l4=udp flows=$many base=22 from=0 packets=$many
	say flow_bytes $((($(slab nf_conntrack) + $(slab kmalloc-128) - before) / many + 8))
	fire l4=udp flows=$many base=22 packets=$((3 * many))
	fire l4=udp flows=$many base=22 packets=$packets
	say known_udp_$many "$ns"
	say flows "$(cat /proc/sys/net/netfilter/nf_conntrack_count)"
	cost raw "$OUT/ask" conntrack
	cost list conntrack -L
	symbols "$OUT/conntrack.symbols"
	lines "$OUT/lines.conntrack" ipv4_conntrack_in nf_hook_slow
}

run_netflow() {
	local l4 before
	base
	modprobe iptable_raw
	modprobe nf_conntrack
	insmod "$PEERS/ipt_NETFLOW.ko" destination=127.0.0.1:2055 inactive_timeout=36000 \
		active_timeout=36000 hashsize=$((2 * many)) maxflows=4000000
	export XTABLES_LIBDIR=/usr/lib/x86_64-linux-gnu/xtables:$PEERS/root/usr/lib/x86_64-linux-gnu/xtables
	iptables-legacy -t raw -A PREROUTING -j NETFLOW
	fire l4=udp flows=$beginners base=20 from=0 packets=$beginners
	say new_udp "$ns"
	for l4 in udp tcp; do
		known_cost known_${l4}_$few l4=$l4 flows=$few base=21
	done
	before=$(slab ipt_netflow)
	known_cost known_udp_$many l4=udp flows=$many base=22
	say flow_bytes $((($(slab ipt_netflow) - before) / many + 16))
	cost list cat /proc/net/stat/ipt_netflow_flows
	say flows "$(wc -l </proc/net/stat/ipt_netflow_flows)"
	symbols "$OUT/netflow.symbols"
	lines "$OUT/lines.netflow" netflow_target ipt_do_table
}

setup
"run_$1"
