#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-native.sh FLOWS ROUNDS: nanoseconds a packet at native speed, in turns without
# anything, with kntop, with conntrack (accounting on), on flows in random order.
# Prints "base NS", "kntop NS" and "conntrack NS" for each round.
#
#   kntop_gun ──▶ d0 ──▶ kntop ──▶ dropped        d2 ──▶ conntrack ──▶ dropped, or ──▶ d1
set -eu
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/conntrack.sh"
flows=$1 packets=200000
plan="l4=udp flows=$flows base=8"

# shoot DEVICE WORDS...
shoot() {
	echo "dev=$1 $plan ${*:2}" >$GUN
	ns=$(awk '$1 == "packets" { p = $2 } $1 == "busy_ns" { printf "%.1f", $2 / p }' $GUN)
}

setup
forwarding
ip link add d2 type dummy
ip link set d2 arp off up
sysctl -qw net.ipv4.conf.d2.rp_filter=0
kntop_on $((flows * 5 / 4))
ntopctl dpi set enabled off
shoot d0 from=0 packets=$((4 * flows))
conntrack_on "$flows"
echo 0 >/sys/module/kntop_gun/parameters/drop
shoot d2 from=0 packets="$flows"
echo 1 >/sys/module/kntop_gun/parameters/drop
shoot d2 packets=$((3 * flows))
tracking off
say kntop_flows "$(ntopctl -j stats | jq '.[0].tables[0].entries')"
say conntrack_flows "$(cat /proc/sys/net/netfilter/nf_conntrack_count)"
for _ in $(seq "$2"); do
	shoot d2 packets=$packets
	say base "$ns"
	shoot d0 packets=$packets
	say kntop "$ns"
	tracking on
	shoot d2 packets=$packets
	say conntrack "$ns"
	tracking off
done
