#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ntopd: what it records is what the device counted, octet by octet, also over a kill and a
# module that is loaded anew; devices that come late; reload; a second ntopd.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0  (recorded) |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

DATA=$WORK/data TRAFFIC=$WORK/data/interface/r0/traffic.rrd

cable() {
	local at
	pair left l0 right r0
	for at in left/l0 right/r0; do
		in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
	done
	address left l0 10.1.0.1/24
	address right r0 10.1.0.2/24
	in_space left ping -q -c 1 10.1.0.2 >/dev/null
	calm right r0
}

# configure LINE...: write ntopd's file.
configure() {
	printf '%s\n' "# of tests/e2e" "-d=$DATA" -U=nobody --step=1 "-G=$WORK/ntopd.pid" "$@" \
		>"$WORK/ntopd.conf"
}

# is_recorded_since TIME: there is a newer row.
is_recorded_since() {
	[ "$(rrdtool last "$TRAFFIC" 2>/dev/null || echo 0)" -gt "$1" ]
}

# run_ntopd: start it, and wait until it records.
run_ntopd() {
	local now
	now=$(date +%s)
	rm -f "$WORK/ntopd.pid"
	start right ntopd "$WORK/ntopd.conf" 2>>"$WORK/ntopd.log"
	NTOPD=$!
	retry test -s "$WORK/ntopd.pid"
	retry is_recorded_since "$now"
}

# rows SOURCE: the rates of all seconds that are known, from `BEGAN` on.
rows() {
	rrdtool fetch "$TRAFFIC" AVERAGE -r 1 -s "$BEGAN" -e "$(date +%s)" |
		awk -v source="$1" '
			NR == 1 { for (i = 1; i <= NF; i++) if ($i == source) column = i + 1 }
			NR > 2 && $column !~ /nan/ { print $column + 0 }'
}

# total SOURCE: all of it.
total() {
	rows "$1" | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

# recorded: received and sent, octets and packets, as `passed`.
recorded() {
	echo "$(total rx_packets) $(total rx_octets) $(total tx_packets) $(total tx_octets)"
}

# once COUNT: 20 frames a second of 1000 octets, there and back, and quiet seconds around,
# which are recorded.
once() {
	sleep 2
	in_space left ping -q -i 0.05 -s 958 -c "$1" 10.1.0.2 >/dev/null
	calm right r0
	retry is_recorded_since $(($(date +%s) + 1))
}

# burst COUNT: the same. What passed while nobody could ask for three seconds is recorded as
# unknown: then all is counted from here, and it goes once more.
burst() {
	stood
	for _ in {1..20}; do
		once "$1"
		stood
		[ "$STOOD" -gt 1500 ] || break
		link right r0
		BASE[right/r0]="$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
		BEGAN=$(date +%s) before=0
	done
}

watched() {
	[[ " $(ask right interface show '[.[].interface] | join(" ")') " = *" $1 "* ]]
}

not_watched() {
	! watched "$1"
}

chmod 711 "$WORK"
pulse
space left right
cable
configure -i=r0 -i=late0 -m=10.1.0.0/24=lab -X=1000
link right r0
BASE[right/r0]="$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
BEGAN=$(date +%s)
run_ntopd
retry watched r0
is "limit" 1000 "$(ask right config show flows_max '.[].value')"
is "user" nobody "$(ps -o user= -p "$(<"$WORK/ntopd.pid")")"
is "capabilities" 0000000000001000 "$(sed -n 's/^CapEff:\t//p' "/proc/$(<"$WORK/ntopd.pid")/status")"

burst 200
passed right r0
is "all octets and packets" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" "$(recorded)"
more "there was traffic" 200000 "$RX_OCTETS"
is "ntopctl history tells the same" "$RX_OCTETS $TX_OCTETS" \
	"$(ask right history interface r0 dir "$DATA" from "@$BEGAN" '.[].curves | map(.octets_total) | join(" ")')"
is "from remote to local: none, as both are" "0 0" "$(total remote_local) $(total local_remote)"
is "all that ping sent and got back is local" 400000 "$(total local_local)"

said=$(in_space right ntopd "$WORK/ntopd.conf" 2>&1)
status=$?
is "a second ntopd" "1, ntopd: $DATA: another ntopd records there, process $(<"$WORK/ntopd.pid")" \
	"$status, $said"

ip -n right link add late0 type dummy
retry watched late0
ok "a device that came late is watched"
since=$(ask right interface show r0 '.[].since')
configure -i=r0 -m=10.1.0.0/24=lab
kill -HUP "$NTOPD"
retry not_watched late0
is "a reload takes what is no longer in the file, and leaves the rest" "$since" \
	"$(ask right interface show r0 '.[].since')"
configure -i=r0 -nonsense
kill -HUP "$NTOPD"
retry grep -q "ntopd.conf:7: there is no = behind --dns-mode" "$WORK/ntopd.log"
ok "a bad file is told of, and changes nothing"
configure -i=r0 -m=10.1.0.0/24=lab

stop "$NTOPD" KILL
run_ntopd
burst 100
passed right r0
is "after kill -9, and start: nothing is lost" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" "$(recorded)"

# gap NAME COUNT: that many frames went there and back while ntopd did not look: each of the
# seconds is recorded as it was, of the interface and of who talked with whom.
gap() {
	passed right r0
	is "$1: nothing is lost" "$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS" "$(recorded)"
	is "$1: nor by locality" "$((locals + 2000 * $2))" "$(total local_local)"
	is "$1: no second is unknown" "" "$(unknown_since "$AWAY")"
	is "$1: no second has a spike" "" "$(rows rx_octets | awk '$1 > 60000')"
	is "$1: no part is above the sum" "" "$(above)"
}

# unknown_since TIME: the seconds from then on that are not known.
unknown_since() {
	rrdtool fetch "$TRAFFIC" AVERAGE -r 1 -s "$1" -e "$(rrdtool last "$TRAFFIC")" |
		awk 'NR > 2 && $2 ~ /nan/ && last { print last } { last = $2 ~ /nan/ ? $1 : "" }'
}

# above: the seconds in which the parts that ntopctl shows are more than the whole.
above() {
	ask right history interface r0 locality dir "$DATA" from "@$BEGAN" step 1 \
		'.[].curves | map(.octets_per_second) | transpose | .[] |
		select(.[-1] != null and (.[:-1] | map(. // 0) | add) > .[-1] + 0.01) | tostring'
}

locals=$(total local_local) AWAY=$(date +%s)
kill -STOP "$NTOPD"
in_space left ping -q -i 0.05 -s 958 -c 240 10.1.0.2 >/dev/null
kill -CONT "$NTOPD"
calm right r0
retry is_recorded_since $(($(date +%s) + 1))
gap "stopped for twelve seconds" 240
locals=$(total local_local) AWAY=$(date +%s)
stop "$NTOPD"
in_space left ping -q -i 0.05 -s 958 -c 500 10.1.0.2 >/dev/null
calm right r0
run_ntopd
retry is_recorded_since $(($(date +%s) + 1))
gap "away for half a minute" 500

before=$(total rx_octets)
rmmod kntop
retry grep -q "the module kntop is not loaded" "$WORK/ntopd.log"
sleep 2
more "while there is no module, nobody loads it" 1 "$([ ! -d /sys/module/kntop ] && echo 1)"
modprobe kntop
retry watched r0
link right r0
BASE[right/r0]="$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
burst 100
passed right r0
is "a module that is loaded anew: what it counts" "$((before + RX_OCTETS))" "$(total rx_octets)"
# 20 frames a second, and room for a second in which ping was late; all at once were 400,000.
is "no second has a spike" "" "$(rows rx_octets | awk '$1 > 60000')"

# A filter, on what ntopd added only, and taken away again: no counter is lost.
filter_is() {
	[ "$(ask right interface show r0 '.[].filter')" = "$1" ]
}
since=$(ask right interface show r0 '.[].since')
ntopctl -n right interface add late0
configure -i=r0 -i=late0 -m=10.1.0.0/24=lab '-B="not udp"'
kill -HUP "$NTOPD"
retry filter_is "not udp"
in_space left bash -c 'for i in 1 2 3 4 5; do echo $i >/dev/udp/10.1.0.2/9; done'
once 20
passed right r0
counted right r0
is "a filter: what it leaves out is recorded nowhere" \
	"$((before + IN_OCTETS)) 5 $RX_PACKETS" \
	"$(total rx_octets) $(ask right interface show r0 '.[] | "\(.filtered.received.packets) \(.received.packets + .filtered.received.packets)"')"
is "not on what somebody else added" null "$(ask right interface show late0 '.[].filter')"
configure -i=r0 '-B="udp udp"'
kill -HUP "$NTOPD"
retry grep -q "ntopd.conf:7: can't parse filter expression: syntax error" "$WORK/ntopd.log"
ok "a bad filter is told of, with its line"
configure -i=r0 -i=late0 -m=10.1.0.0/24=lab
kill -HUP "$NTOPD"
retry filter_is null
is "and taken away" "$since" "$(ask right interface show r0 '.[].since')"

# The clock is set while nobody looks: the time that never was is not made up.
stop "$NTOPD"
AWAY=$(date +%s)
date -s "@$((AWAY + 20))" >/dev/null
run_ntopd
has "a clock that was set meanwhile is noticed" "the clock was set meanwhile" "$(<"$WORK/ntopd.log")"
has "and nothing is made up of that time" nan \
	"$(rrdtool fetch "$TRAFFIC" AVERAGE -r 1 -s $((AWAY + 9)) -e $((AWAY + 10)) | tail -n 1)"
date -s "@$(($(date +%s) - 20))" >/dev/null

# The clock is set while nobody looks: the time that never was is not made up.
stop "$NTOPD"
AWAY=$(date +%s)
date -s "@$((AWAY + 20))" >/dev/null
run_ntopd
has "a clock that was set meanwhile is noticed" "the clock was set meanwhile" "$(<"$WORK/ntopd.log")"
has "and nothing is made up of that time" nan \
	"$(rrdtool fetch "$TRAFFIC" AVERAGE -r 1 -s $((AWAY + 9)) -e $((AWAY + 10)) | tail -n 1)"
date -s "@$(($(date +%s) - 20))" >/dev/null

kill -TERM "$NTOPD"
wait "$NTOPD"
is "end" 0 $?
is "no process id any more" "" "$(cat "$WORK/ntopd.pid" 2>/dev/null)"
is "folders say what they are of" "kind=interface name=r0" "$(paste -sd' ' "$DATA/interface/r0/object")"
