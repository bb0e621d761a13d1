#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# encapsulations: one conversation in every encapsulation there is, read from a capture, is
# one flow that is named rightly; what only looks like a tunnel stays what it is. At which
# ports tunnels are looked for is a setting.
. "$(dirname "$0")/lib.sh"

space reader other
"${PYTHON[@]}" "$E2E/encapsulations.py" "$WORK/all" "$WORK/names"

# expected KIND: client port, encapsulation, octets of the flows of three frames (KIND 3)
# or of one (KIND 1), as encapsulations.py counted them.
expected() {
	awk -v packets="$1" '(packets == 1) == ($1 ~ /:/) { print $1, $2, packets, $3 }' \
		"$WORK/names" | sort
}

# seen SOURCE KIND: the same, as ntopctl says.
seen() {
	ask reader flow show dev "$1" limit 16384 ".[] | select(.packets == $2) |
		\"\(.client.port)\(if $2 == 1 then \":\(.server.port)\" else \"\" end) \(
		.encapsulation // \"-\") \(.packets) \(.octets)\"" | sort
}

# ---- what is opened ----

ntopctl -n reader config set tunnel_ports fou:5555
ntopctl -n reader read "$WORK/all" as all >/dev/null
is "$(expected 3 | wc -l) encapsulations: port, name, packets and octets" "$(expected 3)" \
	"$(seen all 3)"
is "$(expected 1 | wc -l) datagrams that are no tunnels on tunnels' ports" "$(expected 1)" \
	"$(seen all 1)"
is "tshark sees the same inner datagrams" \
	"$(awk '$4 == "tshark" { print $1, $1, $1 }' "$WORK/names")" \
	"$(tshark -n -r "$WORK/all" -T fields -e udp.srcport 2>/dev/null |
		awk -F, -v names="$WORK/names" 'BEGIN { while ((getline line <names) > 0) {
			split(line, word, " "); if (word[1] !~ /:/) kind[n++] = word[4] } }
			int((NR - 1) / 3) < n && kind[int((NR - 1) / 3)] == "tshark" {
				printf "%s%s", $NF, NR % 3 ? " " : "\n" }')"
sum_rule reader "the sum rule"

# every row of the table is in the capture
table=$(sed -n 's/^\tKIND([A-Z0-9_]*, \([a-z0-9_]*\), .*/\1/p' \
	"$E2E/../../include/uapi/linux/kntop_tunnel.h" | sort)
is "each kind of the table is tried" "$table" \
	"$(awk '$2 != "-" { print $2 }' "$WORK/names" | sort -u)"

# ---- frames that a capture cut, with all that is needed ----

# The longest headers of all are those of four tunnels; plain ones fit into 42 octets.
tshark -n -r "$WORK/all" -w "$WORK/plain" -c 3 -F pcap 2>/dev/null
editcap -F pcap -s 38 "$WORK/plain" "$WORK/cut" 2>/dev/null
ntopctl -n reader read "$WORK/cut" as cut >/dev/null
claim "cut behind its ports: a flow with the length it had" "23001 4444 3 276" \
	'.[] | "\(.client.port) \(.server.port) \(.packets) \(.octets)"'
judge reader flow show dev cut

# ---- settings ----

ports() {
	ask "$1" config show tunnel_ports '.[0].value | to_entries[] |
		"\(.key):\(.value | map(tostring) | join(","))"'
}
usual=$(ports other)
is "usual ports: Linux's VXLAN is among them" "vxlan:4789,8472" "$(grep ^vxlan: <<<"$usual")"
is "usual ports: no port is FOU's" "fou:" "$(grep ^fou: <<<"$usual")"
is "a setting is the namespace's own" "fou:5555" "$(ports reader | grep ^fou:)"
before=$(ports reader)
refused "a port of another kind" 1 "port 4789 is that of vxlan" \
	ntopctl -n reader config set tunnel_ports geneve:4789
refused "no such kind" 1 "names no tunnel (one of gre vxlan" \
	ntopctl -n reader config set tunnel_ports vxlam:1
refused "no such port" 1 "'70000' is no port" ntopctl -n reader config set tunnel_ports vxlan:70000
refused "a wrong word and a right one" 1 "names no tunnel" \
	ntopctl -n reader config set flows_max 1000 tunnel_ports gtpu:1 mpsl:2
is "none of that took effect" "$before" "$(ports reader)"

# Without its port VXLAN is a UDP flow; with it at once the flow inside.
ntopctl -n reader config set tunnel_ports vxlan:4800 geneve:none
is "set: two kinds" $'vxlan:4800\ngeneve:' "$(ports reader | grep -e ^vxlan: -e ^geneve:)"
tshark -n -r "$WORK/all" -Y 'udp.dstport == 4789 && udp.srcport == 50000' -w "$WORK/vxlan" \
	-F pcap 2>/dev/null
ntopctl -n reader interface add kept offline
ntopctl -n reader read "$WORK/vxlan" as kept >/dev/null
closed=$(ask reader flow show dev kept '[.[] | select(.server.port == 4789 and .encapsulation == null)] | length')
more "its port taken away: UDP flows" 1 "$closed"
is "and no flow in VXLAN" "" "$(ask reader flow show dev kept '.[] | select(.encapsulation == "vxlan") | .client.port')"
ntopctl -n reader config set tunnel_ports default
is "default: the usual ports" "$usual" "$(ports reader)"
is "at once: flows that would be taken for others have ended" 0 \
	"$(ask reader flow show dev kept '[.[] | select(.server.port == 4789 and .encapsulation == null)] | length')"
ntopctl -n reader read "$WORK/vxlan" as kept >/dev/null
more "and the flows in VXLAN are there" 1 \
	"$(ask reader flow show dev kept '[.[] | select(.encapsulation == "vxlan")] | length')"
sum_rule reader "the sum rule, after all that"
