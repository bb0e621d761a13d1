# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the scripts that run in the machine share. Sourced.
#
#  +-- peer --------+    +----------------+
#  |             p0 +----+ eth1 (recorded)|
#  | 10.1.0.2       |    | 10.1.0.1       |
#  +----------------+    +----------------+

# shellcheck disable=SC2034 # for who sources this
CONF=/etc/kntop/ntopd.conf
TRAFFIC=/var/lib/kntop/interface/eth1/traffic.rrd
# The default: seconds between two records.
STEP=10

# is NAME WANTED GOT
is() {
	if [ "$2" = "$3" ]; then
		echo "ok - $1"
	else
		printf 'not ok - %s\nwanted: %s\ngot:    %s\n' "$1" "$2" "$3"
	fi
}

# check NAME COMMAND...
check() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		echo "ok - $name"
	else
		printf 'not ok - %s\n%s\n' "$name" "$(tail -n 20 <<<"$said")"
	fi
}

# retry COMMAND...: until it succeeds, for at most two minutes, which nothing here needs.
retry() {
	local end=$((SECONDS + 120))
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.5
	done
}

# shown PROPERTY: of the unit.
shown() {
	systemctl show -p "$1" --value ntopd
}

pid() {
	shown MainPID
}

# modules: of ours that are loaded.
modules() {
	lsmod | sed -n 's/^\(kntop[a-z_]*\) .*/\1/p' | sort | xargs
}

# told UNIT TEXT: in the journal.
told() {
	journalctl -o cat -u "$1" | grep -q "$2"
}

watched() {
	ntopctl interface show | grep -q "^$1 "
}

# cable: a device that was not there before, with a peer. Neighbours who know each other do not
# ask again while somebody counts.
cable() {
	echo 1000 >/proc/sys/net/ipv4/neigh/default/delay_first_probe_time
	ip netns add peer
	echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
	ip netns exec peer sh -c "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6"
	ip link add eth1 type veth peer name p0 netns peer
	check "a device that comes late is watched" retry watched eth1
	# Recording has begun, and what comes now is in it, once there was a step.
	retry test -s "$TRAFFIC"
	sleep $((STEP + 2))
	ip address add 10.1.0.1/24 dev eth1
	ip link set eth1 up
	ip -n peer address add 10.1.0.2/24 dev p0
	ip -n peer link set p0 up
}

# counted WHAT: by the peer's device, from its beginning.
counted() {
	ip netns exec peer cat "/sys/class/net/p0/statistics/$1"
}

# sent: what the peer sent and what it got, in packets and octets.
sent() {
	echo "$(counted tx_packets) $(counted tx_bytes) $(counted rx_packets) $(counted rx_bytes)"
}

# rows SOURCE...: the rates of all steps since `began` that are known.
rows() {
	# shellcheck disable=SC2154 # began is set by who sources this
	rrdtool fetch "$TRAFFIC" AVERAGE -r $STEP -s "$began" -e "$(date +%s)" |
		awk -v sources="$*" '
			NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i + 1; count = split(sources, source) }
			NR > 2 && $column[source[1]] !~ /nan/ {
				for (i = 1; i <= count; i++)
					printf "%s ", $column[source[i]]
				print ""
			}'
}

# recorded: all of it, as `sent`.
recorded() {
	rows rx_packets rx_octets tx_packets tx_octets | awk -v step=$STEP '
		{ for (i = 1; i <= 4; i++) sum[i] += $i * step }
		END { printf "%.0f %.0f %.0f %.0f\n", sum[1], sum[2], sum[3], sum[4] }'
}

# all_recorded WANTED
all_recorded() {
	[ "$(recorded)" = "$1" ]
}

# ping_peer COUNT: frames of 1000 octets, there and back.
ping_peer() {
	ping -q -i 0.05 -s 958 -c "$1" 10.1.0.2 >/dev/null
}

# end NAME: what the host looks for.
end() {
	echo "# end of $1, up for $(cut -d. -f1 /proc/uptime) s"
	sync
}
