#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# options: what an interface may be told: the direction, consume, ignore-vlan; and
# that promiscuity is left as it was found.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
for at in left/l0 right/r0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
address left l0 10.1.0.1/24
address right r0 10.1.0.2/24
in_space left ping -q -c 1 10.1.0.2 >/dev/null
calm right r0
patient right

# pings [WORDS]: three of them; says how many were answered.
pings() {
	in_space left ping -q -c 3 -i 0.05 "$@" 10.1.0.2 | sed -n 's/.*, \([0-9]*\) received.*/\1/p'
}

promiscuity() {
	ip -n right -d -j link show r0 | jq '.[].promiscuity'
}

# ---- direction ----

for way in "rx 3 294 0 0 1" "tx 0 0 3 294 0" "both 3 294 3 294 1"; do
	read -r option in in_octets out out_octets promiscuous <<<"$way"
	watch right r0 "$option"
	is "$option: promiscuity" "$promiscuous" "$(promiscuity)"
	pings >/dev/null
	passed right r0
	counted right r0
	is "$option: the device passed 3 each way" "3 294 3 294" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
	is "$option: what was counted of it" "$in $in_octets $out $out_octets" \
		"$IN_PACKETS $IN_OCTETS $OUT_PACKETS $OUT_OCTETS"
	claim "$option: the flow's sides" "10.1.0.1 $in_octets 10.1.0.2 $out_octets" \
		'.[] | "\(.client.addr) \(.client.octets) \(.server.addr) \(.server.octets)"'
	judge right flow show
	ntopctl -n right interface del r0
done
ip -n right link set r0 promisc on
watch right r0
is "promiscuity that somebody else wants as well" 2 "$(promiscuity)"
ntopctl -n right interface del r0
is "is left to him" 1 "$(promiscuity)"
ip -n right link set r0 promisc off
is "nothing stays" 0 "$(promiscuity)"

# ---- consume ----

mib right IcmpInEchos IpInReceives
before=${MIB[*]}
watch right r0 rx consume
is "consume: nobody answers" 0 "$(pings -W 1)"
mib right IcmpInEchos IpInReceives
is "consume: the stack got nothing, as nstat counts" "$before" "${MIB[*]}"
passed right r0
counted right r0
is "consume: all of it arrived, and was counted" "3 294 3 294" \
	"$RX_PACKETS $RX_OCTETS $IN_PACKETS $IN_OCTETS"
# What a host sends to a group it is in comes back to it within the host.
is "consume: a host hears itself" "5" \
	"$(in_space right "${PYTHON[@]}" "$E2E/multicast.py" 10.1.0.2 239.1.2.3 5)"
ntopctl -n right interface del r0
is "after consume: all are answered" 3 "$(pings)"

# ---- ignore-vlan ----

# Two frames of 64 octets in each of the VLANs 5, 6 and 7.
for option in "" ignore-vlan; do
	watch right r0 rx ${option:+"$option"}
	is "sent" "6 384 2" "$(in_space left "${PYTHON[@]}" "$E2E/flood.py" l0 vlans 5 3 2)"
	if [ -z "$option" ]; then
		claim "a flow in each VLAN" "5 2 128,6 2 128,7 2 128" \
			'map("\(.vlan) \(.packets) \(.octets)") | sort | join(",")'
	else
		claim "ignore-vlan: one flow in all VLANs" "null 6 384" '.[] | "\(.vlan) \(.packets) \(.octets)"'
	fi
	judge right flow show
	folded right
	is "${option:-each VLAN}: hosts" "$([ -z "$option" ] && echo 6 || echo 2)" "$(ask right host show length)"
	sum_rule right "${option:-each VLAN}: the sum rule"
	ntopctl -n right interface del r0
done
