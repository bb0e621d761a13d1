#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bigcapture-guest.sh CAPTURE ROUNDS: read the capture by ndpiReader and by ntopctl in
# turn. Runs inside the machine. Prints "round NDPIREADER NTOPCTL" for each round,
# microseconds that passed; "busy NDPIREADER NTOPCTL", microseconds that the program,
# its threads and the kernel's were on the CPU; and then lines "KEY VALUE".
#
# Where a nanosecond is an instruction only the latter are instructions: the clock jumps
# to the next timer when the machine is idle, which it is whenever anything waits for
# the host.
set -eu
capture=$1 rounds=$2
root=/dev/shm/root

# A look at the host's file system lets a virtual clock run: all is in memory.
mount -o remount,size=80% /dev/shm
mkdir -p $root/bin $root/proc $root/dev $root/sys $root/tmp
cp "$capture" $root/capture.pcap
for program in ndpiReader ntopctl bash cat; do
	path=$(command -v $program)
	cp -L "$path" $root/bin/
	ldd "$path" | grep -o '/[^ ]*' | while read -r library; do
		mkdir -p "$root${library%/*}"
		cp -L "$library" "$root$library"
	done
done
mount -t proc proc $root/proc
mount -t sysfs sys $root/sys
mount --bind /dev $root/dev
modprobe kntop_ndpi

# Two readings, of which the first is not trimmed, and the same of either.
same() {
	python3 - "$1" "$2" <<-'END'
		import json, sys
		from collections import Counter

		def strip(value):
		    if not isinstance(value, dict):
		        return value
		    return {k: strip(v) for k, v in value.items()
		            if k not in ("interface", "seq", "octets_per_second")}

		def flows(path):
		    return Counter(hash(json.dumps(strip(f))) for f in json.load(open(path)))

		a, b = flows(sys.argv[1]), flows(sys.argv[2])
		print("same", "yes" if a and a == b else "no")
	END
}

# shellcheck disable=SC2016 # the words of a shell inside
chroot $root /bin/bash -eu -c '
	export PATH=/bin
	TIMEFORMAT="%U %S"
	# on_cpu ARRAY: nanoseconds that each living task was on the CPU
	on_cpu() {
		local -n on=$1
		local task ns rest
		on=()
		for task in /proc/[0-9]*; do
			{ read -r ns rest <$task/schedstat; } 2>/dev/null && on[${task#/proc/}]=$ns
		done
	}
	# run COMMAND...: sets passed and busy, microseconds
	run() {
		local -A before after
		local begin user system task ns=0
		on_cpu before
		begin=${EPOCHREALTIME/./}
		{ time "$@" >/dev/null 2>&1; } 2>/tmp/time
		passed=$((${EPOCHREALTIME/./} - begin))
		on_cpu after
		for task in "${!after[@]}"; do
			ns=$((ns + after[$task] - ${before[$task]:-0}))
		done
		read -r user system </tmp/time
		busy=$((ns / 1000 + (10#${user/./} + 10#${system/./}) * 1000))
	}
	ndpiReader -q -i /capture.pcap >/dev/null
	ntopctl interface add whole offline
	ntopctl read /capture.pcap as whole >/dev/null
	ntopctl -j flow show dev whole >/tmp/whole
	ntopctl interface del whole
	for ((i = 1; i <= '"$rounds"'; i++)); do
		run ndpiReader -q -i /capture.pcap
		theirs=$passed their_busy=$busy
		run ntopctl read /capture.pcap as big
		echo "round $theirs $passed"
		echo "busy $their_busy $busy"
		if ((i == '"$rounds"')); then
			ntopctl -j flow show dev big >/tmp/big
			ntopctl -j stats --check >/tmp/check
			ntopctl -j interface show big >/tmp/interface
		fi
		ntopctl interface del big
	done'
python3 - $root/tmp <<'END'
import json, sys
check = json.load(open(sys.argv[1] + "/check"))
interface = json.load(open(sys.argv[1] + "/interface"))
print("counted", interface[0]["received"]["packets"])
print("sum_rule", check[0]["verdict"])
END
same $root/tmp/whole $root/tmp/big
