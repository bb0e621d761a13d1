#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-flood: more new flows than the classifier can look at. Every packet is counted all
# the same, what is not looked at is counted too, and nothing grows beyond its cap.
#
#  +-- sender --+    +-- box -----------------+
#  |         s0 +----+ b0  (watched, consume) |
#  +------------+    +------------------------+
#
# The sender says how much it sent.
. "$(dirname "$0")/lib.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
space sender box
pair sender s0 box b0
for at in sender/s0 box/b0; do
	in_space "${at%/*}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
done
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$WORK/flood" "$E2E/l7flood.c"
"${PYTHON[@]}" - "$WORK/hello" <<'END'
import ssl
import sys
c, wire = ssl.create_default_context(), ssl.MemoryBIO()
try:
    c.wrap_bio(ssl.MemoryBIO(), wire, server_hostname="flood.example.test").do_handshake()
except ssl.SSLWantReadError:
    open(sys.argv[1], "wb").write(wire.read())
END
calm box b0

# flood WORDS...: sets SENT packets, SENT_OCTETS and MS, milliseconds.
flood() {
	read -r SENT SENT_OCTETS MS <<<"$(in_space sender "$WORK/flood" s0 "$@")"
	echo "# $1: $2 flows, $SENT packets, $((SENT * 1000 / (MS + 1))) packets a second"
}

# sampled COMMAND...: run it, and look at the classifier all the while into $WORK/samples.
sampled() {
	local sampler
	rm -f "$WORK/sampled"
	while [ ! -e "$WORK/sampled" ]; do
		ntopctl -j dpi show
		sleep 0.1
	done >"$WORK/samples" &
	sampler=$!
	"$@"
	: >"$WORK/sampled"
	wait $sampler
	ntopctl -j dpi show >>"$WORK/samples"
}

# most FILTER: the largest that was sampled.
most() {
	jq -n "[inputs[] | $1] | max" "$WORK/samples"
}

# classifier: sets FLOWS, BYTES, and of all workers QUEUED DISSECTED ALLOCATIONS MEMORY,
# and SKIPPED packets, GIVEN_UP flows.
classifier() {
	read -r FLOWS BYTES QUEUED DISSECTED ALLOCATIONS MEMORY SKIPPED GIVEN_UP <<<"$(ntopctl -j dpi show | jq -r '.[0]
		| [.flows, .bytes, (.workers | (map(.queued), map(.dissected), map(.allocations), map(.memory)) | add),
		(.skipped | (map(.packets), map(.flows)) | add)] | @tsv')"
}

# totals NAME: all that was sent was counted.
totals() {
	counted box b0
	is "$1: interface totals as the sender says" "$SENT $SENT_OCTETS" "$IN_PACKETS $IN_OCTETS"
	sum_rule box "$1: the sum rule"
}

# ---- a million SYNs ----

watch box b0 rx consume
classifier
before="$QUEUED $DISSECTED $ALLOCATIONS $MEMORY $SKIPPED"
sampled flood syn 1000000 1
totals "a million SYNs"
ntopctl -n box flow reset
classifier
is "a million SYNs: nothing queued, dissected, allocated or skipped" "$before" \
	"$QUEUED $DISSECTED $ALLOCATIONS $MEMORY $SKIPPED"
is "a million SYNs: no flow has state, ever" "0 0" "$(most .flows) $(most .bytes)"
more "a million SYNs: it was looked at meanwhile" 5 "$(wc -l <"$WORK/samples")"
ntopctl -n box interface del b0

# ---- ClientHellos ----

N=200000
ntopctl -n box config set flows_max $((N + 1000)) ended_max 1000
patient box
ntopctl dpi set workers 2 ring 65536 flows 1024 bytes 4194304
watch box b0 rx consume
classifier
queued=$QUEUED skipped=$SKIPPED given_up=$GIVEN_UP
sampled flood hello $N 0 "$WORK/hello"
totals "ClientHellos"
classifier
is "ClientHellos: each was queued or skipped" $N $((QUEUED - queued + SKIPPED - skipped))
more "ClientHellos: the workers were overloaded" 1 "$(jq -n 'last(inputs)[0].skipped[] | select(.reason == "ring_full").packets' "$WORK/samples")"
more "ClientHellos: and so was the cap on flows" 1 "$(jq -n 'last(inputs)[0].skipped[] | select(.reason == "flows_full").packets' "$WORK/samples")"
between "ClientHellos: undecided flows stayed under their cap" 512 1024 "$(most .flows)"
between "ClientHellos: and so did their octets" 100000 4194304 "$(most .bytes)"

# Those that were looked at are known, though no server answered; of the others nothing is.
seen=$((QUEUED - queued))
is "ClientHellos: the rest was given up at once" $((N - seen)) $((GIVEN_UP - given_up))
ntopctl -n box flow reset
classifier
is "afterwards: no flow is undecided, nothing is kept" "0 0" "$FLOWS $BYTES"
is "afterwards: all that was queued was dissected" "$QUEUED" "$DISSECTED"
is "afterwards: what was looked at is TLS, and every flow is counted" "TLS $seen Unknown $((N - seen))" \
	"$(ask box protocol show dev b0 'sort_by(.protocol) | map("\(.protocol) \(.flows)") | join(" ")')"
sum_rule box "afterwards: the sum rule"
