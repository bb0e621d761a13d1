#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-table.sh FLOWS: what a table of flows costs at native speed: memory, the worker
# when nothing changes and when 100,000 flows a second do, dumps. Prints "KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
flows=$1 hosts=100000

# table NAME FIELD: of `ntopctl stats`
table() {
	ntopctl -j stats | jq ".[0].tables[] | select(.table == \"$1\") | .$2"
}

# slab NAME: octets that a cache has objects for: active objects times their size
slab() {
	awk -v n="$1" '$1 == n { printf "%.0f", $2 * $4 }' /proc/slabinfo
}

available() {
	awk '$1 == "MemAvailable:" { printf "%.0f", $2 * 1024 }' /proc/meminfo
}

# kworkers: CPU time of all kernel threads that may be the worker, in nanoseconds; no
# process is started for it, as that takes long in User Mode Linux
kworkers() {
	local sum=0 ns name f
	for f in /proc/[0-9]*; do
		read -r name 2>/dev/null <"$f/comm" || continue
		[[ $name = kworker* ]] || continue
		read -r ns _ <"$f/schedstat"
		sum=$((sum + ns))
	done
	echo $sum
}

# moment: the worker's clock, what it folded, the scheduler's clock of it, the time
moment() {
	echo "$(ntopctl -j stats | jq -r '.[0] | "\(.fold_time_ns) \(.folded)"')" \
		"$(kworkers) $(date +%s%N)"
}

# worker NAME: its share of a core in percent, by its own clock and by the scheduler's, for
# each of some intervals: the host may be busy with something else during one
worker() {
	local before after
	for _ in 1 2 3 4 5; do
		before=$(moment)
		sleep 2
		after=$(moment)
		echo "$before $after" | awk -v k="$1" '{
			t = $8 - $4
			printf "%s_share %.3f\n", k, ($5 - $1) * 100 / t
			printf "%s_folded %.0f\n", k, ($6 - $2) * 1e9 / t
			printf "%s_scheduler %.3f\n", k, ($7 - $3) * 100 / t
		}'
	done
}

# cost COMMAND...: nanoseconds on a CPU
cost() {
	"$OUT/oncpu" "$@" 2>&1 >/dev/null | tail -n 1
}

setup
kntop_on "$flows" $((hosts * 5 / 4))
say entry "$(table flows entry_bytes)"
say flows_limit "$(table flows limit)"
say host_entry "$(table hosts entry_bytes)"
before=$(available)
slab_before=$(slab kntop_flow)
# slow enough for the classifier to follow
fire l4=udp "flows=$flows" hosts=$hosts from=0 packets="$flows"
decided
fire l4=udp "flows=$flows" hosts=$hosts packets="$flows"
sleep 3
decided
say flows "$(table flows entries)"
say hosts "$(table hosts entries)"
say flows_bytes "$(table flows bytes)"
say hosts_bytes "$(table hosts bytes)"
say findings_bytes "$(table findings bytes)"
say flows_slab $(($(slab kntop_flow) - slab_before))
say hosts_slab "$(slab kntop_host)"
say taken $((before - $(available)))

worker idle
while [ ! -e /run/enough ]; do
	fire l4=udp "flows=$flows" hosts=$hosts packets=200000 rate=100000
done &
sleep 2
worker busy
touch /run/enough
wait
# nothing may change while it is read
sleep 2
say dump_raw "$(cost "$OUT/ask" kntop)"
say dump_answer "$("$OUT/ask" kntop | cut -d' ' -f1)"
say top_raw $(($(cost "$OUT/ask" kntop 50 10) / 10))
say top_answer "$("$OUT/ask" kntop 50 | cut -d' ' -f1)"
ntopctl stats --check >/dev/null && say table_sum_rule holds
