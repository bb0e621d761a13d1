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
in_space router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
	echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
tc -n router -batch - <<END
qdisc add dev rc clsact
filter add dev rc ingress matchall action mirred egress mirror dev rm
filter add dev rc egress matchall action mirred egress mirror dev rm
END

# ---- promiscuity ----

# shellcheck disable=SC2016 # jq's
promiscuity() {
	ip -n "$1" -d -j link show "$2" | jq '.[].promiscuity'
}

is "promiscuity before watching" 0 "$(promiscuity monitor m0)"
watch monitor m0 rx consume
is "promiscuity while watching" 1 "$(promiscuity monitor m0)"
watch client c0
watch router rc
watch server s0
capture monitor m0 "$WORK/m0.pcap" && MONITOR_CAPTURE=$CAPTURE
capture client c0 "$WORK/c0.pcap" && CLIENT_CAPTURE=$CAPTURE
capture server s0 "$WORK/s0.pcap"

# ---- servers ----

mkdir "$WORK/www"
head -c 300000 /dev/urandom >"$WORK/www/file"
start server iperf3 -s >/dev/null
start server busybox httpd -f -p '[::]:80' -h "$WORK/www"
start server dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user=root \
	--pid-file= --bind-interfaces --interface=s0 --address=/kntop.test/10.9.9.9
retry listening server tcp6 5201
retry listening server tcp6 80
retry listening server udp 53

# ---- traffic ----

# flow SPACE L4 FILTER: client's and server's packets and octets of the flow.
flow() {
	ask "$1" flow show l4 "$2" "[.[] | select($3)] |
		map([.client.packets, .client.octets, .server.packets, .server.octets]) | .[] | join(\" \")"
}

# Echo: Ethernet 14, IP 20 or 40, ICMP 8, and what -s says.
in_space client ping -q -c 5 -i 0.05 -s 100 10.2.0.1 >/dev/null
is "ping: 5 x 142 octets each way" "5 710 5 710" "$(flow server icmp 'true')"
in_space client ping -q -c 4 -i 0.05 -s 200 fd00:2::1 >/dev/null
is "ping6: 4 x 262 octets each way" "4 1048 4 1048" \
	"$(flow server icmpv6 '.icmp.type == 128')"

# TCP. The sender's own counts of payload and retransmissions; a client's SYN has
# 40 octets of TCP header, the rest 32.
in_space client iperf3 -c 10.2.0.1 -n 1M -J >"$WORK/tcp.json"
read -r bytes sport again <<<"$(jq -r '[.end.sum_sent.bytes, .start.connected[0].local_port,
	.end.sum_sent.retransmits] | @tsv' "$WORK/tcp.json")"
read -r cp co _ _ <<<"$(flow server tcp ".client.port == $sport")"
if [ "$again" = 0 ]; then
	# iperf3 opens with a cookie of 37 octets
	is "iperf3 TCP: payload octets of the flow" $((bytes + 37)) $((co - cp * 66 - 8))
else
	more "iperf3 TCP: payload octets of the flow, $again segments sent again" $((bytes + 37)) \
		$((co - cp * 66 - 8))
fi
read -r size head request <<<"$(in_space client curl -s -o /dev/null \
	-w '%{size_download} %{size_header} %{size_request}' http://10.2.0.1/file)"
read -r cp co sp so <<<"$(flow server tcp '.server.port == 80 and .family == 4')"
is "curl: its request's octets, sent by the flow's client" "$request" $((co - cp * 66 - 8))
is "curl: head and body of the answer, sent by its server" $((size + head)) $((so - sp * 66 - 8))
in_space client curl -s -g -o /dev/null 'http://[fd00:2::1]/file'

# UDP. iperf3 says hello with one more datagram, each way.
in_space client iperf3 -u -c 10.2.0.1 -b 20M -n 300K -l 1000 -J >"$WORK/udp.json"
read -r packets sport <<<"$(jq -r '[.end.sum.packets, .start.connected[0].local_port] | @tsv' \
	"$WORK/udp.json")"
is "iperf3 UDP: datagrams of the flow" "$((packets + 1)) $((packets * 1042 + 46)) 1 46" \
	"$(flow server udp ".client.port == $sport")"
is "DNS: the answer came" 10.9.9.9 \
	"$(in_space client busybox nslookup -type=a kntop.test 10.2.0.1 | sed -n 's/Address: *\(10.9.*\)/\1/p')"
is "DNS: one question, one answer" "1 1" \
	"$(ask server flow show port 53 '.[] | "\(.client.packets) \(.server.packets)"')"
mib client UdpOutDatagrams UdpInDatagrams
is "UDP: datagrams as nstat counts" "${MIB[*]}" \
	"$(ask server flow show l4 udp family 4 '[map(.client.packets), map(.server.packets) | add] | join(" ")')"

# Fragments: three packets each.
mib client IpFragCreates Ip6FragCreates
before=("${MIB[@]}")
in_space client ping -q -c 3 -i 0.05 -s 4000 10.2.0.1 >/dev/null
in_space client ping -q -c 3 -i 0.05 -s 4000 fd00:2::1 >/dev/null
mib client IpFragCreates Ip6FragCreates
is "fragments: all of them are in flows, those behind the first in one without an id" \
	"$((MIB[0] - before[0])) $((MIB[1] - before[1]))" \
	"$(ask server flow show 'def sent: map(.client.packets) | add;
		[map(select(.l4 == 1 and (.client.octets > 1000))) | sent,
		(map(select(.l4 == 58 and (.client.octets > 2000))) | sent)] | join(" ")')"

# SCTP, from and to ports of our choice.
if modprobe -q sctp; then
	start server "${PYTHON[@]}" "$E2E/sctp.py" serve 10.2.0.1 9999
	retry test -s /proc/"${HOLDER[server]}"/net/sctp/eps && sleep 0.2
	in_space client "${PYTHON[@]}" "$E2E/sctp.py" send 10.2.0.1 9999 10
	is "SCTP: a flow with ports" "9999" "$(ask server flow show l4 sctp '.[].server.port')"
else
	skip "SCTP: a flow with ports" "no sctp module"
fi

# VLANs and QinQ between client and router; the tag is in the packet's metadata or,
# with txvlan off, in the frame.
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
in_space client ping -q -c 3 -i 0.05 10.100.0.254 >/dev/null
in_space client ping -q -c 3 -i 0.05 10.30.0.254 >/dev/null
is "VLAN: 3 x 102 octets each way" "100 3 306 3 306" "100 $(flow client icmp '.vlan == 100')"
is "QinQ: 3 x 106 octets each way, the inner VLAN" "3 318 3 318" "$(flow client icmp '.vlan == 300')"
in_space client ethtool -K c0 txvlan off tx-vlan-stag-hw-insert off >/dev/null
in_space router ethtool -K rc txvlan off tx-vlan-stag-hw-insert off >/dev/null
in_space client ping -q -c 3 -i 0.05 -s 100 10.100.0.254 >/dev/null
in_space client ping -q -c 3 -i 0.05 -s 100 10.30.0.254 >/dev/null
is "VLAN in the frame: 3 x 146 octets" "438 438" \
	"$(ask client flow show vlan 100 '[.[] | select(.client.octets == 438)] | map("\(.client.octets) \(.server.octets)") | .[]')"
is "QinQ in the frame: 3 x 150 octets" "450 450" \
	"$(ask client flow show vlan 300 '[.[] | select(.client.octets == 450)] | map("\(.client.octets) \(.server.octets)") | .[]')"
in_space client ethtool -K c0 txvlan on tx-vlan-stag-hw-insert on >/dev/null
in_space router ethtool -K rc txvlan on tx-vlan-stag-hw-insert on >/dev/null

# Tunnels from the client to the server, seen from outside at the server.
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
is "GRE: the inner flow, outer octets" "3 378 3 378" "$(flow server icmp '.encapsulation == "gre"')"
is "VXLAN: the inner flow, outer octets" "3 444 3 444" "$(flow server icmp '.encapsulation == "vxlan"')"

# Multicast: reports of IGMP and MLD, and datagrams to a group.
in_space server "${PYTHON[@]}" "$E2E/multicast.py" 10.2.0.1 239.1.2.3 5
is "multicast: 5 x 142 octets to the group" "5 710" \
	"$(ask server flow show host 239.1.2.3 l4 udp '.[] | "\(.client.packets) \(.client.octets)"')"
mib server IpExtOutMcastPkts
more "IGMP: reports" 1 "$(ask server flow show l4 2 'map(.packets) | add')"

# ---- what the whole came to ----

captured
for CAPTURE in "$CLIENT_CAPTURE" "$MONITOR_CAPTURE"; do
	stop "$CAPTURE" INT
done
for at in client/c0 server/s0; do
	dev=${at#*/}
	quiet "${at%/*}" "$dev"
	# Links do not count VLAN tags that are not in the frame.
	tags=0
	[ "$dev" != c0 ] || tags=unknown
	if [ $tags = 0 ]; then
		is "$dev: totals as \`ip -s link\`" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" \
			"$IN_PACKETS $IN_OCTETS $OUT_PACKETS $OUT_OCTETS"
	else
		is "$dev: packets as \`ip -s link\`" "$RX_PACKETS $TX_PACKETS" "$IN_PACKETS $OUT_PACKETS"
	fi
	is "$dev: totals as tcpdump" \
		"$("${PYTHON[@]}" "$E2E/pcap.py" "$WORK/$dev.pcap" | sed -n 's/^total //p')" \
		"$((IN_PACKETS + OUT_PACKETS)) $((IN_OCTETS + OUT_OCTETS))"
	same_flows "$dev: every flow as tcpdump" "$WORK/$dev.pcap" "${at%/*}" "$dev"
	is "$dev: what is not IP, as tcpdump" \
		"$("${PYTHON[@]}" "$E2E/pcap.py" "$WORK/$dev.pcap" | grep ^ethertype)" \
		"$(ask "${at%/*}" interface show "$dev" '.[].ethertypes[] | "ethertype \(.type) \(.packets) \(.octets)"')"
	sum_rule "${at%/*}" "$dev: the sum rule"
done

# The mirror port: rc's both directions arrive at m0 and go no further.
quiet monitor m0
is "mirror: totals as \`ip -s link\`" "$RX_PACKETS" "$IN_PACKETS"
counted router rc
read -r p o <<<"$IN_PACKETS $IN_OCTETS"
is "mirror: both directions of rc, as kntop at rc" "$((p + OUT_PACKETS)) $((o + OUT_OCTETS))" \
	"$(counted monitor m0 && echo "$IN_PACKETS $IN_OCTETS")"
same_flows "mirror: every flow as tcpdump" "$WORK/m0.pcap" monitor m0
is "mirror: nothing is sent" 0 "$OUT_PACKETS"
mib monitor IpInReceives Ip6InReceives
is "consume: nothing of it entered the monitor's stack" "0 0" "${MIB[*]}"
sum_rule monitor "mirror: the sum rule"
ntopctl -n monitor interface del m0
is "promiscuity after watching" 0 "$(promiscuity monitor m0)"
