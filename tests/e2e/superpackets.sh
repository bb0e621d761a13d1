#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# superpackets: what the kernel merges (GRO) or has not yet split (TSO, GSO, BIG TCP)
# counts as the packets on the wire, to the octet.
#
#  +-- sender --+    +-- router ------------+    +-- receiver --+
#  |         s0 +----+ ra                rb +----+ r0           |
#  | 10.1.0.1   |    | 10.1.0.2    10.2.0.2 |    | 10.2.0.1     |
#  | fd00:1::1  |    | fd00:1::2  fd00:2::2 |    | fd00:2::1    |
#  +------------+    +----------------------+    +--------------+
#
# First s0 and rb send wire packets and r0 merges them or does not: s0's own transmit
# counters are the wire. (Those of rb are not: a veth leaves out the Ethernet header
# when its peer merges.) Then s0 sends superpackets which pass ra whole and are split
# only when rb, which cannot, sends them: rb's counters are the wire.
. "$(dirname "$0")/lib.sh"

space sender router receiver
pair sender s0 router ra
pair router rb receiver r0
address sender s0 10.1.0.1/24 fd00:1::1/64
address router ra 10.1.0.2/24 fd00:1::2/64
address router rb 10.2.0.2/24 fd00:2::2/64
address receiver r0 10.2.0.1/24 fd00:2::1/64
ip -n sender -batch - <<END
route add default via 10.1.0.2
route add default via fd00:1::2
END
ip -n receiver -batch - <<END
route add default via 10.2.0.2
route add default via fd00:2::2
END
in_space router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
	echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
start receiver iperf3 -s >/dev/null 2>&1
retry listening receiver tcp6 5201
# So that all who speak from now on are known to each other.
in_space sender ping -q -c 1 10.2.0.1 >/dev/null
in_space sender ping -q -c 1 fd00:2::1 >/dev/null
calm router rb

# transfer SPACE ADDRESS OCTETS [WORDS]: from there to the receiver.
transfer() {
	iperf "$1" -c "$2" -n "$3" "${@:4}"
	calm router rb
}

# side SPACE FAMILY: what the sender sent in all its TCP and UDP flows.
side='map(select(.l4 == 6 or .l4 == 17)) | "\(map(.client.packets) | add) \(map(.client.octets) | add)"'

# dropped: what the router could not hand to the receiver, whose ring was full.
dropped() {
	ip -n router -s -j link show rb | jq '.[0].stats64.tx.dropped'
}

# ---- merged on arrival ----

for gro in off on; do
	in_space receiver ethtool -K r0 gro $gro
	watch receiver r0
	link sender s0
	wire=$TX_PACKETS octets=$TX_OCTETS
	link receiver r0
	arrived=$RX_PACKETS arrived_octets=$RX_OCTETS
	dropped=$(dropped)
	mib receiver IpInReceives
	stack=${MIB[0]}
	transfer sender 10.2.0.1 100M
	link sender s0
	((wire = TX_PACKETS - wire, octets = TX_OCTETS - octets))
	link receiver r0
	((arrived = RX_PACKETS - arrived, arrived_octets = RX_OCTETS - arrived_octets))
	((dropped = $(dropped) - dropped))
	# r0 counts what it merges packet by packet, but without the Ethernet header.
	[ $gro = off ] || ((arrived_octets += 14 * arrived))
	mib receiver IpInReceives
	counted receiver r0
	is "GRO $gro, 100 MB: packets as the sender's device, less the router's drops" \
		$((wire - dropped)) "$IN_PACKETS"
	[ "$dropped" != 0 ] ||
		is "GRO $gro, 100 MB: octets as the sender's device" "$octets" "$IN_OCTETS"
	is "GRO $gro, 100 MB: as the receiver's device" "$arrived $arrived_octets" \
		"$IN_PACKETS $IN_OCTETS"
	wire=$arrived octets=$arrived_octets
	claim "GRO $gro, 100 MB: flows as the interface" "$wire $octets" "$side"
	judge receiver flow show
	if [ $gro = on ]; then
		more "GRO on: the stack got far fewer packets" "$((3 * (MIB[0] - stack)))" "$wire"
	else
		is "GRO off: the stack got as many packets" "$wire" $((MIB[0] - stack))
	fi
	sum_rule receiver "GRO $gro: the sum rule"
	ntopctl -n receiver interface del r0
done
in_space receiver ethtool -K r0 gro off

# ---- not yet split ----

offload sender s0 on
offload router ra on
in_space sender ethtool -K s0 gro off
in_space router ethtool -K ra gro off

# split NAME EXTRA: compare s0's egress, ra's ingress and rb's egress with what rb's
# counters say since `unsplit`, plus EXTRA octets a packet before the router.
unsplit() {
	watch sender s0 tx
	watch router ra rx
	watch router rb tx
	mib router IpForwDatagrams Ip6OutForwDatagrams
	forwarded=$((MIB[0] + MIB[1]))
}

split() {
	passed router rb
	mib router IpForwDatagrams Ip6OutForwDatagrams
	local wire="$TX_PACKETS $((TX_OCTETS + TX_PACKETS * $2))"
	counted sender s0
	is "$1: sender's egress as the wire" "$wire" "$OUT_PACKETS $OUT_OCTETS"
	counted router ra
	is "$1: router's ingress as the wire" "$wire" "$IN_PACKETS $IN_OCTETS"
	counted router rb
	is "$1: router's egress as the wire" "$TX_PACKETS $TX_OCTETS" "$OUT_PACKETS $OUT_OCTETS"
	claim "$1: flow as the wire" "$wire" "$side"
	judge sender flow show
	more "$1: packets were superpackets" $((2 * (MIB[0] + MIB[1] - forwarded))) "$TX_PACKETS"
	sum_rule sender "$1: the sum rule"
	ntopctl -n router -b - <<-END
		interface del ra
		interface del rb
	END
	ntopctl -n sender interface del s0
}

unsplit
transfer sender 10.2.0.1 100M
split "TSO, 100 MB" 0

unsplit
transfer sender fd00:2::1 5M
split "TSO over IPv6" 0

unsplit
in_space sender "${PYTHON[@]}" "$E2E/udpgso.py" 10.2.0.1 7000 20 10000 1000
calm router rb
split "UDP GSO" 0

ip -n sender -batch - <<END
link add link s0 name s0.5 type vlan id 5
addr add 10.5.0.1/24 dev s0.5
link set s0.5 up
route add 10.2.0.1 via 10.5.0.2
END
ip -n router -batch - <<END
link add link ra name ra.5 type vlan id 5
addr add 10.5.0.2/24 dev ra.5
link set ra.5 up
END
in_space sender ping -q -c 1 10.2.0.1 >/dev/null
calm router rb
unsplit
transfer sender 10.2.0.1 5M
split "TSO in a VLAN" 4
ip -n sender route del 10.2.0.1 via 10.5.0.2

for kind in "gre local 10.1.0.1 remote 10.2.0.1" "vxlan id 7 local 10.1.0.1 remote 10.2.0.1 dstport 4789"; do
	name=${kind%% *}
	back=${kind/local 10.1.0.1 remote 10.2.0.1/local 10.2.0.1 remote 10.1.0.1}
	# shellcheck disable=SC2086 # words
	ip -n sender link add tun1 type $kind
	# shellcheck disable=SC2086
	ip -n receiver link add tun1 type $back
	address sender tun1 10.7.0.1/24
	address receiver tun1 10.7.0.2/24
	ip -n sender link set tun1 up mtu 1400
	ip -n receiver link set tun1 up mtu 1400
	in_space sender ping -q -c 1 10.7.0.2 >/dev/null
	calm router rb
	unsplit
	transfer sender 10.7.0.2 5M
	split "TSO in ${name^^}" 0
	ip -n sender link del tun1
	ip -n receiver link del tun1
done

if ip -n sender link set s0 gso_max_size 150000 2>/dev/null &&
	ip -n router link set ra gro_max_size 150000 gso_max_size 150000 2>/dev/null; then
	# Up to Linux 6.x such a packet carries a jumbo header of 8 octets, not on the wire,
	# with which the router finds its pieces longer than they are.
	ip -n router link set rb mtu 1600
	ip -n receiver link set r0 mtu 1600
	capture sender s0 "$WORK/big" "greater 66000"
	unsplit
	transfer sender fd00:2::1 100M
	written "${CAPTURES[sender/s0]}" "$WORK/big.log"
	more "BIG TCP: frames longer than 65535 octets were sent" 1 \
		"$(tcpdump -r "$WORK/big" -nn 2>/dev/null | wc -l)"
	split "BIG TCP, 100 MB" 0
else
	skip "BIG TCP" "this kernel's veth takes no gso_max_size beyond 64 KiB"
fi
