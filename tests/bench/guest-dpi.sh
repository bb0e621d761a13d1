#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-dpi.sh PACKETS FLOWS: what inspection costs: packets of flows that are
# classified, with and without nDPI loaded; packets that wait for it, and it itself.
# Runs inside the machine that counts instructions. Prints lines "KEY VALUE".
set -eu
packets=$1 flows=$2
. "$(dirname "$0")/blast.sh"

# As many packets of a UDP flow as are inspected.
inspected=25

# dpi EXPRESSION: of what `dpi show` says, with `w` for its one worker
dpi() {
	ntopctl -j dpi show |
		python3 -c 'import json, sys; d = json.load(sys.stdin)[0]; w = d["workers"][0]; print('"$1"')'
}

setup
blast 20000
blast "$packets" && echo "base $ns"
insmod "$KNTOP_KO"
ntopctl config set timeout_udp_single 3600 timeout_udp 3600
ntopctl interface add d0 rx
blast "$flows" && blast "$flows" back
blast "$packets" && echo "without $ns"
ntopctl flow reset
insmod "${KNTOP_KO%/*}/kntop_ndpi.ko"
ntopctl dpi set ring 64M
grep ' kntop_.*\[kntop\(_ndpi\)\?\]' /proc/kallsyms | sort >"${SYMBOLS:-/dev/null}"
blast "$flows" && blast "$flows" back
blast $((flows * inspected))
while [ "$(dpi 'd["flows"]')" != 0 ]; do sleep 1; done
echo "queued $(dpi 'w["queued"]')"
echo "dissected $(dpi 'w["dissected"]')"
echo "library $(dpi 'w["time_ns"] / w["dissected"]')"
echo "decided $(dpi 'd["decided"]')"
blast "$packets" && echo "with $ns"
echo "later $(dpi 'w["queued"]')"
