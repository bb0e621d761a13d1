#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-restart.sh CAPTURE: how long it takes until an engine is ready again after a trap, as
# "restart_ns_max NANOSECONDS"; nothing where the classifier knows no traps.
set -eu

modprobe kntop_ndpi
# so little that packets trap: the smallest budget that is taken
for budget in 1 100 10000 1000000; do
	! ntopctl dpi set workers 1 budget $budget 2>/dev/null || break
done
ntopctl read "$1" as c >/dev/null
ntopctl -j -s dpi show | jq -r '[.. | .restart_ns_max? // empty] | select(length > 0) |
	max | select(. > 0) | "restart_ns_max \(.)"'
