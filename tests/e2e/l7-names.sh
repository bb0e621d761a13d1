#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-names: what hosts are called: names that are seen, names that are looked up, and which of
# them ntopd tells; that it asks no more than it may, of whom it may, and records meanwhile.
#
#  +-- client ----------+    +-- gate --------------------------+
#  | 10.1.0.1        c0 +----+ g0  ntopd; DNS, DHCP, TLS, HTTP  |
#  | dnsmasq 10.1.0.3   |    | 10.1.0.2 .21 ... .28, a proxy .25 |
#  +--------------------+    +----------------------------------+
#
# ntopd's own questions go to 10.1.0.3, past the device that it watches.
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

DATA=$WORK/data NAMES=$WORK/data/names
export KNTOP_NAMES=$NAMES

network() {
	space client gate
	pair client c0 gate g0
	for at in client/c0 gate/g0; do
		echo 1 | in_space "${at%/*}" tee "/proc/sys/net/ipv6/conf/${at#*/}/disable_ipv6" >/dev/null
	done
	address client c0 10.1.0.1/24 10.1.0.3/24 198.51.100.1/24
	address gate g0 10.1.0.2/24 10.1.0.21/24 10.1.0.22/24 10.1.0.23/24 10.1.0.24/24 \
		10.1.0.25/24 10.1.0.26/24 10.1.0.27/24 10.1.0.28/24
	ip -n client route add 239.0.0.0/8 dev c0
	ip -n client route add 224.0.0.0/8 dev c0
	ip -n gate route add 198.51.100.0/24 dev g0
	# packets there go out, and nobody is there
	ip -n gate neigh add 10.1.0.99 lladdr 02:00:00:00:00:99 dev g0
}

# dns SPACE FILE WORDS...: a dnsmasq whose log of questions is FILE.
dns() {
	start "$1" dnsmasq -k -p 53 -u root --no-resolv --no-hosts --no-poll --pid-file= \
		--bind-interfaces --log-queries --log-facility="$2" "${@:3}"
}

# addresses FIRST LAST: 10.1.0.FIRST .. 10.1.0.LAST.
addresses() {
	seq -f '10.1.0.%g' "$1" "$2"
}

# configure MODE: ntopd's file.
configure() {
	printf '%s\n' "-d=$DATA" -U=nobody --step=1 "-G=$WORK/ntopd.pid" -i=g0 -m=10.1.0.0/24=lab \
		"-n=$1" >"$WORK/ntopd.conf"
}

# run_ntopd: with a resolv.conf of our own.
run_ntopd() {
	start gate unshare -m sh -c "mount --bind $WORK/resolv.conf /etc/resolv.conf &&
		exec ntopd $WORK/ntopd.conf" 2>>"$WORK/ntopd.log"
	NTOPD=$!
	retry test -s "$WORK/ntopd.pid"
}

# reload MODE: and look at everything at once.
reload() {
	configure "$1"
	kill -HUP "$NTOPD"
}

# called ADDRESS: "SOURCE NAME", as the file's first line of it with a name says.
called() {
	awk -F'\t' -v a="$1" '$1 == a && $4 != "" { print $2, $4; exit }' "$NAMES" 2>/dev/null
}

is_called() {
	[ "$(called "$1")" = "$2" ]
}

# named NAME ADDRESS SOURCE HOSTNAME: sooner or later.
named() {
	long is_called "$2" "$3 $4"
	is "$1" "$3 $4" "$(called "$2")"
}

# questions: how many ntopd asked that were answered. of ADDRESS: questions about it.
questions() {
	grep -c 'query\[PTR\].* from 10.1.0.2$' "$WORK/ptr.log"
}

about() {
	local a
	IFS=. read -ra a <<<"$1"
	grep -c "query\[PTR\] ${a[3]}.${a[2]}.${a[1]}.${a[0]}.in-addr.arpa from 10.1.0.2" "$WORK/ptr.log"
}

# asked_at CAPTURE: when ntopd's questions in it were sent, into $WORK/times.
asked_at() {
	tshark -n -r "$1" -Y 'ip.src == 10.1.0.2 && dns.flags.response == 0' -T fields \
		-e frame.time_epoch 2>/dev/null >"$WORK/times"
}

# recorded TIME: ntopd has recorded what was until then.
recorded() {
	[ "$(rrdtool last "$TRAFFIC" 2>/dev/null || echo 0)" -ge "$1" ]
}

# asked_all: about all hosts that greeted, but for those that have a name.
asked_all() {
	[ "$(questions)" -ge $((${#MANY[@]} - 2)) ]
}

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
chmod 711 "$WORK"
network
mapfile -t MANY < <(addresses 40 89)
printf 'addr add %s/24 dev c0\n' "${MANY[@]}" | ip -n client -batch -
printf 'nameserver 10.1.0.3\n' >"$WORK/resolv.conf"
chmod 644 "$WORK/resolv.conf"
dns client "$WORK/ptr.log" -a 10.1.0.3 --local=/in-addr.arpa/ \
	--ptr-record=1.0.1.10.in-addr.arpa,client.lab.test --ptr-record=22.0.1.10.in-addr.arpa,shared.lab.test \
	--ptr-record=40.0.1.10.in-addr.arpa,forty.lab.test --ptr-record=1.100.51.198.in-addr.arpa,far.test
dns gate "$WORK/dns.log" -a 10.1.0.2 --local=/example.test/ --host-record=www.example.test,192.0.2.7 \
	--host-record=real.example.test,192.0.2.8 --cname=alias.example.test,real.example.test \
	--host-record=one.example.test,192.0.2.9 --host-record=two.example.test,192.0.2.9 \
	--host-record=six.example.test,2001:db8::6 \
	--dhcp-range=10.1.0.200,10.1.0.200,255.255.255.0,1h --dhcp-leasefile="$WORK/leases" --dhcp-authoritative
certificate only.example.test "$WORK/tls"
start gate openssl s_server -accept 443 -cert "$WORK/tls.crt" -key "$WORK/tls.key" -www -quiet >/dev/null 2>&1
start gate openssl s_server -accept 10.1.0.26:8443 -cert "$WORK/tls.crt" -key "$WORK/tls.key" -www -quiet \
	-servername only.example.test -cert2 "$WORK/tls.crt" -key2 "$WORK/tls.key" -servername_fatal >/dev/null 2>&1
start gate "${PYTHON[@]}" "$E2E/webs.py" vhost 10.1.0.24 80 real.example.test
start gate "${PYTHON[@]}" "$E2E/webs.py" proxy 10.1.0.25 3128 10.1.0.23
start gate "${PYTHON[@]}" "$E2E/webs.py" moved 10.1.0.28 80
mkdir "$WORK/www"
echo plain >"$WORK/www/index.html"
start gate busybox httpd -f -p 10.1.0.23:80 -h "$WORK/www"
long listening gate udp 53
long listening client udp 53
long listening gate tcp 8443
long listening gate tcp 3128
long listening gate tcp6 443 || long listening gate tcp 443

# ---- names that are seen ------------------------------------------------------

configure 2
run_ntopd
ntopctl -n gate config set timeout_udp 3 timeout_udp_single 3 timeout_tcp_closing 1
long test -e "$DATA/interface/g0/traffic.rrd"

for name in www alias one two; do
	in_space client busybox nslookup -type=a "$name.example.test" 10.1.0.2 >/dev/null
done
in_space client busybox nslookup -type=aaaa six.example.test 10.1.0.2 >/dev/null
in_space client busybox nslookup -type=a nosuch.example.test 10.1.0.2 >/dev/null
web() {
	in_space client curl -sk -m 20 -o /dev/null --resolve "$1:443:$2" "https://$1/"
}
web only.example.test 10.1.0.21
web only.example.test 10.1.0.21
web a.example.test 10.1.0.22
in_space client curl -s -m 20 -o /dev/null --resolve plain.example.test:80:10.1.0.23 http://plain.example.test/

# Names that are not those of who is asked, or of who speaks. Each was asked in vain, or for another.
status() {
	in_space client curl -sk -m 20 -o /dev/null -w '%{http_code}' "$@"
}
is "asked in vain: not found" 404 "$(status -H 'Host: foreign.test' http://10.1.0.24/)"
is "asked in vain: elsewhere" 301 "$(status -H 'Host: moved.test' http://10.1.0.28/)"
is "by way of a proxy" 200 "$(status -x http://10.1.0.25:3128 http://plain.example.test/)"
is "in a tunnel through a proxy" 200 "$(status -x http://10.1.0.25:3128 https://only.example.test/)"
is "TLS: an alert" 000 "$(status --resolve foreign.test:8443:10.1.0.26 https://foreign.test:8443/)"
is "TLS: the certificate of another" 200 \
	"$(status --tls-max 1.2 --resolve foreign.test:443:10.1.0.27 https://foreign.test/)"
in_space client "${PYTHON[@]}" "$E2E/names.py" announce 10.1.0.43 printer.local 10.1.0.40
in_space client "${PYTHON[@]}" "$E2E/names.py" announce 10.1.0.42 first.local
gone() {
	[ "$(ask gate flow show host 10.1.0.42 port 5353 length)" = 0 ]
}
long gone
in_space client "${PYTHON[@]}" "$E2E/names.py" announce 10.1.0.42 second.local
long gone
in_space client "${PYTHON[@]}" "$E2E/names.py" announce 10.1.0.40 printer.local
in_space client "${PYTHON[@]}" "$E2E/names.py" datagram 10.1.0.41 FILER
in_space client "${PYTHON[@]}" "$E2E/names.py" greet 10.1.0.2 198.51.100.1 "${MANY[@]}"
cat >"$WORK/lease" <<-END
	#!/bin/sh
	[ "\$1" != bound ] || ip addr add \$ip/24 dev \$interface
END
chmod 755 "$WORK/lease"
start client busybox udhcpc -f -i c0 -x hostname:Laptop -s "$WORK/lease" -t 20 >"$WORK/udhcpc" 2>&1
UDHCPC=$!
long grep -qs 'lease of 10.1.0.200' "$WORK/udhcpc"
# The flow of the first packets is over; the next ones have the client's address and name.
over() {
	[ "$(ask gate flow show port 67 length)" = 0 ]
}
long over
kill -USR1 "$UDHCPC"
reload 2

named "a DNS answer" 192.0.2.7 dns www.example.test
named "a DNS answer by way of an alias" 192.0.2.8 dns alias.example.test
named "an IPv6 address in an answer" 2001:db8::6 dns six.example.test
named "the only name that a TLS server is asked for" 10.1.0.21 tls only.example.test
named "that of an HTTP server" 10.1.0.23 http plain.example.test
named "what a host announces" 10.1.0.40 mdns printer.local
named "what a host calls itself in NetBIOS" 10.1.0.41 netbios filer
named "a DHCP client" 10.1.0.200 dhcp laptop
named "so far" 10.1.0.22 tls a.example.test
web b.example.test 10.1.0.22
reload 2
long is_called 10.1.0.22 ""
is "a server with two names has none of its own" "" "$(called 10.1.0.22)"
is "nor has an address with two in DNS" "" "$(called 192.0.2.9)"
is "nor who was asked in vain" "" "$(called 10.1.0.24)$(called 10.1.0.28)$(called 10.1.0.26)$(called 10.1.0.27)"
is "nor a proxy" "" "$(called 10.1.0.25)"
is "nor who repeats what others announce" "" "$(called 10.1.0.43)"
is "nor who announces several names" "" "$(called 10.1.0.42)"
in_space client curl -s -m 20 -o /dev/null -H 'Host: real.example.test' http://10.1.0.24/
reload 2
named "who answers to its name is called so" 10.1.0.24 http real.example.test
is "mode 2 asks nobody" 0 "$(questions)"

# ---- names that are looked up ---------------------------------------------------

capture gate g0 "$WORK/g0" udp port 53 and host 10.1.0.3
reload 0
named "a host that nobody names" 10.1.0.1 reverse client.lab.test
named "a server with two names" 10.1.0.22 reverse shared.lab.test
long asked_all
is "a name that was seen is not looked up" "0 0 0" "$(about 10.1.0.40) $(about 10.1.0.21) $(about 10.1.0.200)"
is "mode 0 asks about local hosts only" 0 "$(about 198.51.100.1)"
is "nobody is asked about twice" "" "$(sed -n 's/.*query\[PTR\] \(.*\) from 10.1.0.2$/\1/p' "$WORK/ptr.log" | sort | uniq -d)"
# The name server is a local host, too, once it was asked.
reload 0
sleep 3
before=$(questions)
reload 0
sleep 3
is "and the questions themselves raise no new ones" "$before" "$(questions)"
reload 1
named "mode 1: a remote host" 198.51.100.1 reverse far.test
captured gate g0 "$WORK/g0"
asked_at "$WORK/g0"
more "questions were asked" 48 "$(wc -l <"$WORK/times")"
is "all of them were answered" "$(questions)" "$(wc -l <"$WORK/times")"
# ntopd's clock tells when a question is about to be sent, this one when it was.
between "in no second more than 20" 10 20 "$("${PYTHON[@]}" "$E2E/names.py" most 0.9 <"$WORK/times")"

claim "host show: a name and its source" '"laptop" "dhcp"' \
	'.[] | select(.addr == "10.1.0.200") | "\(.name | tojson) \(.name_source | tojson)"'
claim "host show: no name" "null null" \
	'.[] | select(.addr == "10.1.0.50") | "\(.name | tojson) \(.name_source | tojson)"'
judge gate host show
has "host show ADDRESS" "  name          printer.local (mdns)" "$(ntopctl -n gate host show 10.1.0.40)"
has "host show in text" "NAME" "$(ntopctl -n gate host show)"
is "ntopd's user may read it, and its group" 640 "$(stat -c %a "$NAMES")"

# ---- a restart -----------------------------------------------------------------

reload 0
stop "$NTOPD"
cut -f1,2,4 "$NAMES" | sort >"$WORK/before"
before=$(questions)
run_ntopd
# It looks at all hosts as soon as it runs.
sleep 5
is "a restart keeps the names" "" "$(cut -f1,2,4 "$NAMES" | sort | comm -13 - "$WORK/before")"
is "and asks for none of them" "$before" "$(questions)"

# ---- a name server that never answers --------------------------------------------

stop "$NTOPD"
rm "$NAMES"
printf 'nameserver 10.1.0.99\n' >"$WORK/resolv.conf"
capture gate g0 "$WORK/dead" udp port 53 and host 10.1.0.99
TRAFFIC=$DATA/interface/g0/traffic.rrd
BEGAN=$(date +%s)
run_ntopd
# what was before the first record that it makes, it cannot know
retry recorded $((BEGAN + 1))
BEGAN=$(rrdtool last "$TRAFFIC")
pulse
retry recorded $((BEGAN + 12))
stood
captured gate g0 "$WORK/dead"
asked_at "$WORK/dead"
more "a silent name server was asked" 16 "$(wc -l <"$WORK/times")"
between "no more than 8 questions wait for their two seconds" 1 8 "$("${PYTHON[@]}" "$E2E/names.py" most 1.9 <"$WORK/times")"
# but those in which the machine stood still, if it did for longer than two
is "and all seconds are recorded" "9 0" "$(rrdtool fetch "$TRAFFIC" AVERAGE -r 1 -s $((BEGAN + 2)) -e $((BEGAN + 10)) |
	awk -v stood="$STOOD" 'NR > 2 { rows++; bad += $2 ~ /nan/ }
		END { print rows, (stood > 1500 && bad <= stood / 1000 + 3 ? 0 : bad + 0) }')"
is "as long as it is silent there are no names of its" "" "$(grep reverse "$NAMES")"

# ---- none ----------------------------------------------------------------------

reload 3
gone() {
	[ ! -e "$NAMES" ]
}
retry gone
ok "mode 3 has no names"
sum_rule gate "stats --check"
kill -TERM "$NTOPD"
wait "$NTOPD"
is "end" 0 $?
gone
is "and leaves none" 0 $?
