#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tenants: the same inner addresses and ports in two tunnels are two flows, and each tunnel
# has its totals; both directions of a tunnel are one, also where each has a number.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  | 10.1.0.1       |    |  10.1.0.2      |
#  | l1, l2 --------|----|------ r1, r2   |  one tunnel a tenant, in a1 and b1, a2 and b2:
#  +----------------+    +----------------+  10.9.0.1 and 10.9.0.2 in both
. "$(dirname "$0")/lib.sh"

space left right a1 a2 b1 b2
pair left l0 right r0
address left l0 10.1.0.1/24
address right r0 10.1.0.2/24
in_space left ping -q -c 1 10.1.0.2 >/dev/null
calm right r0
patient right
watch right r0

# tenants KIND WORDS 1 and 2: two tunnels of a kind, N stands for 1 and 2.
tenants() {
	local n
	for n in 1 2; do
		# shellcheck disable=SC2086 # words
		ip -n left link add "l$n" type "$1" ${2//N/$n} local 10.1.0.1 remote 10.1.0.2 &&
			ip -n right link add "r$n" type "$1" ${2//N/$n} local 10.1.0.2 remote 10.1.0.1 || return
		ip -n left link set "l$n" netns "a$n"
		ip -n right link set "r$n" netns "b$n"
		ip -n "a$n" link set "l$n" up
		ip -n "b$n" link set "r$n" up
		address "a$n" "l$n" 10.9.0.1/24
		address "b$n" "r$n" 10.9.0.2/24
	done
}

# tell N COUNT: so many requests of 100 octets from port 7000 to 9, in tenant N's tunnel, each
# answered by a port unreachable.
tell() {
	in_space "a$1" "${PYTHON[@]}" - "$2" <<-'END'
		import socket, sys
		with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
		    s.bind(("10.9.0.1", 7000))
		    for _ in range(int(sys.argv[1])):
		        s.sendto(bytes(100), ("10.9.0.2", 9))
	END
}

flows='.[] | select(.l4 == 17 and .client.port == 7000)'
for kind in "vxlan id N dstport 4789" "gre key N" "gretap key N"; do
	name=${kind%% *}
	words=${kind#"$name"}
	tenants "$name" "$words" 2>"$WORK/log" || {
		skip "$name" "this kernel has none: $(head -n 1 "$WORK/log")"
		continue
	}
	# who asks for addresses is told once
	tell 1 1
	tell 2 1
	calm right r0
	ntopctl -n right flow reset
	tell 1 5
	tell 2 8
	calm right r0
	is "$name: two tenants are two flows" "5
8" "$(ask right flow show "[$flows | .client.packets] | sort | .[]")"
	is "$name: each in its tunnel" "1
2" "$(ask right flow show "[$flows | .tunnel.number] | sort | .[]")"
	is "$name: with its ends" "10.1.0.1 10.1.0.2" \
		"$(ask right flow show "[$flows | \"\(.tunnel.a) \(.tunnel.b)\"] | unique | .[]")"
	id=$(ask right flow show "$flows | select(.tunnel.number == 2) | .tunnel.id")
	is "$name: the word tunnel" 8 "$(ask right flow show tunnel "$id" "$flows | .client.packets")"
	for n in 1 2; do
		ip -n "a$n" link del "l$n"
		ip -n "b$n" link del "r$n"
	done
done
sum_rule right "the sum rule"
ntopctl -n right interface del r0

# ---- a number for each direction ----

# send KIND WAY NUMBER PORT [COUNT]: from the left; adds to PACKETS and OCTETS
send() {
	local packets octets
	read -r packets octets <<<"$(in_space left "${PYTHON[@]}" "$E2E/tenants.py" l0 "$@")"
	((PACKETS += packets, OCTETS += octets))
}

watch right r0 rx
PACKETS=0 OCTETS=0
send gtpu ab 100 5000 3
send gtpu ba 200 5000 2
is "GTP-U: both directions are one flow" "3 2" \
	"$(ask right flow show '.[] | "\(.client.packets) \(.server.packets)"')"
is "in one tunnel with both numbers" "100 200" \
	"$(ask right tunnel show '.[] | "\(.number) \(.number_back)"')"
send gtpu ba 200 5001 4
send gtpu ab 100 5001 1
is "which is known from then on" "1 tunnels, 2 flows" \
	"$(ask right tunnel show length) tunnels, $(ask right flow show length) flows"
send gtpu ab 101 5000 7
is "another with the same flow inside is another" "100 200
101 null" "$(ask right tunnel show 'sort_by(.id) | .[] | "\(.number) \(.number_back)"')"
send gtpu ab 102 6000
send gtpu ab 103 6000
send gtpu ba 203 6000
is "what is in two tunnels ties none" "5 tunnels" "$(ask right tunnel show length) tunnels"
send gre ba 7 5000
send gre ab 7 5001
is "a GRE key is the same both ways" "7 7" \
	"$(ask right tunnel show '.[] | select(.kind == "gre") | "\(.number) \(.number_back)"')"
send vxlan ab 9 5000
send vxlan ba 9 5000
is "a VNI is" "9 null" \
	"$(ask right tunnel show '.[] | select(.kind == "vxlan") | "\(.number) \(.number_back)"')"
send mpls ab 300 5000
send mpls ba 400 5000 2
send mpls ab 301 5000 3
is "MPLS: a customer's label each way" "300 400 1 2
301 null 3 0" "$(ask right tunnel show '[.[] | select(.kind == "mpls")] | sort_by(.number) | .[] |
	"\(.number) \(.number_back)"' | paste -d ' ' - <(ask right flow show '[.[] |
	select(.encapsulation == "mpls")] | sort_by(.tunnel.number) | .[] |
	"\(.client.packets) \(.server.packets)"'))"
send mirror ab 77 5000 3
send mirror ba 77 5000 4
is "a mirror's tunnel goes one way, its flow both" "3 4" "$(ask right flow show '.[] |
	select(.tunnel.number == 77) | "\(.client.packets) \(.server.packets)"')"
is "flows and tunnels have all" "$PACKETS $OCTETS" \
	"$(ask right flow show '"\(map(.packets) | add) \(map(.octets) | add)"')"
ntopctl -n right flow reset
is "totals of tunnels are those of their flows" "$PACKETS $OCTETS" "$(ask right tunnel show \
	'map(.sent, .received) | "\(map(.packets) | add) \(map(.octets) | add)"')"
is "from A to B and back" "4 6" \
	"$(ask right tunnel show '.[] | select(.number == 100) | "\(.sent.packets) \(.received.packets)"')"
is "what a mirror sent went one way" "7 0" \
	"$(ask right tunnel show '.[] | select(.number == 77) | "\(.sent.packets) \(.received.packets)"')"
is "ended flows say which it was" 2 \
	"$(ask right ended show tunnel "$(ask right tunnel show '.[] | select(.number == 100) | .id')" length)"
sum_rule right "the sum rule"
ntopctl -n right interface del r0
is "an interface takes its tunnels along" 0 "$(ask right tunnel show length)"
is "but records keep theirs" 100 \
	"$(ask right ended show '[.[] | select(.tunnel.number == 100)][0].tunnel.number')"

# ---- no room, and not wanted ----

ntopctl -n right config set tunnels_max 16
watch right r0 rx
for n in {1..20}; do
	send vxlan ab "$n" 5000
done
# those of the interface that is gone may still have places
got=$(ask right tunnel show length)
between "tunnels are told apart as long as there is room" 1 16 "$got"
more "the others are counted" 4 \
	"$(ask right stats '.[].losses[] | select(.loss == "tunnels_refused") | .count')"
is "and have a flow by their kind" "null vxlan" "$(ask right flow show \
	'.[] | select(.tunnel == null) | "\(.tunnel) \(.encapsulation)"')"
ntopctl -n right interface del r0
watch right r0 rx ignore-tunnel
for n in 1 2 3; do
	send vxlan ab "$n" 5000
done
is "ignore-tunnel" "1 flow, 3 packets, vxlan null" "$(ask right flow show \
	'"\(length) flow, \(.[0].packets) packets, \(.[0].encapsulation) \(.[0].tunnel)"')"
sum_rule right "the sum rule"
ntopctl -n right interface add file0 offline ignore-tunnel
is "also of a file" true "$(ask right interface show file0 '.[].flags.ignore_tunnel')"
