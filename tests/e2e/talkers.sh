#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# talkers: who talks with whom. What each sent to the other is what tcpdump counted on
# the hosts' own devices; pairs add up to the flows; ranking, filters and A's choice.
#
#  +-- many -------------+   +-- here (a bridge) --+   +-- peer ------------+
#  | 10.0.0.1-4   office |   |                     |   | 10.0.0.254  remote |
#  | 172.16.1.2   remote |m0 | h0               h1 | p0| 172.16.2.1  remote |
#  | 192.168.7.1-2 remote+---+ (both are watched)  +---+ 192.168.7.254 dmz  |
#  | fd00:1::1-2  lab    |   |                     |   | fd00:1::fe  lab    |
#  +-- many9: VLAN 9 ----+   +---------------------+   +-- peer9: VLAN 9 ---+
#    10.0.0.1                                            10.0.0.254
# shellcheck disable=SC2016 # variables in quotes are jq's
. "$(dirname "$0")/lib.sh"

NETS=10.0.0.0/28=office,192.168.7.254/32=dmz,fd00:1::/64=lab
space many many9 here peer peer9
pair many m0 here h0
pair here h1 peer p0
# Who has no IPv6 addresses here must not announce any in the middle of it.
for at in here many9 peer9; do
	in_space $at sh -c 'echo 1 | tee /proc/sys/net/ipv6/conf/*/disable_ipv6 >/dev/null'
done
ip -n here -batch - <<END
link add br0 type bridge mcast_snooping 0
link set h0 master br0
link set h1 master br0
link set br0 up
END
for at in many/m0 peer/p0; do
	ip -n "${at%/*}" link add link "${at#*/}" name v9 type vlan id 9
	ip -n "${at%/*}" link set v9 netns "${at%/*}9"
	ip -n "${at%/*}9" link set v9 up
done
address many m0 10.0.0.{1..4}/24 172.16.1.2/16 192.168.7.{1..2}/24 fd00:1::{1..2}/64
address peer p0 10.0.0.254/24 172.16.2.1/16 192.168.7.254/24 fd00:1::fe/64
address many9 v9 10.0.0.1/24
address peer9 v9 10.0.0.254/24
retry in_space many ping -q -c 1 10.0.0.254 >/dev/null
calm here h0
for net in ${NETS//,/ }; do
	echo "localnet add ${net%=*} name ${net#*=}"
done | ntopctl -n here -b -
patient here
watch here h0
watch here h1
capture many m0 "$WORK/h0"
capture peer p0 "$WORK/h1"

# ---- traffic: every pair its own amount, in several flows ----

start peer "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 tcp:80 tcp:8080 udp:53 >/dev/null
retry listening peer tcp 8080
for n in {1..4}; do
	in_space many ping -q -c "$n" -i 0.01 -s $((100 * n)) -I "10.0.0.$n" 10.0.0.254 >/dev/null
	in_space many ping -q -c 2 -i 0.01 -I "10.0.0.$n" 10.0.0.254 >/dev/null
done
in_space many ping -q -c 3 -i 0.01 -I 172.16.1.2 172.16.2.1 >/dev/null
for n in 1 2; do
	in_space many ping -q -c $((5 * n)) -i 0.01 -I "192.168.7.$n" 192.168.7.254 >/dev/null
	in_space many ping -q -c $((3 * n)) -i 0.01 -s 700 -I "fd00:1::$n" fd00:1::fe >/dev/null
	in_space many ping -q -c 2 -i 0.01 -I "fd00:1::$n" fd00:1::fe >/dev/null
done
in_space many9 ping -q -c 6 -i 0.01 10.0.0.254 >/dev/null
in_space many "${PYTHON[@]}" "$E2E/peer.py" ask 10.0.0.254 61001-tcp:80 61002-tcp:8080 61003-udp:53 61004-tcp:80
in_space many "${PYTHON[@]}" "$E2E/peer.py" ask 192.168.7.254 61005-tcp:80 61006-udp:53
captured many m0 "$WORK/h0"
captured peer p0 "$WORK/h1"

# ---- against tcpdump ----

# Each question goes to the kernel in words, and to talkers.py in Python.
WORDS=() QUESTIONS=()
question() {
	WORDS+=("sort $1 limit $2${3:+ $3}")
	QUESTIONS+=("$1 $2 $4")
}

question octets 1000 "" True
question packets 1000 "" True
for n in 1 3 7; do
	question octets $n "" True
	question packets $n "" True
	question octets $n "family 4 dev h1" "f.dev == 'h1' and min(f.addrs).version == 4"
done
question octets 1000 "dev h0" "f.dev == 'h0'"
question octets 1000 "host 10.0.0.3" "'10.0.0.3' in map(str, f.addrs)"
question octets 1000 "host fd00:1::fe" "'fd00:1::fe' in map(str, f.addrs)"
question octets 1000 "net 192.168.0.0/16" "any(a in net('192.168.0.0/16') for a in f.addrs)"
question octets 1000 "net dmz" "'dmz' in names"
question octets 1000 "l4 icmp" "f.l4 == 1"
question octets 1000 "l4 tcp" "f.l4 == 6"
question octets 1000 "port 80" "80 in f.ports"
question octets 1000 "port 61006" "61006 in f.ports"
question octets 1000 "vlan 9" "f.vlan == 9"
question octets 1000 "vlan 0" "f.vlan == 0"
question octets 1000 "family 6" "min(f.addrs).version == 6"
question octets 1000 "local" "names != {None}"
question octets 1000 "remote" "None in names"
question octets 1000 "l4 udp net office" "f.l4 == 17 and 'office' in names"
question octets 1000 "port 9" "False"
printf 'talker show %s\n' "${WORDS[@]}" | ntopctl -j -n here -b - >"$WORK/answers"
mapfile -t want < <(printf '%s\n' "${QUESTIONS[@]}" |
	"${PYTHON[@]}" "$E2E/talkers.py" "$NETS" "$WORK/h0.txt=h0" "$WORK/h1.txt=h1")
printf '%s\n' "${QUESTIONS[@]}" | jq -R 'split(" ")[0]' | jq -s -c . >"$WORK/orders"
mapfile -t got < <(jq -n -c --slurpfile orders "$WORK/orders" '
	def side: [.addr, .localnet, .packets, .octets];
	[inputs] | to_entries[] | $orders[0][.key] as $order | .value[0] | {
		pairs,
		keys: [.talkers[] | .a[$order] + .b[$order]],
		rows: (if .pairs > (.talkers | length) then null else
			.talkers | map([.interface, .vlan // 0] + (.a | side) + (.b | side) + [.flows])
		end)
	}' "$WORK/answers")
# tojson sorts arrays otherwise than Python: both in one way
sorted() {
	jq -c '.rows |= (. // [] | sort)' <<<"$1"
}
for i in "${!WORDS[@]}"; do
	is "talker show ${WORDS[i]}" "$(sorted "${want[i]-1}")" "$(sorted "${got[i]-2}")"
done
is "so many pairs on each interface, and VLAN 9's apart, beside what asks for neighbours" 20 \
	"$(jq '[.rows[] | select(.[2] + .[6] | test("fe80|ff02") | not)] | length' <<<"${got[0]}")"
more "the questions differ in their answers" 15 "$(printf '%s\n' "${got[@]}" | sort -u | wc -l)"
more "a pair of many flows" 6 "$(jq '[.rows[][-1]] | max' <<<"${got[0]}")"
is "several pairs are put the other way round than their addresses" true \
	"$(jq '[.rows[] | select(.[2] == "192.168.7.254" and .[6] == "192.168.7.1")] | length == 2' <<<"${got[0]}")"
is "nothing is left out" '{"packets":0,"octets":0,"flows":0}' \
	"$(jq -s -c 'map(.[0].left_out) | unique[]' "$WORK/answers")"

# ---- against flows and devices ----

quiet here h0
read -r _ total_packets total_octets < <(grep ^total "$WORK/h0.txt")
ntopctl -j -n here -b - >"$WORK/both" <<END
flow show
talker show sort last limit 1000
interface show h0
END
mapfile -t got < <(jq -s -r '
	def sum(f): map(f) | add // 0;
	.[0] as $flows | .[1][0].talkers as $talkers | .[2][0] as $dev |
	($flows | "\(length) \(sum(.packets)) \(sum(.octets))"),
	($talkers | "\(sum(.flows)) \(sum(.a.packets + .b.packets)) \(sum(.a.octets + .b.octets))"),
	($flows | group_by([.interface, .vlan, ([.client.addr, .server.addr] | sort)])
		| map(map(.last) | max) | sort | reverse | tojson),
	($talkers | map(.last) | tojson),
	([$talkers[] | select(.interface == "h0")] as $mine | ($dev.parts | sum(.packets)) as $rest
		| "\(($mine | sum(.a.packets + .b.packets)) + $rest) \(($mine | sum(.a.octets + .b.octets)) + ($dev.parts | sum(.octets)))"),
	($talkers | map(select((.a.localnet != null) != .a.local or (.b.localnet != null) != .b.local)) | length)
	' "$WORK/both")
is "all pairs are all flows: flows, packets, octets" "${got[0]}" "${got[1]}"
is "last of a pair is its flows' newest; in their order" "${got[2]}" "${got[3]}"
is "pairs and what is not IP are all frames" "$total_packets $total_octets" "${got[4]}"
is "which the device counted" "$((RX_PACKETS + TX_PACKETS))" "${got[4]% *}"
is "whoever has a network's name is local" 0 "${got[5]}"

# ---- rates ----

# Two pairs talk on. Rates change once a second: asked for until those of the flows are
# the same before and after, when the pairs' must be their sums.
start many ping -q -i 0.1 -s 1000 -I 10.0.0.3 10.0.0.254 >/dev/null
start many ping -q -i 0.1 -s 300 -I 10.0.0.3 10.0.0.254 >/dev/null
start many ping -q -i 0.1 -s 100 -I fd00:1::2 fd00:1::fe >/dev/null
rates() {
	ntopctl -j -n here -b - >"$WORK/rates" <<-END
		flow show min-rate 8
		talker show limit 1000
		flow show min-rate 8
	END
	mapfile -t RATES < <(jq -s -r '
		def pairs: group_by([.interface, .vlan, ([.client.addr, .server.addr] | sort)])
			| map([.[0].interface, length, (map(.client.octets_per_second + .server.octets_per_second) | add)])
			| sort_by(-.[2], .[0]) | tojson;
		(.[0] | pairs), (.[2] | pairs),
		(.[1][0].talkers | map([.interface, .flows, .a.octets_per_second + .b.octets_per_second]) | tojson),
		(.[1][0].talkers | map("\(.a.addr) \(.b.addr)") | unique | tojson)' "$WORK/rates")
	[ "${RATES[0]}" = "${RATES[1]}" ] && [ "$(jq length <<<"${RATES[0]}")" = 4 ]
}
retry rates || echo "# the rates never were at rest: ${RATES[*]}"
is "by rate: sums of the flows that have one, fastest first" "${RATES[0]}" "$(
	jq -c 'sort_by(-.[2], .[0])' <<<"${RATES[2]}")"
is "ranked by the rate" "$(jq -c 'map(.[2]) | sort | reverse' <<<"${RATES[2]}")" \
	"$(jq -c 'map(.[2])' <<<"${RATES[2]}")"
is "by rate: only who talks" '["10.0.0.3 10.0.0.254","fd00:1::2 fd00:1::fe"]' "${RATES[3]}"
# Only the sum of both flows of a pair is nearly as fast as the fastest pair is, neither flow
# alone: asked for between two answers without a floor that are the same.
floor() {
	local least
	least=$(ask here talker show limit 1 '.[0].talkers[0] | (.a.octets_per_second + .b.octets_per_second) * 36 / 5 | floor')
	ntopctl -j -n here -b - >"$WORK/floor" <<-END
		talker show limit 1000
		talker show limit 1000 min-rate $least
		talker show limit 1000
	END
	mapfile -t FLOOR < <(jq -s -c --argjson least "$least" '
		def pairs: map([.interface, .a.addr, .b.addr, .a.octets_per_second + .b.octets_per_second]) | sort;
		(.[0][0].talkers | pairs), (.[2][0].talkers | pairs),
		(.[0][0].talkers | pairs | map(select(.[3] * 8 >= $least))), (.[1][0].talkers | pairs)' "$WORK/floor")
	[ "${FLOOR[0]}" = "${FLOOR[1]}" ] && [ "${FLOOR[2]}" != "[]" ] && [ "${FLOOR[2]}" != "${FLOOR[0]}" ]
}
retry floor || echo "# the rates never were at rest, or none or all are as fast: ${FLOOR[*]}"
is "min-rate is the pair's" "${FLOOR[2]}" "${FLOOR[3]}"
is "which some have, and some have not" "true 4" \
	"$(jq 'length > 0 and length < 4' <<<"${FLOOR[3]}") $(jq length <<<"${FLOOR[0]}")"
for pid in "${BACKGROUND[@]: -3}"; do
	stop "$pid"
done

# ---- a capture's rates are averages ----

ntopctl -n here read "$WORK/h0" as tape >/dev/null 2>&1
ntopctl -j -n here -b - >"$WORK/tape" <<END
flow show dev tape
talker show dev tape sort rate limit 1000
END
mapfile -t got < <(jq -s -r '
	def rate: .client.octets_per_second + .server.octets_per_second;
	(.[0] | group_by([.vlan, ([.client.addr, .server.addr] | sort)]) | map(map(rate) | add)
		| sort | reverse | tojson),
	(.[1][0].talkers | map(.a.octets_per_second + .b.octets_per_second) | tojson)' "$WORK/tape")
is "offline: by rate" "${got[0]}" "${got[1]}"
more "offline: so many" 10 "$(jq length <<<"${got[1]}")"
ntopctl -n here interface del tape

# ---- more pairs than there is room for ----

"${PYTHON[@]}" "$E2E/talkers.py" flood "$WORK/flood" 70000
ntopctl -n peer config set flows_max 100000
ntopctl -n peer read "$WORK/flood" as flood >/dev/null 2>&1
is "70,000 flows" 70000 "$(ask peer interface show flood '.[].flows')"
is "65,536 pairs, and what is in none" '65536 {"packets":4464,"octets":267840,"flows":4464} 16384' \
	"$(ask peer talker show sort octets limit 16384 '.[0] | "\(.pairs) \(.left_out | tojson) \(.talkers | length)"')"
has "in words" "4464 flows, 4464 packets" "$(ntopctl -r -n peer talker show sort octets limit 1)"
is "by rate as well" 4464 "$(ask peer talker show '.[0].left_out.flows')"
is "a filter makes room" "32768 0" \
	"$(ask peer talker show net 10.0.0.0/17 sort octets '.[0] | "\(.pairs) \(.left_out.flows)"')"
is "and 256 of them all are there" "256 256" \
	"$(ask peer talker show net 10.0.5.0/24 sort packets limit 1000 '.[0] | "\(.pairs) \(.talkers | map(.a.addr) | unique | length)"')"

# While the table is replaced again and again, an answer has all 70,000 flows, which all have
# a pair of their own, or it says that the table was rebuilt.
(
	trap 'exit 0' TERM
	while :; do
		printf 'config set flows_max %s\n' 200000 100000 200000 100000 | ntopctl -n peer -b -
	done
) &
BACKGROUND+=($!)
whole=0 told=0 wrong=
for _ in {1..12}; do
	sum=$(ask peer talker show sort octets limit 1 '.[0] | .pairs + .left_out.flows' 2>"$WORK/said")
	if grep -q rebuilt "$WORK/said"; then
		((++told))
	elif [ "$sum" = 70000 ]; then
		((++whole))
	else
		wrong+="$sum "
	fi
done
stop "${BACKGROUND[-1]}"
is "whole, or it is told ($whole and $told times)" "" "$wrong"

# ---- what makes no sense ----

refused "sort first" 1 "first" ntopctl -n here talker show sort first
refused "a limit that is too large" 1 "16384" ntopctl -n here talker show limit 16385
refused "an interface nobody watches" 1 "nobody" ntopctl -n here talker show dev nobody
is "no watched interface, no pair" '[{"pairs":0,"left_out":{"packets":0,"octets":0,"flows":0},"talkers":[]}]' \
	"$(ntopctl -j -n many talker show | tr -d '\n')"
sum_rule here "the sum rule"
