#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# mirrors: a mirror that shows frames twice, or one side only, is told to; with dedup the
# flows are those that a capture of one port has. What goes to and comes from a gateway, and
# what a device sends past the hooks, as devices count it.
#
#  +-- left ------+    +-- tap ----------------------+    +-- right -----+
#  |           l0 +----+ a0 ---- bridge br0 ---- b0  +----+ r0           |
#  | 10.1.0.1     |    |  |  all of both: mirred  |  |    | 10.1.0.2     |
#  | fd00:1::1    |    |  +------> s0 -> s1 <-----+  |    | fd00:1::2    |
#  +--------------+    +-----------------------------+    +--------------+
. "$(dirname "$0")/lib.sh"

# ---- captures -----------------------------------------------------------------

declare -A FRAMES=() OCTETS=()
while read -r name frames octets; do
	FRAMES[$name]=$frames OCTETS[$name]=$octets
done < <("${PYTHON[@]}" "$E2E/mirrors.py" "$WORK")
gateway=00:00:5e:00:01:01
space file
patient file

# shown_flows DEV: what a reader is told of its flows, but for times.
shown_flows() {
	ask file flow show dev "$1" '.[] | [.l4_name, .vlan, .client.addr, .client.port, .server.addr,
		.server.port, (.client, .server | .packets, .octets, .l3_octets, .retransmitted,
		.out_of_order, .lost)] | map(tostring) | join(" ")' | sort
}

# told DEV FILTER: of its interface
told() {
	ask file interface show "$1" ".[] | $2"
}

doubled='.parts | map(select(.reason == "doubled") | .packets, .octets) | join(" ")'
for name in plain doubled tagged routed late sliced oneway; do
	ntopctl -n file read "$WORK/$name.pcap" as $name >/dev/null
done
for name in doubled tagged routed sliced plain; do
	ntopctl -n file read "$WORK/$name.pcap" as "d$name" dedup on >/dev/null
done
ntopctl -n file read "$WORK/late.pcap" as dlate dedup 40 >/dev/null
plain=$(shown_flows plain)
for name in doubled tagged sliced late; do
	is "dedup, $name: every flow as without a copy" "$plain" "$(shown_flows d$name)"
	is "dedup, $name: the copies" \
		"$((FRAMES[$name] - FRAMES[plain])) $((OCTETS[$name] - OCTETS[plain]))" "$(told d$name "$doubled")"
done
is "dedup, routed: every flow as before the router" "$plain" "$(shown_flows drouted)"
is "dedup, plain: no copy, not even of what was sent again" "$plain 0" \
	"$(shown_flows dplain) $(told dplain '.dedup.received.packets')"
lacks "copies are wrong without dedup" "$plain" "$(shown_flows doubled)"
more "late: those 30 ms apart are none within 10 ms" $((FRAMES[late])) "$(told late .received.packets)"

is "told to double" "true true true" "$(told doubled .mirror.doubles) $(told tagged .mirror.doubles) $(told routed .mirror.doubles)"
is "told not to" "false false false false" "$(told plain .mirror.doubles) $(told oneway .mirror.doubles) $(
	)$(told late .mirror.doubles) $(told ddoubled .mirror.doubles)"
is "told to show one side" "true false" "$(told oneway .mirror.one_way) $(told plain .mirror.one_way)"
has "in words: doubled" "it is shown frames twice" "$(ntopctl -n file interface show doubled)"
has "in words: one side" "2 of 2 TCP conversations have no packet of the other" "$(ntopctl -n file interface show oneway)"

ntopctl -n file read "$WORK/doubled.pcap" as updown dedup on uplink "02:00:00:00:00:77,$gateway" >/dev/null
is "uplink: up, down, neither" \
	"${FRAMES[upload]} ${OCTETS[upload]} ${FRAMES[download]} ${OCTETS[download]} 0" \
	"$(told updown '.uplink | [.upload.packets, .upload.octets, .download.packets, .download.octets, .neither.packets] | join(" ")')"
is "uplink: its addresses" "02:00:00:00:00:77,$gateway" "$(told updown '.uplink.addresses | join(",")')"
sum_rule file "captures: the sum rule"

refused "dedup: no such time" 1 "1 to 1000 milliseconds" ntopctl -n file interface set plain dedup 1001
refused "dedup: no number" 1 "neither on, off" ntopctl -n file interface set plain dedup 5s
refused "uplink: no address" 1 "no list of MAC addresses" ntopctl -n file interface set plain uplink 00:00:5e
refused "uplink: of a group" 1 "no list of MAC addresses" ntopctl -n file interface set plain uplink 01:00:5e:00:00:01
refused "uplink: too many" 1 "more than 16" ntopctl -n file interface set plain uplink \
	"$(printf "$gateway,%.0s" {1..16})$gateway"
refused "nothing to set" 1 "is missing" ntopctl -n file interface set plain

# ---- a mirror of both ports of a bridge ----------------------------------------

space left right tap
pair left l0 tap a0
pair right r0 tap b0
pair tap s0 tap s1
in_space tap sh -c 'for d in default all a0 b0 s0 s1; do echo 1 >/proc/sys/net/ipv6/conf/$d/disable_ipv6; done'
ip -n tap link add br0 type bridge mcast_snooping 0
ip -n tap link set br0 up
for at in 1/left/l0/a0 2/right/r0/b0; do
	IFS=/ read -r n side dev port <<<"$at"
	address "$side" "$dev" "10.1.0.$n/24" "fd00:1::$n/64"
	ip -n tap link set "$port" master br0
	in_space tap tc qdisc add dev "$port" clsact
done
# mirrored DEV ingress|egress...: to the mirror port
mirrored() {
	local way
	for way in "${@:2}"; do
		in_space tap tc filter add dev "$1" "$way" matchall action mirred egress mirror dev s0
	done
}
mirrored a0 ingress egress
mirrored b0 ingress egress
in_space left ping -q -c 2 -i 0.01 10.1.0.2 >/dev/null
in_space left ping -q -c 2 -i 0.01 fd00:1::2 >/dev/null
start right iperf3 -s >/dev/null 2>&1
retry listening right tcp6 5201
calm tap s1
patient tap

# UDP alone, and of it what is not a flow's first packet
watch tap s1 rx
ntopctl -n tap interface add a0
datagrams() {
	iperf left -c 10.1.0.2 -u -b 2M -n 200K -l 500
	[ "$(ask tap interface show s1 '.[].mirror.doubles')" = true ] &&
		[ "$(ask tap interface show a0 '.[].mirror.compared')" -ge 16 ]
}
retry datagrams
is "a mirror of both ports is told to double" true "$(ask tap interface show s1 '.[].mirror.doubles')"
has "and how to help it" "ntopctl interface set s1 dedup on" "$(ntopctl -n tap interface show)"
has "also on the health page" "it is shown frames twice" "$(ntopctl -n tap top --once page health)"
is "and as JSON" "s1" "$(ntopctl -j -n tap top --once page health |
	jq -r '.. | .mirrors? // empty | .[] | select(.mirror.doubles) | .interface')"
is "its port is not" "false 0" "$(ask tap interface show a0 '.[].mirror | "\(.doubles) \(.copies)"')"
# segments that are truly sent again
in_space left tc qdisc add dev l0 root netem loss 5%
lossy() {
	iperf left -c 10.1.0.2 -n 300K
	[ "$(ask tap interface show a0 '.[].mirror.compared')" -gt $((compared + 40)) ]
}
compared=$(ask tap interface show a0 '.[].mirror.compared')
retry lossy
in_space left tc qdisc del dev l0 root
is "nor is it for what is sent again" "false 0" "$(ask tap interface show a0 '.[].mirror | "\(.doubles) \(.copies)"')"
is "and it shows both sides" false "$(ask tap interface show a0 '.[].mirror.one_way')"

ntopctl -n tap interface del s1
ntopctl -n tap interface del a0
calm tap s1
# a second, as the machine may stand still between a frame and its copy
watch tap s1 rx dedup 1000 uplink "$(ip -n right -j link show r0 | jq -r ".[].address")"
watch tap a0
link left l0
up="$TX_PACKETS $TX_OCTETS" down="$RX_PACKETS $RX_OCTETS"
capture tap a0 "$WORK/a0"
iperf left -c 10.1.0.2 -n 2M
iperf left -6 -c fd00:1::2 -n 1M
iperf left -c 10.1.0.2 -u -b 5M -n 500K -l 700
in_space left ping -q -c 5 -i 0.01 -s 400 10.1.0.2 >/dev/null
in_space right ping -q -c 5 -i 0.01 fd00:1::1 >/dev/null
captured tap a0 "$WORK/a0"
is "dedup: the flows are those of one port" "$(grep ^flow "$WORK/a0.txt")" \
	"$(ntopctl -j -n tap flow show dev s1 | jq -rs --arg dev s1 -f "$E2E/flows.jq" | sort)"
quiet tap s1
both=$RX_PACKETS
quiet tap a0
once=$((RX_PACKETS + TX_PACKETS))
is "dedup: all that the mirror showed, and half of it copies" "$both $once" \
	"$(ask tap interface show s1 '.[] | "\(.received.packets) \(.dedup.received.packets)"')"
is "what the mirror showed is twice what the port passed" $((2 * once)) "$both"
link left l0
is "uplink: what left sent is upload, what it received download" \
	"$((TX_PACKETS - ${up% *})) $((TX_OCTETS - ${up#* })) $((RX_PACKETS - ${down% *})) $((RX_OCTETS - ${down#* }))" \
	"$(ask tap interface show s1 '.[].uplink | [.upload, .download | .packets, .octets] | join(" ")')"
is "no device is told to hide anything" "0 0 0 0" \
	"$(ask tap interface show '.[].device | .received.unseen, .sent.unseen' | paste -sd' ')"
sum_rule tap "dedup: the sum rule"
has "ways have columns in the live view" "DOWN" "$(ntopctl -n tap top --once page overview)"
ntopctl -n tap interface set s1 dedup off uplink none
before=$(ask tap interface show s1 '.[] | "\(.dedup.received.packets) \(.uplink.upload.packets)"')
in_space left ping -q -c 3 -i 0.01 10.1.0.2 >/dev/null
calm tap s1
is "switched off: no copy and no direction any more" "$before 0 0" "$(ask tap interface show s1 \
	'.[] | "\(.dedup.received.packets) \(.uplink.upload.packets) \(.dedup.milliseconds) \(.uplink.addresses | length)"')"
ntopctl -n tap interface del s1

# one side
for port in a0 b0; do
	in_space tap tc filter del dev $port ingress
	in_space tap tc filter del dev $port egress
done
mirrored a0 ingress
watch tap s1 rx
sides() {
	iperf left -c 10.1.0.2 -n 200K -P 4
	[ "$(ask tap interface show s1 '.[].mirror.conversations_one_way')" -ge 8 ] &&
		[ "$(ask tap interface show a0 '.[].mirror.conversations_two_way')" -ge 8 ]
}
retry sides
is "a mirror of what one port receives is told to show one side" "true false" \
	"$(ask tap interface show s1 '.[].mirror.one_way') $(ask tap interface show a0 '.[].mirror.one_way')"
is "and not to double" false "$(ask tap interface show s1 '.[].mirror.doubles')"
ntopctl -n tap interface del s1
ntopctl -n tap interface del a0

# ---- what goes past the hooks ---------------------------------------------------

in_space tap tc filter del dev a0 ingress
for port in a0 b0; do
	ip -n tap link set $port nomaster
done
in_space tap tc filter add dev a0 ingress matchall action mirred egress redirect dev b0
in_space tap tc filter add dev b0 ingress matchall action mirred egress redirect dev a0
calm tap b0
watch tap b0
settled() {
	ask tap stats '.[].folds' >/dev/null
	[ $(($(ask tap stats '.[].folds') - folds)) -ge 3 ]
}
folds=$(ask tap stats '.[].folds')
retry settled
is "no packet, nothing unseen" "0 0" "$(ask tap interface show b0 '.[].device | "\(.received.unseen) \(.sent.unseen)"')"
in_space left ping -q -c 20 -i 0.01 10.1.0.2 >/dev/null
calm tap b0
passed tap b0
# a difference is told when it is older than the last two seconds
unseen() {
	[ "$(ask tap interface show b0 '.[].device.sent.unseen')" = "$TX_PACKETS" ] &&
		[ "$(ask tap interface show b0 '.[].device.received.unseen')" = "$RX_PACKETS" ]
}
retry unseen
is "redirected by tc: what the device passed, none of which was seen" \
	"$RX_PACKETS $TX_PACKETS 0 0 $RX_PACKETS $TX_PACKETS" \
	"$(ask tap interface show b0 '.[] | [.device.received.packets, .device.sent.packets, .received.packets, .sent.packets,
		.device.received.unseen, .device.sent.unseen] | join(" ")')"
more "and that is all of it" 20 "$TX_PACKETS"
has "in words" "not seen: $TX_PACKETS packets that the device sent" "$(ntopctl -n tap interface show)"
has "and in detail" "+$RX_PACKETS and +$TX_PACKETS packets to what was seen" "$(ntopctl -n tap interface show b0)"
