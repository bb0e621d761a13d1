#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# refusals: bad input and missing rights get one line that says what to do, the exit
# status 1 or 2, and change nothing.
. "$(dirname "$0")/lib.sh"

space box
pair box b0 box b1
ntopctl -n box -b - <<END
localnet add 10.0.0.0/8 name home
interface add b0 rx
interface add src offline
END

# state: all that a refused request could have changed.
state() {
	printf 'interface show\nlocalnet show\nconfig show\n' | ntopctl -j -n box -b - | jq -c '.[]
		| if has("flags") then [.interface, .id, .ifindex, .flags, .since]
		elif has("prefix") then [.addr, .prefix, .name] else [.key, .value] end'
	ip -n box -d -j link show | jq -c '[.[] | [.ifname, .promiscuity]]'
}

BEFORE=$(state)

box=(ntopctl -n box)
refused "no such device" 1 "nosuch0" "${box[@]}" interface add nosuch0
refused "watched already" 2 "watched already" "${box[@]}" interface add b0
refused "watched already, as a source" 2 "already" "${box[@]}" interface add src offline
refused "a device's name for a source" 2 "device's name" "${box[@]}" interface add b1 offline
refused "flags that exclude each other" 1 "" "${box[@]}" interface add b1 tx consume
refused "an unknown option" 1 "sideways" "${box[@]}" interface add b1 sideways
refused "a name that is too long" 1 "" "${box[@]}" interface add averyveryverylongname
refused "del: not watched" 1 "b1" "${box[@]}" interface del b1
refused "show: not watched" 1 "b1" "${box[@]}" interface show b1
refused "bits behind the prefix" 1 "10.0.0.0/8" "${box[@]}" localnet add 10.0.0.1/8
refused "prefix out of range" 1 "33" "${box[@]}" localnet add 10.0.0.0/33
refused "not a network" 1 "ten" "${box[@]}" localnet add ten
refused "a network twice" 2 "already" "${box[@]}" localnet add 10.0.0.0/8
refused "del: no such network" 2 "11.0.0.0/8" "${box[@]}" localnet del 11.0.0.0/8
refused "a limit out of range" 1 "64" "${box[@]}" config set flows_max 63
refused "a timeout out of range" 1 "604800" "${box[@]}" config set timeout_udp 604801
refused "all or nothing" 1 "" "${box[@]}" config set timeout_udp 77 flows_max 1
refused "no such key" 1 "flows_most" "${box[@]}" config set flows_most 100
refused "not a number" 1 "many" "${box[@]}" config set flows_max many
refused "flows of what is not watched" 1 "b1" "${box[@]}" flow show dev b1
refused "a bad address" 1 "10.0.0.256" "${box[@]}" flow show host 10.0.0.256
refused "a bad port" 1 "65536" "${box[@]}" flow show port 65536
refused "a bad VLAN" 1 "4096" "${box[@]}" flow show vlan 4096
refused "a bad family" 1 "4 or 6" "${box[@]}" flow show family 5
refused "sort needs an order" 1 "colour" "${box[@]}" flow show sort colour
refused "a limit of none" 1 "0" "${box[@]}" flow show limit 0
refused "reset of what is not watched" 1 "b1" "${box[@]}" flow reset dev b1
refused "an unknown command" 1 "dance" "${box[@]}" dance
refused "an ambiguous command" 1 "" "${box[@]}" h s e x
refused "read: no such file" 1 "nosuch" "${box[@]}" read /nosuch
refused "read: not a capture" 1 "" "${box[@]}" read /etc/passwd
refused "no such network namespace" 2 "nowhere" ntopctl -n nowhere interface show
is "none of it changed anything" "$BEFORE" "$(state)"

# ---- batches ----

cat >"$WORK/batch" <<END
localnet add 172.16.0.0/12
# a comment

localnet add 172.16.0.0/33
localnet add 172.17.0.0/16
END
said=$("${box[@]}" -b "$WORK/batch" 2>&1)
status=$?
is "batch: its status is that of the line that failed" 1 $status
has "batch: the message names the line" "4" "$said"
is "batch: what stands before was done, what stands behind was not" "10.0.0.0/8 172.16.0.0/12" \
	"$(ask box localnet show '[.[] | "\(.addr)/\(.prefix)"] | sort | join(" ")')"
printf 'localnet del 172.16.0.0/13\nlocalnet del 172.16.0.0/12\n' | "${box[@]}" --force -b - 2>/dev/null
is "batch --force: its status is still bad" 2 $?
is "batch --force: but it went on" "$BEFORE" "$(state)"

refused "batch: what cannot be read" 1 "batch /run: Is a directory" "${box[@]}" -b /run

# ---- rights ----

refused "without CAP_NET_ADMIN: no reading" 2 "ermission" in_space box \
	setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all ntopctl interface show
refused "without CAP_NET_ADMIN: no changing" 2 "ermission" in_space box \
	setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all ntopctl interface add b1
refused "root without CAP_NET_ADMIN" 2 "ermission" in_space box \
	setpriv --bounding-set -net_admin ntopctl flow show
refused "without CAP_NET_ADMIN: no events" 2 "ermission" in_space box \
	setpriv --bounding-set -net_admin timeout 60 ntopctl monitor
refused "without any rights: no network namespace" 2 "(run as root)" \
	setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all ntopctl -n box flow show
refused "root of a user namespace of its own" 2 "ermission" unshare -Urn ntopctl interface show
refused "root of a user namespace of its own: no changing" 2 "ermission" unshare -Urn ntopctl interface add lo
refused "root of a user namespace of its own: no events" 2 "ermission" \
	unshare -Urn timeout 60 ntopctl monitor
is "none of it changed anything either" "$BEFORE" "$(state)"

# ---- no module ----

# The kernel would load it again when it is asked for.
loader=$(</proc/sys/kernel/modprobe)
echo /bin/false >/proc/sys/kernel/modprobe
retry rmmod kntop
refused "no module" 2 "modprobe kntop" "${box[@]}" interface show
refused "no module: no changing" 2 "modprobe kntop" "${box[@]}" interface add b0
is "promiscuity after rmmod" 0 "$(ip -n box -d -j link show b0 | jq '.[].promiscuity')"
echo "$loader" >/proc/sys/kernel/modprobe
is "loaded again, by being asked, it watches nothing" "[]" \
	"$(ntopctl -j -n box interface show | jq -c .)"

# ---- nothing to show ----

for words in "interface show" "flow show" "flow show sort rate" "host show" "talker show" "ended show" \
	"interface history" "stats --check"; do
	# shellcheck disable=SC2086 # words
	is "nothing watched: $words says so, and what to do" \
		"0 ntopctl: ${words%% sort*}: nothing is watched yet (run: ntopctl interface add DEV)" \
		"$(said=$("${box[@]}" $words 2>&1) && echo "$? $said")"
done
is "nothing watched: a program is told nothing else" "[]" "$("${box[@]}" -j flow show 2>&1)"
has "no network is local: what to do" "localnet add" "$("${box[@]}" localnet show 2>&1)"
is "without a classifier what is unknown is not called encrypted" "Unknown false" \
	"$("${box[@]}" -j protocol list 2>/dev/null | jq -r '.[] | "\(.name) \(.encrypted)"')"
"${box[@]}" interface add b0
has "no step is over yet: it says so" "no step of 60 s is over" \
	"$("${box[@]}" interface history step 60 2>&1)"
"${box[@]}" interface del b0
