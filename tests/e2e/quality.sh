#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# quality: retransmitted, late and lost TCP packets against what was really sent, against
# nstat and tshark.
#
#  +- client -+   +- road -------+   +- tap --------+   +- server -+
#  |       c0 +---+ ra ==br== rb +---+ ta ==br== tb +---+ s0       |
#  +----------+   +--------------+   +--------------+   +----------+
#
# netem at rb loses and reorders in front of the tap, at tb behind it.
. "$(dirname "$0")/lib.sh"

space client road tap server
pair client c0 road ra
pair road rb tap ta
pair tap tb server s0
# bridge SPACE DEV DEV: joins them.
bridge() {
	ip -n "$1" -batch - <<-END
		link add br0 type bridge mcast_snooping 0
		link set $2 master br0
		link set $3 master br0
		link set br0 up
	END
}
bridge road ra rb
bridge tap ta tb
address client c0 10.1.0.1/24 fd01::1/64
address server s0 10.1.0.2/24 fd01::2/64
in_space client ping -q -c 1 10.1.0.2 >/dev/null
in_space client ping -q -c 1 fd01::2 >/dev/null
PEER=("${PYTHON[@]}" "$E2E/peer.py")
patient tap
start server "${PEER[@]}" sink :: 5000
retry listening server tcp6 5000

# impair SPACE DEV [WORDS]: netem there, or none.
impair() {
	tc -n "$1" qdisc del dev "$2" root 2>/dev/null
	[ $# = 2 ] || tc -n "$1" qdisc add dev "$2" root netem limit 10000 "${@:3}"
}

# row BEFORE BEHIND [ADDRESS]: a transfer, and all that is known of it: AGAIN of nstat; RETRANSMITTED,
# LATE, LOST of kntop; TRUTH of the two captures.
row() {
	local filter='.[] | select(.l4 == 6) | "\(.client.retransmitted) \(.client.out_of_order) \(.client.lost)"'
	# shellcheck disable=SC2086 # netem's words
	impair road rb $1
	# shellcheck disable=SC2086
	impair tap tb $2
	watch tap ta
	capture road ra "$WORK/before" -B 8192
	capture tap ta "$WORK/behind" -B 8192
	mib client TcpRetransSegs
	AGAIN=${MIB[0]}
	in_space client "${PEER[@]}" push "${3:-10.1.0.2}" 5000 300000
	calm tap ta
	mib client TcpRetransSegs
	AGAIN=$((MIB[0] - AGAIN))
	read -r RETRANSMITTED LATE LOST <<<"$(ask tap flow show "$filter")"
	written "${CAPTURES[road/ra]}" "$WORK/before.log"
	written "${CAPTURES[tap/ta]}" "$WORK/behind.log"
	TRUTH=
	[ -n "${3-}" ] || TRUTH=$("${PYTHON[@]}" "$E2E/quality.py" "$WORK/before" "$WORK/behind" 5000)
	echo "# $1 | $2: nstat $AGAIN, kntop $RETRANSMITTED $LATE $LOST${TRUTH:+, truth $TRUTH}"
	ntopctl -n tap interface del ta
	impair road rb
	impair tap tb
}

# tshark's count of what is not in its order, of the row before.
disordered() {
	tshark -r "$WORK/behind" -Y 'tcp.dstport == 5000 && (tcp.len > 0 || tcp.flags.syn == 1 || tcp.flags.fin == 1) &&
		(tcp.analysis.retransmission || tcp.analysis.out_of_order)' -T fields -e frame.number 2>/dev/null | wc -l
}

# near NAME WANT GOT: numbers that are the same, but for one or a twentieth: on a busy machine
# packets come so late that a bystander takes them for sent again.
near() {
	local want got n apart same=$3
	read -ra want <<<"$2"
	read -ra got <<<"$3"
	for n in "${!want[@]}"; do
		apart=$((want[n] - ${got[n]:-99999}))
		[ "${apart#-}" -le $((1 + want[n] / 20)) ] || same=
	done
	[ -z "$same" ] || set -- "$1" "$2" "$2"
	is "$1" "$2" "$3"
}

for delay in 0 20; do
	row "" "delay ${delay}ms loss 5%"
	more "lost behind the tap, $delay ms: the client did send again" 1 "$AGAIN"
	near "lost behind the tap, $delay ms: as nstat" "$AGAIN 0 0" "$RETRANSMITTED $LATE $LOST"

	row "loss 5%" "delay ${delay}ms"
	more "lost before the tap, $delay ms: the client did send again" 1 "$AGAIN"
	near "lost before the tap, $delay ms: as it was" "$TRUTH" "$RETRANSMITTED $LATE $LOST"
done

row "delay 1ms loss 5%" "loss 5%"
near "lost on both sides: as it was" "$TRUTH" "$RETRANSMITTED $LATE $LOST"
is "lost on both sides: as tshark" "$(disordered)" "$RETRANSMITTED"

row "delay 2ms reorder 10% gap 5" ""
more "reordered: some came late" 1 "$LATE"
near "reordered: sent again as nstat, nothing lost" "$AGAIN 0" "$RETRANSMITTED $LOST"
near "reordered: late as they were" "$TRUTH" "$RETRANSMITTED $LATE 0"
is "reordered: both together as tshark" "$(disordered)" $((RETRANSMITTED + LATE))

row "delay 10ms reorder 10% gap 5 loss 1%" "delay 5ms"
is "reordered and lost: as it was" "$TRUTH" "$RETRANSMITTED $LATE $LOST"

# IPv6 has no identifications.
row "loss 5%" "delay 20ms" fd01::2
is "IPv6, lost before the tap: none is late" 0 "$LATE"
between "IPv6, lost before the tap: sent again" 1 "$AGAIN" "$RETRANSMITTED"

# With superpackets, of which netem loses all pieces.
for at in client/c0 road/ra road/rb tap/ta tap/tb server/s0; do
	offload "${at%/*}" "${at#*/}" on
done
row "" "delay 1ms loss 30%" 10.1.0.2
more "superpackets, lost behind the tap: the client did send again" 1 "$AGAIN"
near "superpackets, lost behind the tap: as nstat" "$AGAIN 0 0" "$RETRANSMITTED $LATE $LOST"
row "loss 30%" "delay 1ms" 10.1.0.2
is "superpackets, lost before the tap: none is late" 0 "$LATE"
near "superpackets, lost before the tap: as many lost as sent again" "$RETRANSMITTED" "$LOST"
row "delay 2ms reorder 10% gap 5" "" 10.1.0.2
near "superpackets, reordered: sent again as nstat, nothing lost" "$AGAIN 0" "$RETRANSMITTED $LOST"
