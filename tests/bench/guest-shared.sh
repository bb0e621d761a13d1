#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-shared.sh: what two CPUs both write to, on flows of their own; by window.c, with
# two CPUs in turn. Prints lines "KEY VALUE".
set -eu
. "$(dirname "$0")/lib.sh"
plan="l4=udp flows=2000 cpus=0-1"

setup
kntop_on
known "$plan"
symbols "$OUT/shared.symbols"
window_on "$OUT/lines.shared" kntop_express_rx nf_hook_slow
fire "$plan" packets=20000
window_off
say shared_counted "$(ntopctl -j interface show d0 | jq '.[0].received.packets')"
