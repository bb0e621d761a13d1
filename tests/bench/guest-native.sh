#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-native.sh FLOWS ROUNDS: nanoseconds a packet at native speed, in turns without
# anything, with kntop, with conntrack (accounting on), on flows in random order.
# Prints "base NS", "kntop NS" and "conntrack NS" for each round.
#
#   kntop_gun ──▶ d0 ──▶ kntop ──▶ dropped        d1 ──▶ conntrack ──▶ dropped, or ──▶ d2
set -eu
. "$(dirname "$0")/lib.sh"
flows=$1 packets=200000
plan="l4=udp flows=$flows base=8"

# tracking on|off: a rule that nothing visits has conntrack's hooks put in place
tracking() {
	local what=-A
	[ "$1" = on ] || what=-D
	iptables-legacy -t filter $what OUTPUT -m conntrack --ctstate INVALID
}

# shoot DEVICE WORDS...
shoot() {
	echo "dev=$1 $plan ${*:2}" >$GUN
	ns=$(awk '$1 == "packets" { p = $2 } $1 == "busy_ns" { printf "%.1f", $2 / p }' $GUN)
}

conntrack_known() {
	ip link add d1 type dummy
	ip link add d2 type dummy
	ip link set d1 arp off up
	ip link set d2 arp off up
	ip addr add 10.8.0.1/24 dev d1
	ip addr add 10.200.0.1/24 dev d2
	sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.d1.rp_filter=0
	modprobe nf_conntrack
	echo "$flows" >/sys/module/nf_conntrack/parameters/hashsize
	sysctl -qw net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_max=4000000 \
		net.netfilter.nf_conntrack_udp_timeout=36000 \
		net.netfilter.nf_conntrack_udp_timeout_stream=36000
	tracking on
	echo 0 >/sys/module/kntop_gun/parameters/drop
	shoot d1 from=0 packets="$flows"
	echo 1 >/sys/module/kntop_gun/parameters/drop
	shoot d1 packets=$((3 * flows))
	tracking off
}

setup
kntop_on $((flows * 5 / 4))
ntopctl dpi set enabled off
shoot d0 from=0 packets=$((4 * flows))
conntrack_known
say kntop_flows "$(ntopctl -j stats | jq '.[0].tables[0].entries')"
say conntrack_flows "$(cat /proc/sys/net/netfilter/nf_conntrack_count)"
for _ in $(seq "$2"); do
	shoot d1 packets=$packets
	say base "$ns"
	shoot d0 packets=$packets
	say kntop "$ns"
	tracking on
	shoot d1 packets=$packets
	say conntrack "$ns"
	tracking off
done
