#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# padding: L3 octets are what the IP headers say, whatever stands behind the packets and
# however much of it: more than 2^23 and 2^24 octets from one side of a flow.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (watched)  |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
calm right r0
patient right
watch right r0 rx

# padded WAY FRAMES TRAILING: sets PACKETS, OCTETS and L3_OCTETS to the sender's count.
padded() {
	read -r PACKETS OCTETS L3_OCTETS <<<"$(in_space left "${PYTHON[@]}" \
		"$E2E/padding.py" l0 "$@")"
}

# side NAME: a side of the one flow there is: packets, octets, L3 octets
side() {
	ask right flow show ".[] | .$1 | \"\(.packets) \(.octets) \(.l3_octets)\""
}

padded to 4 1462
is "a few" "$PACKETS $OCTETS $L3_OCTETS" "$(side client)"
few="$PACKETS $OCTETS $L3_OCTETS"
padded from 6000 1462
is "more than 2^23 from the server" "$PACKETS $OCTETS $L3_OCTETS" "$(side server)"
is "nothing of it from the client" "$few" "$(side client)"
read -r packets octets l3 <<<"$few"
padded to 13000 1462
is "more than 2^24 from the client" \
	"$((packets + PACKETS)) $((octets + OCTETS)) $((l3 + L3_OCTETS))" "$(side client)"
is "one flow" 1 "$(ask right flow show length)"
sum_rule right "the sum rule"
ntopctl -n right interface del r0
is "its record" "$((packets + PACKETS)) $((octets + OCTETS)) $((l3 + L3_OCTETS))" \
	"$(ask right ended show '.[] | .client | "\(.packets) \(.octets) \(.l3_octets)"')"
