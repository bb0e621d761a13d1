#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guest-dump.sh: 100,000 flows known to kntop and to conntrack alike, dumped by both.
#
#   pktgen ──▶ d0 ──▶ kntop's hook ──▶ conntrack, forwarding ──▶ d1
#
# Prints lines "KEY VALUE": instructions on a CPU, kernel and tool together.
set -eu
flows=100000
PG=/proc/net/pktgen

setup() {
	modprobe dummy numdummies=0
	modprobe pktgen
	for d in d0 d1; do
		ip link add $d type dummy
		ip link set $d arp off up
	done
	ip addr add 10.9.0.1/24 dev d0
	ip addr add 10.10.0.1/24 dev d1
	sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.d0.rp_filter=0
	# a rule that nothing visits switches tracking on
	nft -f - <<-END
		table ip bench {
			chain out {
				type filter hook output priority 0;
				ct state invalid counter
			}
		}
	END
	sysctl -qw net.netfilter.nf_conntrack_max=400000 net.netfilter.nf_conntrack_acct=1 \
		net.netfilter.nf_conntrack_udp_timeout=36000
}

blast() {
	local line
	echo "add_device d0" >$PG/kpktgend_0
	while read -r line; do
		echo "$line" >$PG/d0
	done <<-END
		count $flows
		clone_skb 0
		pkt_size 60
		delay 0
		dst 10.10.0.2
		src_min 10.9.0.3
		src_max 10.9.0.3
		dst_mac $(cat /sys/class/net/d0/address)
		udp_src_min 10000
		udp_src_max 10032
		udp_dst_min 20000
		udp_dst_max 23125
		burst 1
		xmit_mode netif_receive
	END
	echo start >$PG/pgctrl
}

# cost COMMAND...: instructions, on stdout.
cost() {
	"$OUT/oncpu" "$@" 2>&1 >/dev/null | tail -n 1
}

setup
insmod "$KNTOP_KO"
ntopctl config set flows_max 262144 hosts_max 65536 timeout_udp_single 36000
ntopctl interface add d0 rx
blast
sleep 3
echo "kntop_flows $(ntopctl -j flow show | grep -o '"direction_by"' | wc -l)"
echo "conntrack_flows $(conntrack -C)"
echo "ntopctl_text $(cost ntopctl flow show)"
echo "ntopctl_json $(cost ntopctl -j flow show)"
echo "ntopctl_top50 $(cost ntopctl -j flow show sort octets limit 50)"
echo "conntrack_list $(cost conntrack -L)"
