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

static void servers_are_called(void **state)
{
	(void)state;
	between("10.0.0.5", 40000, "192.0.2.7", 443);
	flow.l4 = 6;
	text(KNTOP_L7_SERVER_NAME, "shop.example.test");
	assert_string_equal(told("TLS", NULL), "192.0.2.7 tls shop.example.test");
	assert_string_equal(told("Amazon", "TLS"), "192.0.2.7 tls shop.example.test");
	assert_string_equal(told("QUIC", NULL), "192.0.2.7 tls shop.example.test");
	assert_string_equal(told("HTTP", NULL), "192.0.2.7 http shop.example.test");
	assert_string_equal(told("STUN", NULL), "-");
	assert_string_equal(told(NULL, NULL), "-");
	text(KNTOP_L7_HTTP_METHOD, "CONNECT");
	assert_string_equal(told("HTTP", NULL), "-");
	text(KNTOP_L7_HTTP_METHOD, "GET");
	text(KNTOP_L7_SERVER_NAME, "shop.example.test:8080");
	assert_string_equal(told("HTTP", NULL), "192.0.2.7 http shop.example.test");
	assert_string_equal(told("TLS", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "shop");
	assert_string_equal(told("HTTP", NULL), "-");
	text(KNTOP_L7_SERVER_NAME, "shop.example.test");
	flow.direction_by = KNTOP_DIRECTION_BY_PORT;
	assert_string_equal(told("TLS", NULL), "-");
	flow.direction_by = KNTOP_DIRECTION_BY_HANDSHAKE;
	flow.server.packets = 0;
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
	assert_string_equal(told("MDNS", NULL), "10.0.0.9 mdns printer.local");
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
		cmocka_unit_test(dhcp_clients),
		cmocka_unit_test(hosts_announce_themselves),
		cmocka_unit_test(names_and_what_is_none),
		cmocka_unit_test(cut_names_are_none),
	};

	return cmocka_run_group_tests_name("name_seen", tests, NULL, NULL);
}
