// SPDX-License-Identifier: GPL-2.0-or-later
/* quote.c: whose packet an ICMP error is about. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>

#include "quote.h"

static const u8 udp4[] = {
	0x45, 0, 0, 40, 0, 1, 0, 0, 64, IPPROTO_UDP, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
	0x75, 0x30, 0, 53, 0, 20, 0, 0,
};

static const u8 udp6[] = {
	0x60, 0, 0, 0, 0, 8, IPPROTO_UDP, 64,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
	0x75, 0x30, 0, 53, 0, 8, 0, 0,
};

static void test_errors(void **unused)
{
	assert_true(kntop_quote_is_error(IPPROTO_ICMP, ICMP_DEST_UNREACH));
	assert_true(kntop_quote_is_error(IPPROTO_ICMP, ICMP_TIME_EXCEEDED));
	assert_false(kntop_quote_is_error(IPPROTO_ICMP, ICMP_ECHO));
	assert_false(kntop_quote_is_error(IPPROTO_ICMP, ICMP_REDIRECT));
	assert_true(kntop_quote_is_error(IPPROTO_ICMPV6, ICMPV6_PKT_TOOBIG));
	assert_true(kntop_quote_is_error(IPPROTO_ICMPV6, ICMPV6_PARAMPROB));
	assert_false(kntop_quote_is_error(IPPROTO_ICMPV6, ICMPV6_ECHO_REQUEST));
	assert_false(kntop_quote_is_error(IPPROTO_ICMPV6, 0));
}

static void test_ports(void **unused)
{
	static const u8 from[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1 };
	struct kntop_packet p = { .icmp = true, .l4 = IPPROTO_ICMP, .vlan = 7 };

	assert_true(kntop_quote_read(&p, udp4, sizeof(udp4), 4));
	assert_memory_equal(p.src.b, from, 16);
	assert_int_equal(p.dst.b[15], 2);
	assert_int_equal(p.src_port, 30000);
	assert_int_equal(p.dst_port, 53);
	assert_int_equal(p.l4, IPPROTO_UDP);
	assert_int_equal(p.vlan, 7);
	assert_false(p.icmp);
	assert_true(kntop_quote_read(&p, udp6, sizeof(udp6), 6));
	assert_memory_equal(p.src.b, udp6 + 8, 16);
	assert_memory_equal(p.dst.b, udp6 + 24, 16);
	assert_int_equal(p.src_port, 30000);
}

static void test_options_and_portless(void **unused)
{
	struct kntop_packet p = { 0 };
	u8 long4[32] = { 0 };

	memcpy(long4, udp4, 20);
	long4[0] = 0x46;
	memcpy(long4 + 24, udp4 + 20, 8);
	assert_true(kntop_quote_read(&p, long4, sizeof(long4), 4));
	assert_int_equal(p.dst_port, 53);
	long4[9] = IPPROTO_ESP;
	assert_true(kntop_quote_read(&p, long4, sizeof(long4), 4));
	assert_int_equal(p.src_port + p.dst_port, 0);
	assert_int_equal(p.l4, IPPROTO_ESP);
}

static void test_ping(void **unused)
{
	struct kntop_packet p = { 0 };
	u8 ping[28];

	memcpy(ping, udp4, 20);
	ping[9] = IPPROTO_ICMP;
	memcpy(ping + 20, "\x08\0\0\0\x12\x34\0\1", 8);
	assert_true(kntop_quote_read(&p, ping, sizeof(ping), 4));
	assert_true(p.icmp);
	assert_int_equal(p.src_port, 0x1234);
	assert_int_equal(p.dst_port, ICMP_ECHO << 8);
	/* no error is answered with another */
	ping[20] = ICMP_DEST_UNREACH;
	assert_false(kntop_quote_read(&p, ping, sizeof(ping), 4));
}

/* What is refused leaves the packet as it was; nothing behind @len is read. */
static void test_refused(void **unused)
{
	struct kntop_packet p = { .src_port = 5, .icmp = true }, before = p;
	u8 bad[sizeof(udp4)];
	u32 len;

	for (len = 0; len < sizeof(udp4); len++) {
		u8 *cut = memcpy(test_malloc(len + 1), udp4, len);

		assert_false(kntop_quote_read(&p, cut, len, 4));
		test_free(cut);
	}
	for (len = 0; len < sizeof(udp6); len++)
		assert_false(kntop_quote_read(&p, udp6, len, 6));
	assert_false(kntop_quote_read(&p, udp4, sizeof(udp4), 6));
	assert_false(kntop_quote_read(&p, udp6, sizeof(udp6), 4));
	memcpy(bad, udp4, sizeof(bad));
	/* a later fragment has no ports, a header is of 20 octets at least */
	bad[7] = 1;
	assert_false(kntop_quote_read(&p, bad, sizeof(bad), 4));
	bad[7] = 0;
	bad[0] = 0x44;
	assert_false(kntop_quote_read(&p, bad, sizeof(bad), 4));
	assert_memory_equal(&p, &before, sizeof(p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_options_and_portless),
		cmocka_unit_test(test_ping),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
