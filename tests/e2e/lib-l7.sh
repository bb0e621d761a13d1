# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of layer 7 share: a mirror port, servers and clients. Sourced behind
# lib.sh.
#
#  +-- client --+    +-- tap ------------------+    +-- server --+
#  |         c0 +----+ ta ==== bridge ==== tb  +----+ s0         |
#  | 10.1.0.1   |    |  || mirror              |    | 10.1.0.2   |
#  +------------+    |  tm --------------+     |    +------------+
#                    +-------------------+-----+
#                                        |
#                    +-- monitor --------+-----+
#                    |                  m0     |
#                    | kntop: rx consume       |
#                    +-------------------------+

# mirror_network: as above; nobody speaks unasked.
mirror_network() {
	local at
	space client tap server monitor
	pair client c0 tap ta
	pair tap tb server s0
	pair tap tm monitor m0
	ip -n tap -batch - <<-END
		link add br0 type bridge
		link set ta master br0
		link set tb master br0
		link set br0 up
	END
	tc -n tap -batch - <<-END
		qdisc add dev ta clsact
		filter add dev ta ingress matchall action mirred egress mirror dev tm
		filter add dev ta egress matchall action mirred egress mirror dev tm
	END
	for at in client/c0 server/s0 tap/ta tap/tb tap/tm tap/br0 monitor/m0; do
		echo 1 | in_space "${at%/*}" tee "/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6" >/dev/null
	done
	address client c0 10.1.0.1/24
	address server s0 10.1.0.2/24
	in_space client ping -q -c 1 10.1.0.2 >/dev/null
	# Sessions that are held outlast the time in which neighbours are asked again.
	calm monitor m0
}

# certificate NAME FILE: FILE.crt and FILE.key.
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
		-subj "/O=kntop test/CN=$1" -addext "subjectAltName=DNS:$1,DNS:alt.$1" \
		-keyout "$2.key" -out "$2.crt" 2>/dev/null
}

# servers: l7serve.py, dnsmasq and dropbear; what they hold ends with $WORK/go.
servers() {
	certificate shop.example.test "$WORK/tls"
	start server "${PYTHON[@]}" "$E2E/l7serve.py" 10.1.0.2 "$WORK/tls.crt" "$WORK/tls.key" "$WORK/go" \
		>"$WORK/serve.log"
	start server dnsmasq -k -p 53 -i s0 -u root --no-resolv --no-hosts --no-poll --pid-file= --log-facility=- \
		--local=/example.test/ --host-record=www.example.test,192.0.2.7 2>/dev/null
	dropbearkey -t ecdsa -f "$WORK/host" >/dev/null 2>&1
	dropbearkey -t ecdsa -f "$WORK/user" 2>/dev/null | grep ^ecdsa >"$WORK/user.pub"
	# a home of its own, as keys are looked for there
	start server unshare -m sh -c "mount -t tmpfs -o mode=700 none /root && mkdir -m 700 /root/.ssh &&
		cp $WORK/user.pub /root/.ssh/authorized_keys &&
		exec dropbear -F -E -r $WORK/host -P $WORK/dropbear.pid -p 10.1.0.2:22" 2>"$WORK/dropbear.log"
	long grep -qs ready "$WORK/serve.log"
	retry listening server tcp 22
	retry listening server udp 53
}

# long COMMAND...: until it succeeds, at most some minutes: many programs have to start.
long() {
	local tries
	for ((tries = 0; tries < 4; tries++)); do
		! retry "$@" || return 0
	done
	return 1
}

# surf WORDS...: curl in the client's namespace, in the background, quietly; a probe after a
# minute of silence would come when nobody counts any more.
surf() {
	start client curl -sk --no-keepalive --connect-timeout 20 -m 300 -o /dev/null "$@" 2>/dev/null
}
