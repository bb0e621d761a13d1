#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-quic: names of QUIC's ClientHellos that browsers cut into pieces, shuffle, and send in
# several packets; what is broken is QUIC without one.
. "$(dirname "$0")/lib.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space reader
"${PYTHON[@]}" "$E2E/quic_flows.py" "$WORK/quic.pcap" >"$WORK/names"
ntopctl -n reader read "$WORK/quic.pcap" as quic >/dev/null
ntopctl -j -n reader flow show dev quic >"$WORK/flows"
is "each name is that of its flow" "$(sed 's/ -$/ null/' "$WORK/names")" \
	"$(jq -r 'sort_by(.client.port)[] | "\(.client.port) \(.l7.server_name)"' "$WORK/flows")"
is "all are QUIC, seen in their packets" '[["QUIC","dpi"]]' \
	"$(jq -c 'map([.l7.protocol, .l7.confidence]) | unique' "$WORK/flows")"
is "what the hello says is told as well" "$(grep -vc -- '-$' "$WORK/names") h3" \
	"$(jq -r 'map(.l7.alpn | select(.)) | "\(length) \(unique | join(" "))"' "$WORK/flows")"
is "no packet was too much" "[0]" \
	"$(ntopctl -j dpi show | jq -c '[.[0].traps[]?.count] | unique')"
ntopctl dpi set corrections off
ntopctl -n reader read "$WORK/quic.pcap" as plain >/dev/null
is "without corrections nDPI is shown what was sent" "null v1-whole.one.test null" \
	"$(ask reader flow show dev plain 'sort_by(.client.port)[] |
		select(.client.port == (20003, 20004, 20005)) | .l7.server_name' | paste -sd' ')"
sum_rule reader "the sum rule holds"
