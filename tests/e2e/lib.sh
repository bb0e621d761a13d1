# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # the tests read what is counted here
# What the end-to-end tests share: verdicts, network namespaces, counts of the
# kernel's own, and what ntopctl says. Sourced; `run` explains how tests start.
#
# Starting a process costs up to 50 ms in User Mode Linux. So the kernel's counts
# are read by the shell from /proc/PID/net, where PID is the process that holds a
# namespace, and jq answers many questions at once.
#
# The machine is slow when others are busy, and may stand still for seconds at any place. So
# nothing sleeps for a time that is hoped to be enough: what is waited for is asked for
# (retry, calm, folded), flows do not end meanwhile (patient), and where time itself counts
# the machine's own is the measure (pulse).
set -u -o pipefail
export LC_ALL=C

E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
PYTHON=(/usr/bin/python3 -I)
WORK=$(mktemp -d /run/kntop-e2e.XXXXXX)
# iperf3 unlinks its file and goes on writing, which the host's files over 9p refuse.
export TMPDIR=$WORK
# what `read` waits for in vain: no process is started for it
NEVER=$WORK/never
mkfifo "$NEVER"
declare -A HOLDER=()
NUMBER=0 FAILED=0 BACKGROUND=()

# ---- verdicts ---------------------------------------------------------------

# ok NAME: the test passed.
ok() {
	echo "ok $((++NUMBER)) - $1"
}

# not_ok NAME EXPECTED GOT: it did not. Of many lines those that differ.
not_ok() {
	local want=$2 got=$3
	if [[ $want$got == *$'\n'* ]]; then
		want=$(comm -23 <(sort <<<"$2") <(sort <<<"$3"))
		got=$(comm -13 <(sort <<<"$2") <(sort <<<"$3"))
	fi
	echo "not ok $((++NUMBER)) - $1"
	shown "  expected" "$want"
	shown "       got" "$got"
	FAILED=1
}

# shown LABEL TEXT: ten lines of it, not too long ones.
shown() {
	local line lines
	mapfile -t lines <<<"$2"
	for line in "${lines[@]:0:10}"; do
		echo "# $1: ${line:0:400}"
	done
	[ ${#lines[@]} -le 10 ] || echo "# $1: ... $((${#lines[@]} - 10)) lines more"
}

# skip NAME REASON: it cannot be done here.
skip() {
	echo "ok $((++NUMBER)) - $1 # SKIP $2"
}

# is NAME EXPECTED GOT: both are the same text.
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "$2" "$3"
	fi
}

# more NAME LEAST GOT, between NAME LEAST MOST GOT: a number in bounds.
more() {
	if [ -n "$3" ] && [ "$3" -ge "$2" ]; then ok "$1"; else not_ok "$1" ">= $2" "$3"; fi
}

between() {
	if [ -n "$4" ] && [ "$4" -ge "$2" ] && [ "$4" -le "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "$2 .. $3" "$4"
	fi
}

# has NAME TEXT IN: IN contains TEXT.
has() {
	case $3 in
	*"$2"*) ok "$1" ;;
	*) not_ok "$1" "... $2 ..." "$3" ;;
	esac
}

# lacks NAME TEXT IN: IN does not contain TEXT.
lacks() {
	case $3 in
	*"$2"*) not_ok "$1" "no \"$2\"" "$3" ;;
	*) ok "$1" ;;
	esac
}

# ---- namespaces -------------------------------------------------------------

# space NAME...: network namespaces, each held by a process of its own. Nobody speaks
# there unasked: no router solicitations, no address detection, no repeated reports
# to multicast routers, none that come late, no probes of neighbours.
space() {
	local name
	for name; do
		ip netns add "$name"
		nsenter --net="/run/netns/$name" sh -c '
			cd /proc/sys/net
			echo 0 >ipv6/conf/default/accept_ra
			echo 0 >ipv6/conf/default/accept_dad
			echo 0 >ipv6/conf/default/router_solicitations
			echo 1 >ipv6/conf/default/mldv1_unsolicited_report_interval
			echo 1 >ipv6/conf/default/mldv2_unsolicited_report_interval
			echo 1 >ipv4/igmp_qrv
			exec sleep 100000' &
		HOLDER[$name]=$!
		until [ "/proc/$!/exe" -ef /bin/sleep ]; do
			sleep 0.02
		done
		ip -n "$name" link set lo up
	done
}

# in_space NAME COMMAND...: run it there. start NAME COMMAND...: and do not wait;
# it is ended with the test at the latest, its process id is $!.
in_space() {
	nsenter --net="/run/netns/$1" "${@:2}"
}

start() {
	nsenter --net="/run/netns/$1" "${@:2}" &
	BACKGROUND+=($!)
}

# stop PID [SIGNAL]: end a process that was started, and wait for it.
stop() {
	kill -"${2:-TERM}" "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# pair SPACE DEV SPACE DEV: a cable, and neither end merges or splits packets, so
# that all who count count the same.
pair() {
	ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
	offload "$1" "$2" off
	offload "$3" "$4" off
	ip -n "$1" link set "$2" up
	ip -n "$3" link set "$4" up
}

# offload SPACE DEV on|off: superpackets, both ways.
offload() {
	in_space "$1" ethtool -K "$2" tso "$3" gso "$3" gro "$3" tx-udp-segmentation "$3" 2>/dev/null
}

# address SPACE DEV ADDRESS/PREFIX...
address() {
	local a
	for a in "${@:3}"; do
		echo "addr add $a dev $2"
	done | ip -n "$1" -batch -
}

# retry COMMAND...: until it succeeds, at most 300 times in half a minute: only a failure
# takes so long. Tries are counted, as a machine that stood still had none meanwhile.
retry() {
	local tries
	for ((tries = 0; tries < 300; tries++)); do
		"$@" && return
		sleep 0.1
	done
	return 1
}

# iperf SPACE WORDS...: iperf3 there; again if the server has not yet seen its last client go.
# What it says is in $WORK/iperf.
iperf() {
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		! in_space "$1" iperf3 "${@:2}" >"$WORK/iperf" 2>&1 || return 0
		grep -q busy "$WORK/iperf" || break
		sleep 0.1
	done
	cat "$WORK/iperf"
	return 1
}

# listening SPACE tcp|udp|tcp6|udp6 PORT: does a socket there wait for us?
listening() {
	local port line
	port=$(printf ':%04X' "$3")
	while read -r line; do
		# shellcheck disable=SC2086 # a line's words
		set -- "$1" "$2" "$port" $line
		case $5 in
		*"$port") [ "$7" = 0A ] || [ "$7" = 07 ] && return ;;
		esac
	done <"/proc/${HOLDER[$1]}/net/$2"
	return 1
}

# ---- what the kernel counted ------------------------------------------------

# link SPACE DEV: sets RX_PACKETS RX_OCTETS TX_PACKETS TX_OCTETS as `ip -s link`.
link() {
	local dev rest
	while read -r dev RX_OCTETS RX_PACKETS _ _ _ _ _ _ TX_OCTETS TX_PACKETS rest; do
		[ "$dev" != "$2:" ] || return 0
	done <"/proc/${HOLDER[$1]}/net/dev"
	return 1
}

# mib SPACE NAME...: sets MIB to these counters of nstat's, one after another.
mib() {
	local file name names values n want
	declare -A all=()
	for file in snmp netstat; do
		while read -ra names && read -ra values; do
			for n in "${!names[@]}"; do
				all[${names[0]%:}${names[n]}]=${values[n]}
			done
		done <"/proc/${HOLDER[$1]}/net/$file"
	done
	while read -r name n; do
		all[$name]=$n
	done <"/proc/${HOLDER[$1]}/net/snmp6"
	MIB=()
	for want in "${@:2}"; do
		MIB+=("${all[$want]:-0}")
	done
}

# capture SPACE DEV FILE [WORDS]: record what a device sees until `captured`.
declare -A CAPTURES=()
capture() {
	start "$1" tcpdump -i "$2" -n -U --immediate-mode -s 256 -B 65536 -w "$3" "${@:4}" 2>"$3.log"
	CAPTURES[$1/$2]=$!
	retry grep -q listening "$3.log" || echo "# tcpdump did not start: $(<"$3.log")"
}

# written PID LOG: end a tcpdump when all that the kernel has for it is in its file, which on
# a busy machine may be later than the last packet passed. One that was begun with an
# expression may have been given some before that: for it no more comes than did before.
written() {
	local got last='' same=0
	for _ in {1..300}; do
		kill -USR1 "$1" || return
		sleep 0.02
		got=$(grep -o '[0-9]* packets* captured, [0-9]* packets* received' "$2" | tail -n 1)
		[[ $got =~ ^([0-9]+)[^0-9]*([0-9]+) ]] || continue
		((++same))
		[ "$got" = "$last" ] || same=0
		[ "${BASH_REMATCH[1]}" != "${BASH_REMATCH[2]}" ] && [ $same -lt 10 ] || break
		last=$got
	done
	stop "$1" INT
}

# captured SPACE DEV FILE: end it when nothing passes any more, and count
# what is in it into FILE.txt, see pcap.py.
captured() {
	calm "$1" "$2"
	written "${CAPTURES[$1/$2]}" "$3.log"
	grep -q '^0 packets dropped' "$3.log" || echo "# tcpdump lost packets: $(<"$3.log")"
	"${PYTHON[@]}" "$E2E/pcap.py" "$3" >"$3.txt"
}

# calm SPACE DEV: wait for half a second in which nothing passes. In pieces, so that whoever
# else waits has his turns after each time that the machine stood still.
calm() {
	local before='' tries still=0
	for ((tries = 0; tries < 300; tries++)); do
		link "$1" "$2"
		((++still))
		[ "$before" = "$RX_PACKETS $TX_PACKETS" ] || still=0
		[ $still -lt 5 ] || return 0
		before="$RX_PACKETS $TX_PACKETS"
		read -rt 0.1 <>"$NEVER" || :
	done
	echo "# $1/$2 is never calm"
	return 1
}

# pulse: measure how long the machine stands still. stood: sets STOOD to the most milliseconds
# at a time since `pulse`, or since it was asked last; 0: never half a second.
pulse() {
	local last now
	: >"$WORK/pulse"
	(
		last=${EPOCHREALTIME/./}
		while read -rt 0.05 <>"$NEVER" || :; do
			now=${EPOCHREALTIME/./}
			[ $((now - last)) -lt 500000 ] || echo $(((now - last) / 1000)) >>"$WORK/pulse"
			last=$now
		done
	) &
	BACKGROUND+=($!)
}

stood() {
	STOOD=$(sort -n "$WORK/pulse" | tail -n 1)
	STOOD=${STOOD:-0}
	: >"$WORK/pulse"
	[ "$STOOD" = 0 ] || echo "# the machine stood still for $STOOD ms"
}

# ---- what ntopctl says ------------------------------------------------------

# ask SPACE WORDS... FILTER: ntopctl there through jq; one line of words a line.
ask() {
	ntopctl -j -n "${@:1:$#-1}" | jq -r "${@: -1}"
}

# patient SPACE...: flows stay in the table until a slow machine has asked for them.
patient() {
	local at
	for at; do
		ntopctl -n "$at" config set timeout_tcp_opening 1000 timeout_tcp_closing 1000 timeout_icmp 1000 \
			timeout_udp 1000 timeout_udp_single 1000
	done
}

# claim NAME EXPECTED FILTER: jq's FILTER of what `judge` asks for must say EXPECTED;
# several outputs are lines. judge SPACE WORDS...: ask, and decide all claims at once.
CLAIMS=()
claim() {
	CLAIMS+=("$1" "$2" "$3")
}

judge() {
	local i program='' got
	for ((i = 0; i < ${#CLAIMS[@]}; i += 3)); do
		program+="${program:+,}try ([${CLAIMS[i + 2]}] | map(tostring) | join(\"\n\")) catch \"jq: \\(.)\""
	done
	mapfile -d '' -t got < <(ntopctl -j -n "$@" | jq -j "($program) | ., \"\\u0000\"")
	for ((i = 0; i < ${#CLAIMS[@]}; i += 3)); do
		is "${CLAIMS[i]}" "${CLAIMS[i + 1]}" "${got[i / 3]-nothing}"
	done
	CLAIMS=()
}

# counted SPACE DEV: sets IN_PACKETS IN_OCTETS OUT_PACKETS OUT_OCTETS: kntop's totals.
counted() {
	local filter='.[] | [.received.packets, .received.octets, .sent.packets, .sent.octets] | @tsv'
	read -r IN_PACKETS IN_OCTETS OUT_PACKETS OUT_OCTETS \
		<<<"$(ask "$1" interface show "$2" "$filter")"
}

# flows_of SPACE DEV: all flows there ever, ended or live, as pcap.py prints them.
flows_of() {
	ntopctl -j -n "$1" -b - <<-END | jq -rs --arg dev "$2" -f "$E2E/flows.jq" | sort
		flow show dev $2
		ended show dev $2
	END
}

# same_flows NAME FILE SPACE DEV: every flow of a capture, exactly, and no other.
same_flows() {
	local want got
	want=$(grep ^flow "$2.txt")
	got=$(flows_of "$3" "$4")
	if [ "$want" = "$got" ]; then
		ok "$1 ($(wc -l <<<"$got") directions)"
	else
		not_ok "$1" "$want" "$got"
	fi
}

# refused NAME STATUS PART COMMAND...: fails so, with one line that has PART.
refused() {
	local said status
	said=$("${@:4}" 2>&1 >"$WORK/out" </dev/null)
	status=$?
	if [ $status = "$2" ] && [[ $said == "ntopctl: "*"$3"* ]] && [[ $said != *$'\n'* ]] &&
		[ ! -s "$WORK/out" ]; then
		ok "$1: $said"
	else
		not_ok "$1" "status $2, one line: ntopctl: ... $3 ..." "status $status, $said$(<"$WORK/out")"
	fi
}

# watch SPACE DEV [OPTION]...: start watching at a moment when nothing passes, and
# remember the device's own counts in BASE.
declare -A BASE=()
watch() {
	local before tries
	for ((tries = 0; tries < 20; tries++)); do
		link "$1" "$2"
		before="$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
		ntopctl -n "$1" interface add "${@:2}" || return
		link "$1" "$2"
		BASE[$1/$2]="$RX_PACKETS $RX_OCTETS $TX_PACKETS $TX_OCTETS"
		[ "$before" != "${BASE[$1/$2]}" ] || return 0
		ntopctl -n "$1" interface del "$2"
	done
	echo "# $1/$2 is never quiet"
	return 1
}

# passed SPACE DEV: as `link`, since `watch`.
passed() {
	local rp ro tp to
	link "$1" "$2"
	read -r rp ro tp to <<<"${BASE[$1/$2]}"
	((RX_PACKETS -= rp, RX_OCTETS -= ro, TX_PACKETS -= tp, TX_OCTETS -= to))
}

# quiet SPACE DEV: `passed` and `counted`, taken while nothing passed.
quiet() {
	local before tries
	for ((tries = 0; tries < 30; tries++)); do
		link "$1" "$2"
		before="$RX_PACKETS $TX_PACKETS"
		counted "$1" "$2"
		link "$1" "$2"
		[ "$before" != "$RX_PACKETS $TX_PACKETS" ] || break
	done
	passed "$1" "$2"
}

# folded SPACE: wait until the accounting worker has told hosts and networks all
# that happened before. Two runs, as one may be under way.
folded() {
	local before now tries
	before=$(ask "$1" stats '.[].folds')
	for ((tries = 0; tries < 100; tries++)); do
		sleep 0.5
		now=$(ask "$1" stats '.[].folds')
		[ "$now" -lt $((before + 2)) ] || return 0
	done
	return 1
}

# sum_rule SPACE NAME: `stats --check` says that every packet is accounted for.
sum_rule() {
	local said
	if said=$(ntopctl -n "$1" stats --check 2>&1); then
		ok "$2"
	else
		not_ok "$2" "the sum rule holds" "$said"
	fi
}

# ---- beginning and end ------------------------------------------------------

# shellcheck disable=SC2317 # called by the trap
finish() {
	local pid name
	for pid in ${BACKGROUND[@]+"${BACKGROUND[@]}"} "${HOLDER[@]}"; do
		kill "$pid" 2>/dev/null
	done
	wait
	for name in "${!HOLDER[@]}"; do
		ip netns del "$name"
	done
	rm -rf "$WORK"
	# A namespace is taken down behind our back; the module may still be in use.
	[ ! -d /sys/module/kntop_ndpi ] || retry rmmod kntop_ndpi
	retry rmmod kntop || not_ok "rmmod kntop" "removed" "still there"
	echo "1..$NUMBER"
	exit $FAILED
}

# What namespaces take from the first one.
echo 1 >/proc/sys/net/ipv6/mld_qrv
echo 1000 >/proc/sys/net/ipv4/neigh/default/delay_first_probe_time
echo 1000 >/proc/sys/net/ipv6/neigh/default/delay_first_probe_time
trap finish EXIT
trap 'exit 1' INT TERM HUP
modprobe kntop || {
	not_ok "modprobe kntop" "loaded" "refused"
	exit 1
}
