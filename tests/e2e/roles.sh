#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# roles: who is client and who server, what the handshake says of round trips, and
# what a bystander sees of loss and reordering.
#
#  +-- client --+    +-- tap ------------------+    +-- server --+
#  |         c0 +----+ ta ==== bridge ==== tb  +----+ s0         |
#  | 10.1.0.1   |    |         (watches ta)    |    | 10.1.0.2   |
#  +------------+    +-------------------------+    +------------+
#
# netem at c0 delays, loses or reorders in front of the tap, at tb behind it.
. "$(dirname "$0")/lib.sh"

space client tap server
pair client c0 tap ta
pair tap tb server s0
ip -n tap -batch - <<END
link add br0 type bridge
link set ta master br0
link set tb master br0
link set br0 up
END
# netem shall lose or delay packets, not superpackets.
ip -n client link set c0 gso_max_segs 1
address client c0 10.1.0.1/24
address server s0 10.1.0.2/24
in_space client ping -q -c 1 10.1.0.2 >/dev/null
PEER=("${PYTHON[@]}" "$E2E/peer.py")

patient tap

# ---- who is who ----

watch tap ta
# The script answers with the ports it used, in order.
start server "${PEER[@]}" serve 10.1.0.2 tcp:80 tcp:40000 udp:53 udp:50000 udp:2049 udp:4444 udp:123 udp:500 >/dev/null
retry listening server tcp 40000
retry listening server udp 50000
in_space client "${PEER[@]}" ask 10.1.0.2 60001-tcp:80 60002-tcp:40000 500-tcp:40000 60003-udp:53 60004-udp:50000 700-udp:53 \
	800-udp:2049 1001-udp:4444 1002-udp:50000 123-udp:123 500-udp:500 53-udp:53 500-udp:50000
for pair in 60001:80 60002:40000 500:40000; do
	claim "handshake: TCP ${pair/:/ to } is a client's" "10.1.0.1:${pair%:*} handshake" \
		".[] | select(.l4 == 6 and .client.port == ${pair%:*} and .server.port == ${pair#*:})
		| \"\(.client.addr):\(.client.port) \(.direction_by)\""
done
for pair in 60003:53 60004:50000 700:53 800:2049 1001:4444 1002:50000 123:123 500:500 53:53; do
	claim "first speaker: UDP ${pair/:/ to } is a client's" "10.1.0.1:${pair%:*} first" \
		".[] | select(.l4 == 17 and .client.port == ${pair%:*} and .server.port == ${pair#*:})
		| \"\(.client.addr):\(.client.port) \(.direction_by)\""
done
judge tap flow show

# Connections that were open before we came: the first packet seen is the server's.
# It is held back by the script until a file is there.
ntopctl -n tap interface del ta
start server "${PEER[@]}" late 10.1.0.2 "$WORK/now" tcp:81 tcp:41000 tcp:51820 udp:54 udp:51820 udp:53 udp:123
LATE=$!
retry listening server tcp 41000
retry listening server udp 123
start client "${PEER[@]}" wait 10.1.0.2 "$WORK/open" 60011-tcp:81 60012-tcp:41000 \
	900-tcp:51820 60013-udp:54 901-udp:51820 53-udp:53 123-udp:123
ASKER=$!
retry test -e "$WORK/open"
watch tap ta
: >"$WORK/now"
wait "$ASKER" "$LATE"
for pair in 60011:81 60012:41000 900:51820; do
	claim "mid-stream: TCP ${pair/:/ to }, the server speaks first, is told by port" \
		"10.1.0.1:${pair%:*} port" \
		".[] | select(.l4 == 6 and .client.port == ${pair%:*} and .server.port == ${pair#*:})
		| \"\(.client.addr):\(.client.port) \(.direction_by)\""
done
for pair in 60013:54:port 901:51820:port 53:53:message 123:123:message; do
	IFS=: read -r from to by <<<"$pair"
	claim "mid-stream: UDP $from to $to, the server speaks first, is told by $by" "10.1.0.1:$from $by" \
		".[] | select(.l4 == 17 and .client.port == $from and .server.port == $to)
		| \"\(.client.addr):\(.client.port) \(.direction_by)\""
done
judge tap flow show
ntopctl -n tap interface del ta

# deaf: the client's stack does not hear what arrives, so that it resets nothing.
deaf() {
	tc -n client -batch - <<-END
		qdisc add dev c0 clsact
		filter add dev c0 ingress matchall action drop
	END
}

# A SYN seen after other packets of its flow puts right what the port said: the same
# ports in the other direction, opened by the side with the low port.
watch tap ta
deaf
in_space server "${PEER[@]}" segments 10.1.0.2 10.1.0.1 900 45000 0 >/dev/null
tc -n client qdisc del dev c0 clsact
folded tap
is "late SYN: before it the port tells" "10.1.0.1:45000 port" \
	"$(ask tap flow show port 45000 '.[] | "\(.client.addr):\(.client.port) \(.direction_by)"')"
is "late SYN: its hosts' parts before" "1 0" \
	"$(ask tap host show host 10.1.0.1 '.[] | "\(.flows_client) \(.flows_server)"')"
start client "${PEER[@]}" serve 10.1.0.1 tcp:45000 >/dev/null
retry listening client tcp 45000
in_space server "${PEER[@]}" ask 10.1.0.1 900-tcp:45000
folded tap
is "late SYN: then the handshake" "10.1.0.2:900 handshake" \
	"$(ask tap flow show port 45000 '.[] | "\(.client.addr):\(.client.port) \(.direction_by)"')"
is "late SYN: its hosts' parts after" "0 1" \
	"$(ask tap host show host 10.1.0.1 '.[] | "\(.flows_client) \(.flows_server)"')"
ntopctl -n tap interface del ta

# ---- round trips ----

# 40 ms behind the tap, on the way to the server: server RTT; 20 ms in front of it,
# on the way back to the client: client RTT. A sender that is late makes them longer,
# so it is the shortest that counts, of as many as a busy machine needs.
tc -n tap qdisc add dev tb root netem delay 40ms
tc -n tap qdisc add dev ta root netem delay 20ms
watch tap ta
# shortest PORTS: six more, from ports that begin so; are the shortest short enough?
shortest() {
	in_space client "${PEER[@]}" ask 10.1.0.2 "$1"{1..6}-tcp:80
	read -r server_rtt client_rtt latency <<<"$(ask tap flow show port 80 \
		'"\(map(.server_rtt_us) | min) \(map(.client_rtt_us) | min) \(map(.latency_us) | min)"')"
	[ "$server_rtt" -le 80000 ] && [ "$client_rtt" -le 40000 ] && [ "$latency" -le 80000 ]
}
for ports in 60{02..30}; do
	! shortest "$ports" || break
done
between "RTT to the server: netem's 40 ms, in us" 39000 80000 "$server_rtt"
between "RTT to the client: netem's 20 ms" 19000 40000 "$client_rtt"
between "latency of the answer: netem's 40 ms" 39000 80000 "$latency"
ntopctl -n tap interface del ta
tc -n tap qdisc del dev tb root
tc -n tap qdisc del dev ta root

# ---- loss and reordering ----

# quality: retransmitted, out of order and lost packets of client and server.
quality='map(select(.l4 == 6)) | "\(map(.client.retransmitted) | add) \(map(.client.out_of_order) | add) \(
	map(.client.lost) | add) \(map(.server.retransmitted) | add)"'

# sent_again OCTETS: let the client send; sets AGAIN to its own count.
sent_again() {
	mib client TcpRetransSegs
	AGAIN=${MIB[0]}
	in_space client "${PEER[@]}" push 10.1.0.2 5000 "$1"
	calm tap ta
	mib client TcpRetransSegs
	AGAIN=$((MIB[0] - AGAIN))
}

start server "${PEER[@]}" sink 10.1.0.2 5000
retry listening server tcp 5000
watch tap ta
sent_again 2000000
read -r again order lost _ <<<"$(ask tap flow show "$quality")"
is "no loss: nothing was sent again, late, or lost" "$AGAIN 0 0" "$again $order $lost"
ntopctl -n tap interface del ta

# Lost behind the tap: we saw the packet, and see it again. All that the client sends
# again passes us a second time. SYNs and FINs count too.
tc -n tap qdisc add dev tb root netem loss 3%
watch tap ta
sent_again 2000000
read -r again order lost _ <<<"$(ask tap flow show "$quality")"
more "loss behind the tap: the client did send again" 5 "$AGAIN"
is "loss behind the tap: all that the client sent again, none of it late or lost" "$AGAIN 0 0" \
	"$again $order $lost"
ntopctl -n tap interface del ta
tc -n tap qdisc del dev tb root

# Lost in front of the tap: we see what is missing once something behind it comes. What is lost
# once more, or last of all, leaves no trace.
tc -n client qdisc add dev c0 root netem loss 3%
watch tap ta
sent_again 2000000
read -r again order lost _ <<<"$(ask tap flow show "$quality")"
dropped=$(tc -n client -s -j qdisc show dev c0 | jq '.[0].drops')
more "loss in front of the tap: netem did lose" 5 "$dropped"
between "loss in front of the tap: packets lost, at most what netem lost" 1 "$dropped" "$lost"
between "loss in front of the tap: sent again, at most what the client sent again" 1 "$AGAIN" "$again"
is "loss in front of the tap: none is taken for late" 0 "$order"
ntopctl -n tap interface del ta
tc -n client qdisc del dev c0 root

# Reordered in front of the tap. All that the client sends again passes, and so does
# what came late; which is which a bystander cannot always tell.
tc -n client qdisc add dev c0 root netem delay 1ms 1ms
watch tap ta
sent_again 2000000
read -r again order lost _ <<<"$(ask tap flow show "$quality")"
more "netem's reordering: late or sent again, at least what the client sent again" "$AGAIN" \
	$((again + order))
more "netem's reordering: some came late" 1 "$order"
ntopctl -n tap interface del ta
tc -n client qdisc del dev c0 root

# Segments of a known order, ten octets each; "+" is a pause longer than any reordering.
deaf
watch tap ta
# to PORT N...: send them to that port, or one behind it; prints which.
to() {
	in_space server "${PEER[@]}" segments 10.1.0.2 10.1.0.1 80 "$@"
}
for case in "$(to 45100 0 1 2 4 3 5 6) swapped 0 1 0" "$(to 45200 0 1 2 1 3 4) duplicated 1 0 0" \
	"$(to 45300 0 1 3 4 + 2 5) lost and sent again 1 0 1" \
	"$(to 45400 0 1 5 6 7) three lost in a row, never seen 0 0 3" \
	"$(to 45500 0 1 9 2 3 4 5 6 7 8 10) one overtook seven 0 7 0"; do
	name=${case#* } name=${name% ? ? ?}
	claim "$name: retransmitted, out of order, lost" "${case: -5}" \
		".[] | select(.client.port == ${case%% *}).server | \"\(.retransmitted) \(.out_of_order) \(.lost)\""
done
judge tap flow show
