#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# events: what `ntopctl monitor` tells, in order, and only to its own namespace.
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
ip -n right link add spare type dummy
in_space left ping -q -c 1 10.1.0.2 >/dev/null
calm right r0
ntopctl -n right -b - <<END
localnet add 10.1.0.2/32 name mine
config set flows_max 64 timeout_icmp 1 timeout_udp_single 1000
END

ntopctl -j -n right monitor >"$WORK/events" &
BACKGROUND+=($!)
ntopctl -n right monitor >"$WORK/text" &
BACKGROUND+=($!)
ntopctl -j -n left monitor >"$WORK/left" &
BACKGROUND+=($!)
# Each has begun to listen when it says what happens.
heard() {
	local at
	for at in left right; do
		ntopctl -n "$at" interface add heard offline
		ntopctl -n "$at" interface del heard
	done
	sleep 0.1
	[ -s "$WORK/events" ] && [ -s "$WORK/text" ] && [ -s "$WORK/left" ]
}
retry heard

# seen TEXT COUNT: are there so many such events?
seen() {
	[ "$(grep -c "$1" "$WORK/events")" -ge "$2" ]
}

ntopctl -n right interface add spare
ip -n right link set spare name other
ntopctl -n right interface del other
ntopctl -n right interface add other rx
ip -n right link del other
ntopctl -n right interface add r0
in_space left ping -q -c 2 -i 0.1 10.1.0.2 >/dev/null
retry seen host_new 2
# Only the flows that come now are in the table then.
no_flows() {
	[ "$(ask right flow show length)" = 0 ]
}
retry no_flows
# Nine tenths of 64 are 57.6. The worker looks once a second, whatever has come so far.
in_space left "${PYTHON[@]}" "$E2E/flood.py" l0 ports 1 57 1 >/dev/null
folded right
is "57 of 64: the table is not nearly full" "" "$(grep table_nearly_full "$WORK/events")"
in_space left "${PYTHON[@]}" "$E2E/flood.py" l0 ports 58 1 1 >/dev/null
retry seen table_nearly_full 1
entries=$(ask right flow show length)
ntopctl -n right interface del r0
ntopctl -n right interface add src offline
ntopctl -n right interface del src
retry seen '"src"' 2
# as_many: the other listener has written as much.
as_many() {
	[ "$(grep -vc heard "$WORK/events")" = "$(grep -vc heard "$WORK/text")" ]
}
retry as_many

is "interfaces: added, renamed, removed, gone, in order" \
	"added spare null,renamed other spare,removed other null,added other null,gone other null,added r0 null,removed r0 null,added src null,removed src null" \
	"$(jq -rs '[.[] | select(.interface != "heard") | select(.event | startswith("interface_"))
	| "\(.event | ltrimstr("interface_")) \(.interface) \(.old_name)"] | join(",")' "$WORK/events")"
is "hosts: each once, with its network" "10.0.0.1 null r0,10.1.0.1 null r0,10.1.0.2 mine r0,10.9.0.1 null r0" \
	"$(jq -rs '[.[] | select(.event == "host_new") | "\(.addr) \(.localnet) \(.interface)"] | sort | join(",")' "$WORK/events")"
is "58 of 64: it is, and that is told once" "flows 58 64 58" \
	"$(jq -rs '[.[] | select(.event == "table_nearly_full") | "\(.table) \(.entries) \(.limit)"] | join(",")' "$WORK/events") $entries"
is "times: none goes back" true "$(jq -s 'map(.time) | . == sort' "$WORK/events")"
is "text: as many lines as events" "$(grep -vc heard "$WORK/events")" "$(grep -vc heard "$WORK/text")"
has "text: a rename" "interface spare is now called other" "$(<"$WORK/text")"
is "the neighbour heard nothing of it" "" "$(grep -v heard "$WORK/left")"
