#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-control: without a classifier, with one, switched off and on, and changed in every
# way while packets come. Who may not, cannot.
#
#  +-- sender --+    +-- box -----------+
#  |         s0 +----+ b0  (watched)    |
#  +------------+    +------------------+
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

space sender box
pair sender s0 box b0
for at in sender/s0 box/b0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$WORK/flood" "$E2E/l7flood.c"
printf 'GET / HTTP/1.1\r\nHost: www.example.test\r\n\r\n' >"$WORK/get"
printf 'tcp:443@Ours\n' >"$WORK/protos"
chmod 755 "$WORK"
calm box b0
box=(ntopctl -n box)
patient box

# get FIRST COUNT: flows with a request, which nDPI knows by it.
get() {
	in_space sender "$WORK/flood" s0 hello "$2" "$1" "$WORK/get" >/dev/null
}

# known [MORE]: how many flows are known how: "3 dpi HTTP" a line; "-" nobody has looked.
known() {
	ask box flow show '[.[].l7 | "\(.confidence // "-") \(.protocol // "-")"] | group_by(.) | map("\(length) \(.[0])")[]'
}

# ---- without a classifier ----

watch box b0 rx consume
get 0 10
is "no classifier: flows are there, nobody has looked" "10 - -" "$(known)"
is "no classifier: dpi show says so" null "$(ntopctl -j dpi show | jq -r '.[0].classifier')"
refused "no classifier: dpi set" 2 "modprobe kntop_ndpi" "${box[@]}" dpi set packets 8
refused "no classifier: protocol load" 2 "modprobe kntop_ndpi" "${box[@]}" protocol load "$WORK/protos"
refused "no classifier: category load" 2 "modprobe kntop_ndpi" "${box[@]}" category load "$WORK/protos"
refused "no classifier: a filter" 1 "modprobe kntop_ndpi" "${box[@]}" flow show l7 HTTP
folded box
is "no classifier: protocol show knows nothing, and says why" "Unknown 10 1" \
	"$("${box[@]}" -j protocol show 2>"$WORK/why" | jq -r '.[] | "\(.protocol) \(.flows)"') $(grep -c "modprobe kntop_ndpi" "$WORK/why")"
sum_rule box "no classifier: the sum rule"

# ---- with one ----

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
get 0 10
is "flows from before are not inspected" "10 - -" "$(known)"
get 100 7
"${box[@]}" flow reset
get 100 7
long sh -c 'ntopctl -j -n box flow show | jq -e "all(.[].l7; .undecided | not)" >/dev/null'
is "new ones are" "7 dpi HTTP" "$(known)"
kntop_holds=$(awk '$1 == "kntop" { print $4 }' /proc/modules)
is "it holds the core" "kntop_ndpi," "$kntop_holds"

ntopctl dpi set enabled off
"${box[@]}" flow reset
get 200 5
is "off: new flows are not inspected" "5 - -" "$(known)"
ntopctl dpi set enabled on
get 200 5
is "on: those stay so" "5 - -" "$(known)"
get 300 5
"${box[@]}" flow show >/dev/null
long sh -c 'ntopctl -j -n box flow show | jq -e "map(select(.l7.confidence == \"dpi\")) | length == 5" >/dev/null'
is "on: new ones are" "5 - -
5 dpi HTTP" "$(known)"
"${box[@]}" flow reset

# settings: all but the state.
settings() {
	ntopctl -j dpi show | jq -c '.[0].settings'
}
ntopctl dpi set packets 3 workers 3 cpus 0 ring 128Ki flows 100 bytes 2Mi budget 1500000 derive off corrections off
is "settings: as set" '{"enabled":true,"packets":3,"workers":3,"cpus":"0","ring":131072,"flows":100,"bytes":2097152,"budget":1500000,"derive":false,"corrections":false}' \
	"$(settings)"
is "settings: so many threads" "3 3" "$(pgrep -c '^kntop_dpi') $(ntopctl -j dpi show | jq '.[0].workers | length')"
before=$(settings)
for bad in "packets 0" "packets 33" "workers 0" "workers 65" "ring 65535" "ring 65Mi" "flows 63" "bytes 1048575" \
	"budget 9999" "budget 4000000001" \
	"cpus many" "enabled perhaps" "packets 5 workers 0"; do
	# shellcheck disable=SC2086 # words
	refused "settings: $bad" 1 "" ntopctl dpi set $bad
done
refused "settings: no such CPU" 2 "CPUs that are there" ntopctl dpi set packets 7 cpus 4095
is "settings: refused, they are as before" "$before" "$(settings)"
get 400 50
"${box[@]}" flow reset
is "settings: flows are known all the same" 50 "$(ask box ended show 'map(select(.l7.protocol == "HTTP" and .end == "reset")) | length - 19')"

# ---- who may not ----

nobody=(setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all)
for words in "dpi show" "dpi set packets 9" "protocol show" "protocol list" "protocol load $WORK/protos" "category show" \
	"protocol unload" "flow show l7 HTTP"; do
	# shellcheck disable=SC2086 # words
	refused "without CAP_NET_ADMIN: $words" 2 "ermission" in_space box "${nobody[@]}" ntopctl $words
done
refused "root of a user namespace of its own: dpi set" 2 "ermission" unshare -Urn ntopctl dpi set packets 9
is "none of it changed anything" "$before" "$(settings)"

# ---- while packets come ----

# change N: the Nth of changes of all kinds.
change() {
	case $(($1 % 9)) in
	0) ntopctl dpi set workers $(($1 % 4 + 1)) ;;
	1) ntopctl dpi set ring $((65536 << $1 % 5)) ;;
	2) ntopctl dpi set cpus 0 packets $(($1 % 32 + 1)) ;;
	3) ntopctl dpi set flows $((64 + $1 * 10)) bytes $((1048576 * ($1 % 5 + 1))) budget $((1000000 + $1)) ;;
	4) ntopctl dpi set enabled off ;;
	5) ntopctl dpi set enabled on workers 2 ring 1Mi cpus any ;;
	6) "${box[@]}" flow reset ;;
	7) "${box[@]}" protocol load "$WORK/protos" >/dev/null ;;
	8) rmmod kntop_ndpi && modprobe kntop_ndpi ;;
	esac
}

"${box[@]}" interface del b0
"${box[@]}" config set flows_max 500000 ended_max 1000
watch box b0 rx consume
start sender sh -c "n=0; while [ ! -e $WORK/enough ]; do $WORK/flood s0 hello 10000 \$((n * 10000)) $WORK/get
	n=\$(((n + 1) % 40)); sleep 0.05; done" >"$WORK/sent"
FLOOD=$!
failed=0
for ((n = 0; n < 45; n++)); do
	change $n || {
		((failed++))
		echo "# change $n failed"
	}
done
: >"$WORK/enough"
wait "$FLOOD"
is "while packets come: every change was done" 0 $failed
sent=$(awk '{ p += $1; o += $2 } END { print p, o }' "$WORK/sent")
counted box b0
is "while packets come: interface totals as the sender says" "$sent" "$IN_PACKETS $IN_OCTETS"
sum_rule box "while packets come: the sum rule"
"${box[@]}" flow reset
is "while packets come: afterwards no flow is undecided, nothing is kept" "0 0 []" \
	"$(ntopctl -j dpi show | jq -r '.[0] | "\(.flows) \(.bytes)"') $("${box[@]}" -j flow show | jq -c .)"
is "while packets come: no flow is counted twice" "$(ask box interface show b0 '.[].flows_total')" \
	"$(ask box protocol show dev b0 '([.[] | select(.protocol).flows] | add) as $known
	| if all(.[]; .protocol) then $known else . end')"
echo "# $(awk '{ p += $1 } END { print p }' "$WORK/sent") packets sent; $(ntopctl -j -n box protocol show | jq -c 'map([.protocol, .flows])')"
