#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# offline: a capture that is read while an interface is watched changes nothing that is said
# of live traffic, though its hosts have the same addresses; who names it is told all of it.
#
#  +-- left --------+    +-- right -------+    +-- alone --+
#  |             l0 +----+ r0  (watched)  |    | only what |
#  | 10.8.0.1       |    | 10.8.255.2     |    | is read   |
#  +----------------+    +----------------+    +-----------+
. "$(dirname "$0")/lib.sh"

space left right alone
pair left l0 right r0
address left l0 10.8.0.1/16
address right r0 10.8.255.2/16
calm right r0
start right "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 tcp:80 udp:53 >/dev/null
retry listening right udp 53
ntopctl -n right localnet add 10.8.0.0/17 name lan
ntopctl -n right config set ended_max 64
patient right
watch right r0
ntopctl -j -n right monitor >"$WORK/events" &
BACKGROUND+=($!)

# The capture: 300 flows, a packet of 60 octets each, from 10.8.0.1 to 10.8.255.2.
"${PYTHON[@]}" "$E2E/tape.py" 300 "$WORK/tape"

in_space left ping -q -c 5 -i 0.01 10.8.255.2 >/dev/null
in_space left "${PYTHON[@]}" "$E2E/peer.py" ask 10.8.255.2 60001-tcp:80 60002-udp:53
calm right r0
ntopctl -n right flow reset
in_space left "${PYTHON[@]}" "$E2E/peer.py" ask 10.8.255.2 60003-tcp:80 60004-udp:53
calm right r0

LIVE=("flow show" "flow show sort octets limit 1000" "flow show sort rate limit 1000"
	"flow show sort last limit 1000" "flow show sort first limit 1000" "flow show host 10.8.0.1"
	"flow show net lan" "flow show port 53 limit 1000"
	"host show" "host show sort octets limit 1000" "host show sort rate limit 1000" "host show 10.8.0.1"
	"host show local" "talker show sort octets limit 1000" "talker show sort rate limit 1000"
	"localnet show" "protocol show" "protocol show hosts" "protocol show host 10.8.0.1"
	"protocol show net lan" "protocol show net 10.8.0.0/17" "category show" "country show" "as show"
	"ended show" "ended show dev r0" "interface show r0" "top --once"
	"top --once page hosts" "top --once page networks" "top --once page protocols"
	"top --once page talkers")

# said FILE: all that is said of live traffic, but how fast it was and when it was asked.
said() {
	printf '%s\n' "${LIVE[@]}" | ntopctl -j -n right -b - | jq -c '
		walk(if type == "object" then with_entries(select(.key | test("per_second$|^time$|^interval_ns$|^end$|rate|^samples$|octets_s|tick")
			| not)) else . end)
		| if type == "array" then map(tostring) | sort else . end' >"$1"
}

folded right
quiet right r0
said "$WORK/before"
read -r next oldest <<<"$(ask right stats '.[] | "\(.ended_next) \(.ended_first)"')"
summary=$(ntopctl -j -n right | jq -c '.[] | [.packets, .octets, .flows, .hosts, (.top_flows | length), (.top_hosts | map(.addr))]')
is "there was something to say" "${#LIVE[@]} true" \
	"$(wc -l <"$WORK/before") $(jq -s 'map(select(. == [])) | length < 4' "$WORK/before")"
ntopctl -n right read "$WORK/tape" as tape >/dev/null
folded right
said "$WORK/after"
for n in "${!LIVE[@]}"; do
	is "with a capture beside it: ${LIVE[n]}" "$(sed -n $((n + 1))p "$WORK/before")" \
		"$(sed -n $((n + 1))p "$WORK/after")"
done
is "the summary" "$summary" \
	"$(ntopctl -j -n right | jq -c '.[] | [.packets, .octets, .flows, .hosts, (.top_flows | length), (.top_hosts | map(.addr))]')"
lacks "its hosts are no events" tape "$(grep host_new "$WORK/events")"

# ---- by its name ----

is "its flows" "300 300 18000" "$(ask right flow show dev tape 'map(.client) | "\(length) \(map(.packets) | add) \(map(.octets) | add)"')"
is "the largest of them" 5 "$(ask right flow show dev tape sort octets limit 5 'map(select(.interface == "tape")) | length')"
is "its hosts" "10.8.0.1 300 0 10.8.255.2 0 300" \
	"$(ask right host show dev tape 'sort_by(.addr) | map("\(.addr) \(.sent.packets) \(.received.packets)") | join(" ")')"
is "its pair" "300 18000" "$(ask right talker show dev tape '.[0].talkers[0] | "\(.a.packets) \(.a.octets)"')"
NET='.[] | "\(.name) \(.sent.packets) \(.sent.octets) \(.received.packets) \(.internal.packets) \(.hosts)"'
is "its local network" "lan 300 18000 0 0 1" "$(ask right localnet show dev tape "$NET")"
is "its protocols" "300 18000" "$(ask right protocol show dev tape 'map(.from_clients) | "\(map(.packets) | add) \(map(.octets) | add)"')"
is "its local network's" "300 18000" "$(ask right protocol show net lan dev tape 'map(.sent) | "\(map(.packets) | add) \(map(.octets) | add)"')"
is "its host's" "300" "$(ask right protocol show host 10.8.0.1 dev tape 'map(.sent.packets) | add')"
is "all its hosts'" "10.8.0.1" "$(ask right protocol show hosts dev tape 'map(.addr) | unique | join(" ")')"
is "its countries" "2 300" "$(ask right country show dev tape '"\(map(.hosts) | add) \(map(.sent.packets) | add)"')"
is "top" "tape 300" "$(ask right top --once dev tape page hosts '"\(.interfaces[0].interface) \(.interfaces[0].flows)"')"
is "top, its networks" 300 "$(ask right top --once dev tape page networks '.. | objects | select(.name? == "lan").sent.packets' | head -1)"
refused "a local network of a live one" 2 "share" ntopctl -n right localnet show dev r0
refused "a local network's protocols of a live one" 2 "share" ntopctl -n right protocol show net lan dev r0
refused "a local network of a source that is not there" 1 "nowhere" ntopctl -n right localnet show dev nowhere

# ---- local networks change for all sources ----

ntopctl -n right -b - <<END
localnet add 10.8.255.0/24 name servers
localnet del 10.8.0.0/17
END
is "another network, from now on" "servers 0 0 0 0 1" "$(ask right localnet show dev tape "$NET")"
ntopctl -n right read "$WORK/tape" as tape >/dev/null
is "it counts what comes" "servers 0 0 300 0 1" "$(ask right localnet show dev tape "$NET")"
is "and not what does not" "servers 0 0 0 0 1" "$(ask right localnet show "$NET")"
ntopctl -n right localnet flush
is "none" "[]" "$(ntopctl -j -n right localnet show dev tape | jq -c .)"
is "hosts are remote then" "false" "$(ask right host show dev tape 'map(.local) | unique | join(" ")')"
ntopctl -n right localnet add 10.8.0.0/17 name lan
ntopctl -n right read "$WORK/tape" as second >/dev/null
is "a second source" "lan 300 18000 0 0 1" "$(ask right localnet show dev second "$NET")"
is "is not the first" "lan 0 0 0 0 1" "$(ask right localnet show dev tape "$NET")"

# ---- ended flows ----

ntopctl -n right flow reset
is "without a name all live ones are reset" "0 300" \
	"$(ask right flow show length) $(ask right flow show dev tape length)"
next=$(ask right stats '.[].ended_next')
ntopctl -n right flow reset dev tape
is "its records" "64 tape" "$(ask right ended show dev tape '"\(length) \(map(.interface) | unique | join(" "))"')"
is "have numbers of their own" "237 300" "$(ask right ended show dev tape '"\(.[0].seq) \(.[-1].seq)"')"
is "and push out no live one" "$next $oldest r0" \
	"$(ask right stats '.[] | "\(.ended_next) \(.ended_first)"') $(ask right ended show 'map(.interface) | unique | join(" ")')"
is "what is lost of them" "236 0" \
	"$(ask right stats '.[].losses | map({(.loss): .count}) | add | "\(.ended_offline_overwritten) \(.ended_overwritten)"')"
ntopctl -n right interface del second
is "of two sources, those of one" "64 second" \
	"$(ask right ended show dev second '"\(length) \(map(.interface) | unique | join(" "))"')"
refused "a source whose records are gone" 1 "nobody" ntopctl -n right ended show dev nobody
is "since" "600" "$(ask right ended show dev second since 600 'map(.seq) | join(" ")')"
ntopctl -n right ended show dev tape since 1 >/dev/null 2>"$WORK/why"
has "what a reader lost" "600" "$(ask right stats '.[].ended_offline_next - 1')"
has "is said" "536 records from 1 on" "$(<"$WORK/why")"
ntopctl -n right config set ended_max 128
is "another limit for both rings" "128 128" \
	"$(ask right stats '.[].tables | map(select(.table | startswith("ended")).limit) | join(" ")')"
ntopctl -n right interface del tape
sum_rule right "the sum rule"
is "nothing is left of them" "0" "$(ask right host show 'map(select(.interface != "r0")) | length')"

# ---- nothing is watched ----

ntopctl -n alone read "$WORK/tape" as tape >/dev/null
is "the only source is meant" 300 "$(ask alone flow show length)"
is "of hosts" 2 "$(ask alone host show length)"
is "of the summary" "2 2" "$(ask alone '.[] | "\(.hosts) \(.top_hosts | length)"')"
is "of ended flows" "0 300" "$(ntopctl -j -n alone ended show 2>/dev/null | jq length) $(ntopctl -n alone flow reset 2>/dev/null; ask alone ended show length)"
has "and it is said" "ntopctl: host show: of tape, which was read from a file" "$(ntopctl -n alone host show 2>&1 >/dev/null)"
is "top" tape "$(ask alone top --once page hosts '.interfaces[0].interface')"
ntopctl -n alone read "$WORK/tape" as other >/dev/null
is "of two, none" 0 "$(ask alone flow show length 2>/dev/null)"
has "and it is said what they are called" "add dev NAME, one of: tape, other" "$(ntopctl -j -n alone flow show 2>&1 >/dev/null)"
has "in the summary, too" "dev NAME" "$(ntopctl -n alone)"
