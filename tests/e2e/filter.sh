#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# filter: an interface counts what tcpdump captures with the very same filter, to the
# octet, and what it leaves out is the rest of what the device passed.
#
#  +-- left -------------+    +-- right ------------+
#  |                  p0 +----+ q0  frames, one way |
#  |                  l0 +----+ r0  real traffic    |
#  | 10.1.0.1  fd00:1::1 |    | 10.1.0.2  fd00:1::2 |
#  | VLAN 5: 10.5.0.1    |    | VLAN 5: 10.5.0.2    |
#  | VLAN 6: 10.6.0.1    |    | VLAN 6: 10.6.0.2    |
#  | GRE:    10.7.0.1    |    | GRE:    10.7.0.2    |
#  +---------------------+    +---------------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left p0 right q0
for at in left/p0 right/q0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
pair left l0 right r0
for at in 1/left/l0 2/right/r0; do
	IFS=/ read -r n side dev <<<"$at"
	address "$side" "$dev" "10.1.0.$n/24" "fd00:1::$n/64"
	for id in 5 6; do
		ip -n "$side" link add link "$dev" name "v$id" type vlan id $id
		ip -n "$side" link set "v$id" up
		address "$side" "v$id" "10.$id.0.$n/24"
	done
	ip -n "$side" link add gre1 type gre local "10.1.0.$n" remote "10.1.0.$((3 - n))"
	ip -n "$side" link set gre1 up
	address "$side" gre1 "10.7.0.$n/24"
done

# traffic: some of everything, there and back
traffic() {
	local to
	for to in 10.1.0.2 10.5.0.2 10.6.0.2 10.7.0.2 fd00:1::2; do
		in_space left ping -q -c 3 -i 0.01 -s 300 "$to" >/dev/null
	done
	in_space left ping -q -c 2 -i 0.01 -s 3000 10.1.0.2 >/dev/null
}

# numbers SPACE DEV: received and sent, and of both what was left out: packets, octets
numbers() {
	ask "$1" interface show "$2" '.[] | [.received, .sent, .filtered.received, .filtered.sent |
		.packets, .octets] | join(" ")'
}

# ---- all kinds of frames, one filter after the other ----

EXPRESSIONS=(
	'not port 22' 'net 10.0.0.0/24 and not icmp' 'ip6 and port 22' 'arp' 'less 100'
	'ip[6:2] & 0x1fff != 0' 'vlan' 'not vlan' 'vlan (6)' 'vlan 0' 'vlan 5 and port 22'
	'port 22 and vlan 5' 'vlan 5 and vlan 7' 'vlan 5 or vlan 6' 'vlan 6 or ip6'
	'udp or (vlan and udp)' 'not (vlan 5 and tcp)' 'mpls 100 and port 22' 'vlan 5 and mpls'
	'outbound')

"${PYTHON[@]}" "$E2E/frames.py" make "$WORK/frames"
files=()
for n in "${!EXPRESSIONS[@]}"; do
	start right tcpdump -i q0 -n -U --immediate-mode -s 256 -B 1024 -w "$WORK/f$n" "${EXPRESSIONS[n]}" \
		2>"$WORK/f$n.log"
	files+=("$WORK/f$n")
done
captures=("${BACKGROUND[@]}")
for n in "${!EXPRESSIONS[@]}"; do
	retry grep -q listening "$WORK/f$n.log"
done
replay() {
	in_space left tcpreplay -q -t -i p0 "$WORK/frames" >/dev/null 2>&1
}
replay
calm right q0
for n in "${!captures[@]}"; do
	written "${captures[n]}" "$WORK/f$n.log"
done
mapfile -t wanted < <("${PYTHON[@]}" "$E2E/frames.py" count "${files[@]}")
read -r frames octets <<<"$("${PYTHON[@]}" "$E2E/frames.py" count "$WORK/frames")"
watch right q0
for expression in "${EXPRESSIONS[@]}" none; do
	printf 'interface show q0\ninterface set q0 filter "%s"\n' "$expression" |
		ntopctl -j -n right -b - >>"$WORK/shown"
	replay
done
mapfile -t shown < <(jq -r '.[] | [.received, .filtered.received | .packets, .octets] | join(" ")' "$WORK/shown")
for n in "${!EXPRESSIONS[@]}"; do
	read -r bp bo bfp bfo <<<"${shown[n]}"
	read -r p o fp fo <<<"${shown[n + 1]}"
	read -r wp wo <<<"${wanted[n]}"
	is "${EXPRESSIONS[n]}: as tcpdump's $wp of $frames frames" \
		"$wp $wo, left out $((frames - wp)) $((octets - wo))" \
		"$((p - bp)) $((o - bo)), left out $((fp - bfp)) $((fo - bfo))"
done
is "then no filter: all, and what was left out stays known" \
	"$((p + frames)) $((o + octets)) 0 0 $fp $fo 0 0" "$(numbers right q0)"
passed right q0
is "all of it: the device's count" "$RX_PACKETS $RX_OCTETS" "$((p + frames + fp)) $((o + octets + fo))"
has "what is shown" "filters before: left out $fp packets" "$(ntopctl -p -n right interface show)"
is "and no filter any more" null "$(ask right interface show q0 '.[].filter')"
sum_rule right "all of it: the sum rule"

# ---- real traffic, both ways ----

# tagged: sets TAG_RX and TAG_TX to what r0's VLANs passed
tagged() {
	local id
	TAG_RX=0 TAG_TX=0
	for id in 5 6; do
		link right v$id
		((TAG_RX += RX_PACKETS, TAG_TX += TX_PACKETS))
	done
}

# both EXPRESSION: sets what was counted of some traffic with this filter, and says whether
# with what it left out that is all the device passed
both() {
	local rx tx
	calm right r0
	tagged
	rx=$TAG_RX tx=$TAG_TX
	watch right r0 filter "$1"
	capture right r0 "$WORK/r0" "$1"
	traffic
	calm right r0
	written "${CAPTURES[right/r0]}" "$WORK/r0.log"
	tagged
	((TAG_RX -= rx, TAG_TX -= tx))
	passed right r0
	read -r p o sp so fp fo fsp fso <<<"$(numbers right r0)"
	is "$1: with what is left out, the device's count" \
		"$RX_PACKETS $((RX_OCTETS + 4 * TAG_RX)) $TX_PACKETS $((TX_OCTETS + 4 * TAG_TX))" \
		"$((p + fp)) $((o + fo)) $((sp + fsp)) $((so + fso))"
	sum_rule right "$1: the sum rule"
	ntopctl -n right interface del r0
}

both 'vlan 5 and icmp or ip6'
is "as tcpdump, in and out" "$("${PYTHON[@]}" "$E2E/frames.py" count "$WORK/r0")" "$((p + sp)) $((o + so))"
# tcpdump filters the first frame itself, and then knows no direction
both 'outbound and not vlan'
is "as the devices" "0 $((TX_PACKETS - TAG_TX))" "$p $sp"

# A device without Ethernet: the filter is about IP packets.
ntopctl -n right interface add gre1 filter 'icmp and src host 10.7.0.1'
capture right gre1 "$WORK/gre1" 'icmp and src host 10.7.0.1'
in_space left ping -q -c 3 -i 0.01 10.7.0.2 >/dev/null
calm right r0
written "${CAPTURES[right/gre1]}" "$WORK/gre1.log"
read -r p _ sp _ fp _ fsp _ <<<"$(numbers right gre1)"
is "GRE: as tcpdump" "$("${PYTHON[@]}" "$E2E/frames.py" count "$WORK/gre1" | cut -d' ' -f1) 3 0 0" \
	"$p $fsp $sp $fp"
ntopctl -n right interface del gre1

# ---- superpackets ----

in_space right ethtool -K r0 gro on
start right iperf3 -s >/dev/null 2>&1
retry listening right tcp6 5201
calm right r0
watch right r0 rx filter 'not port 5201'
link left l0
wire=$TX_PACKETS octets=$TX_OCTETS
iperf left -c 10.1.0.2 -n 5M
calm right r0
link left l0
# A veth leaves out the Ethernet header when its peer merges.
((TX_OCTETS += 14 * (TX_PACKETS - wire)))
read -r p _ _ _ fp fo _ <<<"$(numbers right r0)"
is "GRO: what is left out as the sender's device" "0 $((TX_PACKETS - wire)) $((TX_OCTETS - octets))" "$p $fp $fo"
ntopctl -n right interface del r0
in_space right ethtool -K r0 gro off

# ---- changed while packets come ----

calm right r0
watch right r0
start left iperf3 -c 10.1.0.2 -t 600 -b 20M >/dev/null 2>&1
client=$!
for ((n = 0; n < 60; n++)); do
	echo "interface set r0 filter 'port 5201 and tcp[13] & 8 != 0'"
	echo "interface set r0 filter 'not port 5201'"
	echo "interface set r0 filter none"
done >"$WORK/changes"
# changed: once more; until some was counted and some left out, both ways.
changed() {
	ntopctl -n right -b "$WORK/changes"
	read -r p o sp so fp fo fsp fso <<<"$(numbers right r0)"
	((p && fp && sp && fsp))
}
changed
retry changed
stop "$client"
calm right r0
passed right r0
read -r p o sp so fp fo fsp fso <<<"$(numbers right r0)"
is "changed all the time: total and left out are the device's count" \
	"$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" \
	"$((p + fp)) $((o + fo)) $((sp + fsp)) $((so + fso))"
more "changed all the time: some of both" 1 "$((p && fp && sp && fsp))"
sum_rule right "changed all the time: the sum rule"

# ---- refused ----

refused "an expression that is none" 1 "syntax error" \
	ntopctl -n right interface set r0 filter 'port port'
refused "none at all" 1 "there is no expression" ntopctl -n right interface set r0 filter ' '
refused "one without quotes" 1 "quotes, as 'not port ...'" ntopctl -n right interface set r0 filter not port 22
refused "one without quotes, of a device to add" 1 "quotes, as 'port 22'" \
	ntopctl -n right interface add q0 filter port 22
refused "one without quotes, of a capture" 1 "quotes, as 'port 22'" ntopctl -n right read "$WORK/frames" filter port 22
refused "an interface that is not watched" 1 "'l9' is not watched" \
	ntopctl -n right interface set l9 filter tcp
ntopctl -n right interface add file0 offline
refused "an offline source" 2 "who feeds an offline source filters its frames" \
	ntopctl -n right interface set file0 filter tcp
is "what was there before stays in force" null "$(ask right interface show r0 '.[].filter')"

# ---- a file ----

in_space right ntopctl -j read "$WORK/frames" as file0 filter 'port 22' >"$WORK/read"
is "read with a filter: as tcpdump -r" \
	"$(tcpdump -r "$WORK/frames" -nn 'port 22' 2>/dev/null | wc -l) $frames" \
	"$(jq -r '.[] | "\(.packets) \(.packets + .filtered)"' "$WORK/read")"
