#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-labels: packets that once led nDPI astray (tests/ndpi/bugs.py) are read, and its thread
# needs no more of its stack for a name of thousands of labels than for others.
. "$(dirname "$0")/lib.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space reader
read -r packets octets _ < <("${PYTHON[@]}" "$E2E/../ndpi/bugs.py" 2>&1 >"$WORK/bugs.pcap")
ntopctl -n reader read "$WORK/bugs.pcap" as bugs >/dev/null
is "all of them are counted" "$packets $octets" \
	"$(ask reader interface show '.[0].received | "\(.packets) \(.octets)"')"
is "both replies are DNS, seen in the packet" "DNS dpi DNS dpi" \
	"$(ask reader flow show '[.[] | select(.server.port == 53) | .l7 | .protocol, .confidence] | join(" ")')"
between "octets of stack" 1 10000 "$(ask reader dpi show '[.[0].workers[].stack] | max')"
sum_rule reader "the sum rule"
