#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-smp.sh ROUNDS: two CPUs against one, interleaved, on flows of their own and on one
# they share. Prints "KIND_one NS", "KIND_two NS" for each round: time of the host's CPUs
# for a packet, so that a busy host does not matter. N CPUs handle N / NS packets. Then,
# with window.c, which lines both of them write to.
set -eu
. "$(dirname "$0")/lib.sh"
n=100000

host_time() {
	"$OUT/vcpu" "$process"
}

# speed KEY WORDS...
speed() {
	local before
	before=$(host_time)
	echo "dev=d0 l4=udp packets=$n ${*:2}" >$GUN
	say "$1" $((($(host_time) - before) / n))
}

# pair KIND WORDS...
pair() {
	local shared=0
	[ "$1" != elephant ] || shared=1
	speed "$1_one" "${@:2}" cpus=0
	speed "$1_two" "${@:2}" cpus=0-1 shared=$shared
}

mkdir -p /run/root
mount --bind / /run/root
process=$("$OUT/vcpu" /run/root "$(sed 's/.*vm_dir=\([^ ]*\).*/\1/' /proc/cmdline)")
setup
kntop_on 65536
for cpus in 0 0-1; do
	known flows=2000 cpus=$cpus base=30
done
known flows=1 hosts=1 base=31
for _ in $(seq "$1"); do
	pair disjoint flows=2000 base=30
	pair elephant flows=1 hosts=1 base=31 two_way=0
done
ntopctl stats --check >/dev/null && say smp_sum_rule holds
symbols "$OUT/smp.symbols"
window_on "$OUT/lines.smp" kntop_express_rx nf_hook_slow
fire l4=udp flows=2000 base=30 packets=20000 cpus=0-1
window_off
