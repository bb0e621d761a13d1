# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Connection tracking, as a peer. Sourced after lib.sh. An entry stays only if its first
# packet is forwarded; later ones are dropped behind the tracking, like everybody's.

# forwarding: d0 to d1
forwarding() {
	ip link add d1 type dummy
	ip link set d1 arp off up
	ip addr add 10.200.0.1/24 dev d1
	sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.d0.rp_filter=0
}

# tracking on|off: a rule that nothing visits has the hooks put in place
tracking() {
	local what=-A
	[ "$1" = on ] || what=-D
	iptables-legacy -t filter $what OUTPUT -m conntrack --ctstate INVALID
}

# conntrack_on FLOWS: with accounting; nothing ends by itself
conntrack_on() {
	modprobe nf_conntrack
	echo $(($1 > 65536 ? $1 : 65536)) >/sys/module/nf_conntrack/parameters/hashsize
	sysctl -qw net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_max=4000000 \
		net.netfilter.nf_conntrack_udp_timeout=36000 \
		net.netfilter.nf_conntrack_udp_timeout_stream=36000 \
		net.netfilter.nf_conntrack_tcp_timeout_syn_sent=36000
	tracking on
}

# fire_through WORDS...: as fire, and forwarded
fire_through() {
	echo 0 >/sys/module/kntop_gun/parameters/drop
	fire "$@"
	echo 1 >/sys/module/kntop_gun/parameters/drop
}
