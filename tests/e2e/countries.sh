#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# countries: where hosts are, and what the hosts of a country or AS sent and received. What
# they sent is known: so many pings of such a size. Where they are is what the command
# `location lookup` says of Debian's database.
#
#  +-- inside -------+   +-- here ---------+   +-- world ---------------------------+
#  | 10.0.0.1-2      |i0 | h0  (a bridge)  | w0| 8.8.8.8 8.8.4.4 1.1.1.1            |
#  | fd00:1::1       +---+ watched      h1 +---+ 193.0.6.139 2001:4860:4860::8888   |
#  +-----------------+   +-----------------+   | 10.0.0.254                         |
#                                              +------------------------------------+
# shellcheck disable=SC2016 # what is in quotes is jq's
. "$(dirname "$0")/lib.sh"

WORLD4="8.8.8.8 8.8.4.4 1.1.1.1 193.0.6.139"
WORLD6=2001:4860:4860::8888
space inside here world
pair inside i0 here h0
pair here h1 world w0
in_space here sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
ip -n here -batch - <<END
link add br0 type bridge mcast_snooping 0
link set h0 master br0
link set h1 master br0
link set br0 up
END
address inside i0 10.0.0.{1..2}/24 fd00:1::1/64
# shellcheck disable=SC2046,SC2086 # lists
address world w0 10.0.0.254/24 $WORLD6/128 $(printf '%s/32 ' $WORLD4)
# Nobody asks who a neighbour is: that would be traffic of the hosts, too.
mac() {
	local address
	read -r _ _ address _ <<<"$(ip -n "$1" -br link show "$2")"
	echo "$address"
}
for at in $WORLD4 10.0.0.254 $WORLD6; do
	echo "neigh replace $at lladdr $(mac world w0) dev i0 nud permanent"
done | ip -n inside -batch -
ip -n inside route add default dev i0
ip -n inside -6 route add default dev i0
ip -n world -6 route add fd00:1::/64 dev w0
for at in 10.0.0.1 10.0.0.2 fd00:1::1; do
	echo "neigh replace $at lladdr $(mac inside i0) dev w0 nud permanent"
done | ip -n world -batch -
calm here h0
ntopctl -n here localnet add 10.0.0.0/30 name office
ntopctl -n here localnet add fd00:1::/64 name office
patient here
watch here h0

# ---- traffic: a frame has 14 octets of Ethernet, 20 or 40 of IP, 8 of ICMP ----

# pings FROM TO COUNT SIZE
pings() {
	in_space inside ping -q -c "$3" -i 0.01 -s "$4" -I "$1" "$2" >/dev/null
}
pings 10.0.0.1 8.8.8.8 3 100		# 3 x 142
pings 10.0.0.1 8.8.4.4 2 56		# 2 x 98
pings fd00:1::1 $WORLD6 4 64		# 4 x 126
pings 10.0.0.2 1.1.1.1 5 200		# 5 x 242
pings 10.0.0.2 193.0.6.139 7 300	# 7 x 342
pings 10.0.0.1 10.0.0.254 1 56		# 1 x 98
folded here

# ---- where hosts are ----

claim "host show: places of all" "1.1.1.1 AU 13335
10.0.0.1 null null
10.0.0.2 null null
10.0.0.254 null null
193.0.6.139 NL 3333
2001:4860:4860::8888 US 15169
8.8.4.4 US 15169
8.8.8.8 US 15169
fd00:1::1 null null" 'map(select(.addr | startswith("f") | not), select(.addr == "fd00:1::1")) | sort_by(.addr)
	| .[] | "\(.addr) \(.country) \(.as_number)"'
claim "host show: names of ASes" "CLOUDFLARENET GOOGLE" \
	'map(select(.addr == "1.1.1.1" or .addr == "8.8.8.8") | .as_name) | sort | join(" ")'
claim "host show: anycast" "8.8.8.8" '.[] | select(.anycast and .country == "US" and .addr == "8.8.8.8") | .addr'
judge here host show
said=$(ntopctl -n here host show 193.0.6.139)
has "host show ADDRESS: all that is known" \
	"place         NL Netherlands, AS3333 Reseaux IP Europeens Network Coordination Centre (RIPE NCC)" "$said"
has "host show: a column" "193.0.6.139           h0   remote   NL AS3333" "$(ntopctl -n here host show)"
is "host show country: its hosts" "2001:4860:4860::8888 8.8.4.4 8.8.8.8" \
	"$(ask here host show country us 'map(.addr) | sort | join(" ")')"
is "host show as, sort, limit: ranked behind the choice" "2001:4860:4860::8888" \
	"$(ask here host show as AS15169 sort octets limit 1 '.[].addr')"
is "host show country none, local" "10.0.0.1 10.0.0.2 fd00:1::1" \
	"$(ask here host show country none local 'map(.addr) | sort | join(" ")')"
is "flow show -s: both ends" "null US" \
	"$(ask here -s flow show host 8.8.8.8 '.[] | "\(.client.country) \(.server.country)"')"
has "flow show -s: both ends, in text" "local office -> remote NL AS3333" "$(ntopctl -n here -s flow show host 193.0.6.139)"
is "flow show: a plain listing looks nothing up" false \
	"$(ask here flow show host 8.8.8.8 '.[0].server | has("country")')"

# ---- what they sent and received ----

# Those that are nowhere: three of the office, and 10.0.0.254.
ROW='"\(.hosts) \(.sent.packets) \(.sent.octets) \(.received.packets) \(.received.octets)"'
claim "country show: by each, to the octet" "AU 1 5 1210 5 1210
NL 1 7 2394 7 2394
US 3 9 1126 9 1126" "map(select(.country)) | sort_by(.country)[] | \"\(.country) \" + $ROW"
claim "country show: name" "Netherlands" '.[] | select(.country == "NL") | .country_name'
claim "country show: largest first" true 'map(.sent.octets + .received.octets) | . == (sort | reverse)'
judge here country show
claim "as show: by each, to the octet" "3333 1 7 2394 7 2394
13335 1 5 1210 5 1210
15169 3 9 1126 9 1126" "map(select(.as_number)) | sort_by(.as_number)[] | \"\(.as_number) \" + $ROW"
claim "as show: name" "CLOUDFLARENET" '.[] | select(.as_number == 13335) | .as_name'
judge here as show

# sums WORDS: hosts, flows and traffic, of the host table and added up by place.
SUM='"\(length) \(map(.flows) | add) \(map(.sent.packets) | add) \(map(.sent.octets) | add)'
SUM+=' \(map(.received.packets) | add) \(map(.received.octets) | add)"'
sums() {
	local by hosts
	# shellcheck disable=SC2086 # words
	hosts=$(ask here host show $1 "$SUM")
	for by in country as; do
		# shellcheck disable=SC2086 # words
		is "$by show $1: its lines are the host table's sum" "$hosts" \
			"$(ask here $by show $1 "(map(.hosts) | add) as \$n | $SUM | sub(\"^[0-9]+\"; \"\(\$n)\")")"
	done
}
sums ""
sums "remote"
sums "net office"
sums "family 6"
is "country show net 8.0.0.0/8: those of a network" "US 2 5 622 5 622" \
	"$(ask here country show net 8.0.0.0/8 ".[] | \"\(.country) \" + $ROW")"
is "country show as: one AS's" "US 3 9 1126 9 1126" \
	"$(ask here country show as 15169 ".[] | \"\(.country) \" + $ROW")"
is "country show sort hosts limit 1" null "$(ask here country show sort hosts limit 1 '.[].country')"
is "as show remote sort packets" "15169 3333 13335 null" \
	"$(ask here as show remote sort packets 'map(.as_number | tostring) | join(" ")')"
said=$(ntopctl -n here --raw country show remote)
has "country show: text says what the sum is" "Sum: 6 hosts of the host table now, 4828 sent, 4828 received" "$said"
has "country show: and whose data they are" "Places by /var/lib/location/database.db of 2" "$said"

# ---- without places, with wrong ones ----

is "--geo none: hosts have none" false "$(ask here --geo none host show '.[0] | has("country")')"
lacks "--geo none: no column" PLACE "$(ntopctl -n here --geo none host show)"
has "--geo none: all are in one line" "no place is known" "$(ntopctl -n here --geo none country show 2>&1)"
is "--geo none: a host show country finds none" 0 "$(ask here --geo none host show country US length)"
refused "--geo: no such file" 1 "geo: cannot open /nowhere/file: No such file or directory" \
	ntopctl -n here --geo /nowhere/file host show
printf 'LOCDBXX\1' >"$WORK/short"
refused "--geo: a damaged file" 1 "geo: cannot open $WORK/short: " ntopctl -n here --geo "$WORK/short" country show
refused "KNTOP_GEO: likewise, when it is needed" 1 "geo: cannot open /nowhere/file: " \
	env KNTOP_GEO=/nowhere/file ntopctl -n here host show
is "KNTOP_GEO: not before" 0 "$(KNTOP_GEO=/nowhere/file ntopctl -n here interface show >/dev/null 2>&1; echo $?)"
refused "country USA" 1 "country: 'USA' is no code of two letters" ntopctl -n here host show country USA
refused "as 0" 1 "as: '0' is no number of an autonomous system" ntopctl -n here as show as 0

# ---- in the live view, which shows who is busy ----

for at in 8.8.8.8 1.1.1.1 193.0.6.139; do
	start inside ping -q -i 0.2 "$at" >/dev/null
done
shown_places() {
	[ "$(ask here top page hosts --once '[.hosts[].country | values] | unique | join(" ")')" = "AU NL US" ]
}
retry shown_places
is "top: hosts have places" 0 $?
column() {
	TOP=$(COLUMNS=100 ntopctl -n here top page hosts --once)
	[[ $TOP = *"NL AS3333"* ]]
}
retry column
has "top: a column" "NL AS3333" "$TOP"
