# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034 # ns is the scripts'
# What the guests share: a device, traffic, and what is read afterwards. Sourced.
#
#   kntop_gun ──▶ d0 (dummy) ──▶ kntop's ingress hook ──▶ dropped in prerouting
#
# With -icount a nanosecond is an instruction, so the gun's clock is the counter.
GUN=/proc/kntop_gun
KO=${KNTOP_KO%/*}
PRIORITY=-150	# behind conntrack, which is measured the same way

# setup: the device and the gun
setup() {
	modprobe dummy numdummies=0
	ip link add d0 type dummy
	ip link set d0 arp off up
	ip addr add 10.9.0.1/24 dev d0
	insmod "$KO/kntop_gun.ko" priority=$PRIORITY
}

# kntop_on FLOWS [HOSTS]: both modules, d0 watched, nothing ends by itself, flows decided by
# one packet
kntop_on() {
	insmod "$KO/kntop.ko"
	insmod "$KO/kntop_ndpi.ko"
	ntopctl config set flows_max "$1" hosts_max "${2:-65536}" \
		timeout_udp_single 36000 timeout_udp 36000 timeout_icmp 36000 \
		timeout_tcp_opening 36000 timeout_tcp_established 36000 \
		timeout_tcp_closing 36000 timeout_other 36000 timeout_active 36000
	ntopctl dpi set packets 1 ring 64M flows 4194304 workers 1
	ntopctl interface add d0 rx
}

# fire WORDS...: send, by gun_plan.h; sets ns, for a packet
fire() {
	echo "dev=d0 $*" >$GUN
	ns=$(awk '$1 == "packets" { p = $2 } $1 == "busy_ns" { printf "%.1f", $2 / p }' $GUN)
}

# decided: wait until no flow is undecided
decided() {
	while [ "$(ntopctl -j dpi show | jq '.[0].flows')" != 0 ]; do sleep 0.5; done
}

# known WORDS...: make the flows, two-way and decided, the next packet the client's
known() {
	local flows rounds=4
	flows=$(sed -E 's/.*flows=([0-9]+).*/\1/' <<<"$*")
	case $* in *l4=tcp*) rounds=6 ;; esac
	fire "$*" from=0 packets="$flows"
	fire "$*" packets=$((flows * (rounds - 1)))
	[ ! -e /sys/module/kntop_ndpi ] || decided
}

say() {
	echo "$1 $2"
}

# ---- the plugin (window.c) ----

# symbols FILE: of kernel and modules, sorted by address; sort would read it for ever
symbols() {
	cat /proc/kallsyms >/run/kallsyms
	sort /run/kallsyms >"$1"
	KALLSYMS=$1
}

# span NAME: first address of a function and the next one's
span() {
	awk -v n="$1" 'found && $1 != first { print first, $1; exit }
		$3 == n && !found { first = $1; found = 1 }' "$KALLSYMS"
}

# told: have the plugin see its file: loading a module has code translated
told() {
	sync "$1"
	mv "$1" "$CONTROL"
	sync
	modprobe ifb numifbs=0
	modprobe -r ifb
}

# window_on RESULT FUNCTION CALLER...
window_on() {
	local caller
	{
		echo "out $1"
		echo "start $(span "$2")"
		for caller in "${@:3}"; do
			echo "stop $(span "$caller")"
		done
		echo "taint $(span __irqentry_text_start | cut -d' ' -f1)" \
			"$(span __irqentry_text_end | cut -d' ' -f1)"
	} >"$CONTROL.new"
	told "$CONTROL.new"
}

# calls_on RESULT CALLERS FUNCTION...: instructions of all calls from functions whose names
# match CALLERS, as compilers inline some into others; without interrupts, and without calls
# in which another thread got the CPU
calls_on() {
	local name
	{
		echo "out $1"
		echo calls
		for name in "${@:3}"; do
			echo "start $(span "$name")"
		done
		awk -v n="$2" '$2 ~ /[tT]/ && $3 ~ n { print $3 }' "$KALLSYMS" | while read -r name; do
			echo "stop $(span "$name")"
		done
		echo "taint $(span __schedule)"
		echo "pause $(span __irqentry_text_start | cut -d' ' -f1)" \
			"$(span __irqentry_text_end | cut -d' ' -f1)"
	} >"$CONTROL.new"
	told "$CONTROL.new"
}

window_off() {
	echo off >"$CONTROL.new"
	told "$CONTROL.new"
}
