// SPDX-License-Identifier: GPL-2.0-or-later
/* Of which flows a name is taken, whose it is, and of which it is not. */
#include "unit.h"
#include "name_seen.h"

static struct kntop_flow flow;
static struct name_seen seen;

static void text(enum kntop_l7_text which, const char *what)
{
	flow.l7.text[which] = (struct kntop_text){ what, strlen(what) };
}

/* A UDP flow between two hosts that both spoke. */
static void between(const char *client, int client_port, const char *server, int server_port)
{
	flow = (struct kntop_flow){
		.l4 = 17,
		.client = { .port = client_port, .packets = 1 },
		.server = { .port = server_port, .packets = 1 },
		.l7 = { .seen = true, .confidence = KNTOP_CONFIDENCE_DPI, .dns_reply_code = -1 },
	};
	assert_int_equal(kntop_address_parse(client, &flow.client.addr), 0);
	assert_int_equal(kntop_address_parse(server, &flow.server.addr), 0);
}

/* "ADDRESS SOURCE NAME", or "-". */
static const char *told(const char *protocol, const char *master)
{
	static char buf[400];
	char addr[KNTOP_ADDRESS_TEXT];

	if (!name_seen_of(&flow, protocol, master, &seen))
		return "-";
	snprintf(buf, sizeof(buf), "%s %s %s", kntop_address_format(&seen.addr, addr),
		 namefile_source_name(seen.source), seen.name);
	return buf;
}

static void dns_answers(void **state)
{
	(void)state;
	between("10.0.0.5", 40000, "10.0.0.1", 53);
	text(KNTOP_L7_SERVER_NAME, "www.example.test");
	assert_string_equal(told("DNS", NULL), "-");
	assert_int_equal(kntop_address_parse("192.0.2.7", &flow.l7.dns_address), 0);
	assert_string_equal(told("DNS", NULL), "192.0.2.7 dns www.example.test");
	assert_string_equal(told("Google", "DNS"), "192.0.2.7 dns www.example.test");
	assert_int_equal(kntop_address_parse("2001:db8::7", &flow.l7.dns_address), 0);
	assert_string_equal(told("DNS", NULL), "2001:db8::7 dns www.example.test");
	flow.client.packets = 0;
	assert_string_equal(told("DNS", NULL), "-");
	flow.client.packets = 1;
	flow.l7.undecided = true;
	assert_string_equal(told("DNS", NULL), "-");
	flow.l7.undecided = false;
	flow.l7.confidence = KNTOP_CONFIDENCE_BY_PORT;
	assert_string_equal(told("DNS", NULL), "-");
	flow.l7.confidence = KNTOP_CONFIDENCE_INTERRUPTED;
	assert_string_equal(told("DNS", NULL), "-");
	flow.l7.confidence = KNTOP_CONFIDENCE_DPI;
	flow.server.port = 5300;
	assert_string_equal(told("DNS", NULL), "-");
}

static void answers_for_nobody(void **state)
{
	static const char *const none[] = {
		"0.0.0.0", "127.0.0.1", "224.0.0.251", "255.255.255.255", "::", "::1", "ff02::fb",
	};

	(void)state;
	between("10.0.0.5", 40000, "10.0.0.1", 53);
	text(KNTOP_L7_SERVER_NAME, "blocked.test");
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_int_equal(kntop_address_parse(none[i], &flow.l7.dns_address), 0);
		assert_string_equal(told("DNS", NULL), "-");
	}
}

/* A TCP connection in which a server was asked for by a name. */
static void asked_for(const char *name)
{
	between("10.0.0.5", 40000, "192.0.2.7", 443);
	flow.l4 = 6;
	flow.direction_by = KNTOP_DIRECTION_BY_HANDSHAKE;
	flow.l7.tls_cipher = -1;
	text(KNTOP_L7_SERVER_NAME, name);
}

static void servers_are_called(void **state)
{
	(void)state;
	asked_for("shop.example.test");
	flow.l7.tls_cipher = 0x1301;
	assert_string_equal(told("TLS", NULL), "192.0.2.7 tls shop.example.test");
	assert_string_equal(told("Amazon", "TLS"), "192.0.2.7 tls shop.example.test");
	assert_string_equal(told("STUN", NULL), "-");
	assert_string_equal(told(NULL, NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "shop");
	assert_string_equal(told("TLS", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "shop.example.test:443");
	assert_string_equal(told("TLS", NULL), "-");
	asked_for("shop.example.test");
	flow.l7.tls_cipher = 0x1301;
	flow.direction_by = KNTOP_DIRECTION_BY_PORT;
	assert_string_equal(told("TLS", NULL), "-");
	flow.direction_by = KNTOP_DIRECTION_BY_HANDSHAKE;
	flow.server.packets = 0;
	assert_string_equal(told("TLS", NULL), "-");
}

static void a_handshake_must_go_on(void **state)
{
	(void)state;
	asked_for("shop.example.test");
	/* an alert is no ServerHello */
	assert_string_equal(told("TLS", NULL), "-");
	flow.l7.tls_cipher = 0xc02f;
	text(KNTOP_L7_TLS_SERVER_NAMES, "other.test,Shop.Example.test");
	assert_string_equal(told("TLS", NULL), "192.0.2.7 tls shop.example.test");
	text(KNTOP_L7_TLS_SERVER_NAMES, "*.example.test");
	assert_string_equal(told("TLS", NULL), "192.0.2.7 tls shop.example.test");
	text(KNTOP_L7_TLS_SERVER_NAMES, "*.shop.example.test,*.test,example.test,shop.example.test.other,hop.example.test");
	assert_string_equal(told("TLS", NULL), "-");
	text(KNTOP_L7_TLS_SERVER_NAMES, "default.server.test");
	assert_string_equal(told("TLS", NULL), "-");
	/* QUIC does not show the answer, but a refusal is short */
	text(KNTOP_L7_TLS_SERVER_NAMES, "");
	assert_string_equal(told("QUIC", NULL), "-");
	flow.client.packets = flow.server.packets = 4;
	assert_string_equal(told("QUIC", NULL), "192.0.2.7 tls shop.example.test");
}

/* What HTTP asks for: URL as nDPI says it, and status. */
static const char *asked(const char *host, const char *url, unsigned int status)
{
	asked_for(host);
	text(KNTOP_L7_HTTP_METHOD, "GET");
	text(KNTOP_L7_HTTP_URL, url);
	flow.l7.http_status = status;
	return told("HTTP", NULL);
}

static void who_is_asked_in_vain_is_not_called_so(void **state)
{
	static const unsigned int vain[] = { 0, 100, 101, 301, 302, 307, 400, 401, 403, 404, 421, 500, 503 };

	(void)state;
	assert_string_equal(asked("shop.test", "shop.test/", 200), "192.0.2.7 http shop.test");
	assert_string_equal(asked("shop.test", "shop.test/a?b", 206), "192.0.2.7 http shop.test");
	assert_string_equal(asked("shop.test", "Shop.Test/", 304), "192.0.2.7 http shop.test");
	assert_string_equal(asked("shop.test:8080", "shop.test:8080/", 200), "192.0.2.7 http shop.test");
	assert_string_equal(asked("shop", "shop/", 200), "-");
	for (size_t i = 0; i < sizeof(vain) / sizeof(vain[0]); i++)
		assert_string_equal(asked("shop.test", "shop.test/", vain[i]), "-");
}

static void a_proxy_is_not_called_as_what_it_fetches(void **state)
{
	(void)state;
	assert_string_equal(asked("shop.test", "http://shop.test/", 200), "-");
	assert_string_equal(asked("shop.test", "shop.testHTTP://shop.test/", 200), "-");
	assert_string_equal(asked("shop.test", "shop.testhttps://shop.test/", 200), "-");
	assert_string_equal(asked("shop.test", "other.test/", 200), "-");
	assert_string_equal(asked("shop.test", "", 200), "-");
	asked("shop.test", "shop.test/", 200);
	assert_string_equal(told("HTTP_Proxy", "HTTP"), "-");
	assert_string_equal(told("HTTP_Connect", NULL), "-");
	assert_string_equal(told("Google", "HTTP_Proxy"), "-");
	text(KNTOP_L7_HTTP_METHOD, "CONNECT");
	assert_string_equal(told("HTTP", NULL), "-");
	flow.l7.tls_cipher = 0x1301;
	assert_string_equal(told("TLS", "HTTP_Connect"), "-");
	assert_string_equal(told("TLS", NULL), "-");
}

static void dhcp_clients(void **state)
{
	(void)state;
	between("10.0.0.5", 68, "10.0.0.1", 67);
	text(KNTOP_L7_SERVER_NAME, "ann's laptop");
	flow.server.packets = 0;
	assert_string_equal(told("DHCP", NULL), "10.0.0.5 dhcp ann's laptop");
	between("10.0.0.1", 67, "10.0.0.5", 68);
	text(KNTOP_L7_SERVER_NAME, "laptop");
	assert_string_equal(told("DHCP", NULL), "10.0.0.5 dhcp laptop");
	between("0.0.0.0", 68, "255.255.255.255", 67);
	text(KNTOP_L7_SERVER_NAME, "laptop");
	assert_string_equal(told("DHCP", NULL), "-");
	between("10.0.0.1", 67, "10.0.0.2", 67);
	text(KNTOP_L7_SERVER_NAME, "laptop");
	assert_string_equal(told("DHCP", NULL), "-");
	between("10.0.0.5", 68, "10.0.0.1", 67);
	text(KNTOP_L7_SERVER_NAME, "\x1b]0;owned\x07");
	assert_string_equal(told("DHCP", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "\xff\xfe");
	assert_string_equal(told("DHCP", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "   ");
	assert_string_equal(told("DHCP", NULL), "-");
}

static void hosts_announce_themselves(void **state)
{
	(void)state;
	between("10.0.0.9", 5353, "224.0.0.251", 5353);
	flow.server.packets = 0;
	flow.l7.dns_reply_code = 0;
	text(KNTOP_L7_SERVER_NAME, "printer.local");
	/* without its address it may be anybody's */
	assert_string_equal(told("MDNS", NULL), "-");
	assert_int_equal(kntop_address_parse("10.0.0.9", &flow.l7.dns_address), 0);
	assert_string_equal(told("MDNS", NULL), "10.0.0.9 mdns printer.local");
	/* who repeats what was said elsewhere is another */
	assert_int_equal(kntop_address_parse("10.0.1.9", &flow.l7.dns_address), 0);
	assert_string_equal(told("MDNS", NULL), "-");
	assert_int_equal(kntop_address_parse("fe80::9", &flow.l7.dns_address), 0);
	assert_string_equal(told("MDNS", NULL), "-");
	assert_int_equal(kntop_address_parse("10.0.0.9", &flow.l7.dns_address), 0);
	text(KNTOP_L7_SERVER_NAME, "_ipp._tcp.local");
	assert_string_equal(told("MDNS", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "my_printer._ipp._tcp.local");
	assert_string_equal(told("MDNS", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "9.0.0.10.in-addr.arpa");
	assert_string_equal(told("MDNS", NULL), "-");
	/* a question is about somebody else */
	text(KNTOP_L7_SERVER_NAME, "printer.local");
	flow.l7.dns_reply_code = -1;
	assert_string_equal(told("MDNS", NULL), "-");
	between("10.0.0.9", 30000, "10.0.0.255", 138);
	text(KNTOP_L7_SERVER_NAME, "filer");
	assert_string_equal(told("SMBv1", "NetBIOS"), "10.0.0.9 netbios filer");
	/* to port 137 others are asked for */
	between("10.0.0.9", 137, "10.0.0.255", 137);
	text(KNTOP_L7_SERVER_NAME, "filer");
	assert_string_equal(told("NetBIOS", NULL), "-");
}

static void names_and_what_is_none(void **state)
{
	static const char *const good[] = { "a", "a.b", "www.example.test", "x-1_y.test", "1.2.3.de",
		"xn--mnchen-3ya.de" };
	static const char *const bad[] = { "", ".", "a.", ".a", "a..b", "10.0.0.1", "::1",
		"2001:db8::1", "10.1", "1.2.3.4.5", "a b", "a/b", "a\n", "a\x1b", "\xc3\xa4.de",
		"*.example.test" };
	char label[80];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(name_seen_is_name(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(name_seen_is_name(bad[i]));
	memset(label, 'a', sizeof(label));
	label[63] = '\0';
	assert_true(name_seen_is_name(label));
	label[63] = 'a';
	label[64] = '\0';
	assert_false(name_seen_is_name(label));
}

/* nDPI keeps the end of a long name: that is another name. */
static void cut_names_are_none(void **state)
{
	char name[100];

	(void)state;
	between("10.0.0.5", 40000, "192.0.2.7", 443);
	for (size_t i = 0; i < sizeof(name); i++)
		name[i] = i % 20 == 19 ? '.' : 'a';
	flow.l7.text[KNTOP_L7_SERVER_NAME] = (struct kntop_text){ name, 78 };
	assert_string_not_equal(told("TLS", NULL), "-");
	flow.l7.text[KNTOP_L7_SERVER_NAME] = (struct kntop_text){ name, 79 };
	assert_string_equal(told("TLS", NULL), "-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dns_answers),
		cmocka_unit_test(answers_for_nobody),
		cmocka_unit_test(servers_are_called),
		cmocka_unit_test(a_handshake_must_go_on),
		cmocka_unit_test(who_is_asked_in_vain_is_not_called_so),
		cmocka_unit_test(a_proxy_is_not_called_as_what_it_fetches),
		cmocka_unit_test(dhcp_clients),
		cmocka_unit_test(hosts_announce_themselves),
		cmocka_unit_test(names_and_what_is_none),
		cmocka_unit_test(cut_names_are_none),
	};

	return cmocka_run_group_tests_name("name_seen", tests, NULL, NULL);
}
