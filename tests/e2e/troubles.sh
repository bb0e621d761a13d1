#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# troubles: receivers without room, idle connections that are probed, ICMP errors by the flow they
# are about, and how long DNS servers take; against nstat, tshark and the client's own clock.
#
#  +- client -+   +- tap --------+   +- server -+
#  |       c0 +---+ ta ==br== tb +---+ s0       |
#  +----------+   +--------------+   +----------+
. "$(dirname "$0")/lib.sh"

space client tap server
pair client c0 tap ta
pair tap tb server s0
ip -n tap -batch - <<-END
	link add br0 type bridge mcast_snooping 0
	link set ta master br0
	link set tb master br0
	link set br0 up
END
address client c0 10.1.0.1/24 fd01::1/64
address server s0 10.1.0.2/24 fd01::2/64
in_space client ping -q -c 1 10.1.0.2 >/dev/null
in_space client ping -q -c 1 fd01::2 >/dev/null
PEER=("${PYTHON[@]}" "$E2E/peer.py")
patient tap
watch tap ta

# reached SPACE COUNTER LEAST: has nstat's counter come so far?
reached() {
	mib "$1" "$2"
	[ "${MIB[0]}" -ge "$3" ]
}

# ---- windows of 0 ----

# The server reads nothing: its window closes, the client probes it, then all is read.
mib client TcpRetransSegs TcpExtTCPWinProbe
PROBES=${MIB[1]} AGAIN=${MIB[0]}
capture tap ta "$WORK/zero" -B 8192
start server "${PEER[@]}" stall 10.1.0.2 6000 "$WORK/read"
retry listening server tcp 6000
start client "${PEER[@]}" push 10.1.0.2 6000 1000000
PUSH=$!
more "window of 0: the client probes it" 1 "$(retry reached client TcpExtTCPWinProbe $((PROBES + 3)) && echo 1)"
: >"$WORK/read"
wait "$PUSH"
calm tap ta
mib client TcpRetransSegs
AGAIN=$((MIB[0] - AGAIN))
written "${CAPTURES[tap/ta]}" "$WORK/zero.log"
zero=$(tshark -r "$WORK/zero" -Y 'tcp.srcport == 6000 && tcp.window_size_value == 0 && tcp.flags.syn == 0 &&
	tcp.flags.fin == 0 && tcp.flags.reset == 0' -T fields -e frame.number 2>/dev/null | wc -l)
more "window of 0: the server said so, as tshark sees" 3 "$zero"
is "window of 0: as tshark; its probes are no keep-alives; sent again as nstat" "$zero 0 0 $AGAIN" \
	"$(ask tap flow show port 6000 '.[] | "\(.server.zero_windows) \(.client.zero_windows) \(.client.keep_alives) \(
		.client.retransmitted)"')"
has "window of 0: in the text" "zero windows 0/$zero" "$(ntopctl -n tap flow show port 6000 -s)"

# ---- keep-alives ----

mib client TcpExtTCPKeepAlive
ALIVE=${MIB[0]}
start server "${PEER[@]}" serve 10.1.0.2 tcp:6001 >/dev/null
retry listening server tcp 6001
start client "${PEER[@]}" hold 10.1.0.2 6001 "$WORK/enough"
HOLD=$!
more "keep-alive: the client probes" 1 "$(retry reached client TcpExtTCPKeepAlive $((ALIVE + 3)) && echo 1)"
: >"$WORK/enough"
wait "$HOLD"
calm tap ta
mib client TcpExtTCPKeepAlive
is "keep-alive: as nstat, and nothing else" "$((MIB[0] - ALIVE)) 0 0 0" \
	"$(ask tap flow show port 6001 '.[] | "\(.client.keep_alives) \(.server.keep_alives) \(.client.retransmitted) \(
		.client.lost)"')"

# ---- ICMP errors ----

# A closed port, as long as the server answers (it answers only so often).
mib server IcmpOutDestUnreachs Icmp6OutDestUnreachs
DID=("${MIB[@]}")
in_space client "${PEER[@]}" knock 10.1.0.2 9 3
in_space client "${PEER[@]}" knock fd01::2 9 3
calm tap ta
mib server IcmpOutDestUnreachs Icmp6OutDestUnreachs
V4=$((MIB[0] - DID[0])) V6=$((MIB[1] - DID[1]))
more "closed port: the server answers, IPv4" 1 "$V4"
more "closed port: the server answers, IPv6" 1 "$V6"
for row in "4 $V4" "6 $V6"; do
	claim "closed port: errors about what the client sent, IPv${row% *}" "${row#* } 0" \
		".[] | select(.l4 == 17 and .client.port == 30053 and .family == ${row% *})
		| \"\(.client.icmp_errors) \(.server.icmp_errors)\""
done
claim "closed port: the messages are flows as before" "$V4" \
	'.[] | select(.l4 == 1 and .icmp.type == 3 and .icmp.code == 3).client.packets'
judge tap flow show
has "closed port: in the text" "ICMP errors $V4/0" "$(ntopctl -n tap flow show port 30053 family 4 -s)"

# About a TCP connection of which only a header and eight octets are quoted, and about none.
port=$(ask tap flow show port 6001 '.[].client.port')
in_space server "${PEER[@]}" toobig 10.1.0.2 10.1.0.1 tcp "$port" 6001
in_space server "${PEER[@]}" toobig 10.1.0.2 10.1.0.1 tcp 1 2
calm tap ta
is "too big: by the flow that is quoted" "1 0" \
	"$(ask tap flow show port 6001 '.[] | "\(.client.icmp_errors) \(.server.icmp_errors)"')"
is "too big: for no other flow" 1 \
	"$(ask tap flow show l4 tcp 'map(.client.icmp_errors + .server.icmp_errors) | add')"
sum_rule tap "the sum rule"

# ---- DNS ----

start server "${PEER[@]}" names 10.1.0.2 30
retry listening server udp 53
read -r sum most <<<"$(in_space client "${PEER[@]}" resolve 10.1.0.2 5)"
calm tap ta
folded tap
read -r answers mean max <<<"$(ask tap host show host 10.1.0.2 \
	'.[] | "\(.dns_answers) \(.dns_latency_mean_us) \(.dns_latency_max_us)"')"
is "DNS: an answer for each question, UDP and TCP" 6 "$answers"
between "DNS: on average 30 ms, at most what the client waited" 30000 $((sum / 6)) "$mean"
between "DNS: at most, likewise" "$mean" "$most" "$max"
is "DNS: of the server only" "0 null" \
	"$(ask tap host show host 10.1.0.1 '.[] | "\(.dns_answers) \(.dns_latency_mean_us)"')"
has "DNS: in the text" "DNS answers 6, after" "$(ntopctl -n tap host show host 10.1.0.2 -s)"
has "DNS: on the host's page" "  DNS           6 answers, after" "$(ntopctl -n tap host show 10.1.0.2)"
