#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-stuck: a classifier whose worker has died, or loops, or which refuses everything. Who
# waits for it can be killed, and does not wait for ever; nothing is lost or counted wrong;
# interfaces, namespaces and modules go.
#
#  +-- sender --+    +-- box -----------------------------+
#  |         s0 +----+ b0  (watched), tape (offline) ...  |
#  +------------+    +------------------------------------+
. "$(dirname "$0")/lib.sh"

FLOWS=300
EVER=100000000 # milliseconds that no test lasts
SOON=1000
DUMMY=/sys/module/kntop_dummy/parameters

space sender box
pair sender s0 box b0
for at in sender/s0 box/b0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$WORK/flood" "$E2E/l7flood.c"
printf 'GET / HTTP/1.1\r\nHost: www.example.test\r\n\r\n' >"$WORK/get"
printf 'tcp:443@Ours\n' >"$WORK/protos"
"${PYTHON[@]}" "$E2E/tape.py" $FLOWS "$WORK/tape"
calm box b0
box=(ntopctl -n box)
patient box

# dummy NAME: what it has counted. order NAME VALUE: tell it. counts NAME N: has it N?
dummy() {
	cat "$DUMMY/$1"
}
order() {
	echo "$2" >"$DUMMY/$1"
}
counts() {
	[ "$(dummy "$1")" = "$2" ]
}

# worker MODE: load one that dies, loops or behaves, with its verdicts to be given by its worker.
worker() {
	modprobe kntop_dummy enough=1 late=1 room=20 patience=$SOON || not_ok "modprobe kntop_dummy" "loaded" "refused"
	[ "$1" = good ] || order "$1" 1
}

# killed NAME COMMAND...: it waits for the classifier, and a kill ends it.
killed() {
	local pid state
	"${@:2}" >"$WORK/out" 2>&1 &
	pid=$!
	retry counts waiting 1 || not_ok "$1: it waits" 1 "$(dummy waiting), $(<"$WORK/out")"
	kill -KILL $pid
	{
		retry ended $pid
		wait $pid
		state=$?
	} 2>/dev/null
	is "$1: killed while it waits" "137 0" "$state $(dummy waiting)"
}
ended() {
	local stat
	read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
	[[ $stat == *") Z "* ]]
}

# records: a number that grows with each record, live or offline.
records() {
	ask box stats '.[] | .ended_next + .ended_offline_next'
}

# reads NAME SOURCE: a capture is read although nobody classifies, and counted to the last packet.
reads() {
	local said status
	said=$("${box[@]}" -j read "$WORK/tape" as "$2" 2>"$WORK/why")
	status=$?
	is "$1: it ends by itself" 2 $status
	folded box
	has "$1: it says why" ": the classifier makes no progress; packets are counted without it (" "$(<"$WORK/why")"
	is "$1: in one line" 1 "$(wc -l <"$WORK/why")"
	is "$1: it counts all" "$FLOWS false" "$(jq -r '.[0] | "\(.packets) \(.complete)"' <<<"$said")"
	is "$1: so does the kernel" "$FLOWS $((FLOWS * 60)) $FLOWS" \
		"$(ask box interface show "$2" '.[] | "\(.received.packets) \(.received.octets) \(.flows)"')"
	sum_rule box "$1: the sum rule"
}

# live FROM: twenty flows of two packets each.
live() {
	in_space sender "$WORK/flood" s0 hello 20 "$1" "$WORK/get" >/dev/null
}

# forsaken: namespaces with flows that wait have gone when the last cable is.
forsaken() {
	local name n
	ip netns add forsaken
	ntopctl -n forsaken interface add tape offline
	ntopctl -n forsaken read "$WORK/tape" as tape >/dev/null 2>&1
	ip netns del forsaken
	# the kernel takes them down in turn, all that wait at a time
	for n in 1 2; do
		name=forsaken$n
		ip netns add $name
		ip link add f$n netns box type veth peer name e$n netns $name
		ip netns del $name
		retry eval "! ip -n box link show f$n >/dev/null 2>&1" || return
	done
}

for mode in die loop; do
	worker $mode
	since=$(records)

	# ---- killed ----

	order patience $EVER
	"${box[@]}" interface add tape offline
	killed "$mode: read" "${box[@]}" read "$WORK/tape" as tape
	is "$mode: read: killed, it counts whole messages" "$FLOWS" "$(ask box interface show tape '.[].received.packets')"
	sum_rule box "$mode: read: killed, the sum rule"
	killed "$mode: flow reset" "${box[@]}" flow reset
	sum_rule box "$mode: flow reset: killed, the sum rule"
	killed "$mode: dpi set" ntopctl dpi set packets 9
	killed "$mode: protocol load" ntopctl protocol load "$WORK/protos"
	killed "$mode: interface del" "${box[@]}" interface del tape
	is "$mode: interface del: killed, it has gone" "[]" "$("${box[@]}" -j interface show | jq -c .)"

	# who waits for one who waits
	ntopctl dpi set packets 9 &
	first=$!
	retry counts waiting 1
	"${box[@]}" stats >/dev/null 2>&1 &
	second=$!
	kill -KILL $second
	{
		retry ended $second && ok "$mode: whoever waits for them can be killed, too"
		wait $second
	} 2>/dev/null
	sum_rule box "$mode: the sum rule does not wait for them"
	kill -KILL $first
	{
		retry ended $first
		wait $first
	} 2>/dev/null

	# ---- of themselves ----

	order patience $SOON
	"${box[@]}" interface add tape offline
	reads "$mode: read" tape
	reads "$mode: read a second one" other
	is "$mode: stats names it" dummy "$(ask box stats '.[].classifier')"
	is "$mode: dpi show names it" dummy "$(ntopctl -j dpi show | jq -r '.[].classifier')"
	refused "$mode: dpi set" 2 "its settings are as before (" ntopctl dpi set packets 9
	refused "$mode: protocol load" 2 "its rules are as before (" ntopctl protocol load "$WORK/protos"
	for name in tape other; do
		refused "$mode: flow reset dev $name" 2 "flows have ended, but wait for it (" \
			"${box[@]}" flow reset dev $name
		is "$mode: flow reset: no flow of $name is left" "[]" \
			"$("${box[@]}" -j flow show dev $name | jq -c .)"
	done
	is "$mode: flow reset: no record without a verdict" "$since" "$(records)"
	sum_rule box "$mode: flow reset: the sum rule"
	watch box b0 rx consume
	live 0
	quiet box b0
	is "$mode: live packets are counted" "40" "$IN_PACKETS"
	sum_rule box "$mode: live packets: the sum rule"
	for name in b0 tape other; do
		"${box[@]}" interface del $name || not_ok "$mode: interface del $name" "gone" "refused"
	done
	is "$mode: interfaces have gone" "[]" "$("${box[@]}" -j interface show | jq -c .)"
	watch box b0 rx consume
	live 100
	quiet box b0
	is "$mode: one of the same name counts from 0" 40 "$IN_PACKETS"
	is "$mode: switched off, new flows are not kept" "$(dummy kept)" \
		"$(ntopctl dpi set enabled off; live 200; calm box b0; dummy kept)"
	is "$mode: switched off, a capture is read" "$FLOWS true" \
		"$("${box[@]}" -j read "$WORK/tape" as third | jq -r '.[0] | "\(.packets) \(.complete)"')"
	ntopctl dpi set enabled on
	forsaken && ok "$mode: namespaces go"
	is "$mode: nothing was decided" 0 "$(dummy decided)"

	# ---- and how it ends ----

	if [ $mode = loop ]; then
		kept=$(dummy kept)
		order loop 0
		retry counts decided "$kept" || :
		is "$mode: when it goes on it decides all" "$kept" "$(dummy decided)"
	fi
	rmmod kntop_dummy && ok "$mode: rmmod"
	"${box[@]}" flow reset && ok "$mode: flow reset without it"
	"${box[@]}" interface del third
	# killed; tape, other; twice b0, and what came while it was off; third
	is "$mode: each flow has its record" $((FLOWS * 4 + 20 * 3)) "$(($(records) - since))"
	sum_rule box "$mode: rmmod: the sum rule"
	"${box[@]}" interface del b0
	is "$mode: no flow is left behind" 0 "$(ask box stats '.[].tables[] | select(.table == "flows").entries')"
done

# ---- one that refuses ----

worker good
order refuse 1
before=$(ask box stats '.[].losses[] | select(.loss == "dpi_skipped").count')
is "refuse: a capture is read" "$FLOWS true" \
	"$("${box[@]}" -j read "$WORK/tape" as tape | jq -r '.[0] | "\(.packets) \(.complete)"')"
is "refuse: it keeps nothing" "$FLOWS 0" "$(dummy refused) $(dummy kept)"
is "refuse: what it refused is counted" "$FLOWS" \
	"$(($(ask box stats '.[].losses[] | select(.loss == "dpi_skipped").count') - before))"
is "refuse: flows say so" "$FLOWS not_inspected" \
	"$(ask box flow show dev tape 'group_by(.l7.confidence)[] | "\(length) \(.[0].l7.confidence)"')"
sum_rule box "refuse: the sum rule"
"${box[@]}" flow reset && ok "refuse: flow reset"
order refuse 0
is "refuse: when it no longer does, flows are inspected" "$FLOWS unknown" \
	"$("${box[@]}" read "$WORK/tape" as tape >/dev/null; ask box flow show dev tape 'group_by(.l7.confidence)[] | "\(length) \(.[0].l7.confidence)"')"
rmmod kntop_dummy && ok "refuse: rmmod"
