#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-dump.sh FLOWS: what dumps cost; what packets cost while one is under way. Runs
# inside the machine that counts instructions, with window.c. Prints lines "KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
flows=$1
plan="l4=udp flows=$flows"

# cost NAME COMMAND...: instructions on a CPU, kernel and tool together
cost() {
	say "$1" "$("$OUT/oncpu" "${@:2}" 2>&1 >/dev/null | tail -n 1)"
}

# costs SUFFIX: of all ways to dump
costs() {
	cost "raw$1" "$OUT/ask" kntop
	cost "json$1" ntopctl -j flow show
	cost "text$1" ntopctl flow show
	cost "top$1" "$OUT/ask" kntop 50
	cost "talkers$1" "$OUT/ask" talkers 50
	cost "top_json$1" ntopctl -j flow show sort rate limit 50
}

# watched RESULT: packets of all flows, each flow's first one since the worker saw it
watched() {
	sleep 2
	window_on "$1" kntop_express_rx nf_hook_slow
	fire "$plan" packets="$flows" rate=200000
	window_off
}

# worker FIELD: of what it has done
worker() {
	ntopctl -j stats | jq ".[0].$1"
}

setup
kntop_on $((flows * 5 / 4))
# whatever is cold after loading
"$OUT/ask" kntop 50 >/dev/null
ntopctl -j flow show >/dev/null
costs _none
known "$plan"
sleep 2
folded=$(worker folded) fold_time=$(worker fold_time_ns)
fire "$plan" packets="$flows"
fire "$plan" packets="$flows"
sleep 3
say folded $(($(worker folded) - folded))
say fold_time $(($(worker fold_time_ns) - fold_time))
say dumped "$("$OUT/ask" kntop | cut -d' ' -f1)"
costs ""
symbols "$OUT/dump.symbols"
watched "$OUT/lines.quiet"
# the other side's turn, so that both measure the same one's
fire "$plan" packets="$flows"
while [ ! -e /run/enough ]; do "$OUT/ask" kntop; done >/run/dumps &
watched "$OUT/lines.dumping"
touch /run/enough
wait
say dumps_meanwhile "$(wc -l </run/dumps)"
