#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# many.sh COMMAND...: run it while a device has very many live flows that all move. As root
# in a machine that takes the module:
#
#	tests/vm/run --mem 2G -- tests/top/many.sh ntopctl flow show sort rate limit 5
#
#   kntop_gun ──▶ d0 (dummy) ──▶ kntop ──▶ dropped in prerouting
#
# MANY_FLOWS (100000) UDP flows of MANY_HOSTS (1000) clients; MANY_RATE (50000) packets a
# second, which go round all of them. Without nDPI.
set -eu
flows=${MANY_FLOWS-100000} hosts=${MANY_HOSTS-1000} rate=${MANY_RATE-50000}
plan="dev=d0 l4=udp flows=$flows hosts=$hosts"
gun=/proc/kntop_gun

many_setup() {
	modprobe dummy numdummies=0
	ip link add d0 type dummy
	ip link set d0 arp off up
	ip addr add 10.9.0.1/24 dev d0
	insmod "${KNTOP_KO%/*}/kntop_gun.ko" priority=-150
	modprobe kntop
	ntopctl -b - <<-END
		config set flows_max $((flows * 5 / 4)) hosts_max 65536 timeout_udp_single 3600 timeout_udp 3600
		localnet add 10.9.0.0/16 name clients
		interface add d0 rx
	END
	echo "$plan from=0 packets=$((flows * 2))" >$gun
}

# Pieces of a second, as a write cannot be interrupted.
many_fire() {
	while [ ! -e /run/many.end ] && echo "$plan packets=$rate rate=$rate" >$gun; do :; done
}

many_setup
many_fire &
status=0
"$@" || status=$?
: >/run/many.end
wait
ntopctl interface del d0
rmmod kntop_gun kntop
ip link del d0
exit $status
