#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# networks: local networks and hosts add up to the interface, and what is asked of
# flows and hosts in words is what jq picks out of all of them.
#
#  +-- many ----------------+    +-- here ---------------------+
#  |                     m0 +----+ h0                          |
#  | 10.0.0.1-6    office   |    | 10.0.1.1   servers          |
#  | 192.168.7.1   office   |    | 192.168.7.254 remote        |
#  | 192.168.7.2-3 remote   |    | fd00:1::fe    office        |
#  | fd00:1::1-2   office   |    | (watches h0)                |
#  +------------------------+    +-----------------------------+
# shellcheck disable=SC2016 # variables in quotes are jq's
. "$(dirname "$0")/lib.sh"

space many here
pair many m0 here h0
address many m0 10.0.0.{1..6}/16 192.168.7.{1..3}/24 fd00:1::{1..2}/64
address here h0 10.0.1.1/16 192.168.7.254/24 fd00:1::fe/64
ip -n many -batch - <<END
link add link m0 name m0.9 type vlan id 9
addr add 10.9.0.1/24 dev m0.9
link set m0.9 up
END
ip -n here -batch - <<END
link add link h0 name h0.9 type vlan id 9
addr add 10.9.0.254/24 dev h0.9
link set h0.9 up
END
in_space many ping -q -c 1 10.0.1.1 >/dev/null
calm here h0
ntopctl -n here -b - <<END
localnet add 10.0.0.0/24 name office
localnet add fd00:1::/120 name office
localnet add 10.0.1.0/24 name servers
localnet add 10.0.1.64/26
localnet add 192.168.7.1/32 name office
END
patient here
watch here h0
# what came while it was hooked ended when it was watched anew
since=$(ask here stats '.[].ended_next')

# ---- traffic: every host its own amount ----

start here "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 tcp:80 tcp:8080 udp:53 >/dev/null
retry listening here tcp 8080
for n in {1..6}; do
	in_space many ping -q -c "$n" -i 0.01 -s $((100 * n)) -I "10.0.0.$n" 10.0.1.1 >/dev/null
done
for n in {1..3}; do
	in_space many ping -q -c $((2 * n)) -i 0.01 -I "192.168.7.$n" 192.168.7.254 >/dev/null
done
in_space many ping -q -c 3 -i 0.01 -I fd00:1::2 fd00:1::fe >/dev/null
in_space many ping -q -c 2 -i 0.01 10.9.0.254 >/dev/null
in_space many "${PYTHON[@]}" "$E2E/peer.py" ask 10.0.1.1 61001-tcp:80 61002-tcp:8080 61003-udp:53 61004-tcp:80
in_space many "${PYTHON[@]}" "$E2E/peer.py" ask 192.168.7.254 61005-tcp:80 61006-udp:53
calm here h0
folded here

# ---- sums ----

dump() {
	ntopctl -j -n here "$@" >"$WORK/${1}s"
}

quiet here h0
dump flow show
dump host show
dump localnet show
dump interface show
dump ended show since "$since"
# What jq shall know: all of it in one object.
jq -n '{flows: $flows[0], hosts: $hosts[0], nets: $nets[0], interface: $interfaces[0][0],
	ended: $ended[0]}' \
	--slurpfile flows "$WORK/flows" --slurpfile hosts "$WORK/hosts" \
	--slurpfile nets "$WORK/localnets" --slurpfile interfaces "$WORK/interfaces" \
	--slurpfile ended "$WORK/endeds" >"$WORK/all"
is "interface as ip -s link" "$RX_PACKETS $TX_PACKETS" "$IN_PACKETS $OUT_PACKETS"

# Definitions for jq: what ours are called, and whom an address belongs to.
cat >"$WORK/defs" <<'END'
def sum(f): map(f) | add // 0;
def both(f): "\(sum(f.packets)) \(sum(f.octets))";
def net: if test("^10\\.0\\.0\\.") or test("^fd00:1::[0-9a-f]{1,2}$") or . == "192.168.7.1" then "office"
	elif test("^10\\.0\\.1\\.") then "servers" else null end;
def sides: .flows[] | [.client, .server], [.server, .client];
def way($from; $to): [sides | select((.[0].addr | net) as $a | (.[1].addr | net) as $b
	| ($from == "*" or ($a != null) == $from) and ($to == "*" or ($b != null) == $to)) | .[0]];
END

# equal NAME FILTER FILTER: both say the same of everything, and not nothing.
EQUALS=()
equal() {
	EQUALS+=("$1" "$2" "$3")
}

compare() {
	local i program='' got
	for ((i = 0; i < ${#EQUALS[@]}; i += 3)); do
		program+="${program:+,} (${EQUALS[i + 1]} | tostring), (${EQUALS[i + 2]} | tostring)"
	done
	mapfile -t got < <(jq -r "$(<"$WORK/defs") $program" "$WORK/all")
	for ((i = 0; i < ${#EQUALS[@]}; i += 3)); do
		is "${EQUALS[i]}" "${got[i / 3 * 2]}" "${got[i / 3 * 2 + 1]}"
	done
}

equal "no flow ended yet" '[]' '.ended'
equal "flows and what is not IP are the interface's totals" \
	'.interface | "\(.received.packets + .sent.packets) \(.received.octets + .sent.octets)"' \
	'"\((.flows | sum(.packets)) + (.interface.parts | sum(.packets))) \((.flows | sum(.octets)) + (.interface.parts | sum(.octets)))"'
equal "localities add up to all flows" '.flows | "\(sum(.packets)) \(sum(.octets))"' \
	'[.interface.locality[]] | "\(sum(.packets)) \(sum(.octets))"'
equal "local to local" 'way(true; true) | "\(sum(.packets)) \(sum(.octets))"' \
	'.interface.locality.local_local | "\(.packets) \(.octets)"'
equal "local to remote" 'way(true; false) | "\(sum(.packets)) \(sum(.octets))"' \
	'.interface.locality.local_remote | "\(.packets) \(.octets)"'
equal "remote to local" 'way(false; true) | "\(sum(.packets)) \(sum(.octets))"' \
	'.interface.locality.remote_local | "\(.packets) \(.octets)"'
equal "remote to remote" 'way(false; false) | "\(sum(.packets)) \(sum(.octets))"' \
	'.interface.locality.remote_remote | "\(.packets) \(.octets)"'
for net in 10.0.0.0/24 fd00:1::/120 10.0.1.0/24 10.0.1.64/26 192.168.7.1/32; do
	base=${net%/*} base=${base%0}
	[ $net != 10.0.1.64/26 ] || base=10.0.1.never
	mine="[sides | select((.[0].addr | startswith(\"$base\")) and (.[1].addr | startswith(\"$base\") | not)) | .[0]]"
	theirs="[sides | select((.[1].addr | startswith(\"$base\")) and (.[0].addr | startswith(\"$base\") | not)) | .[0]]"
	inside="[sides | select((.[1].addr | startswith(\"$base\")) and (.[0].addr | startswith(\"$base\"))) | .[0]]"
	if [ $net = fd00:1::/120 ]; then
		mine=${mine//$base/fd00:1::} theirs=${theirs//$base/fd00:1::} inside=${inside//$base/fd00:1::}
	fi
	equal "network $net: sent, received, internal, hosts" \
		"\"\\($mine | sum(.packets)) \\($mine | sum(.octets)) \\($theirs | sum(.packets)) \\(
		$inside | sum(.octets)) \\([.hosts[] | select(.localnet != null and (.addr | startswith(\"$base\")))] | length)\"" \
		".nets[] | select(\"\\(.addr)/\\(.prefix)\" == \"$net\") | \"\\(.sent.packets) \\(.sent.octets) \\(
		.received.packets) \\(.internal.octets) \\(.hosts)\""
done
equal "every host: its totals are its sides of its flows" \
	'[.flows[] | (.vlan as $v | ({a: .client.addr, v: $v, s: .client, r: .server}, {a: .server.addr, v: $v, s: .server, r: .client}))]
	| group_by([.a, .v]) | map("\(.[0].a) \(.[0].v) \(sum(.s.packets)) \(sum(.s.octets)) \(sum(.r.packets)) \(sum(.r.octets)) \(length)") | sort' \
	'.hosts | map("\(.addr) \(.vlan) \(.sent.packets) \(.sent.octets) \(.received.packets) \(.received.octets) \(.flows)") | sort'
equal "every host: its protocols" \
	'[.flows[] | (if .l4 == 6 then "tcp" elif .l4 == 17 then "udp" elif .l4 == 1 or .l4 == 58 then "icmp" else "other" end) as $l
	| .vlan as $v | ({k: "\(.client.addr) \($v) \($l)", s: .client, r: .server}, {k: "\(.server.addr) \($v) \($l)", s: .server, r: .client})]
	| group_by(.k) | map("\(.[0].k) \(sum(.s.octets)) \(sum(.r.octets))") | sort' \
	'[.hosts[] | .addr as $a | .vlan as $v | .l4 | to_entries[] | select(.value.sent.packets + .value.received.packets > 0)
	| "\($a) \($v) \(.key) \(.value.sent.octets) \(.value.received.octets)"] | sort'
equal "every host: in which network" '.hosts | map("\(.addr) \(.addr | net)")' \
	'.hosts | map("\(.addr) \(.localnet)")'
equal "every host: flows as client and server" \
	'[.flows[] | .vlan as $v | {k: "\(.client.addr) \($v)", c: 1, s: 0}, {k: "\(.server.addr) \($v)", c: 0, s: 1}]
	| group_by(.k) | map("\(.[0].k) \(sum(.c)) \(sum(.s))") | sort' \
	'.hosts | map("\(.addr) \(.vlan) \(.flows_client) \(.flows_server)") | sort'
compare

# ---- questions ----

# Each question goes to the kernel and to jq. All answers come from one ntopctl.
QUESTIONS=() PROGRAM=''
question() {
	QUESTIONS+=("$1")
	PROGRAM+="${PROGRAM:+,}($2)"
}

key='"\(.vlan) \(.l4) \(.client.addr) \(.client.port) \(.server.addr) \(.server.port) \(.icmp)"'
picks() {
	question "flow show $1" "[.flows[] | select($2) | $key] | sort"
}

picks "dev h0" true
picks "host 10.0.0.3" '.client.addr == "10.0.0.3" or .server.addr == "10.0.0.3"'
picks "host fd00:1::2" '.client.addr == "fd00:1::2" or .server.addr == "fd00:1::2"'
picks "net 192.168.0.0/16" '[.client.addr, .server.addr] | any(startswith("192.168."))'
picks "net fd00:1::/64" '[.client.addr, .server.addr] | any(startswith("fd00:1:"))'
picks "net office" '[.client.addr, .server.addr] | any(net == "office")'
picks "net servers" '[.client.addr, .server.addr] | any(net == "servers")'
picks "l4 tcp" '.l4 == 6'
picks "l4 17" '.l4 == 17'
picks "l4 icmpv6" '.l4 == 58'
picks "port 80" '.client.port == 80 or .server.port == 80'
picks "port 61006" '.client.port == 61006 or .server.port == 61006'
picks "port 0" false
picks "vlan 9" '.vlan == 9'
picks "vlan 0" '.vlan == null'
picks "family 4" '.family == 4'
picks "family 6" '.family == 6'
picks "local" '[.client.addr, .server.addr] | any(net != null)'
picks "remote" '[.client.addr, .server.addr] | any(net == null)'
picks "min-rate 1000G" false
picks "l4 tcp net office port 80 local" '.l4 == 6 and (.client.port == 80 or .server.port == 80) and ([.client.addr, .server.addr] | any(net == "office"))'
picked='"\(.addr) \(.vlan)"'
hosts() {
	question "host show $1" "[.hosts[] | select($2) | $picked] | sort"
}

hosts "dev h0" true
hosts "host 10.0.0.3" '.addr == "10.0.0.3"'
hosts "net 10.0.0.0/15" '.addr | startswith("10.0.")'
hosts "net office" '.addr | net == "office"'
hosts "vlan 9" '.vlan == 9'
hosts "family 6" '.addr | test(":")'
hosts "local" '.addr | net != null'
hosts "remote" '.addr | net == null'
printf '%s\n' "${QUESTIONS[@]}" | ntopctl -j -n here -b - >"$WORK/answers"
mapfile -t want < <(jq -c "$(<"$WORK/defs") $PROGRAM" "$WORK/all")
mapfile -t got < <(jq -c "$(<"$WORK/defs") [.[] | if has(\"client\") then $key else $picked end] | sort" \
	"$WORK/answers")
for i in "${!QUESTIONS[@]}"; do
	is "${QUESTIONS[i]}" "${want[i]}" "${got[i]-nothing}"
done
more "the questions differ in their answers" 20 "$(printf '%s\n' "${got[@]}" | sort -u | wc -l)"

# Ranked in the kernel: the keys in order, as ties have none.
QUESTIONS=() PROGRAM='' ORDERS=''
ranks() {
	QUESTIONS+=("$1")
	PROGRAM+="${PROGRAM:+,}($2)"
	ORDERS+="${ORDERS:+,}$3"
}

for n in 1 5 1000; do
	ranks "flow show sort octets limit $n" "[.flows[].octets] | sort | reverse | .[:$n]" octets
	ranks "flow show sort packets limit $n" "[.flows[].packets] | sort | reverse | .[:$n]" packets
	ranks "flow show sort last limit $n" "[.flows[].last] | sort | reverse | .[:$n]" last
	ranks "flow show sort first limit $n" "[.flows[].first] | sort | .[:$n]" first
	ranks "host show sort octets limit $n" "[.hosts[] | .sent.octets + .received.octets] | sort | reverse | .[:$n]" total
	ranks "host show sort first limit $n" "[.hosts[].first] | sort | .[:$n]" first
done
ranks "flow show l4 icmp sort packets limit 4" '[.flows[] | select(.l4 == 1).packets] | sort | reverse | .[:4]' packets
ranks "flow show limit 7" '[range(7) | 0]' nothing
printf '%s\n' "${QUESTIONS[@]}" | ntopctl -j -n here -b - >"$WORK/answers"
mapfile -t want < <(jq -c "$PROGRAM" "$WORK/all")
IFS=, read -ra orders <<<"$ORDERS"
mapfile -t got < <(jq -c -n --argjson orders "$(printf '%s\n' "${orders[@]}" | jq -R . | jq -s -c .)" '
	[inputs] | to_entries[] | $orders[.key] as $o | .value | map(if $o == "total" then .sent.octets + .received.octets
	elif $o == "nothing" then 0 else .[$o] end)' "$WORK/answers")
for i in "${!QUESTIONS[@]}"; do
	is "${QUESTIONS[i]}" "${want[i]}" "${got[i]-nothing}"
done

# ---- the end of flows ----

# Ended, their packets and octets stay: in hosts, networks, and the ended total.
ntopctl -n here flow reset
dump host show
dump ended show
dump interface show
jq -n '{flows: $flows[0], hosts: $hosts[0], interface: $interfaces[0][0], ended: $ended[0]}' \
	--slurpfile flows "$WORK/flows" --slurpfile hosts "$WORK/hosts" \
	--slurpfile interfaces "$WORK/interfaces" --slurpfile ended "$WORK/endeds" >"$WORK/all"
EQUALS=()
equal "flow reset: the same flows, now ended" \
	"[.flows[] | \"\\($key) \\(.packets) \\(.octets)\"] | sort" \
	"[.ended[] | select(.end == \"reset\") | \"\\($key) \\(.packets) \\(.octets)\"] | sort"
equal "flow reset: the interface's total of ended flows" \
	'.flows | "\(length) \(sum(.packets)) \(sum(.octets))"' \
	'.interface | "\(.ended.flows) \(.ended.packets) \(.ended.octets)"'
equal "flow reset: idle hosts are forgotten" '[]' '.hosts'
compare
sum_rule here "the sum rule"

# ---- of which second totals are ----

# uptime: nanoseconds since the machine's start.
uptime() {
	awk '{ printf "%.0f", $1 * 1e9 }' /proc/uptime
}

# ticked TIME: has a second ended since?
ticked() {
	[ "$(ask here stats '.[].tick_time_ns')" -gt "$1" ]
}

# While packets come, totals of networks change with the seconds of the worker only.
start many ping -q -i 0.02 -I 10.0.0.1 10.0.1.1 >/dev/null
begin=$(uptime)
for _ in {1..5}; do
	retry ticked "$(uptime)"
	for _ in {1..3}; do
		printf '%s\n' stats 'localnet show' 'localnet show' stats | ntopctl -j -n here -b -
	done
done >"$WORK/ticks"
until=$(uptime)
stop "${BACKGROUND[-1]}"
mapfile -t got < <(jq -s -c --argjson begin "$begin" --argjson until "$until" '
	map(.[0].tick_time_ns // map([.network, .sent, .received, .internal]))
	| [range(0; length; 4) as $i | .[$i:$i + 4]]
	| [.[] | select(.[0] == .[3])] as $whole
	| (map(.[0], .[3]) | sort == . and .[0] > $begin and .[-1] < $until + 1e7),
	[$whole[] | select(.[1] != .[2])],
	($whole | length > 2),
	($whole | group_by(.[0]) | map(.[0][1]) | length == (unique | length))' "$WORK/ticks")
is "when a second ended is a moment of these" true "${got[0]}"
is "in one second totals are the same" "[]" "${got[1]}"
is "which was asked for" true "${got[2]}"
is "in each second they are others" true "${got[3]}"
