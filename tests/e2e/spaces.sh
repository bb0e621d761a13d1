#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# spaces: each network namespace has a state of its own.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0             |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
address left l0 10.1.0.1/24
address right r0 10.1.0.2/24
ip -n right link add spare type dummy
in_space left ping -q -c 1 10.1.0.2 >/dev/null
calm left l0

ntopctl -n left -b - <<END
localnet add 10.1.0.1/32 name mine
config set flows_max 1000 timeout_udp 11 timeout_icmp 1000
END
ntopctl -n right config set timeout_icmp 1000
watch left l0 rx
watch right r0 tx
in_space left ping -q -c 3 -i 0.05 10.1.0.2 >/dev/null
folded left
folded right
is "left watches its own" "l0" "$(ask left interface show '.[].interface')"
is "right watches its own" "r0" "$(ask right interface show '.[].interface')"
is "left: what it received" "3 294" "$(ask left interface show '.[] | "\(.received.packets) \(.received.octets)"')"
is "right: what it sent" "3 294" "$(ask right interface show '.[] | "\(.sent.packets) \(.sent.octets)"')"
is "left's flows" "l0 mine" "$(ask left flow show '.[] | "\(.interface) \(.client.localnet)"')"
is "right's flows know nothing of left's networks" "r0 null" \
	"$(ask right flow show '.[] | "\(.interface) \(.client.localnet)"')"
is "right has no networks" 0 "$(ask right localnet show length)"
is "limits are left's own" "1000 11" "$(ask left config show flows_max timeout_udp 'map(.value) | join(" ")')"
is "right has the default" 120 "$(ask right config show timeout_udp '.[].value')"
is "left's hosts" "10.1.0.1 10.1.0.2" "$(ask left host show '[.[].addr] | sort | join(" ")')"
is "who asks from elsewhere sees nothing" "[]" "$(ntopctl -j flow show | jq -c .)"
ntopctl -n right flow reset
is "reset here leaves flows there" "1 0" "$(ask left flow show length) $(ask right flow show length)"
ntopctl -n right interface add spare
ntopctl -n right interface del spare

# A device that moves away is gone from the place where it was watched.
ntopctl -n right interface add spare
ip -n right link set spare netns left
is "a device that left is not watched any more" "r0" "$(ask right interface show '.[].interface')"
is "nor by whom it came to" "l0" "$(ask left interface show '.[].interface')"
is "it is not promiscuous" 0 "$(ip -n left -d -j link show spare | jq '.[].promiscuity')"

# right is deleted while it watches and traffic flows.
before=$(ask left interface show '.[].received.packets')
start left ping -q -f 10.1.0.2 >/dev/null 2>&1
# flooded: that many more have come since.
flooded() {
	now=$(ask left interface show '.[].received.packets')
	[ "$now" -ge $((before + 100)) ]
}
retry flooded
kill "${HOLDER[right]}"
wait "${HOLDER[right]}" 2>/dev/null
unset "HOLDER[right]"
ip netns del right
more "left went on counting" $((before + 100)) "$now"
retry sh -c '! ip -n left link show l0 >/dev/null 2>&1'
is "right's end took the cable, so l0 is gone" "" "$(ask left interface show '.[].interface')"
is "left's flows ended with it" "interface" "$(ask left ended show '[.[].end] | unique | join(" ")')"
# Echo requests and replies that were counted are in the record, none is lost.
is "left's record holds what it counted" true \
	"$(ask left ended show "map(.server.packets + .client.packets) | add | . >= $now")"
is "left keeps its networks and limits" "mine 1000" \
	"$(ask left localnet show '.[].name') $(ask left config show flows_max '.[].value')"
space right
is "a new namespace of the same name begins anew" "[] 120" \
	"$(ntopctl -j -n right interface show | jq -c .) $(ask right config show timeout_udp '.[].value')"
