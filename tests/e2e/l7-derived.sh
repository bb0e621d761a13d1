#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-derived: what other flows of a client tell about one: the name that it looked up in DNS,
# and whose call it is in; each source for itself, and by its own clock. Captures of
# derive.py, which says what is in them.
. "$(dirname "$0")/lib.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space lab

# tape WHAT [SOURCE]: a capture, read as a source of that name, or another.
tape() {
	[ -f "$WORK/$1" ] || "${PYTHON[@]}" "$E2E/derive.py" "$1" "$WORK/$1"
	ntopctl -n lab read "$WORK/$1" as "${2-$1}" >/dev/null
}

# flows SOURCE: a line "PORT PROTOCOL CONFIDENCE REASON NAME" for each flow but DNS.
flows() {
	ntopctl -n lab flow reset dev "$1"
	ask lab ended show dev "$1" '[.[] | select(.server.port != 53 and .client.port != 53)] |
		sort_by(.client.port, .first)[] | "\(.client.port) \(.l7.protocol) \(.l7.confidence) " +
		"\(.l7.reason // "-") \(.l7.dns_name // "-")"'
}

tape names
is "names that clients looked up" "\
1001 TLS.YouTube dpi_cache dns www.youtube.com
1002 TLS.YouTube dpi_cache dns www.youtube.com
1003 TLS dpi - -
1004 TLS.Facebook dpi - -
1005 TLS.YouTube dpi_cache dns www.youtube.com
1006 TLS.NetFlix dpi_cache dns www.netflix.com
1007 NetFlix dpi_cache dns www.netflix.com
1008 TLS.YouTube dpi_cache dns www.youtube.com
1009 TLS dpi - -
1010 TLS dpi - alias.example.test
1011 TLS.YouTube dpi_cache dns www.youtube.com
1012 TLS dpi - one.example.test
1013 TLS dpi - two.example.test
1014 TLS dpi - -
1015 TLS dpi - tcp.example.test" "$(flows names)"
has "a name that was looked up is shown as such" "dns: www.youtube.com" \
	"$(ntopctl -n lab ended show dev names | grep ':1001 ')"
has "and why the flow has its label" "by the name that its client looked up" \
	"$(ntopctl -n lab -s ended show dev names | grep -A9 ':1001 ')"
lacks "but never where the flow said its own" "dns:" \
	"$(ntopctl -n lab ended show dev names | grep ':1004 ')"

tape later
is "one capture tells nothing about another" $'1001 TLS dpi - -\n1006 TLS dpi - -' "$(flows later)"

tape names again
is "the same capture tells the same again" "$(flows names)" "$(flows again)"

tape calls
is "calls" "\
1001 TLS.Zoom dpi - -
1002 TLS.Telegram dpi - -
1003 TLS.Zoom dpi - -
1004 TLS.Teams dpi - -
1005 TLS.WhatsApp dpi - -
15001 STUN.Zoom dpi_cache derived -
15001 RTP.Zoom dpi_cache derived -
15001 RTP dpi - -
15002 STUN dpi - -
15003 STUN dpi - -
15004 RTP dpi - -
15005 Zoom dpi_cache derived -
15006 Unknown unknown - -
15007 Unknown unknown - -
15008 STUN.Zoom dpi_cache derived -
15009 STUN dpi - -
15010 Telegram dpi_cache derived -
15011 STUN.SignalVoip dpi_cache derived turn3.voip.signal.org
15012 STUN.Zoom dpi_cache derived -
15013 STUN dpi - -
15014 WhatsAppCall dpi_cache derived -" "$(flows calls)"

ntopctl -n lab dpi set derive off
tape names plain-names
tape calls plain-calls
is "nothing is derived when that is switched off" "" \
	"$({ flows plain-names; flows plain-calls; } | grep -v ' dpi - -$\| unknown - -$\| by_ip - -$')"
ntopctl -n lab dpi set derive on
