#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# netns: every kind of traffic through a small network, each counter compared with
# what somebody else counted.
#
#  +-- client -----+   +-- router ----------------------+   +-- server -----+
#  |            c0 +---+ rc                          rs +---+ s0            |
#  | 10.1.0.1      |   | 10.1.0.254          10.2.0.254 |   | 10.2.0.1      |
#  | fd00:1::1     |   | fd00:1::fe           fd00:2::fe |   | fd00:2::1     |
#  |               |   |  ||                            |   |               |
#  | c0.100   VLAN +~~~+ rc.100  10.100.0.0/24          |   | httpd dnsmasq |
#  | c0.200.300 QinQ   | rc.200.300  10.30.0.0/24       |   | iperf3 sctp   |
#  +---------------+   |  || tc mirred: all that rc     |   +---------------+
#                      |  || receives and sends         |
#                      |  rm ----------------------+    |
#                      +---------------------------+----+
#                                                  |
#  +-- monitor ------------------------------------+-------+
#  |                                              m0        |
#  | kntop: rx consume, promiscuous, no address             |
#  +--------------------------------------------------------+
#
# kntop also watches c0, rc and s0, each in its own namespace. tcpdump records s0,
# c0 and m0. Nobody merges or splits packets, so that links count what kntop counts.
. "$(dirname "$0")/lib.sh"

space client router server monitor
pair client c0 router rc
pair server s0 router rs
pair router rm monitor m0
in_space monitor sh -c 'echo 1 >/proc/sys/net/ipv6/conf/m0/disable_ipv6'
in_space router sh -c 'echo 1 >/proc/sys/net/ipv6/conf/rm/disable_ipv6'
address client c0 10.1.0.1/24 fd00:1::1/64
address router rc 10.1.0.254/24 fd00:1::fe/64
address router rs 10.2.0.254/24 fd00:2::fe/64
address server s0 10.2.0.1/24 fd00:2::1/64
ip -n client -batch - <<END
route add default via 10.1.0.254
route add default via fd00:1::fe
END
ip -n server -batch - <<END
route add default via 10.2.0.254
route add default via fd00:2::fe
END
# Without it acknowledgments have no options of varying length.
in_space client sh -c 'echo 0 >/proc/sys/net/ipv4/tcp_sack'
in_space router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
	echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
tc -n router -batch - <<END
qdisc add dev rc clsact
filter add dev rc ingress matchall action mirred egress mirror dev rm
filter add dev rc egress matchall action mirred egress mirror dev rm
END

# What the devices say when they come up is over.
calm monitor m0
calm server s0

# promiscuity SPACE DEV: how many want it.
promiscuity() {
	ip -n "$1" -d -j link show "$2" | jq '.[].promiscuity'
}

is "promiscuity before watching" 0 "$(promiscuity monitor m0)"
patient client server
mib monitor IpInReceives Ip6InReceives
received=${MIB[*]}
watch monitor m0 rx consume
is "promiscuity while watching" 1 "$(promiscuity monitor m0)"
watch client c0
watch router rc
watch server s0
capture monitor m0 "$WORK/m0"
capture client c0 "$WORK/c0"
capture server s0 "$WORK/s0"

# ---- servers ----

mkdir "$WORK/www"
head -c 300000 /dev/urandom >"$WORK/www/file"
start server iperf3 -s >/dev/null 2>&1
start server busybox httpd -f -p '[::]:80' -h "$WORK/www"
start server dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user=root \
	--pid-file= --bind-interfaces --interface=s0 --address=/kntop.test/10.9.9.9
retry listening server tcp6 5201
retry listening server tcp6 80
retry listening server udp 53

# ---- traffic, seen by the server ----

# Filters for claims. Payload of a TCP client or server: its frames without Ethernet
# 14, IP 20 and TCP 32, and the 8 that a SYN has more.
each_way='"\(.client.packets) \(.client.octets) \(.server.packets) \(.server.octets)"'
payload='(.octets - .packets * 66 - 8)'

# Echo: Ethernet 14, IP 20 or 40, ICMP 8, and what -s says.
in_space client ping -q -c 5 -i 0.05 -s 100 10.2.0.1 >/dev/null
claim "ping: 5 x 142 octets each way" "5 710 5 710" \
	".[] | select(.l4 == 1 and .client.octets == 710) | $each_way"
in_space client ping -q -c 4 -i 0.05 -s 200 fd00:2::1 >/dev/null
claim "ping6: 4 x 262 octets each way" "4 1048 4 1048" \
	".[] | select(.l4 == 58 and .client.octets == 1048) | $each_way"

# TCP, as those who write to and read from the sockets count; a slow machine may send
# again what was not lost.
mib server TcpRetransSegs
again=${MIB[0]}
read -r size head request <<<"$(in_space client curl -s -o /dev/null \
	-w '%{size_download} %{size_header} %{size_request}' http://10.2.0.1/file)"
in_space client curl -s -g -o /dev/null 'http://[fd00:2::1]/file'
mib server TcpRetransSegs
again=$(((MIB[0] - again) * 1448))
claim "curl: its request" "$request" \
	".[] | select(.server.port == 80 and .family == 4).client | $payload"
claim "curl: the answer's head and body, and $again octets sent again" true \
	".[] | select(.server.port == 80 and .family == 4).server | $payload | . >= $((size + head)) and . <= $((size + head + again))"
claim "curl: IPv6 carries as much, 20 octets a packet more" true \
	".[] | select(.server.port == 80 and .family == 6).server | .octets - .packets * 86 - 8
	| . >= $((size + head)) and . <= $((size + head + again))"
# iperf3 closes with octets unsent; it opens with a cookie of 37.
iperf client -c 10.2.0.1 -n 1M -J
read -r most least port again <<<"$(jq -r '[.end.sum_sent.bytes, .end.sum_received.bytes,
	.start.connected[0].local_port, .end.sum_sent.retransmits] | @tsv' "$WORK/iperf")"
claim "iperf3 TCP: at least what its server read, at most what was written and sent again" true \
	".[] | select(.client.port == $port).client | $payload - 37 | . >= $least and . <= $((most + again * 1448))"

# UDP. iperf3 says hello with one more datagram, each way.
iperf client -u -c 10.2.0.1 -b 20M -n 300K -l 1000 -J
read -r packets port <<<"$(jq -r '[.end.sum.packets, .start.connected[0].local_port] | @tsv' \
	"$WORK/iperf")"
claim "iperf3 UDP: datagrams of the flow" "$((packets + 1)) $((packets * 1042 + 46)) 1 46" \
	".[] | select(.l4 == 17 and .client.port == $port) | $each_way"
mib client UdpOutDatagrams UdpInDatagrams
before=("${MIB[@]}")
is "DNS: the answer came" 10.9.9.9 "$(in_space client busybox nslookup -type=a kntop.test 10.2.0.1 |
	sed -n 's/Address: *\(10.9.*\)/\1/p')"
mib client UdpOutDatagrams UdpInDatagrams
# nslookup asks again when an answer is late
claim "DNS: questions and answers, one of each if none was late" "$((MIB[0] - before[0])) $((MIB[1] - before[1]))" \
	'map(select(.server.port == 53)) | "\(map(.client.packets) | add) \(map(.server.packets) | add)"'
claim "UDP: datagrams as nstat counts" "${MIB[*]}" \
	'map(select(.l4 == 17 and .client.addr == "10.1.0.1" and .server.port != 4789))
	| "\(map(.client.packets) | add) \(map(.server.packets) | add)"'

# Fragments: three packets each; those behind the first know no echo number.
mib client IpFragCreates Ip6FragCreates
before=("${MIB[@]}")
in_space client ping -q -c 3 -i 0.05 -s 4000 10.2.0.1 >/dev/null
in_space client ping -q -c 3 -i 0.05 -s 4000 fd00:2::1 >/dev/null
mib client IpFragCreates Ip6FragCreates
claim "fragments: all of them are in flows, as nstat counts" \
	"$((MIB[0] - before[0])) $((MIB[1] - before[1]))" \
	'"\(map(select(.l4 == 1 and .client.octets > 4000).client.packets) | add) \(
	map(select(.l4 == 58 and .client.octets > 4000).client.packets) | add)"'

# SCTP, on a port of our choice.
if modprobe -q sctp; then
	start server "${PYTHON[@]}" "$E2E/sctp.py" serve 10.2.0.1 9999
	retry grep -q ' 9999 ' "/proc/${HOLDER[server]}/net/sctp/eps"
	in_space client "${PYTHON[@]}" "$E2E/sctp.py" send 10.2.0.1 9999 10
	claim "SCTP: a flow with ports" 9999 '.[] | select(.l4 == 132).server.port'
else
	skip "SCTP: a flow with ports" "no sctp module"
fi

# Tunnels from the client to the server, seen from outside.
ip -n client -batch - <<END
link add gre1 type gre local 10.1.0.1 remote 10.2.0.1 key 7
link add vx1 type vxlan id 7 local 10.1.0.1 remote 10.2.0.1 dstport 4789
addr add 10.77.0.1/24 dev gre1
addr add 10.78.0.1/24 dev vx1
link set gre1 up
link set vx1 up
END
ip -n server -batch - <<END
link add gre1 type gre local 10.2.0.1 remote 10.1.0.1 key 7
link add vx1 type vxlan id 7 local 10.2.0.1 remote 10.1.0.1 dstport 4789
addr add 10.77.0.2/24 dev gre1
addr add 10.78.0.2/24 dev vx1
link set gre1 up
link set vx1 up
END
in_space client ping -q -c 3 -i 0.05 10.77.0.2 >/dev/null
in_space client ping -q -c 3 -i 0.05 10.78.0.2 >/dev/null
claim "GRE: the inner flow, outer octets" "3 378 3 378" \
	".[] | select(.encapsulation == \"gre\" and .l4 == 1) | $each_way"
claim "VXLAN: the inner flow, outer octets" "3 444 3 444" \
	".[] | select(.encapsulation == \"vxlan\" and .l4 == 1) | $each_way"

# Multicast: reports of IGMP, and datagrams to a group; what the stack shows to its
# own host of them never was on the wire.
in_space server "${PYTHON[@]}" "$E2E/multicast.py" 10.2.0.1 239.1.2.3 5 >/dev/null
claim "multicast: 5 x 142 octets to the group, once" "5 710" \
	'.[] | select(.server.addr == "239.1.2.3" and .l4 == 17) | "\(.client.packets) \(.client.octets)"'
judge server flow show

# ---- VLANs and QinQ between client and router, seen by the client ----

# The tag is in the packet's metadata or, with txvlan off, in the frame.
ip -n client -batch - <<END
link add link c0 name c0.100 type vlan id 100
link add link c0 name c0.200 type vlan protocol 802.1ad id 200
link add link c0.200 name c0.200.300 type vlan id 300
link set c0.100 up
link set c0.200 up
link set c0.200.300 up
addr add 10.100.0.1/24 dev c0.100
addr add 10.30.0.1/24 dev c0.200.300
END
ip -n router -batch - <<END
link add link rc name rc.100 type vlan id 100
link add link rc name rc.200 type vlan protocol 802.1ad id 200
link add link rc.200 name rc.200.300 type vlan id 300
link set rc.100 up
link set rc.200 up
link set rc.200.300 up
addr add 10.100.0.254/24 dev rc.100
addr add 10.30.0.254/24 dev rc.200.300
END
for tags in on off; do
	in_space client ethtool -K c0 txvlan $tags tx-vlan-stag-hw-insert $tags >/dev/null
	in_space router ethtool -K rc txvlan $tags tx-vlan-stag-hw-insert $tags >/dev/null
	bytes=56
	[ $tags = on ] || bytes=100
	in_space client ping -q -c 3 -i 0.05 -s $bytes 10.100.0.254 >/dev/null
	in_space client ping -q -c 3 -i 0.05 -s $bytes 10.30.0.254 >/dev/null
	o=$(((bytes + 46) * 3))
	claim "VLAN, hardware tags $tags: $o octets each way" "3 $o 3 $o" \
		".[] | select(.vlan == 100 and .client.octets == $o) | $each_way"
	((o += 12))
	claim "QinQ, hardware tags $tags: $o octets each way, the inner VLAN" "3 $o 3 $o" \
		".[] | select(.vlan == 300 and .client.octets == $o) | $each_way"
done
judge client flow show

# ---- what the whole came to ----

captured client c0 "$WORK/c0"
captured server s0 "$WORK/s0"
captured monitor m0 "$WORK/m0"

# Links do not count VLAN tags that are not in the frame, so c0's octets differ.
quiet client c0
is "c0: packets as ip -s link" "$RX_PACKETS $TX_PACKETS" "$IN_PACKETS $OUT_PACKETS"
quiet server s0
is "s0: totals as ip -s link" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" \
	"$IN_PACKETS $IN_OCTETS $OUT_PACKETS $OUT_OCTETS"
for at in client/c0 server/s0 monitor/m0; do
	space=${at%/*} dev=${at#*/}
	same_flows "$dev: every flow as tcpdump" "$WORK/$dev" "$space" "$dev"
	claim "$dev: what is not IP, as tcpdump" "$(grep ^ethertype "$WORK/$dev.txt")" \
		'.[].ethertypes | sort_by(.type)[] | "ethertype \(.type) \(.packets) \(.octets)"'
	claim "$dev: totals as tcpdump" "$(sed -n 's/^total //p' "$WORK/$dev.txt")" \
		'.[] | "\(.received.packets + .sent.packets) \(.received.octets + .sent.octets)"'
	judge "$space" interface show "$dev"
	sum_rule "$space" "$dev: the sum rule"
done

# The mirror port: rc's both directions arrive at m0 and go no further.
counted router rc
mirrored="$((IN_PACKETS + OUT_PACKETS)) $((IN_OCTETS + OUT_OCTETS))"
quiet monitor m0
is "mirror: both directions of rc, as kntop at rc" "$mirrored" "$IN_PACKETS $IN_OCTETS"
is "mirror: packets as ip -s link" "$RX_PACKETS" "$IN_PACKETS"
is "mirror: nothing is sent" 0 "$OUT_PACKETS"
mib monitor IpInReceives Ip6InReceives
is "consume: nothing of it entered the monitor's stack" "$received" "${MIB[*]}"
ntopctl -n monitor interface del m0
is "promiscuity after watching" 0 "$(promiscuity monitor m0)"
