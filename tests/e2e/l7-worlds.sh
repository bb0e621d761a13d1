#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-worlds: what a capture told about hosts does not label live flows between the same ones.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  | 10.8.0.1       |    | 10.8.255.2     |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space left right
pair left l0 right r0
address left l0 10.8.0.1/16
address right r0 10.8.255.2/16
in_space left ping -q -c 1 10.8.255.2 >/dev/null
calm right r0
# one worker sees both worlds
ntopctl dpi set workers 1
watch right r0
"${PYTHON[@]}" "$E2E/tape.py" torrent "$WORK/torrent"

# labels: of the capture's flows.
labels() {
	ask right flow show dev torrent '[.[] | "\(.server.port) \(.l7.protocol)"] | unique[]'
}

# live PORT: the label of a live flow that nobody recognizes.
live() {
	in_space left bash -c "printf %060d 0 >/dev/udp/10.8.255.2/$1"
	ntopctl -n right flow reset
	ask right ended show "map(select(.server.port == $1 and .l4 == 17)) | last.l7.protocol"
}

# forgotten: of some flow, sooner or later.
PORT=41000
forgotten() {
	((++PORT))
	[ "$(live $PORT)" = Unknown ]
}

BOTH=$'40000 BitTorrent\n6881 BitTorrent'
is "a live flow that nobody recognizes" Unknown "$(live $PORT)"
ntopctl -n right read "$WORK/torrent" as torrent >/dev/null
is "in the capture one flow tells of the other" "$BOTH" "$(labels)"
retry forgotten || echo "# flows to port $PORT are still BitTorrent"
is "live flows are what they were" Unknown "$(live $((PORT + 1)))"
ntopctl -n right interface del torrent
ntopctl -n right read "$WORK/torrent" as torrent >/dev/null
is "the capture is, too" "$BOTH" "$(labels)"
