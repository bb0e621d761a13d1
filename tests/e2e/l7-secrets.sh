#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# l7-secrets: passwords that pass in the clear, in all the ways that protocols know, are
# nowhere in what ntopctl says, neither while their connections live nor afterwards.
# lib-l7.sh draws the network.
. "$(dirname "$0")/lib.sh"
. "$E2E/lib-l7.sh"

modprobe kntop_ndpi || not_ok "modprobe kntop_ndpi" "loaded" "refused"
mirror_network
servers
patient monitor
watch monitor m0 rx consume
capture monitor m0 "$WORK/m0" -s 0

# The user is alice, the password a word that is nowhere else; once more as a name.
SECRET=xyzzyplugh
BASE64=(
	"$(printf 'alice:%s' $SECRET | base64)"		# basic authentication
	"$(printf '\0alice\0%s' $SECRET | base64)"	# AUTH PLAIN
	"$(printf %s $SECRET | base64)"			# AUTH LOGIN
)
PROXIED="GET http://alice:$SECRET@www.example.test/ HTTP/1.1\\r\\nHost: www.example.test\\r\\n\\r\\n"
HOSTED="GET / HTTP/1.1\\r\\nHost: alice:$SECRET@www.example.test\\r\\n\\r\\n"
surf -u alice:$SECRET http://10.1.0.2:8080/basic
surf -u alice:$SECRET pop3://10.1.0.2/
surf -u alice:$SECRET ftp://10.1.0.2/
surf -u alice:$SECRET -T /etc/hostname --mail-from a@example.test --mail-rcpt b@example.test smtp://10.1.0.2/plain
surf -u alice:$SECRET -T /etc/hostname --login-options AUTH=LOGIN --mail-from a@example.test \
	--mail-rcpt b@example.test smtp://10.1.0.2/login
start client "${PYTHON[@]}" "$E2E/l7ask.py" 10.1.0.2 "$WORK/go" telnet/alice/$SECRET \
	"tcp/8080/$PROXIED" "tcp/8080/$HOSTED"
: >"$WORK/go.more"
long test -e "$WORK/go.done"
connected() {
	[ "$(in_space client ss -Htn state established | wc -l)" = 8 ]
}
long connected
calm monitor m0

# secrets WHEN: none of them is in anything that is said.
secrets() {
	local said word found=()
	said=$(printf '%s\n' "flow show" "host show" "ended show" "interface show" "protocol show" stats "dpi show" |
		ntopctl -n monitor -s -b - 2>&1
		printf '%s\n' "flow show" "host show" "ended show" "interface show" "protocol show" stats "dpi show" |
			ntopctl -j -n monitor -b - 2>&1)
	more "$1: much is said" 100 "$(wc -l <<<"$said")"
	has "$1: of the protocols, too" FTP_CONTROL "$said"
	for word in $SECRET "${BASE64[@]}"; do
		[[ $said != *"$word"* ]] || found+=("$(grep -m 1 -oE ".{0,40}$word.{0,20}" <<<"$said")")
	done
	is "$1: no password, in no form" "" "${found[*]-}"
}

secrets "while they live"
for word in $SECRET "${BASE64[@]}"; do
	is "the wire had them: $word" yes "$(grep -qaF "$word" "$WORK/m0" && echo yes)"
done
claim "nDPI has seen them: risks of telnet, FTP and POP" "21 23 110" \
	'[.[] | select(any(.l7.risks[]; .name == "Clear-Text Credentials")).server.port] | unique
	| map(select(. == (21, 23, 110))) | join(" ")'
claim "the rest of a URL is told" true \
	'any(.[].l7.http_url; . != null and endswith("www.example.test/"))'
judge monitor flow show
: >"$WORK/go"
calm monitor m0
secrets "after they closed"
ntopctl -n monitor flow reset
secrets "in the records"
