# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2034 # $flows and $ns are the script's
# What the guests that send packets have in common. Sourced; $flows is set.
#
#   pktgen ──▶ d0 (dummy) ──▶ kntop's ingress hook ──▶ nftables drops
#
# With -icount a nanosecond is an instruction, so pktgen's own clock is the
# counter. 60-octet UDP frames over $flows flows, in turn.
PG=/proc/net/pktgen

setup() {
	modprobe dummy numdummies=0
	modprobe pktgen
	ip link add d0 type dummy
	ip link set d0 arp off up
	ip addr add 10.9.0.1/24 dev d0
	nft -f - <<-END
		table ip bench {
			chain in {
				type filter hook prerouting priority -300;
				iifname d0 drop
			}
		}
	END
}

# shape COUNT: both ports step with each packet; ports A and B coprime: A*B flows.
split() {
	case $flows in
	1) a=1 b=1 ;;
	1000) a=8 b=125 ;;
	100000) a=32 b=3125 ;;
	*) echo "guest.sh: no split for $flows flows" >&2 && exit 1 ;;
	esac
}

# blast COUNT [back]: send, and set ns to nanoseconds (instructions) a packet. With
# back from the other end of the same flows.
blast() {
	local line a b here=10.9.0.3 there=10.10.0.2 src=10000 dst=20000
	split
	if [ "${2-}" = back ]; then
		set -- "$1" $a $there $dst
		a=$b there=$here dst=$src
		b=$2 here=$3 src=$4
	fi
	echo rem_device_all >$PG/kpktgend_0
	# adding it again sets its ports back to the start
	while [ -e $PG/d0 ]; do sleep 0.1; done
	echo "add_device d0" >$PG/kpktgend_0
	while read -r line; do
		echo "$line" >$PG/d0
	done <<-END
		count $1
		clone_skb 0
		pkt_size 60
		delay 0
		dst $there
		src_min $here
		src_max $here
		dst_mac $(cat /sys/class/net/d0/address)
		udp_src_min $src
		udp_src_max $((src + a))
		udp_dst_min $dst
		udp_dst_max $((dst + b))
		burst 1
		xmit_mode netif_receive
	END
	echo start >$PG/pgctrl
	ns=$(sed -nE 's/.*OK: ([0-9]+)\(c.* usec, ([0-9]+) .*/\1 \2/p' $PG/d0 |
		awk '{ printf "%.1f", $1 * 1000 / $2 }')
}

# rx: packets that kntop counted
rx() {
	ntopctl -j interface show d0 |
		python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["received"]["packets"])'
}
