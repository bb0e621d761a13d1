#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-overload.sh SECONDS: more than a CPU can take. pktgen on CPU 0 floods a veth whose
# packets CPU 1 receives. Prints lines "KEY VALUE".
set -eu
PG=/proc/net/pktgen

pg() {
	while read -r line; do
		echo "$line" >$PG/v0
	done
}

# link FIELD: what the device says of what it received
link() {
	ip -s -j link show v1 | jq ".[0].stats64.rx.$1"
}

ours() {
	ntopctl -j interface show v1 | jq ".[0].received.$1"
}

modprobe pktgen
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
nft add table ip bench
nft 'add chain ip bench in { type filter hook prerouting priority -300; policy drop; }'
echo 2 >/sys/class/net/v1/queues/rx-0/rps_cpus
insmod "$KNTOP_KO"
insmod "${KNTOP_KO%/*}/kntop_ndpi.ko"
packets=$(link packets) octets=$(link bytes)
ntopctl interface add v1 rx
echo "add_device v0" >$PG/kpktgend_0
pg <<-END
	count 0
	pkt_size 60
	delay 0
	dst 10.9.0.2
	src_min 10.9.0.3
	src_max 10.9.0.9
	dst_mac $(cat /sys/class/net/v1/address)
	udp_src_min 10000
	udp_src_max 12000
	udp_dst_min 20000
	udp_dst_max 20020
	flag UDPSRC_RND
	flag UDPDST_RND
END
echo start >$PG/pgctrl &
sleep "$1"
echo stop >$PG/pgctrl
wait
sleep 2
say() {
	echo "overload_$1 $2"
}
say device_packets $(($(link packets) - packets))
say device_octets $(($(link bytes) - octets))
say packets "$(ours packets)"
say octets "$(ours octets)"
say sent "$(sed -nE 's/.*pkts-sofar: ([0-9]+).*/\1/p' $PG/v0)"
# column 2: what a CPU had no room for
say lost $((16#$(awk 'NR == 2 { print $2 }' /proc/net/softnet_stat)))
say refused "$(ntopctl -j stats | jq '[.[0].losses[] | select(.loss == "flows_refused") | .count] | add')"
ntopctl stats --check >/dev/null && say sum_rule holds
