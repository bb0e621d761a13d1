#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7: real clients and servers, seen on a mirror port while their connections live. What
# they say is told by tshark from tcpdump's record, what they are by the server's port.
# lib-l7.sh draws the network.
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
mirror_network
servers
patient monitor
ntopctl -n monitor -b - <<END
localnet add 10.1.0.1/32 name clients
config set timeout_udp 1000
END

# Mid-stream: connections that are open before anybody watches.
start client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/early" tls/443/early.example.test \
	tcp/8080/'GET /late HTTP/1.1\r\nHost: late.example.test\r\n\r\n' tcp/110/'NOOP\r\n'
long test -e "$WORK/early.done"
calm monitor m0

watch monitor m0 rx consume
capture monitor m0 "$WORK/m0" -s 0

# ---- connections that live until they are told to end ----

URL=www.example.test:8080
surf --resolve shop.example.test:443:10.1.0.2 https://shop.example.test/a
surf --tls-max 1.2 --no-alpn --resolve www.google.com:8443:10.1.0.2 https://www.google.com:8443/
surf -A kntop-test/1.0 --resolve $URL:10.1.0.2 "http://$URL/path/x?y=1"
surf -d a=b --resolve $URL:10.1.0.2 http://$URL/missing
surf -T /etc/hostname --mail-from a@example.test --mail-rcpt b@example.test smtp://10.1.0.2/client.test
start client dbclient -y -y -i "$WORK/user" root@10.1.0.2 'exec sleep 300' >/dev/null 2>&1
start client ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o KexAlgorithms=curve25519-sha256 -o HostKeyAlgorithms=ssh-ed25519 -o Ciphers=aes128-ctr -o MACs=hmac-sha2-256 -p 2222 root@10.1.0.2 2>/dev/null
start client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/go" tcp-dns/www.example.test/1 \
	udp-dns/nosuch.example.test/28 ntp telnet/alice/hidden
in_space client busybox nslookup -type=a www.example.test 10.1.0.2 >/dev/null
QUIC=$("$E2E/../captures/fetch")/pcap/quic-29.pcap
in_space client tcpreplay -q -t -i c0 "$QUIC" >/dev/null 2>&1
long test -e "$WORK/go.done"
# the server speaks first, and the client before that has been silence for long
start client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/late" 'tcp/22/SSH-2.0-late_client\r\n'
long test -e "$WORK/late.done"
greeted() {
	in_space client ss -Htn state established dport = :22 | awk '$1 > 0 { found = 1 } END { exit !found }'
}
long greeted
: >"$WORK/late.more"
: >"$WORK/early.more"
: >"$WORK/go.more"
connected() {
	[ "$(in_space client ss -Htn state established | wc -l)" = 13 ]
}
long connected
calm monitor m0

# Of a live flow that is known all is told after some seconds of silence at the latest.
known='[.[] | select(.direction_by != "port" and .l7.undecided)] | length'
told_all() {
	[ "$(ask monitor flow show "$known")" = 0 ]
}
long told_all || not_ok "all flows are decided" 0 "$(ask monitor flow show "$known")"
is "the connections live" 13 "$(in_space client ss -Htn state established | wc -l)"
ntopctl -j -n monitor flow show dev m0 >"$WORK/flows"
cp "$WORK/m0" "$WORK/so-far"
"${PYTHON[@]}" "$E2E/l7told.py" "$WORK/so-far" >"$WORK/told"
jq -r -f "$E2E/l7.jq" "$WORK/flows" | sort >"$WORK/said"
more "tshark tells much of them" 35 "$(wc -l <"$WORK/told")"

# what SERVER-PORT L4: protocol, category, how it is known, and encryption; one line
# a flow, those that began before we came apart.
what() {
	jq -r "[.[] | select(.server.port == $1 and .l4 == $2 and (.direction_by == \"port\" | not)).l7
		| \"\(.protocol), \(.category), \(.confidence), \(if .encrypted then \"\" else \"not \" end)encrypted\"]
		| unique[]" "$WORK/flows"
}

# told SERVER-PORT L4 NAME: all that tshark tells of these flows.
told() {
	local ports
	ports=$(jq -r "[.[] | select(.server.port == $1 and .l4 == $2).client.port] | join(\"|\")" "$WORK/flows")
	is "$3: all that tshark tells" "$(grep -E "^$2 ($ports) " "$WORK/told")" "$(grep -E "^$2 ($ports) " "$WORK/said")"
}

is "TLS 1.2 to 8443, a name of Google's" "TLS.Google, Web, dpi, encrypted" "$(what 8443 6)"
is "TLS 1.3 to 443" "TLS, Web, dpi, encrypted" "$(what 443 6)"
is "HTTP" "HTTP, Web, dpi, not encrypted" "$(what 8080 6)"
is "SSH" "SSH, RemoteAccess, dpi, encrypted" "$(what 22 6)"
is "SSH on a port of its own" "SSH, RemoteAccess, dpi, encrypted" "$(what 2222 6)"
is "SMTP" "SMTP, Email, dpi, not encrypted" "$(what 25 6)"
is "DNS over TCP" "DNS, Network, dpi, not encrypted" "$(what 53 6)"
is "DNS over UDP" "DNS, Network, dpi, not encrypted" "$(what 53 17)"
is "NTP" "NTP, System, dpi, not encrypted" "$(what 123 17)"
is "telnet" "Telnet, RemoteAccess, dpi, not encrypted" "$(what 23 6)"
is "QUIC" "QUIC, Web, dpi, encrypted" "$(what 443 17)"
told 8443 6 "TLS 1.2"
told 443 6 "TLS 1.3"
told 8080 6 "HTTP"
told 2222 6 "SSH"
told 53 6 "DNS over TCP"
told 53 17 "DNS over UDP"
told 443 17 "QUIC"
# dropbear says its version and begins the key exchange in one segment, which nDPI's
# reader of HASSH does not follow.
is "SSH: client's and server's version when the server speaks first" "SSH-2.0-late_client SSH-2.0-dropbear_2022.83" \
	"$(jq -r '.[].l7 | select(.ssh_client == "SSH-2.0-late_client" or .ssh_server == "SSH-2.0-late_client")
		| "\(.ssh_client) \(.ssh_server)"' "$WORK/flows")"
is "SSH: the client's version when it goes on in the same segment" "SSH-2.0-dropbear_2022.83" \
	"$(jq -r '.[] | select(.server.port == 22 and .client.octets > 1000).l7.ssh_client' "$WORK/flows")"
claim "TLS 1.2: names, issuer and subject of the certificate" \
	"shop.example.test,alt.shop.example.test O=kntop test, CN=shop.example.test O=kntop test, CN=shop.example.test" \
	'.[] | select(.l7.server_name == "www.google.com").l7 | "\(.tls_server_names) \(.tls_issuer) \(.tls_subject)"'
claim "risks: the certificate is self-signed and of another name" true \
	'.[] | select(.l7.server_name == "www.google.com").l7 | [.risks[].name]
	| contains(["Self-signed Certificate", "TLS Certificate Mismatch"])'
claim "risks: their scores make the flow's" true 'map(.l7 | .score == (.risks | map(.score) | add // 0)) | all'
claim "risks: telnet is unsafe" true \
	'.[] | select(.server.port == 23).l7.risks | map(.name) | contains(["Unsafe Protocol"])'

# Mid-stream: what can be seen in the packets is found, the rest is a guess, and shown as
# one; nothing is taken for something else.
claim "mid-stream: TLS within a connection, found or guessed" true \
	'.[] | select(.direction_by == "port" and .server.port == 443).l7
	| .protocol == "TLS" and (.confidence == "dpi" or .guess)'
claim "mid-stream: a request tells HTTP" "HTTP dpi late.example.test" \
	'.[] | select(.direction_by == "port" and .server.port == 8080).l7
	| "\(.protocol) \(.confidence) \(.server_name)"'
claim "mid-stream: POP by its port, as a guess" "POP3 by_port true" \
	'.[] | select(.direction_by == "port" and .server.port == 110).l7 | "\(.protocol) \(.confidence) \(.guess)"'
judge monitor flow show dev m0
has "in the table a guess has its mark" "POP3?" "$(ntopctl -n monitor flow show port 110)"
has "with -s, the server's name and more" "kntop-test/1.0" "$(ntopctl -n monitor -s flow show port 8080)"
has "the server's name is in the table" "shop.example.test" "$(ntopctl -n monitor flow show port 443)"

# ---- what each protocol had: tcpdump's counts, by the server's port ----

: >"$WORK/go"
: >"$WORK/late"
: >"$WORK/early"
captured monitor m0 "$WORK/m0"
# Ended flows are decided, if they were not yet.
ntopctl -n monitor config set timeout_tcp_closing 1
long sh -c 'ntopctl -j -n monitor protocol show dev m0 | jq -e "all(.protocol)" >/dev/null'
folded monitor
PROTOCOLS="22/6 SSH RemoteAccess
2222/6 SSH RemoteAccess
23/6 Telnet RemoteAccess
25/6 SMTP Email
53/6 DNS Network
53/17 DNS Network
110/6 POP3 Email
123/17 NTP System
443/6 TLS Web
443/17 QUIC Web
8080/6 HTTP Web
8443/6 Google Web"

# expected COLUMN SIDE: "NAME FLOWS PACKETS OCTETS PACKETS OCTETS" from clients and from
# servers; of 10.1.0.1 alone with SIDE "host". COLUMN 2 the protocols, 3 the categories.
expected() {
	awk -v column="$1" -v side="$2" '
		NR == FNR { name[$1] = $column; next }
		$1 == "flow" && (side != "host" || $5 ~ /^10\.1\.0\.1$/ || $6 ~ /^10\.1\.0\.1$/) {
			split($7, port, ",")
			up = (port[2] "/" $4) in name
			n = name[port[up ? 2 : 1] "/" $4]
			if (up)
				flows[n]++
			packets[n, up] += $8
			octets[n, up] += $9
		}
		END {
			for (n in flows)
				print n, flows[n], packets[n, 1] + 0, octets[n, 1] + 0, packets[n, 0] + 0, octets[n, 0] + 0
		}' <(echo "$PROTOCOLS") "$WORK/m0.txt" | sort
}

# counters WORDS... SENT RECEIVED: the same by ntopctl.
counters() {
	ntopctl -j -n monitor "${@:1:$#-2}" | jq -r --arg s "${*: -2:1}" --arg r "${*: -1}" '.[]
		| [.protocol // .category, .flows, .[$s].packets, .[$s].octets, .[$r].packets, .[$r].octets]
		| map(tostring) | join(" ")' | sort
}

is "interface: packets and octets of each protocol, each way" "$(expected 2 all)" \
	"$(counters protocol show dev m0 from_clients from_servers)"
is "interface: of each category" "$(expected 3 all)" "$(counters category show dev m0 from_clients from_servers)"
is "local host: of each protocol" "$(expected 2 host)" "$(counters protocol show host 10.1.0.1 sent received)"
is "local host: of each category" "$(expected 3 host)" "$(counters category show host 10.1.0.1 sent received)"
is "every local host: there is one" "$(expected 2 host)" "$(counters protocol show hosts sent received)"
is "local network: of each protocol" "$(expected 2 host)" "$(counters protocol show net clients sent received)"
is "local network: of each category" "$(expected 3 host)" "$(counters category show net 10.1.0.1/32 sent received)"
is "a remote host has none" "" "$(counters protocol show host 10.1.0.2 sent received 2>/dev/null)"
sum_rule monitor "the sum rule"
