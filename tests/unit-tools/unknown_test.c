// SPDX-License-Identifier: GPL-2.0-or-later
/* Flows that nobody knows: sums by text, domains, ports' names, and how they are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <netdb.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <cmocka.h>
#include "../../tools/ntopctl/domain.h"
#include "../../tools/ntopctl/field.h"
#include "../../tools/ntopctl/service.h"
#include "../../tools/ntopctl/view/l7.h"
#include "../../tools/ntopctl/view/unknown.h"
#include "unit.h"

static void domains(void **state)
{
	static const char *const cases[][2] = {
		{ "www.example.com", "example.com" }, { "example.com", "example.com" },
		{ "com", "com" }, { "", "" }, { "a.b.example.co.uk", "example.co.uk" },
		{ "co.uk", "co.uk" }, { "www.EXAMPLE.CO.UK.", "EXAMPLE.CO.UK" },
		{ "x.co.museum", "co.museum" }, { "a.t.me", "t.me" }, { "...", "" },
		{ "a..b", ".b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len;
		const char *at = domain_registrable(cases[i][0], strlen(cases[i][0]), &len);

		assert_int_equal(len, strlen(cases[i][1]));
		assert_memory_equal(at, cases[i][1], len);
	}
}

static void ports_have_the_systems_names(void **state)
{
	const struct servent *s = getservbyport(htons(443), "tcp");

	(void)state;
	if (s)
		assert_string_equal(service_name(IPPROTO_TCP, 443), s->s_name);
	else
		assert_null(service_name(IPPROTO_TCP, 443));
	assert_null(service_name(IPPROTO_TCP, -1));
	assert_null(service_name(IPPROTO_TCP, 65536));
	assert_null(service_name(IPPROTO_ICMP, 443));
}

static void add(struct unknown *all, int kind, const char *payload, const char *port,
		uint64_t octets)
{
	struct kntop_flow f = { .client.octets = octets, .client.packets = 1, .server.packets = 2 };

	split_count(&all->total[kind], &f);
	assert_int_equal(split_add(&all->split[kind][UNKNOWN_PAYLOAD], payload, &f), 0);
	assert_int_equal(split_add(&all->split[kind][UNKNOWN_PORT], port, &f), 0);
}

static char *shown(bool json, uint64_t limit, struct unit_text *t)
{
	struct ctl ctl = { .json = json, .raw = true, .out = unit_text_open(t) };
	struct unknown all = { .counted = { .flows = 9, .octets = 1000 }, .undecided.flows = 2 };

	add(&all, UNKNOWN_FLOWS, "encrypted or compressed", "udp/1", 300);
	add(&all, UNKNOWN_FLOWS, "cleartext", "udp/2", 200);
	add(&all, UNKNOWN_FLOWS, "cleartext", "udp/3", 500);
	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		for (int split = 0; split < UNKNOWN_SPLITS; split++)
			assert_int_equal(split_sort(&all.split[kind][split]), 0);
	unknown_view(&ctl, &all, -1, limit);
	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		for (int split = 0; split < UNKNOWN_SPLITS; split++)
			split_free(&all.split[kind][split]);
	unit_text_end(t);
	return t->text;
}

static void text_adds_up(void **state)
{
	struct unit_text t;

	(void)state;
	assert_string_equal(shown(false, 2, &t),
		"Unknown: 3 live flows, 1000; counted since counting began: 9 flows, 1000\n"
		"  BY       VALUE                    FLOWS  PKTS  OCTETS  SHARE\n"
		"  payload  cleartext                    2     6     700  70.0%\n"
		"  payload  encrypted or compressed      1     3     300  30.0%\n"
		"  port     udp/3                        1     3     500  50.0%\n"
		"  port     udp/1                        1     3     300  30.0%\n"
		"  port     (1 more)                     1     3     200  20.0%\n"
		"2 live flows are undecided, and in none of these\n");
	free(t.text);
}

static void json_adds_up(void **state)
{
	struct unit_text t;

	(void)state;
	shown(true, 1, &t);
	assert_non_null(strstr(t.text, "{\"protocol\":\"Unknown\",\"flows\":3,\"packets\":9,\"octets\":1000,"
		"\"counted\":{\"flows\":9,\"packets\":0,\"octets\":1000},\"undecided_flows\":2,\"by\":{"
		"\"payload\":[{\"value\":\"cleartext\",\"flows\":2,\"packets\":6,\"octets\":700},"
		"{\"value\":null,\"flows\":1,\"packets\":3,\"octets\":300}],"
		"\"port\":[{\"value\":\"udp/3\",\"flows\":1,\"packets\":3,\"octets\":500},"
		"{\"value\":null,\"flows\":2,\"packets\":6,\"octets\":500}],"));
	assert_non_null(strstr(t.text, "{\"protocol\":\"TLS\",\"flows\":0,"));
	free(t.text);
}

static void a_name_looked_up_is_marked(void **state)
{
	struct kntop_l7 l7 = { .seen = true };
	struct ctl ctl = { 0 };
	char buf[FIELD_SIZE];

	(void)state;
	assert_string_equal(l7_name(&ctl, &l7, buf), "");
	l7.text[KNTOP_L7_DNS_NAME] = (struct kntop_text){ "a\033b", 3 };
	assert_string_equal(l7_name(&ctl, &l7, buf), "dns: a\\x1bb");
	l7.text[KNTOP_L7_SERVER_NAME] = (struct kntop_text){ "own", 3 };
	assert_string_equal(l7_name(&ctl, &l7, buf), "own");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(domains),
		cmocka_unit_test(ports_have_the_systems_names),
		cmocka_unit_test(text_adds_up),
		cmocka_unit_test(json_adds_up),
		cmocka_unit_test(a_name_looked_up_is_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
