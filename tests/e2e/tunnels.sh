#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tunnels: every tunnel device of the kernel, seen from outside by one who watches the cable:
# the packets inside are those that the device counts, to the packet, and all octets those
# of the cable.
#
#  +-- left --------+    +-- right -------+
#  | tun         l0 +----+ r0         tun |
#  | 10.9.0.1       |    | 10.9.0.2       |
#  | fd09::1        |    | fd09::2        |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
address left l0 10.1.0.1/24 fd01::1/64
address right r0 10.1.0.2/24 fd01::2/64
in_space left ping -q -c 1 10.1.0.2 >/dev/null
in_space left ping -q -c 1 fd01::2 >/dev/null
calm right r0
start right "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 udp:53 tcp:80 >/dev/null
retry listening right udp 53
retry listening right tcp 80
ntopctl -n right config set tunnel_ports fou:5555 gre:4754,5556

# make WORDS: the device in both spaces. OWN and PEER are its own address and the other's;
# with a 6 behind it those of IPv6. DEV is the cable.
make() {
	local words=$*
	words=${words//OWN6/fd01::1} words=${words//PEER6/fd01::2}
	words=${words//OWN/10.1.0.1} words=${words//PEER/10.1.0.2}
	ip -n left link add tun ${words//DEV/l0} 2>"$WORK/why" || return
	words=$*
	words=${words//OWN6/fd01::2} words=${words//PEER6/fd01::1}
	words=${words//OWN/10.1.0.2} words=${words//PEER/10.1.0.1}
	ip -n right link add tun ${words//DEV/r0} 2>"$WORK/why"
}

# Nobody asks for neighbours: what is no IP would be counted as the tunnel's own.
join_ends() {
	local here=1 there=2 at
	for at in left right; do
		! ip -n $at link show tun | grep -q link/ether ||
			ip -n $at link set tun address 02:00:00:00:09:0$here
		offload $at tun off
		ip -n $at link set tun up
		address $at tun 10.9.0.$here/24 fd09::$here/64
		! ip -n $at link show tun | grep -q link/ether || {
			ip -n $at neigh replace 10.9.0.$there lladdr 02:00:00:00:09:0$there dev tun
			ip -n $at neigh replace fd09::$there lladdr 02:00:00:00:09:0$there dev tun
		}
		here=2 there=1
	done
	calm right r0
}

# talk NAME ENCAPSULATION [4|6]: what the devices say of it, and what kntop does.
talk() {
	local name=$1 encapsulation=$2 packets back cable octets
	watch right r0
	link left tun
	packets=$TX_PACKETS back=$RX_PACKETS
	[ "${3-4}" = 6 ] || {
		in_space left ping -q -c 3 -i 0.05 -s 100 10.9.0.2 >/dev/null
		in_space left "${PYTHON[@]}" "$E2E/peer.py" ask 10.9.0.2 60001-udp:53 60002-tcp:80
	}
	[ "${3-6}" = 4 ] || in_space left ping -q -c 3 -i 0.05 -s 100 fd09::2 >/dev/null
	calm right r0
	link left tun
	((packets = TX_PACKETS - packets, back = RX_PACKETS - back))
	passed right r0
	cable="$RX_PACKETS $TX_PACKETS" octets="$RX_OCTETS $TX_OCTETS"
	more "$name: something passed" 3 "$packets"
	claim "$name: packets inside as the device counts" "$packets $back" \
		"map(select(.encapsulation == \"$encapsulation\")) |
		\"\(map(.client.packets) | add) \(map(.server.packets) | add)\""
	claim "$name: octets as the cable counts, and nothing else was there" "$cable $octets" \
		'"\(map(.client.packets) | add) \(map(.server.packets) | add) \(
		map(.client.octets) | add) \(map(.server.octets) | add)"'
	judge right flow show
	ntopctl -n right interface del r0
}

# try NAME ENCAPSULATION 4|6|46 WORDS: a device of these words.
try() {
	if make "${@:4}"; then
		join_ends
		if [ "$3" = 46 ]; then talk "$1" "$2"; else talk "$1" "$2" "$3"; fi
	else
		skip "$1" "no such device here: $(head -n 1 "$WORK/why")"
	fi
	ip -n left link del tun 2>/dev/null
	ip -n right link del tun 2>/dev/null
}

try "IP in IP" ip 4 type ipip local OWN remote PEER
try "IPv6 in IPv4" ip 6 type sit local OWN remote PEER
try "IPv4 in IPv6" ip 4 type ip6tnl mode ipip6 local OWN6 remote PEER6 encaplimit none
try "GRE" gre 46 type gre local OWN remote PEER
try "GRE with key, checksum and sequence" gre 46 type gre local OWN remote PEER key 77 csum seq
try "NVGRE" gre 46 type gretap local OWN remote PEER key 256
try "GRE over IPv6" gre 46 type ip6gretap local OWN6 remote PEER6
try "ERSPAN I" erspan 46 type erspan local OWN remote PEER erspan_ver 0
try "ERSPAN II" erspan 46 type erspan local OWN remote PEER seq key 100 erspan_ver 1 erspan 5
try "ERSPAN III" erspan 46 type erspan local OWN remote PEER seq key 100 erspan_ver 2 \
	erspan_dir ingress erspan_hwid 7
try "ERSPAN II over IPv6" erspan 46 type ip6erspan local OWN6 remote PEER6 seq key 100 \
	erspan_ver 1 erspan 5
try "ERSPAN III over IPv6" erspan 46 type ip6erspan local OWN6 remote PEER6 seq key 100 \
	erspan_ver 2 erspan_dir egress erspan_hwid 7
try "VXLAN" vxlan 46 type vxlan id 42 local OWN remote PEER dev DEV dstport 4789
try "VXLAN on Linux's own port" vxlan 46 type vxlan id 42 local OWN remote PEER dev DEV \
	dstport 8472
try "VXLAN over IPv6" vxlan 46 type vxlan id 42 local OWN6 remote PEER6 dev DEV dstport 4789
try "Geneve" geneve 46 type geneve id 43 remote PEER
try "Geneve over IPv6" geneve 46 type geneve id 43 remote PEER6
try "MPLS in UDP" mpls 4 type bareudp dstport 6635 ethertype mpls_uc

# ---- FOU and GUE: a port that takes the packets out again, in both spaces ----

# receive WORDS: that port.
receive() {
	modprobe -q fou && ip -n left fou add "$@" 2>"$WORK/why" && ip -n right fou add "$@"
}

if receive port 5555 ipproto 4; then
	try "FOU" fou 4 type ipip local OWN remote PEER encap fou encap-sport auto \
		encap-dport 5555
	receive port 5556 ipproto 47
	try "GRE in FOU" gre 46 type gre local OWN remote PEER encap fou encap-sport auto \
		encap-dport 5556
	receive port 6080 gue
	try "GUE" gue 4 type ipip local OWN remote PEER encap gue encap-sport auto \
		encap-dport 6080
	try "GRE in GUE" gue 46 type gre local OWN remote PEER encap gue encap-sport auto \
		encap-dport 6080
else
	skip "FOU and GUE" "$(<"$WORK/why")"
fi

# ---- L2TPv3: Ethernet in IP, and in UDP ----

# l2tp NAME COOKIE WORDS: sessions whose device is tun.
l2tp() {
	local at own=10.1.0.1 peer=10.1.0.2 cookie=()
	[ -z "$2" ] || cookie=(cookie "$2" peer_cookie "$2")
	for at in left right; do
		ip -n $at l2tp add tunnel tunnel_id 7 peer_tunnel_id 7 local $own remote $peer \
			"${@:3}" 2>"$WORK/why" &&
			ip -n $at l2tp add session name tun tunnel_id 7 session_id 9 \
				peer_session_id 9 "${cookie[@]}" 2>"$WORK/why" || {
			skip "$1" "$(<"$WORK/why")"
			return
		}
		own=10.1.0.2 peer=10.1.0.1
	done
	join_ends
	talk "$1" l2tp
	for at in left right; do
		ip -n $at l2tp del tunnel tunnel_id 7
	done
	retry gone
}

gone() {
	! ip -n left link show tun >/dev/null 2>&1 && ! ip -n right link show tun >/dev/null 2>&1
}

modprobe -qa l2tp_eth l2tp_ip l2tp_netlink
l2tp "L2TPv3 in IP" "" encap ip
l2tp "L2TPv3 in IP with a cookie" 0011223344556677 encap ip
l2tp "L2TPv3 in UDP" "" encap udp udp_sport 1701 udp_dport 1701
# ---- one socket, some of whose datagrams are tunnels ----

# The flow of those that are none is known to the short way, or must not be.
send() {
	in_space left "${PYTHON[@]}" "$E2E/carrier.py" 10.1.0.2 "$@"
	calm right r0
}
outside='map(select(.client.port == 50000)) | "\(length) \(map(.client.packets) | add) \(map(.client.octets) | add)"'
inside='map(select(.client.port == 20001)) | "\(length) \(map(.encapsulation)[0]) \(map(.client.packets) | add) \(map(.client.octets) | add)"'
patient right
watch right r0
send 4789 junk3 vxlan4 junk2 vxlan1
claim "no tunnel and tunnels in turn: those that are none" "1 5 290" "$outside"
claim "no tunnel and tunnels in turn: the flow inside" "1 vxlan 5 710" "$inside"
judge right flow show l4 udp
send 4900 junk3 vxlan4
claim "a port that is no tunnel's" "2 12 1032" "$outside"
judge right flow show l4 udp
ntopctl -n right config set tunnel_ports vxlan:4900
claim "another port is set: the flows of both have ended" "0 null null" "$outside"
judge right flow show l4 udp
send 4900 junk1 vxlan2
send 4789 vxlan3
claim "at once: its tunnels are opened, those of the old port are not" "2 4 484" "$outside"
claim "at once: the flow inside" "1 vxlan 7 994" "$inside"
judge right flow show l4 udp

sum_rule right "the sum rule"
