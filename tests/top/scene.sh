#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# scene.sh COMMAND...: run it while an office works. As root in a machine that takes the
# module; all is ended and taken away when COMMAND ends:
#
#	tests/vm/run -- tests/top/scene.sh ntopctl -n probe flow show sort rate limit 20
#
#  +-- office ----------+    +-- router -----------+    +-- internet -----------+
#  | 192.168.10.11-.70  |    |                     |    | 203.0.113.0/24        |
#  | fd00:10::11-::22   +----+ lan0 ======== wan0  +----+ 198.51.100.0/24       |
#  +--------------------+    |   || mirror         |    | 2001:db8::/32         |
#  +-- servers ---------+    |   ||    t0 t1       |    +-----------------------+
#  | 10.20.0.53 .1.10   +----+ dmz0 == mirror      |
#  | .1.22 .1.25 .3.5   |    +---------+-----------+
#  +--------------------+    +-- probe-+-----------+
#                            |  span0 span1        |
#                            |  kntop: rx consume  |
#                            +---------------------+
#
# span0 sees the office's cable, span1 the servers'. About 20 Mbit/s in some 90 flows whose
# rates stand still (scene.py has the list); SCENE_WAVE=yes has them swing, for pictures.
# COMMAND finds in SCENE_PROBE a process of probe's, in WORK a folder. SCENE_TRAFFIC=no: the network alone. SCENE_NDPI=no: without the classifier.
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/lib.sh"
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

# scene_network: namespaces, cables, addresses, routes, mirrors.
scene_network() {
	local at
	space office servers router internet probe
	pair office eth0 router lan0
	pair servers eth0 router dmz0
	pair internet eth0 router wan0
	pair router t0 probe span0
	pair router t1 probe span1
	for at in router/t0 router/t1 probe/span0 probe/span1; do
		echo 1 | in_space "${at%/*}" tee "/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6"
	done >/dev/null
	in_space router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
	address router lan0 192.168.10.1/24 fd00:10::1/64
	address router dmz0 10.20.0.1/16 fd00:20::1/64
	address router wan0 100.64.0.1/30 fd00:ff::1/64
	address office eth0 192.168.10.{11..70}/24 fd00:10::{11..22}/64
	address servers eth0 10.20.{0.53,1.10,1.22,1.25,3.5}/16 fd00:20::10/64
	address internet eth0 100.64.0.2/30 fd00:ff::2/64
	routes office 192.168.10.1 fd00:10::1
	routes servers 10.20.0.1 fd00:20::1
	routes internet 100.64.0.1 fd00:ff::1
	# whatever address the world has is answered there
	ip -n internet -batch - <<-END
		route add local 203.0.113.0/24 dev lo
		route add local 198.51.100.0/24 dev lo
		route add local 2001:db8::/32 dev lo
		route add local 8.8.8.8 dev lo
		route add local 1.1.1.1 dev lo
		route add local 193.0.6.139 dev lo
	END
	routes router 100.64.0.2 fd00:ff::2
	tc -n router -batch - <<-END
		qdisc add dev lan0 clsact
		filter add dev lan0 ingress matchall action mirred egress mirror dev t0
		filter add dev lan0 egress matchall action mirred egress mirror dev t0
		qdisc add dev dmz0 clsact
		filter add dev dmz0 ingress matchall action mirred egress mirror dev t1
		filter add dev dmz0 egress matchall action mirred egress mirror dev t1
	END
}

routes() {
	ip -n "$1" -batch - <<-END
		route add default via $2
		route add default via $3
	END
}

# scene_watch: kntop on both mirror ports.
scene_watch() {
	ntopctl -n probe -b - <<-END
		localnet add 192.168.10.0/24 name office
		localnet add fd00:10::/64 name office-v6
		localnet add 10.20.0.0/16 name servers
		localnet add fd00:20::/64 name servers-v6
		interface add span0 rx consume
		interface add span1 rx consume
	END
}

# scene_traffic: servers and clients, until the test ends. Sets TRAFFIC, their process.
scene_traffic() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
		-subj "/O=Example Corp/CN=*.example.org" -keyout "$WORK/key" -out "$WORK/crt" 2>/dev/null
	"${PYTHON[@]}" "$TOP/scene.py" "$WORK/crt" "$WORK/key" "${SCENE_WAVE-no}" >"$WORK/scene.log" 2>&1 &
	TRAFFIC=$!
	BACKGROUND+=("$TRAFFIC")
	retry grep -qs ready "$WORK/scene.log" || retry grep -qs ready "$WORK/scene.log" ||
		not_ok "the scene" ready "$(<"$WORK/scene.log")"
}

scene() {
	[ "${SCENE_NDPI-}" = no ] || modprobe kntop_ndpi
	scene_network
	scene_watch
	[ "${SCENE_TRAFFIC-}" = no ] || scene_traffic
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	scene
	export WORK SCENE_PROBE=${HOLDER[probe]}
	"$@" || FAILED=$?
fi
