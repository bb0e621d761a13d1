#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bigcapture-guest.sh CAPTURE ROUNDS: read the capture by ndpiReader and by ntopctl in
# turn. Runs inside the machine. Prints "round NDPIREADER NTOPCTL", microseconds, for
# each round, and then lines "KEY VALUE".
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
	ndpiReader -q -i /capture.pcap >/dev/null
	ntopctl interface add whole offline
	ntopctl read /capture.pcap as whole >/dev/null
	ntopctl -j flow show dev whole >/tmp/whole
	ntopctl interface del whole
	for ((i = 1; i <= '"$rounds"'; i++)); do
		a=${EPOCHREALTIME/./}
		ndpiReader -q -i /capture.pcap >/dev/null
		b=${EPOCHREALTIME/./}
		ntopctl read /capture.pcap as big >/dev/null
		c=${EPOCHREALTIME/./}
		echo "round $((b - a)) $((c - b))"
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
