#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-rules: protocols of one's own and hosts in categories: what they change, what a bad
# file does not, and that nothing is lost when they are loaded while packets come.
#
#  +-- client ------+    +-- server ------------+
#  |             c0 +----+ s0  (watched)        |
#  | 10.1.0.1       |    | 10.1.0.2, 10.1.0.3   |
#  +----------------+    +----------------------+
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space client server
pair client c0 server s0
for at in client/c0 server/s0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
address client c0 10.1.0.1/24
address server s0 10.1.0.2/24 10.1.0.3/24
in_space client ping -q -c 1 10.1.0.2 >/dev/null
calm server s0
patient server
certificate shop.example.test "$WORK/tls"
start server "${PYTHON[@]}" "$E2E/l7serve.py" 10.1.0.2 "$WORK/tls.crt" "$WORK/tls.key" "$WORK/go" >"$WORK/serve.log"
start server "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 tcp:4444 udp:4445 tcp:4446 >/dev/null
long grep -qs ready "$WORK/serve.log"
retry listening server tcp 4446
: >"$WORK/go"
: >"$WORK/go.more"

watch server s0
box=(ntopctl -n server)

# visit FIRST: new flows of all kinds from ports FIRST on; then of a flow by its server:
# l7_of ADDRESS PORT L4: protocol, category and how they are known.
visit() {
	in_space client "${PYTHON[@]}" "$E2E/peer.py" ask 10.1.0.2 "$1-tcp:4444" "$(($1 + 1))-udp:4445"
	in_space client "${PYTHON[@]}" "$E2E/peer.py" ask 10.1.0.3 "$(($1 + 2))-tcp:4446"
	in_space client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/go" tls/443/shop.example.test \
		tcp/8080/'GET / HTTP/1.1\r\nHost: ads.example.test\r\n\r\n'
	"${box[@]}" flow reset
}
l7_of() {
	ask server ended show "map(select(.server.addr == \"$1\" and .server.port == $2)) | last.l7
		| \"\(.protocol), \(.category), \(.confidence)\""
}
# all: the same of all five, as lines.
all() {
	ntopctl -j -n server ended show | jq -r '[.[] | select(.l4 == 6 or .l4 == 17)] | group_by([.server.addr, .server.port])
		| map(last | "\(.server.addr):\(.server.port) \(.l7.protocol), \(.l7.category), \(.l7.confidence)")[]'
}

visit 40000
BEFORE="10.1.0.2:443 TLS, Web, dpi
10.1.0.2:4444 Unknown, Unspecified, unknown
10.1.0.2:4445 Unknown, Unspecified, unknown
10.1.0.2:8080 HTTP, Web, dpi
10.1.0.3:4446 Unknown, Unspecified, unknown"
is "without rules" "$BEFORE" "$(all)"

# ---- protocols ----

cat >"$WORK/protos" <<END
# by port, by address, by name
tcp:4444,udp:4445@OurPort

ip:10.1.0.3/32@Printer
host:"shop.example.test"@Shop
END
is "load: says how many" "$WORK/protos: 3 rules in force" "$("${box[@]}" protocol load "$WORK/protos" 2>&1)"
is "load: three rules are in force" 3 "$(ntopctl -j dpi show | jq '.[].protocol_rules')"
visit 40010
OURS="10.1.0.2:443 TLS.Shop, Web, dpi
10.1.0.2:4444 OurPort, Unspecified, by_port
10.1.0.2:4445 OurPort, Unspecified, by_port
10.1.0.2:8080 HTTP, Web, dpi
10.1.0.3:4446 Printer, Unspecified, by_ip"
is "load: new flows are told by them" "$OURS" "$(all)"
claim "list: they are among the protocols" "OurPort Printer Shop" \
	'[.[] | select(.custom)] | map(.name // .protocol) | sort | join(" ")'
judge server protocol list
is "counters: they have their own" "OurPort 2 Printer 1 Shop 1" \
	"$(ask server protocol show dev s0 '[.[] | select(.protocol == ("OurPort", "Printer", "Shop"))]
	| sort_by(.protocol) | map("\(.protocol) \(.flows)") | join(" ")')"

# A bad file is named with the line, and changes nothing.
for bad in 'tcp:70000@Far' 'tcp:@None' 'sctp:80@Odd' 'host:"a"' 'ip:10.1.0.300@Big' "$(printf 'tcp:1@\1')"; do
	printf 'tcp:4444@Other\n\n%s\ntcp:5@Five\n' "$bad" >"$WORK/bad"
	refused "a bad line: $bad" 1 "bad:3" "${box[@]}" protocol load "$WORK/bad"
done
refused "no such file" 1 "nosuch" "${box[@]}" protocol load "$WORK/nosuch"
: >"$WORK/empty"
refused "a file without rules" 1 "unload" "${box[@]}" protocol load "$WORK/empty"
visit 40020
is "bad files: the rules from before hold" "$OURS" "$(all)"

# ---- categories ----

printf 'ads.example.test\tAdvertisement\nshop.example.test,27\n' >"$WORK/categories"
is "category load: says how many" "$WORK/categories: 2 rules in force" "$("${box[@]}" category load "$WORK/categories" 2>&1)"
visit 40030
is "category: of a host name in HTTP" "HTTP, Advertisement, dpi" "$(l7_of 10.1.0.2 8080)"
is "category: of a server name in TLS, which the protocol's rule gives way to" "TLS, Shopping, dpi" "$(l7_of 10.1.0.2 443)"
is "category: has a counter of its own" 1 "$(ask server category show dev s0 '.[] | select(.category == "Advertisement").flows')"
printf 'ads.example.test\tAdvertisement\nads2.example.test\tNonsense\n' >"$WORK/bad"
refused "category: a bad line" 1 "bad:2" "${box[@]}" category load "$WORK/bad"
visit 40040
is "category: a bad file changes nothing" "HTTP, Advertisement, dpi" "$(l7_of 10.1.0.2 8080)"

# ---- filters ----

"${box[@]}" category unload >/dev/null
in_space client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/go" tls/443/shop.example.test tls/8443/x.example.test \
	tcp/8080/'GET / HTTP/1.1\r\nHost: ads.example.test\r\n\r\n' telnet/a/b
in_space client "${PYTHON[@]}" "$E2E/peer.py" ask 10.1.0.2 40050-tcp:4444
"${box[@]}" config set timeout_tcp_closing 1000
# What is known changes no more.
long sh -c 'ntopctl -j -n server flow show | jq -e "all(.[].l7; (.undecided and .confidence == \"dpi\") | not)" >/dev/null'
for filter in 'l7 TLS/.protocol == ("TLS", "TLS.Shop")' 'l7 Shop/.application == "Shop"' 'l7 http/.protocol == "HTTP"' \
	'category RemoteAccess/.category == "RemoteAccess"' 'category web/.category == "Web"' \
	'risk Unsafe Protocol/any(.risks[]; .name == "Unsafe Protocol")' \
	'risk known-protocol-on-non-standard-port/any(.risks[]; .name == "Known Protocol on Non Standard Port")'; do
	read -r word name <<<"${filter%%/*}"
	want=$(ask server flow show "[.[] | select(.l7 | ${filter#*/}).server.port] | sort | join(\" \")")
	is "filter: $word $name" "$want" "$(ntopctl -j -n server flow show "$word" "$name" | jq -r 'map(.server.port) | sort | join(" ")')"
	[ -n "$want" ] || not_ok "filter: $word $name finds something" "some flow" ""
done
refused "filter: no such protocol" 1 "HTTP" "${box[@]}" flow show l7 HTPP
refused "filter: no such category" 1 "category list" "${box[@]}" flow show category Nonsensical
refused "filter: no such risk" 1 "risk list" "${box[@]}" flow show risk Boredom

# ---- while packets come ----

gcc -std=gnu11 -O2 -o "$WORK/flood" "$E2E/l7flood.c"
head -c 300 /dev/urandom >"$WORK/noise"
"${box[@]}" config set flows_max 200000
"${box[@]}" flow reset
link server s0
# All flows at least once, and on until rules have come and gone three times.
start client sh -c "n=0; while [ \$n -lt 6 ] || [ ! -e $WORK/enough ]; do
	$WORK/flood c0 hello 20000 \$((n % 6 * 20000)) $WORK/noise; n=\$((n + 1)); sleep 0.2; done" >"$WORK/sent"
FLOOD=$!
loads=0
for _ in {1..1000}; do
	kill -0 "$FLOOD" 2>/dev/null || break
	printf '%s\n' "protocol load $WORK/protos" "category load $WORK/categories" "protocol unload" "category unload" |
		"${box[@]}" -b - >/dev/null && ((++loads))
	[ $loads -lt 3 ] || : >"$WORK/enough"
done
: >"$WORK/enough"
wait "$FLOOD"
more "rules came and went while packets came" 3 "$loads"
sum_rule server "meanwhile: the sum rule"
link server s0
counted server s0
passed server s0
is "meanwhile: every packet was counted" "$RX_PACKETS $RX_OCTETS" "$IN_PACKETS $IN_OCTETS"
"${box[@]}" flow reset
is "meanwhile: each flow is decided, and counted once" "$(ask server interface show s0 '.[].flows_total')" \
	"$(ask server protocol show dev s0 'if all(.[]; .protocol) then map(.flows) | add else . end')"
visit 40060
is "without rules again" "$BEFORE" "$(all | grep '^10.1')"
