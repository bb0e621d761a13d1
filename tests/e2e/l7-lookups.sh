#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-lookups: real clients that look a name up and then speak TLS without saying it, live; and
# what of flows that nobody knows looks encrypted, and how protocol show unknown splits them.
#
#  +-- client -------------+    +-- gate ------------------------------+
#  |                    c0 +----+ g0 (watched)                         |
#  | 10.1.0.1 fd00::1      |    | 10.1.0.2 fd00::2  DNS                |
#  | 10.1.0.3              |    | 10.1.0.21 .22 fd00::21  TLS          |
#  +-----------------------+    +--------------------------------------+
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space client gate
pair client c0 gate g0
address client c0 10.1.0.1/24 10.1.0.3/24 fd00::1/64
address gate g0 10.1.0.2/24 10.1.0.21/24 10.1.0.22/24 fd00::2/64 fd00::21/64
in_space client ping -q -c 1 10.1.0.2 >/dev/null
in_space client ping -q -c 1 fd00::2 >/dev/null
certificate shop.example.test "$WORK/tls"
printf '%s\n' '10.1.0.21 www.youtube.com' 'fd00::21 www.youtube.com' '10.1.0.21 www.netflix.com' \
	'10.1.0.22 www.netflix.com' >"$WORK/hosts"
start gate dnsmasq -k -p 53 -i g0 -u root --no-resolv --no-hosts --no-poll --pid-file= --log-facility=- \
	--addn-hosts="$WORK/hosts" --cname=shop.example.test,www.youtube.com 2>/dev/null
for family in 4 6; do
	start gate openssl s_server -$family -quiet -accept 443 -cert "$WORK/tls.crt" -key "$WORK/tls.key" \
		</dev/null >/dev/null 2>&1
done
retry listening gate udp 53
long listening gate tcp 443
long listening gate tcp6 443
calm gate g0
watch gate g0
patient gate

# look NAME RESOLVER TYPE: as a resolver asks, by a socket of its own.
look() {
	in_space client "${PYTHON[@]}" "$E2E/lookup.py" "$@" >/dev/null
}

# visit ADDRESS WORDS...: TLS 1.3 without a server's name.
visit() {
	in_space client openssl s_client -tls1_3 -noservername -connect "$1" "${@:2}" </dev/null >/dev/null 2>&1
}

# visited ADDRESS: a line "CLIENT PROTOCOL REASON NAME" for each TLS flow to there, in order.
visited() {
	ntopctl -n gate flow reset
	ask gate ended show "[.[] | select(.server.port == 443 and .server.addr == \"$1\")] | sort_by(.first)[] |
		\"\\(.client.addr) \\(.l7.protocol) \\(.l7.reason // \"-\") \\(.l7.dns_name // \"-\")\""
}

look www.youtube.com 10.1.0.2 A
look www.youtube.com fd00::2 AAAA
visit 10.1.0.21:443
visit '[fd00::21]:443'
visit 10.1.0.21:443 -bind 10.1.0.3:0
look www.netflix.com 10.1.0.2 A
visit 10.1.0.21:443
visit 10.1.0.22:443
look shop.example.test 10.1.0.2 A
visit 10.1.0.21:443
is "an address, several names" "\
10.1.0.1 TLS.YouTube dns www.youtube.com
10.1.0.3 TLS - -
10.1.0.1 TLS.NetFlix dns www.netflix.com
10.1.0.1 TLS - shop.example.test" "$(visited 10.1.0.21)"
is "all addresses of an answer" "10.1.0.1 TLS.NetFlix dns www.netflix.com" "$(visited 10.1.0.22)"
is "IPv6" "fd00::1 TLS.YouTube dns www.youtube.com" "$(visited fd00::21)"
is "names that are kept" 5 "$(ask gate dpi show '.[].names')"

# ---- what nobody knows ----

"${PYTHON[@]}" "$E2E/derive.py" payloads "$WORK/payloads"
ntopctl -n gate read "$WORK/payloads" as payloads >/dev/null
is "payload" "\
1001 encrypted
1002 clear
1003 clear
1004 encrypted
1005 unclear
1006 unclear
1007 encrypted
1008 encrypted
1009 -" "$(ask gate flow show dev payloads \
	'[.[] | select(.client.port > 1000)] | sort_by(.client.port)[] | "\(.client.port) \(.l7.payload // "-")"')"
is "a random payload has the entropy of 256 octets" true \
	"$(ask gate flow show dev payloads 'map(select(.client.port == 1001))[].l7 |
		.entropy_octets == 256 and .entropy_mbit > 6965 and .entropy_mbit < 7385')"
is "the port's name is the services file's" "$(getent services 5555/udp | cut -d' ' -f1 || echo null)" \
	"$(ask gate flow show dev payloads 'map(select(.client.port == 1007))[].l7.port_service // ""')"
SPLIT=$(ntopctl -n gate -j protocol show unknown dev payloads limit 100)
COUNTED=$(ask gate protocol show dev payloads 'map(select(.protocol == "Unknown"))[] | "\(.flows) \(.octets)"')
is "each split adds up to the live flows" "8 true" "$(jq -r '.[0] | "\(.flows) " +
	"\(. as $all | [.by[] | (map(.flows) | add) == $all.flows and (map(.octets) | add) == $all.octets] | all)"' <<<"$SPLIT")"
is "and to what the kernel has counted" "$COUNTED" "$(jq -r '.[0] | "\(.flows) \(.octets)"' <<<"$SPLIT")"
is "by payload" "cleartext 2, encrypted or compressed 4, cannot tell 2" \
	"$(jq -r '.[0].by.payload | sort_by(.value) | [.[1], .[2], .[0]] | map("\(.value) \(.flows)") | join(", ")' <<<"$SPLIT")"
is "by what was looked up" "example.co.uk 1" \
	"$(jq -r '.[0].by.dns[] | select(.value != "none") | "\(.value) \(.flows)"' <<<"$SPLIT")"
is "TLS without a name is apart" 1 "$(jq -r '.[] | select(.protocol == "TLS").flows' <<<"$SPLIT")"
is "a limit adds up the rest" true "$(ask gate protocol show unknown dev payloads limit 1 \
	'.[0] | .by.port | length == 2 and (map(.flows) | add) == 8')"
