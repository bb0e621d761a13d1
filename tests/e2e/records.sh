#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# records: which flow a record is of, what is new in it, and readers that come back.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0             |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
for at in left/l0 right/r0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
address left l0 10.1.0.1/24
address right r0 10.1.0.2/24
in_space left ping -q -c 1 10.1.0.2 >/dev/null
for at in left/l0/2/right/r0 right/r0/1/left/l0; do
	IFS=/ read -r here dev other there peer <<<"$at"
	ip -n "$here" neigh replace "10.1.0.$other" dev "$dev" nud permanent \
		lladdr "$(ip -n "$there" -j link show "$peer" | jq -r '.[].address')"
done

# ---- interim records ----

patient right
ntopctl -n right config set timeout_active 1
watch right r0
start right iperf3 -s -p 5201 >/dev/null
SERVER=$!
retry listening right tcp 5201
start left ping -q -i 0.05 -s 500 -c 100 10.1.0.2 >"$WORK/ping"
PING=$!
iperf left -c 10.1.0.2 -u -b 400k -l 700 -t 4 >"$WORK/udp"
iperf left -c 10.1.0.2 -b 1M -l 900 -t 4 >"$WORK/tcp"
wait $PING
stop $SERVER
calm right r0
folded right
ntopctl -j -n right flow show | jq 'map({id, packets, new_packets, record, since})' >"$WORK/live"
ntopctl -j -n right ended show >"$WORK/interims"
more "there are interim records" 10 "$(jq 'map(select(.end == "active")) | length' "$WORK/interims")"
is "they are no flow's last" "false" "$(jq -c 'map(select(.end == "active").final) | unique | .[]' "$WORK/interims")"
# What is new in records, and in live flows since, is what came: the device counted it.
passed right r0
is "new in records and live flows: what the device counted" \
	"$((RX_PACKETS + TX_PACKETS)) $((RX_OCTETS + TX_OCTETS))" \
	"$(ntopctl -j -n right -b - <<<$'flow show\nended show' | jq -rs 'add | [map(.new_packets), map(.new_octets)] | map(add) | join(" ")')"
ntopctl -n right flow reset
ntopctl -j -n right ended show >"$WORK/ended"
is "new in all records: the same" "$((RX_PACKETS + TX_PACKETS)) $((RX_OCTETS + TX_OCTETS))" \
	"$(jq -r '[map(.new_packets), map(.new_octets)] | map(add) | join(" ")' "$WORK/ended")"
is "that is the interface's total of ended flows" \
	"$(jq -r '[map(.new_packets), map(.new_octets)] | map(add) | join(" ")' "$WORK/ended")" \
	"$(ask right interface show r0 '.[].ended | "\(.packets) \(.octets)"')"
is "each flow's add up to its last record's totals, each way, layer 2 and 3" "[]" "$(jq -c '
	def what: [.packets, .octets, .client.packets, .client.octets, .client.l3_octets,
		.server.packets, .server.octets, .server.l3_octets];
	def fresh: [.new_packets, .new_octets, .client.new_packets, .client.new_octets,
		.client.new_l3_octets, .server.new_packets, .server.new_octets, .server.new_l3_octets];
	group_by(.id) | map(sort_by(.record) | {want: last | what, got: map(fresh) | transpose | map(add)} |
		select(.want != .got))' "$WORK/ended")"
is "each flow's records are numbered 0, 1, 2 .., the last one is final, and no other" "[]" "$(jq -c '
	group_by(.id) | map(select((map(.record) | sort) != [range(length)] or
		(sort_by(.record) | map(.final)) != [range(length - 1) | false] + [true]))' "$WORK/ended")"
is "what is new is since the record before, or the flow's first packet" "[]" "$(jq -c '
	group_by(.id) | map(sort_by(.record) | select(map(.since) != [.[0].first] + map(.end_time)[:-1]))' "$WORK/ended")"
is "ids: as many as live flows were" "$(jq length "$WORK/live")" "$(jq 'map(.id) | unique | length' "$WORK/ended")"
is "and those" "$(jq -c 'map(.id) | sort' "$WORK/live")" "$(jq -c 'map(.id) | unique' "$WORK/ended")"
read -r sent received <<<"$(awk '/transmitted/ { print $1, $4 }' "$WORK/ping")"
is "ping: what it says is what is new in its records" "$sent $((sent * 542)) $received $((received * 542))" \
	"$(jq -r 'map(select(.l4 == 1)) | [map(.client.new_packets), map(.client.new_octets), map(.server.new_packets),
		map(.server.new_octets)] | map(add) | join(" ")' "$WORK/ended")"
more "ping: in several records" 4 "$(jq 'map(select(.l4 == 1)) | length' "$WORK/ended")"
id=$(jq -r 'map(select(.l4 == 1))[0].id' "$WORK/ended")
is "ended show id: these" "$(jq -c 'map(select(.l4 == 1).seq)' "$WORK/ended")" \
	"$(ntopctl -j -n right ended show id "$id" | jq -c 'map(.seq)')"
has "the text adds up what is new" "new in these $(jq 'map(select(.l4 == 1)) | length' "$WORK/ended") records: $((sent + received)) packets" \
	"$(ntopctl -r -n right ended show id "$id")"
has "-s says which record of which flow" "id $id  record 1  new since" "$(ntopctl -s -n right ended show id "$id")"
sum_rule right "the sum rule"

# ---- what cannot be ----

instance=$(ask right stats '.[].instance')
next=$(ask right stats '.[].ended_next')
is "an instance is 16 hexadecimal digits" 16 "$(grep -oE '^[0-9a-f]{16}$' <<<"$instance" | tr -d '\n' | wc -c)"
is "all records have it" "$instance" "$(ask right ended show 'map(.instance) | unique | join(" ")')"
is "each namespace has its own" "different" "$([ "$instance" = "$(ask left stats '.[].instance')" ] || echo different)"
is "at the end there is nothing yet" 0 "$(ask right ended show since "$next" length)"
refused "beyond the end" 2 "beyond the next record" ntopctl -n right ended show since $((next + 1))
refused "far beyond it" 2 "beyond the next record" ntopctl -n right ended show since 18446744073709551615
is "of this instance" "$((next - 1))" "$(ask right ended show since $((next - 1)) instance "$instance" '.[].seq')"
refused "of another instance" 2 "this is another instance" ntopctl -n right ended show since 1 instance 1
refused "no instance" 1 "hexadecimal" ntopctl -n right ended show instance x
refused "no id" 1 "hexadecimal" ntopctl -n right ended show id 0
refused "an id of a host" 1 "unknown word 'id'" ntopctl -n right host show id 1
is "nobody has this id" "[]" "$(ntopctl -j -n right flow show id 1 | jq -c .)"
ntopctl -n right config set ended_max 64
ntopctl -n right config set ended_max 4096
is "a reset and another size of the ring change neither" "$instance $next" \
	"$(ask right stats '.[] | "\(.instance) \(.ended_next)"')"

# ---- a reader that follows, over a module that is loaded anew ----

follow() {
	start right ntopctl -j ended show "$@" >>"$WORK/followed" 2>>"$WORK/said"
	FOLLOWER=$!
}

# forget: what was followed so far.
forget() {
	: >"$WORK/followed"
	: >"$WORK/said"
}

# read_up_to INSTANCE SEQ: has the follower got there?
read_up_to() {
	[ "$(jq -rs --arg i "$1" 'map(select(.instance == $i).seq) | max // 0' "$WORK/followed")" -ge "$2" ]
}

# talk COUNT: so many flows of two packets each way, ended.
talk() {
	local n
	for ((n = 0; n < $1; n++)); do
		in_space left ping -q -c 2 -i 0.01 10.1.0.2 >/dev/null
	done
	calm right r0
	ntopctl -n right flow reset
}

forget
follow since "$next" instance "$instance" follow
talk 5
first=$(ask right stats '.[].ended_next')
retry read_up_to "$instance" $((first - 1))
rmmod kntop
said() {
	grep -q "$1" "$WORK/said"
}
retry said "was unloaded"
is "the follower says that the module has gone" \
	"ntopctl: ended show: the module was unloaded; waiting for it" "$(<"$WORK/said")"
is "and does not load it" "" "$(lsmod | grep -o '^kntop ')"
modprobe kntop
patient right
ntopctl -n right config set timeout_active 1
watch right r0
talk 7
second=$(ask right stats '.[].instance')
last=$(ask right stats '.[].ended_next')
retry read_up_to "$second" $((last - 1))
has "the follower says that it goes on with another" \
	"this is instance $second, no longer $instance: what that wrote from record $first on is lost" "$(<"$WORK/said")"
kill -0 $FOLLOWER && stop $FOLLOWER INT
is "what it got: each record of both, once, in order" "$(
	printf "$instance %s\n" $(seq "$next" $((first - 1)))
	printf "$second %s\n" $(seq 1 $((last - 1)))
)" "$(jq -r '"\(.instance) \(.seq)"' "$WORK/followed")"
is "12 flows of 4 packets" "48 4704" "$(jq -rs '[map(.new_packets), map(.new_octets)] | map(add) | join(" ")' "$WORK/followed")"
is "ids: 12" 12 "$(jq -rs 'map("\(.instance) \(.id)") | unique | length' "$WORK/followed")"
is "it said no more than that" 2 "$(wc -l <"$WORK/said")"

# One that was away while the module was loaded anew, and asks for what it has not.
forget
follow since "$next" instance "$instance" follow limit 3
wait $FOLLOWER
has "a reader of the instance before is told" "this is instance $second, no longer $instance" "$(<"$WORK/said")"
is "and gets the first records" "1 2 3" "$(jq -rs 'map(.seq) | join(" ")' "$WORK/followed")"

# ---- a ring that is too small ----

ntopctl -n right config set ended_max 64
forget
follow since "$last" follow
talk 1
retry read_up_to "$second" "$last"
# It stands still while more than the ring holds are written.
kill -STOP $FOLLOWER
talk 100
end=$(ask right stats '.[].ended_next')
kill -CONT $FOLLOWER
retry read_up_to "$second" $((end - 1))
stop $FOLLOWER INT
got=$(wc -l <"$WORK/followed")
lost=$(sed -n 's/.*show: \([0-9]*\) records from.*/\1/p' "$WORK/said" | paste -sd+ | bc)
more "records were overwritten" $((end - last - 64 - 5)) "$lost"
is "those read and those lost are all" $((end - last)) $((got + lost))
is "no record twice" "$got" "$(jq .seq "$WORK/followed" | sort -u | wc -l)"

# ---- ids of offline sources ----

ntopctl -n right config set flows_max 200000 ended_max 200000
"${PYTHON[@]}" "$E2E/tape.py" 100000 "$WORK/tape.pcap"
ntopctl -n right read "$WORK/tape.pcap" as tape >/dev/null
ids() {
	ntopctl -j -n right "$@" | grep -o '"id":"[0-9a-f]*"' | sort
}
since=$(ask right stats '.[].ended_offline_next')
ids flow show dev tape >"$WORK/ids"
is "100,000 flows, 100,000 ids" "100000 100000" "$(wc -l <"$WORK/ids") $(uniq "$WORK/ids" | wc -l)"
one=$(sed -n '5000s/.*:"\(.*\)"/\1/p' "$WORK/ids")
is "flow show id: that one" "$one" "$(ask right flow show dev tape id "$one" '.[].id')"
ntopctl -n right interface del tape
ids ended show dev tape since "$since" >"$WORK/ended"
is "their records have the same" "" "$(cmp "$WORK/ids" "$WORK/ended" 2>&1)"
# A connection that is opened and reset 2000 times at one microsecond, and all of that again.
"${PYTHON[@]}" - "$WORK/again.pcap" <<'END'
import struct, sys
sys.path.insert(0, "../torture")
from rig import RST, SYN, tcp
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for n in range(2000):
        for flags in SYN, RST:
            frame = tcp(4000, 80, flags, n)
            f.write(struct.pack("<4I", 1700000000, 5, len(frame), len(frame)) + frame)
END
since=$(ask right stats '.[].ended_offline_next')
for _ in 1 2; do
	ntopctl -n right read "$WORK/again.pcap" as again >/dev/null
done
ntopctl -n right interface del again
ids ended show dev again since "$since" >"$WORK/ids"
is "4,000 flows of one key that began at one instant" "4000 4000" "$(wc -l <"$WORK/ids") $(uniq "$WORK/ids" | wc -l)"
is "nothing was refused" 0 "$(ask right stats '.[].losses | map(select(.loss == "interims_refused").count) | add')"
