#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fragments: those of a datagram are in the flow of their first one, in whichever order
# they come; those whose first never comes are in a flow without ports, and counted.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  | 10.9.1.2       |    |  10.9.1.1      |
#  | fd19::2        |    |  fd19::1       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
address left l0 10.9.1.2/24 fd19::2/64
address right r0 10.9.1.1/24 fd19::1/64
in_space left ping -q -c 1 10.9.1.1 >/dev/null
in_space left ping -q -c 1 fd19::1 >/dev/null
calm right r0
patient right
watch right r0 rx

# credited, strays: packets and octets
credited() {
	ask right stats '.[].fragments | "\(.packets) \(.octets)"'
}

strays() {
	ask right stats '.[].losses[] | select(.loss == "fragments_stray") | "\(.count) \(.octets)"'
}

# ---- datagrams that the kernel cuts ----

mib left IpFragOKs IpFragCreates Ip6FragOKs Ip6FragCreates
before=("${MIB[@]}")
link left l0
before_packets=$TX_PACKETS before_octets=$TX_OCTETS
for to in 10.9.1.1 fd19::1; do
	in_space left "${PYTHON[@]}" - "$to" <<-'END'
		import socket, sys
		to = sys.argv[1]
		with socket.socket(socket.AF_INET6 if ":" in to else socket.AF_INET, socket.SOCK_DGRAM) as s:
		    s.bind(("", 5001))
		    for _ in range(5):
		        s.sendto(bytes(20000), (to, 2049))
	END
	in_space left ping -q -c 2 -i 0.05 -s 4000 "$to" >/dev/null
done
calm right r0
mib left IpFragOKs IpFragCreates Ip6FragOKs Ip6FragCreates
link left l0
fragments=$((MIB[1] - before[1] + MIB[3] - before[3]))
datagrams=$((MIB[0] - before[0] + MIB[2] - before[2]))
is "the kernel has cut so many datagrams" 14 "$datagrams"
claim "a flow for each conversation, and no other" 4 length
claim "UDP has its ports in both families" "5001 2049
5001 2049" '.[] | select(.l4 == 17) | "\(.client.port) \(.server.port)"'
claim "ping its type" "8
128" '[.[] | select(.icmp) | .icmp.type] | sort | .[]'
claim "all fragments are in them" "$fragments" 'map(.client.packets) | add'
claim "with all their octets" "$((TX_OCTETS - before_octets))" 'map(.client.octets) | add'
judge right flow show
is "the device has sent nothing else" "$fragments" $((TX_PACKETS - before_packets))
read -r packets octets <<<"$(credited)"
is "the later ones are counted" $((fragments - datagrams)) "$packets"
is "no strays" "0 0" "$(strays)"
ntopctl -n right flow reset

# ---- in any order ----

# order FAMILY PORT ORDER...: sets PACKETS, OCTETS and L3_OCTETS to the sender's count.
order() {
	read -r PACKETS OCTETS L3_OCTETS <<<"$(in_space left "${PYTHON[@]}" \
		"$E2E/fragments.py" l0 "$@")"
}

# of PORT: the client of that port's flow: packets, octets, L3 octets
of() {
	ask right flow show ".[] | select(.client.port == $1) | .client |
		\"\(.packets) \(.octets) \(.l3_octets)\""
}

port=6000
for family in 4 6; do
	for order in "0 1 2" "2 1 0" "1 0 2" "0 0 1 1 2 2" "2 2 1 1 0 0"; do
		# shellcheck disable=SC2086 # numbers
		order $family $((++port)) $order
		is "IPv$family, fragments $order" "$PACKETS $OCTETS $L3_OCTETS" "$(of $port)"
	done
done
is "and nothing else" $((port - 6000)) "$(ask right flow show length)"
# what comes while others of the same addresses are held back
order 4 7001 2
order 4 7002 2 1
is "fragments that wait are said to" "3 fragment_held" \
	"$(ask right interface show '.[].parts[] | "\(.packets) \(.reason // .part)"')"
sum_rule right "the sum rule with fragments that wait"
order 4 7002 0
is "a first takes its own" 3 "$(of 7002 | cut -d' ' -f1)"
is "still no strays" "0 0" "$(strays)"

# ---- whose first never comes ----

ntopctl -n right flow reset
is "it is in a flow without ports" "1 134 null 0" "$(ask right ended show \
	'.[] | select(.client.port == 0) | "\(.client.packets) \(.client.octets) \(.icmp) \(.server.port)"')"
is "and counted" "1 134" "$(strays)"
order 6 7003 1 2
read -r packets octets <<<"$PACKETS $OCTETS"
ntopctl -n right interface del r0
is "an interface that is removed waits for nothing" "$packets $octets" "$(ask right ended show \
	'.[] | select(.client.addr == "fd09::2" and .client.port == 0) | .client | "\(.packets) \(.octets)"')"
is "strays of both" "3 $((134 + octets))" "$(strays)"
