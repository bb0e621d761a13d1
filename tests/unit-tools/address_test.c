// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses, networks, the sum rule and names of the library. */
#include <arpa/inet.h>
#include <errno.h>
#include "unit.h"
#include <kntop.h>

static void check_prefix(const char *text, const char *addr, int prefix)
{
	char buf[KNTOP_ADDRESS_TEXT];
	struct kntop_address a;
	int length;

	assert_int_equal(kntop_prefix_parse(text, &a, &length), 0);
	assert_string_equal(kntop_address_format(&a, buf), addr);
	assert_int_equal(length, prefix);
}

static void prefixes(void **state)
{
	(void)state;
	check_prefix("10.0.0.0/8", "10.0.0.0", 8);
	check_prefix("10/8", "10.0.0.0", 8);
	check_prefix("192.168/16", "192.168.0.0", 16);
	check_prefix("172.16.5/24", "172.16.5.0", 24);
	check_prefix("10.0.0.1", "10.0.0.1", 32);
	check_prefix("0.0.0.0/0", "0.0.0.0", 0);
	check_prefix("2001:db8::/32", "2001:db8::", 32);
	check_prefix("::1", "::1", 128);
	check_prefix("::ffff:1.2.3.4/128", "::ffff:1.2.3.4", 128);
	check_prefix("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
		     "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 128);
}

static void check_text(const struct kntop_address *a)
{
	char got[KNTOP_ADDRESS_TEXT], expected[INET6_ADDRSTRLEN];

	memset(got, 'x', sizeof(got));
	assert_non_null(inet_ntop(a->family == 4 ? AF_INET : AF_INET6, a->octets, expected,
				  sizeof(expected)));
	assert_string_equal(kntop_address_format(a, got), expected);
}

/* Groups are zero in all patterns, and of all lengths. */
static void texts_are_those_of_inet_ntop(void **state)
{
	struct kntop_address a;

	(void)state;
	srandom(3);
	for (unsigned int i = 0; i < 100000; i++) {
		a.family = 6;
		for (unsigned int g = 0; g < 8; g++) {
			unsigned int v = i & 1U << g ? 0 : (random() & 0xffff) >> random() % 17;

			/* now and then IPv4-mapped */
			if (g == 5 && i & 256)
				v = 0xffff;
			a.octets[2 * g] = v >> 8;
			a.octets[2 * g + 1] = v;
		}
		check_text(&a);
		a.family = 4;
		check_text(&a);
	}
}

static void an_address_without_family_has_no_text(void **state)
{
	struct kntop_address a = { .family = 0 };
	char buf[KNTOP_ADDRESS_TEXT] = "x";

	(void)state;
	assert_string_equal(kntop_address_format(&a, buf), "");
}

static void check_bad_prefix(const char *text, int code)
{
	struct kntop_address a = { .family = 99 };
	int length = 99;

	if (kntop_prefix_parse(text, &a, &length) != code)
		fail_msg("'%s' did not give %d", text, code);
	assert_int_equal(a.family, 99);
	assert_int_equal(length, 99);
}

static void bad_prefixes(void **state)
{
	(void)state;
	check_bad_prefix("", -EINVAL);
	check_bad_prefix("/8", -EINVAL);
	check_bad_prefix("10", -EINVAL);
	check_bad_prefix("10.0.0.256/8", -EINVAL);
	check_bad_prefix("256/8", -EINVAL);
	check_bad_prefix("10./8", -EINVAL);
	check_bad_prefix("10.0.0.0.0/8", -EINVAL);
	check_bad_prefix("x/8", -EINVAL);
	check_bad_prefix("fe80::1%eth0/64", -EINVAL);
	check_bad_prefix("10.0.0.0/", -ERANGE);
	check_bad_prefix("10.0.0.0/33", -ERANGE);
	check_bad_prefix("10.0.0.0/-1", -ERANGE);
	check_bad_prefix("10.0.0.0/8x", -ERANGE);
	check_bad_prefix("10.0.0.0/4294967304", -ERANGE);
	check_bad_prefix("::/129", -ERANGE);
	check_bad_prefix("0123456789012345678901234567890123456789012345678901/8", -EINVAL);
}

static void check_mask(const char *text, int prefix, const char *expected, bool changed)
{
	char buf[KNTOP_ADDRESS_TEXT];
	struct kntop_address a;

	assert_int_equal(kntop_address_parse(text, &a), 0);
	assert_int_equal(kntop_prefix_mask(&a, prefix), changed);
	assert_string_equal(kntop_address_format(&a, buf), expected);
}

static void masks(void **state)
{
	(void)state;
	check_mask("10.255.255.255", 8, "10.0.0.0", true);
	check_mask("10.0.0.0", 8, "10.0.0.0", false);
	check_mask("192.168.129.1", 17, "192.168.128.0", true);
	check_mask("1.2.3.4", 32, "1.2.3.4", false);
	check_mask("1.2.3.4", 0, "0.0.0.0", true);
	check_mask("2001:db8:ffff::1", 33, "2001:db8:8000::", true);
	check_mask("::1", 128, "::1", false);
}

static void every_ipv4_prefix_masks(void **state)
{
	(void)state;
	for (int prefix = 0; prefix <= 32; prefix++) {
		struct kntop_address a = { .family = 4, .octets = { 255, 255, 255, 255 } };
		uint32_t expected = prefix ? UINT32_MAX << (32 - prefix) : 0;
		uint32_t got;

		assert_int_equal(kntop_prefix_mask(&a, prefix), prefix < 32);
		got = (uint32_t)a.octets[0] << 24 | a.octets[1] << 16 | a.octets[2] << 8 |
		      a.octets[3];
		assert_int_equal(got, expected);
	}
}

static struct kntop_check sample(void)
{
	return (struct kntop_check){
		.before = { .packets = 100, .octets = 10000 },
		.after = { .packets = 110, .octets = 11000 },
		.flows = { .packets = 50, .octets = 5000 },
		.ended = { .packets = 40, .octets = 4000 },
		.other = { .packets = 10, .octets = 1000 },
	};
}

static void the_sum_rule(void **state)
{
	struct kntop_check c = sample();

	(void)state;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_HOLDS);
	c.flows.packets = 60;
	c.flows.octets = 6000;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_HOLDS);
	c.flows.packets = 61;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_BROKEN);
	c = sample();
	c.other.packets = 9;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_BROKEN);
	c = sample();
	c.ended.octets = 3999;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_BROKEN);
	c.unsettled = true;
	assert_int_equal(kntop_check_verdict(&c), KNTOP_VERDICT_UNSETTLED);
}

static void check_named(const char *(*name)(unsigned int value), unsigned int first,
			unsigned int last)
{
	for (unsigned int i = first; i <= last; i++)
		if (!strcmp(name(i), "unknown"))
			fail_msg("value %u has no name: %s before it", i, i ? name(i - 1) : "");
	assert_string_equal(name(last + 1), "unknown");
}

static void every_value_has_a_name(void **state)
{
	(void)state;
	check_named(kntop_state_name, 0, KNTOP_STATE_MAX);
	check_named(kntop_end_name, 1, KNTOP_END_MAX);
	check_named(kntop_part_name, 0, KNTOP_PART_MAX);
	check_named(kntop_loss_name, 0, KNTOP_LOSS_MAX);
	check_named(kntop_table_name, 0, KNTOP_TABLE_MAX);
	check_named(kntop_encapsulation_name, 0, KNTOP_ENCAPSULATION_MAX);
	check_named(kntop_direction_by_name, 0, KNTOP_DIRECTION_BY_MAX);
	check_named(kntop_locality_name, 0, KNTOP_LOCALITY_MAX);
	check_named(kntop_host_l4_name, 0, KNTOP_HOST_L4_MAX);
	check_named(kntop_event_name, 1, KNTOP_EVENT_MAX);
	check_named(kntop_order_name, 0, KNTOP_ORDER_MAX);
	check_named(kntop_confidence_name, KNTOP_CONFIDENCE_BY_PORT, KNTOP_CONFIDENCE_MAX);
	check_named(kntop_skip_name, 0, KNTOP_SKIP_MAX);
	check_named(kntop_trap_kind_name, 0, KNTOP_TRAP_KIND_MAX);
}

/* Numbers as IANA assigned them. */
static void protocols(void **state)
{
	(void)state;
	assert_int_equal(kntop_l4_number("tcp"), 6);
	assert_int_equal(kntop_l4_number("UDP"), 17);
	assert_int_equal(kntop_l4_number("ipv6-icmp"), 58);
	assert_string_equal(kntop_l4_name(58), "icmpv6");
	assert_int_equal(kntop_l4_number("sctp"), 132);
	assert_int_equal(kntop_l4_number("udplite"), 136);
	assert_int_equal(kntop_l4_number("bogus"), -EINVAL);
	assert_null(kntop_l4_name(200));
	assert_string_equal(kntop_ethertype_name(0x88cc), "lldp");
}

static void a_flow_lasts_from_its_first_to_its_last_packet(void **state)
{
	struct kntop_flow f = { .client = { .first = 20, .last = 30 } };

	(void)state;
	assert_int_equal(kntop_flow_first(&f), 20);
	assert_int_equal(kntop_flow_last(&f), 30);
	f.server.first = 10;
	f.server.last = 15;
	assert_int_equal(kntop_flow_first(&f), 10);
	f.server.last = 40;
	assert_int_equal(kntop_flow_last(&f), 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prefixes),
		cmocka_unit_test(texts_are_those_of_inet_ntop),
		cmocka_unit_test(an_address_without_family_has_no_text),
		cmocka_unit_test(bad_prefixes),
		cmocka_unit_test(masks),
		cmocka_unit_test(every_ipv4_prefix_masks),
		cmocka_unit_test(the_sum_rule),
		cmocka_unit_test(every_value_has_a_name),
		cmocka_unit_test(protocols),
		cmocka_unit_test(a_flow_lasts_from_its_first_to_its_last_packet),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
