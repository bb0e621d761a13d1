#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# history: what an interface carried lately. Bursts whose times and sizes the sender tells
# are where they belong, sums are what the device counted, idle time is zero; and a
# renamed, removed or new device. How long rings go on is tests/time's.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

cable() {
	local at
	pair left l0 right r0
	for at in left/l0 right/r0; do
		in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
	done
	address left l0 10.1.0.1/24
	address right r0 10.1.0.2/24
	in_space left ping -q -c 1 10.1.0.2 >/dev/null
	calm right r0
}

# history_says WORDS... FILTER: of the one interface, with history.jq.
history_says() {
	ntopctl -j -n right interface history "${@:1:$#-1}" |
		jq -r -L "$E2E" "include \"history\"; ${*: -1}"
}

# sums STEP: all samples of DEV added up: packets and octets in and out, as `passed`.
sums() {
	history_says dev "$DEV" step "$1" \
		'.[] | [.received.packets, .received.octets, .sent.packets, .sent.octets] | map(add // 0) | join(" ")'
}

# all_of_it STEP: are the samples all that the device passed?
all_of_it() {
	passed right "$DEV"
	[ "$(sums "$1")" = "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" ]
}

# holds NAME STEP: sooner or later the samples are all the device passed since `watch`;
# a step of ten seconds has to be over first.
holds() {
	local tries
	for ((tries = 0; tries < 4; tries++)); do
		! retry all_of_it "$2" || break
	done
	passed right "$DEV"
	is "$1" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" "$(sums "$2")"
}

space left right
cable
start right "${PYTHON[@]}" "$E2E/peer.py" serve 10.1.0.2 udp:7 udp:53 tcp:80
retry listening right udp 7
DEV=r0
watch right r0

# ---- bursts at known times ----

"${PYTHON[@]}" - <<<'' # the interpreter is in the cache, so that it starts in time
pulse
tick=$(history_says '.[].end')
in_space left "${PYTHON[@]}" "$E2E/bursts.py" 10.1.0.2 7 "$tick" 0:100:100 5:1000:1000 10:7:50 >"$WORK/bursts"
holds "all that passed is in the samples" 1
stood
bursts=$(jq -cs --argjson stood "$STOOD" 'map(. + {stood: ($stood / 1000)})' "$WORK/bursts")
passed right r0
is "the device received what was sent" \
	"$(jq -r '"\(map(.packets) | add) \(map(.octets) | add)"' <<<"$bursts")" "$RX_PACKETS $RX_OCTETS"
is "each burst is where it belongs" "$(jq -r '.[] | "\(.packets) \(.octets)", true' <<<"$bursts")" \
	"$(history_says dev r0 ".[] | . as \$h | ${bursts}[] | . as \$b | \$h | around(\$b), peak_at(\$b)")"
is "and nothing elsewhere" 0 "$(history_says dev r0 ".[] | elsewhere($bursts)")"
is "both directions together" true \
	"$(history_says '.[] | .octets == ([.received.octets, .sent.octets] | transpose | map(add))')"
is "peaks are those of single seconds" true \
	"$(history_says '.[] | [.peak, .received.peak, .sent.peak] == ([.octets, .received.octets, .sent.octets] | map(max))')"

# ---- resolutions ----

holds "steps of ten seconds hold all of it" 10
ntopctl -j -n right -b - >"$WORK/both" <<-END
	interface history dev r0
	interface history dev r0 step 10
END
is "ten seconds are the sum of their seconds" "10 []" "$(jq -rcs -L "$E2E" \
	'include "history"; "\(.[1][0].step) \(disagree(.[0][0]; .[1][0]))"' "$WORK/both")"

# ---- idle ----

read -r count end <<<"$(history_says '.[] | "\(.octets | length) \(.end)"')"
sleep 3
claim "a sample more for each second that passed" true \
	".[] | (.octets | length) - $count == ((.end - $end) / 1e9 | round)"
claim "at least three" true ".[] | (.octets | length) - $count >= 3"
claim "all of them zero" "0 0" ".[] | \"\\(.octets[$count:] | add) \\(.received.packets[$count:] | add)\""
judge right interface history

# ---- the device's life ----

ip -n right -batch - <<-END
	link set r0 down
	link set r0 name r9
	link set r9 up
END
DEV=r9
BASE["right/r9"]=${BASE["right/r0"]}
refused "the old name" 1 "r0" ntopctl -n right interface history dev r0
holds "renamed, it has its history" 10
address right r9 10.1.0.2/24 2>/dev/null
in_space left ping -q -c 3 -i 0.1 10.1.0.2 >/dev/null
holds "and goes on" 10

ntopctl -n right interface del r9
is "no longer watched: nothing" 0 "$(history_says length)"
watch right r9
is "watched anew: nothing so far" "0 0 0 0" "$(sums 1)"
is "and no peak" "0" "$(history_says ".[].peak")"
in_space left ping -q -c 5 -i 0.05 10.1.0.2 >/dev/null
holds "what came since" 1
is "that is what was sent" "5 490 5 490" "$(sums 1)"

ip -n left link del l0
gone() {
	[ "$(history_says length)" = 0 ]
}
retry gone
is "the device is gone, and its history" 0 "$(history_says length)"
cable
DEV=r0
watch right r0
in_space left ping -q -c 2 -i 0.05 10.1.0.2 >/dev/null
holds "another device of the same name" 1
is "begins anew" "2 196 2 196" "$(sums 1)"

# ---- what has none, and what is not asked so ----

ntopctl -n right interface add trace offline
is "an offline source is left out" r0 "$(history_says '.[].interface')"
refused "an offline source by name" 2 "an offline source has no history" \
	ntopctl -n right interface history dev trace
refused "an interface that is not watched" 1 "nobody" ntopctl -n right interface history dev nobody
refused "another step" 1 "7" ntopctl -n right interface history step 7
ntopctl -n right interface del trace

# ---- protocols ----

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
ntopctl -n right interface del r0
watch right r0
for n in 1 2 3; do
	in_space left busybox nslookup -type=a "www$n.example.test" 10.1.0.2 >/dev/null 2>&1
done
in_space left curl -s -m 5 -o "$WORK/out" http://10.1.0.2/ || true
in_space left ping -q -c 3 -i 0.05 10.1.0.2 >/dev/null
in_space left "${PYTHON[@]}" "$E2E/bursts.py" 10.1.0.2 7 "$(history_says '.[].end')" 0:50:200 >/dev/null
ntopctl -n right flow reset
folded right
holds "all that passed, once more" 1
by_protocol=$(ask right protocol show dev r0 '.[] | select(.protocol) | "\(.protocol) \(.octets)"' | sort)
more "several protocols were told apart" 3 "$(wc -l <<<"$by_protocol")"
has "DNS among them" DNS "$by_protocol"
said=$(history_says dev r0 protocols '.[] | select(.protocol) | "\(.protocol) \(.octets | add)"' | sort)
is "the samples of each add up to its counter" "$by_protocol" "$said"
is "together they are what ended flows carried" \
	"$(ask right interface show r0 '.[].ended.octets')" \
	"$(history_says dev r0 protocols '[.[] | select(.protocol) | .octets | add] | add')"
is "samples of all begin and end together" 1 \
	"$(history_says protocols '[.[] | "\(.octets | length) \(.end)"] | unique | length')"
is "none is left without" 0 "$(history_says dev r0 '.[].protocols_without')"
sum_rule right "and the sum rule holds"
