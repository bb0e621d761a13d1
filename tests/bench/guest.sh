#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest.sh PACKETS FLOWS: what a packet costs; runs inside the machine that counts
# instructions. Prints lines "KEY VALUE".
set -eu
packets=$1 flows=$2
. "$(dirname "$0")/blast.sh"

setup
blast 20000
blast "$packets" && echo "base $ns"
insmod "$KNTOP_KO"
grep ' kntop_.*\[kntop\]' /proc/kallsyms | sort >"${SYMBOLS:-/dev/null}"
ntopctl config set timeout_udp_single 3600
ntopctl interface add d0 rx
blast "$flows" && echo "new $ns"
blast "$packets" && echo "unanswered $ns"
blast "$flows" back
blast "$packets" && echo "known $ns"
echo "counted $(rx)"
echo "octets_a_flow $(ntopctl -j stats |
	python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["tables"][0]["entry_bytes"])')"
ntopctl stats --check >/dev/null && echo "sum_rule holds"
