#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# limits: ten times more than the tables take: totals stay exact, what found no room
# is counted, and memory is what was promised.
#
#  +-- sender --+    +-- box -----------------+
#  |         s0 +----+ b0  (watched, consume) |
#  +------------+    +------------------------+
#
# The sender writes frames of 60 octets and says how many.
. "$(dirname "$0")/lib.sh"

space sender box
pair sender s0 box b0
for at in sender/s0 box/b0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
calm box b0
patient box

# flood KIND FIRST FLOWS ROUNDS: adds to SENT packets and SENT_OCTETS.
SENT=0 SENT_OCTETS=0
flood() {
	local p o
	read -r p o _ <<<"$(in_space sender "${PYTHON[@]}" "$E2E/flood.py" s0 "$@")"
	((SENT += p, SENT_OCTETS += o))
}

# account: sets from one batch what the next lines read. The check makes the
# accounting worker take all that ended.
account() {
	printf 'stats --check\ninterface show b0\nstats\nflow show\n' | ntopctl -j -n box -b - >"$WORK/account"
	read -r RECEIVED RECEIVED_OCTETS LIVE LIVE_PACKETS ENDED ENDED_PACKETS REFUSED REFUSED_OCTETS EVICTED \
		LOST OVERWRITTEN FIRST NEXT HOSTS HOSTS_LOST HOSTS_OCTETS < <(jq -rs '
		.[1][0] as $i | .[2][0] as $s | .[3] as $f | ($s.losses | map({(.loss): .}) | add) as $l
		| ($i.parts | map(select(.reason == "table_full" or .reason == "no_memory"))) as $r
		| [$i.received.packets, $i.received.octets, ($f | length), ($f | map(.packets) | add // 0),
		$i.ended.flows, $i.ended.packets, ($r | map(.packets) | add // 0), ($r | map(.octets) | add // 0),
		$l.flows_evicted.count, $l.flows_refused.count, $l.ended_overwritten.count, $s.ended_first,
		$s.ended_next, $i.hosts, $l.hosts_refused.count, $l.hosts_refused.octets] | @tsv' "$WORK/account")
}

# slab NAME: sets OBJECTS and SIZE of the slab, and PAGE, how many objects it takes at once.
slab() {
	local name rest
	while read -r name _ OBJECTS SIZE PAGE rest; do
		[ "$name" != "$1" ] || return 0
	done </proc/slabinfo
	OBJECTS=0 SIZE=0
}

# ---- the flow table ----

ntopctl -n box config set flows_max 64 ended_max 4096
watch box b0 rx consume
flood ports 1 640 1
account
is "10 x more flows: interface totals as the sender says" "$SENT $SENT_OCTETS" "$RECEIVED $RECEIVED_OCTETS"
is "10 x more flows: each is live, ended, or refused" "$SENT" $((LIVE + ENDED + REFUSED))
between "10 x more flows: the table is full, and not more than that" 60 64 "$LIVE"
is "refused packets are those of the losses" "$REFUSED" "$LOST"
is "refused octets are 60 each" $((REFUSED * 60)) "$REFUSED_OCTETS"
more "fresh flows are not pushed out by others" 500 "$REFUSED"
sum_rule box "10 x more flows: the sum rule"

# Flows that nobody used for a second make room for new ones.
sleep 1.5
flood ports 1001 640 1
sum_rule box "stale flows: the sum rule"
account
is "stale flows: interface totals" "$SENT $SENT_OCTETS" "$RECEIVED $RECEIVED_OCTETS"
is "stale flows: each is live, ended, or refused" "$SENT" $((LIVE + ENDED + REFUSED))
more "stale flows: some were evicted" 8 "$EVICTED"
is "stale flows: all that ended were evicted" "$EVICTED" "$ENDED"
is "stale flows: each has a record" "$EVICTED" \
	"$(ask box ended show '[.[] | select(.end == "evicted" and .packets == 1 and .octets == 60)] | length')"

# What flows there were stays countable, whichever they were: 20 rounds.
sleep 1.5
flood ports 2001 640 20
sum_rule box "20 rounds: the sum rule"
account
is "20 rounds: interface totals" "$SENT $SENT_OCTETS" "$RECEIVED $RECEIVED_OCTETS"
is "20 rounds: the packets of all" "$SENT" \
	$((ENDED_PACKETS + REFUSED + LIVE_PACKETS))

# ---- memory ----

# Let the dead be freed: a grace period or two after the worker came by.
folded box
read -r entries bytes entry limit <<<"$(ask box stats \
	'.[0].tables[] | select(.table == "flows") | "\(.entries) \(.bytes) \(.entry_bytes) \(.limit)"')"
slab kntop_flow
is "a flow's memory is what the slab takes for it" "$SIZE" "$entry"
# Every CPU keeps some pages of free objects at hand.
few() {
	slab kntop_flow
	[ "$OBJECTS" -le $((limit + limit / 8 + 8 * PAGE * $(nproc))) ]
}
retry few
between "the slab holds the table's flows and no more than the dead beside them" 64 \
	$((limit + limit / 8 + 8 * PAGE * $(nproc))) "$OBJECTS"
is "entries: the live flows" "$LIVE" "$entries"
between "bytes: entries, memory at hand, and a bucket of 64 octets for 3.5 flows" \
	$((entries * entry + limit * 2 / 7 * 64)) \
	$(((entries + 16 * $(nproc)) * entry + (limit * 2 / 7 + 33) * 64)) "$bytes"
at_64=$bytes

# ---- the ring of ended flows ----

ntopctl -n box config set flows_max 1000 ended_max 64
ntopctl -n box flow reset
for wave in 1 2 3; do
	flood ports $((3000 + wave * 640)) 640 1
	ntopctl -n box flow reset
done
account
is "ring: holds its 64 newest" 64 $((NEXT - FIRST))
is "ring: numbers count all that ended" "$ENDED" $((NEXT - 1))
is "ring: all others were overwritten, and counted" $((ENDED - 64)) "$OVERWRITTEN"
is "ring: the numbers have no gap" "64 $FIRST $((NEXT - 1)) true" "$(ask box ended show \
	'map(.seq) | "\(length) \(.[0]) \(.[-1]) \(. == [range(.[0]; .[0] + length)])"')"
is "ring: who asks for a lost one gets the oldest held" "$FIRST" "$(ask box ended show since 1 limit 1 '.[].seq' 2>"$WORK/why")"
has "ring: and is told" "were overwritten before they were read" "$(<"$WORK/why")"
is "ring: since and limit" "$((NEXT - 10)) $((NEXT - 8))" \
	"$(ask box ended show since $((NEXT - 10)) limit 3 'map(.seq) | "\(.[0]) \(.[-1])"')"
is "ring: nothing yet beyond the end" 0 "$(ask box ended show since "$NEXT" length)"
ntopctl -n box config set ended_max 128
flood ports 6000 100 1
ntopctl -n box flow reset
account
is "ring made larger: none is lost" "$FIRST 128" "$((NEXT - 128)) $((NEXT - FIRST))"
is "ring made larger: what was held is held" $((ENDED - 128)) "$OVERWRITTEN"
sum_rule box "ring: the sum rule"

# ---- the host table ----

ntopctl -n box interface del b0
ntopctl -n box config set hosts_max 64
watch box b0 rx consume
account
before=$HOSTS_LOST before_octets=$HOSTS_OCTETS SENT=0 SENT_OCTETS=0
flood hosts 16 640 1
folded box
account
is "10 x more hosts: the table is full" 64 "$HOSTS"
is "10 x more hosts: sender and receiver of each packet had a host, or were refused one" \
	"$((SENT - 63)) $(((SENT - 63) * 60))" "$((HOSTS_LOST - before)) $((HOSTS_OCTETS - before_octets))"
is "10 x more hosts: no flow suffers" "$SENT" "$LIVE"
claim "10 x more hosts: the one who got all of it, all the same" "640 38400" \
	'.[] | select(.addr == "10.9.0.1").received | "\(.packets) \(.octets)"'
claim "10 x more hosts: each of the others what it sent" '63 63' \
	'map(select(.addr != "10.9.0.1").sent.packets) | "\(length) \(add)"'
judge box host show
slab kntop_host
is "a host's memory is what the slab takes for it" "$SIZE" \
	"$(ask box stats '.[0].tables[] | select(.table == "hosts").entry_bytes')"
sum_rule box "10 x more hosts: the sum rule"
ntopctl -n box interface del b0

# ---- resizing under traffic ----

ntopctl -n box config set flows_max 4096 hosts_max 4096
watch box b0 rx consume
# arrived COUNT: so many frames have come since.
arrived() {
	passed box b0
	[ "$RX_PACKETS" -ge "$1" ]
}
start sender "${PYTHON[@]}" "$E2E/flood.py" s0 ports 1 500 1 "$WORK/enough" >"$WORK/sent"
FLOOD=$!
retry arrived 500
for limit in 64 100000 700 65536 64 1000 30000; do
	ntopctl -n box config set flows_max $limit ended_max $limit hosts_max $limit
	sleep 0.3
done
retry arrived 3000
: >"$WORK/enough"
wait "$FLOOD"
read -r SENT SENT_OCTETS rounds <"$WORK/sent"
account
more "resizing: the sender went round a few times meanwhile" 5 "$rounds"
is "resizing: interface totals as the sender says" "$SENT $SENT_OCTETS" "$RECEIVED $RECEIVED_OCTETS"
sum_rule box "resizing: the sum rule"
is "resizing: no flow is in the table twice" 0 "$(ask box flow show '(map(.client.port) | length) - (map(.client.port) | unique | length)')"
is "resizing: each flow once, live or ended, or refused" "$SENT" \
	$((ENDED_PACKETS + REFUSED + LIVE_PACKETS))
ntopctl -n box flow reset
ntopctl -n box config set flows_max 64
folded box
more "made small again, the table is as small as it was" "$(ask box stats '.[0].tables[] | select(.table == "flows").bytes')" \
	"$at_64"
