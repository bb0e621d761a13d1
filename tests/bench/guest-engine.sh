#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-engine.sh MIX HELD: what nDPI costs: memory of an engine, of HELD's flows while they
# are under inspection, and, with window.c, instructions for the packets of MIX that it is
# shown. Runs inside the machine that counts instructions. Prints lines "KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
mix=$1 held=$2 engines=5

# worker KEY: of the only one
worker() {
	ntopctl -j -s dpi show | jq ".[0].workers[0].$1"
}

# available: MemAvailable and what CPUs keep of free pages, up to 30 MB, when all that
# was freed of late has come back; sleeping costs no time here
available() {
	sleep 10
	awk '$1 == "MemAvailable:" { n += $2 * 1024 } $1 == "count:" { n += $2 * 4096 }
		END { printf "%.0f", n }' /proc/meminfo /proc/zoneinfo
}

# vmalloced: octets that the module asked vmalloc() for, its rings left out
vmalloced() {
	awk '/\[kntop_ndpi\]/ && !/kntop_ring/ { n += $2 - 4096 } END { printf "%.0f", n }' \
		/proc/vmallocinfo
}

# engine: its memory; what a worker takes of what is available, so with a ring of 64 KiB
engine() {
	local one
	ntopctl dpi set ring 64Ki workers 1
	say engine_memory "$(worker memory)"
	say engine_vmalloc "$(vmalloced)"
	one=$(available)
	ntopctl dpi set workers $((1 + engines))
	say engine_taken $(((one - $(available)) / engines))
	ntopctl dpi set workers 1 ring 64Mi
}

# settled: wait until the reader has put all it has, and the worker taken it
settled() {
	local before=none now=''
	while [ "$before" != "$now" ]; do
		before=$now
		sleep 1
		now=$(ntopctl -j interface show c | jq '.[0].received.packets')$(worker dissected)
	done
}

# hold: read all of HELD, with no end of it yet, so that no flow is over
hold() {
	rm -f /run/held
	mkfifo /run/held
	ntopctl read - as c </run/held >/run/said 2>&1 &
	exec 5>/run/held
	cat "$held" >&5
	settled
}

release() {
	exec 5>&-
	wait
	ntopctl interface del c
}

# findings: octets of what is known of flows, decided ones for the most part
findings() {
	ntopctl -j stats | jq '.[0].tables[] | select(.table == "findings") | .bytes'
}

# flows: what those under inspection take; of what is available, as against flows that are
# not, and without findings. The first ones ever take what stays, such as pages of slabs
flows() {
	local before uninspected
	ntopctl dpi set enabled off
	for _ in 1 2; do
		before=$(available)
		hold
		uninspected=$((before - $(available)))
		release
	done
	ntopctl dpi set enabled on
	before=$(available)
	hold
	say held_taken $((before - $(available) - uninspected - $(findings)))
	say held_flows "$(worker flows)"
	say held_memory "$(worker memory)"
	say held_vmalloc "$(vmalloced)"
	release
	say engine_memory_after "$(worker memory)"
}

# packets: the worker gets the CPU only once the reader has put all, so that no other thread
# comes in between
packets() {
	local shown decided
	chrt --idle -p 0 "$(worker pid)"
	shown=$(worker dissected) decided=$(worker decided)
	calls_on "$OUT/lines.engine" '^kntop_(inspect|verdict|worker_)' kntop_engine_see \
		kntop_engine_conclude kntop_engine_flow_new kntop_engine_flow_free
	chrt --fifo 50 ntopctl read "$mix" as c >/dev/null
	window_off
	say shown $(($(worker dissected) - shown))
	say mix_decided $(($(worker decided) - decided))
	say mix_packets "$(ntopctl -j interface show c | jq '.[0].received.packets')"
	say mix_skipped "$(ntopctl -j dpi show | jq '[.[0].skipped[].packets] | add')"
}

insmod "$KO/kntop.ko"
insmod "$KO/kntop_ndpi.ko"
ntopctl config set flows_max 1048576 hosts_max 262144
ntopctl dpi set flows 4194304 bytes 1Gi
symbols "$OUT/engine.symbols"
engine
flows
packets
ntopctl stats --check >/dev/null && say engine_sum_rule holds
