#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# captures: what tcpdump recorded while kntop watched, read by ntopctl, gives the
# flows that kntop saw; whatever the file's format.
#
#  +-- left --------+    +-- right -------+
#  |             l0 +----+ r0             |
#  | 10.1.0.1       |    | 10.1.0.2       |
#  | fd00::1        |    | fd00::2        |
#  +----------------+    +----------------+
. "$(dirname "$0")/lib.sh"

space left right
pair left l0 right r0
address left l0 10.1.0.1/24 fd00::1/64
address right r0 10.1.0.2/24 fd00::2/64
calm right r0
start right "${PYTHON[@]}" "$E2E/peer.py" serve 0.0.0.0 tcp:80 udp:53 >/dev/null
start right "${PYTHON[@]}" "$E2E/peer.py" sink 10.1.0.2 5000
retry listening right tcp 5000
retry listening right udp 53
capture right r0 "$WORK/live" --time-stamp-precision=nano
watch right r0
in_space left ping -q -c 5 -i 0.05 -s 2000 10.1.0.2 >/dev/null
in_space left ping -q -c 5 -i 0.05 fd00::2 >/dev/null
in_space left "${PYTHON[@]}" "$E2E/peer.py" ask 10.1.0.2 60001-tcp:80 60002-udp:53 60003-tcp:80
in_space left "${PYTHON[@]}" "$E2E/peer.py" push 10.1.0.2 5000 300000
captured right r0 "$WORK/live"
same_flows "live: every flow as tcpdump" "$WORK/live" right r0
live=$(flows_of right r0)
[ "$(grep -c ^flow "$WORK/live.txt")" -gt 10 ] || echo "# few flows: $(<"$WORK/live.txt")"

# The same frames in other dress.
for kind in micro big pcapng pcapng-nano cut short; do
	"${PYTHON[@]}" "$E2E/convert.py" $kind "$WORK/live" "$WORK/$kind"
done

# facts SOURCE: all a source's flows say of it, times too. jq's numbers have 53 bits,
# a time has more: it becomes a string.
facts() {
	ntopctl -j -n right flow show dev "$1" | sed 's/\<[0-9]\{19\}\>/"&"/g' | jq -c 'map(del(.interface, .id)
		| del(.. | .octets_per_second?)) | sort_by(.client.addr, .client.port, .l4, .icmp) | .[]'
}

# micros: facts with times in whole microseconds, and without what is reckoned of times.
micros() {
	sed 's/"\([0-9]\{16\}\)[0-9]\{3\}"/"\1"/g' |
		jq -c 'del(.duration_ns, .client_rtt_us, .server_rtt_us, .latency_us)'
}

ntopctl -n right -b - >"$WORK/said" <<END
read $WORK/live as one
read $WORK/live as two
read $WORK/micro as micro
read $WORK/big as big
read $WORK/pcapng as ng
read $WORK/pcapng-nano as ngnano
END
is "read: status" 0 $?
is "read: the live flows" "$live" "$(flows_of right one)"
one=$(facts one)
is "read: twice the same" "$one" "$(facts two)"
is "read: micro- instead of nanoseconds, else the same" "$(micros <<<"$one")" "$(facts micro | micros)"
is "read: other order of octets" "$one" "$(facts big)"
is "read: pcapng, microseconds" "$(micros <<<"$one")" "$(facts ng | micros)"
is "read: pcapng, nanoseconds" "$one" "$(facts ngnano)"
is "read: first and last time as tcpdump's" "$(tcpdump -r "$WORK/live" -nn -tt --time-stamp-precision=nano ip or ip6 2>/dev/null |
	sed -n 's/^\([0-9]*\)\.\([0-9]*\) .*/\1\2/p' | sed -n '1p;$p' | paste -sd' ')" \
	"$(facts one | jq -rs '"\(map(.first) | min) \(map(.last) | max)"')"
claim "read: interface totals as tcpdump" "$(sed -n 's/^total //p' "$WORK/live.txt")" \
	'.[] | select(.interface == "one").received | "\(.packets) \(.octets)"'
claim "read: nothing was sent" 0 '.[] | select(.interface == "one").sent.packets'
judge right interface show
ntopctl -n right read - <"$WORK/live" as stdin >/dev/null
is "read from standard input" "$one" "$(facts stdin)"
ntopctl -n right read "$WORK/live" as two >/dev/null
is "read into a source that exists: twice as much" \
	"$(awk '/^total/ { print 2 * $2, 2 * $3 }' "$WORK/live.txt")" \
	"$(ask right interface show two '.[].received | "\(.packets) \(.octets)"')"

# A file that ends in the midst of its last packet; frames of which only the headers
# were recorded.
said=$(ntopctl -j -n right read "$WORK/cut" as cut 2>"$WORK/why")
is "cut off: exit status" 1 $?
is "cut off: one line says so" 1 "$(wc -l <"$WORK/why")"
has "cut off: what it says" "ntopctl: read $WORK/cut: " "$(<"$WORK/why")"
is "cut off: all packets but the last were read" \
	"$(($(sed -n 's/^total \([0-9]*\) .*/\1/p' "$WORK/live.txt") - 1)) false" \
	"$(jq -r '.[] | "\(.packets) \(.complete)"' <<<"$said")"
ntopctl -n right read "$WORK/short" as short >/dev/null 2>&1
is "recorded short: status, flows and octets as on the wire" "0 $one" "$? $(facts short)"
sum_rule right "the sum rule, for every source"
for name in one two micro big ng ngnano stdin cut short; do
	echo "interface del $name"
done | ntopctl -n right -b -
is "sources leave" r0 "$(ask right interface show '.[].interface')"
