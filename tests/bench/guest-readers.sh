#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-readers.sh: what monitors cost that read packets from AF_PACKET: their part and the
# kernel's, on the one CPU of the machine that counts instructions. $PEERS is what the
# script `peers` prints. Prints lines "NAME_reader", "NAME_kernel" VALUE, for a packet.
set -eu
. "$(dirname "$0")/lib.sh"
flows=1000 packets=30000
plan="l4=udp flows=$flows rate=20000"

# time_of PID: instructions of all its threads
time_of() {
	cat /proc/"$1"/task/*/schedstat | awk '{ n += $1 } END { printf "%.0f", n }'
}

# softflowd leaves root for a user of its own
softflowd_user() {
	cp /etc/passwd /etc/group /run/
	echo "softflowd:x:999:999::/run/empty:/bin/false" >>/run/passwd
	echo "softflowd:x:999:" >>/run/group
	mount --bind /run/passwd /etc/passwd
	mount --bind /run/group /etc/group
	mkdir -p /run/softflowd/chroot /run/empty
}

# reader NAME COMMAND...: all flows made, then packets of known ones
reader() {
	local pid before
	"${@:2}" >/run/said 2>&1 &
	pid=$!
	sleep 3
	fire "$plan" from=0 packets=$((30 * flows))
	sleep 2
	[ -e /proc/$pid ] || {
		cat /run/said >&2
		return 1
	}
	before=$(time_of $pid)
	fire "$plan" packets=$packets
	sleep 2
	say "$1_reader" $((($(time_of $pid) - before) / packets))
	say "$1_kernel" "$(awk -v a="$ns" -v b="$base" 'BEGIN { printf "%.1f", a - b }')"
	kill -KILL $pid
	wait $pid 2>/dev/null || :
}

setup
fire "$plan" packets=$packets
base=$ns
softflowd_user
reader softflowd "$PEERS/root/usr/sbin/softflowd" -d -i d0 -n 127.0.0.1:9995 -m 400000 \
	-c /run/softflowd.ctl -p /run/softflowd.pid
mkdir -p /run/nfpcapd
reader nfpcapd "$PEERS/root/usr/bin/nfpcapd" -i d0 -w /run/nfpcapd -t 3600 -e 3600,3600
reader ndpireader ndpiReader -q -i d0 -s 3600
reader iftop iftop -t -n -N -P -i d0 -s 3600
