// SPDX-License-Identifier: GPL-2.0-or-later
/* Which frames of a capture are handed in whole, and which without their payload. */
#include <string.h>
#include "unit.h"
#include "capture/trim.h"

#define LIMIT		262144
#define MS		((uint64_t)1000000)
#define WHOLE		200

enum { TCP = 6, UDP = 17, SYN = 0x02, ACK = 0x10 };

static uint8_t octets[WHOLE];

/* Where tunnels are looked for. */
static const struct kntop_config ports = {
	.tunnel_ports_count = 2,
	.tunnel_ports = {
		{ .port = 4789, .encapsulation = KNTOP_ENCAPSULATION_VXLAN },
		{ .port = 2152, .encapsulation = KNTOP_ENCAPSULATION_GTPU },
	},
};

/* An IPv4 packet from one port of 10.0.0.1 to one of 10.0.0.2. */
static void ipv4(int l4, int src, int dst, int flags)
{
	memset(octets, 0, sizeof(octets));
	memcpy(octets + 12, "\x08\0\x45\0\0\xba", 6);
	octets[23] = l4;
	memcpy(octets + 26, "\x0a\0\0\1\x0a\0\0\2", 8);
	octets[34] = src >> 8;
	octets[35] = src;
	octets[36] = dst >> 8;
	octets[37] = dst;
	octets[46] = 0x50;
	octets[47] = flags;
}

/* The same packet the other way. */
static void turn(void)
{
	uint8_t kept[4];

	memcpy(kept, octets + 26, 4);
	memcpy(octets + 26, octets + 30, 4);
	memcpy(octets + 30, kept, 4);
	memcpy(kept, octets + 34, 2);
	memcpy(octets + 34, octets + 36, 2);
	memcpy(octets + 36, kept, 2);
}

/* How much of the frame is left at a time. */
static size_t at(struct trim *t, uint64_t time)
{
	struct kntop_frame f = { .time = time, .data = octets, .len = WHOLE };

	trim_frame(t, &f);
	if (f.len < WHOLE)
		assert_int_equal(f.wire_len, WHOLE);
	return f.len;
}

/* @n times whole, then only @rest octets. */
static void check(struct trim *t, uint64_t time, int n, size_t rest)
{
	for (int i = 0; i < n; i++)
		assert_int_equal(at(t, time), WHOLE);
	assert_int_equal(at(t, time), rest);
}

static void what_follows_a_flows_first_packets_is_headers(void **state)
{
	struct trim t;

	(void)state;
	trim_open(&t, 0, LIMIT, &ports);
	ipv4(UDP, 1000, 2000, 0);
	check(&t, 5 * MS, TRIM_BEHIND, 14 + 20 + 8);
	turn();
	assert_int_equal(at(&t, 5 * MS), 14 + 20 + 8);
	ipv4(TCP, 1000, 2000, ACK);
	check(&t, 5 * MS, TRIM_BEHIND / 2, WHOLE);
	turn();
	check(&t, 5 * MS, TRIM_BEHIND - TRIM_BEHIND / 2 - 1, 14 + 20 + 20);
	octets[46] = 0x80;
	assert_int_equal(at(&t, 5 * MS), 14 + 20 + 32);
	ipv4(TCP, 1000, 2001, ACK);
	assert_int_equal(at(&t, 5 * MS), WHOLE);
	trim_close(&t);
}

static void ipv6_is_trimmed_too(void **state)
{
	struct trim t;

	(void)state;
	trim_open(&t, 0, LIMIT, &ports);
	memset(octets, 0, sizeof(octets));
	memcpy(octets + 12, "\x86\xdd\x60\0\0\0\0\x92\x11", 9);
	memset(octets + 22, 1, 16);
	memset(octets + 38, 2, 16);
	check(&t, 5 * MS, TRIM_BEHIND, 14 + 40 + 8);
	/* with an extension header it may be anything */
	octets[20] = 0;
	check(&t, 5 * MS, TRIM_BEHIND, WHOLE);
	trim_close(&t);
}

static void a_flow_that_may_be_another_begins_anew(void **state)
{
	struct trim t;

	(void)state;
	trim_open(&t, 0, LIMIT, &ports);
	ipv4(TCP, 1000, 2000, ACK);
	check(&t, 1000 * MS, TRIM_BEHIND, 54);
	ipv4(TCP, 1000, 2000, SYN | ACK);
	assert_int_equal(at(&t, 1000 * MS), 54);
	ipv4(TCP, 1000, 2000, SYN);
	check(&t, 1000 * MS, TRIM_BEHIND, WHOLE);
	ipv4(TCP, 1000, 2000, ACK);
	check(&t, 1000 * MS, TRIM_BEHIND - 1, 54);
	/* the least of all timeouts is a second */
	assert_int_equal(at(&t, 1400 * MS), 54);
	check(&t, 2000 * MS, TRIM_BEHIND, 54);
	trim_close(&t);
}

static void what_is_not_plain_is_left_alone(void **state)
{
	static const struct {
		int at;
		uint8_t octet;
	} odd[] = {
		{ 12, 0x81 },	/* VLAN */
		{ 14, 0x65 },	/* version */
		{ 14, 0x44 },	/* header too short */
		{ 17, 30 },	/* IP packet too short */
		{ 20, 0x20 },	/* more fragments */
		{ 21, 1 },	/* a later one */
		{ 23, 1 },	/* ICMP */
		{ 46, 0x40 },	/* TCP header too short */
	};
	struct trim t;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		trim_open(&t, 0, LIMIT, &ports);
		ipv4(TCP, 1000, 2000, ACK);
		octets[odd[i].at] = odd[i].octet;
		check(&t, 5 * MS, 3 * TRIM_BEHIND, WHOLE);
		trim_close(&t);
	}
	trim_open(&t, 0, LIMIT, &ports);
	ipv4(UDP, 1000, 4789, 0);
	check(&t, 5 * MS, 3 * TRIM_BEHIND, WHOLE);
	ipv4(UDP, 2152, 40000, 0);
	check(&t, 5 * MS, 3 * TRIM_BEHIND, WHOLE);
	/* TCP carries none */
	ipv4(TCP, 1000, 4789, ACK);
	check(&t, 5 * MS, TRIM_BEHIND, 14 + 20 + 20);
	trim_close(&t);
}

static void nothing_is_trimmed_where_nothing_is_sure(void **state)
{
	struct trim t;

	(void)state;
	ipv4(UDP, 1000, 2000, 0);
	/* the table is small, or nearly full */
	trim_open(&t, 0, 8192, &ports);
	check(&t, 5 * MS, 3 * TRIM_BEHIND, WHOLE);
	trim_close(&t);
	trim_open(&t, LIMIT - 1, LIMIT, &ports);
	check(&t, 5 * MS, 3 * TRIM_BEHIND, WHOLE);
	trim_close(&t);
	/* times that run back */
	trim_open(&t, 0, LIMIT, &ports);
	check(&t, 1000 * MS, TRIM_BEHIND, 42);
	assert_int_equal(at(&t, 950 * MS), 42);
	check(&t, 850 * MS, 3 * TRIM_BEHIND, WHOLE);
	check(&t, 1000 * MS, 3 * TRIM_BEHIND, WHOLE);
	trim_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_follows_a_flows_first_packets_is_headers),
		cmocka_unit_test(ipv6_is_trimmed_too),
		cmocka_unit_test(a_flow_that_may_be_another_begins_anew),
		cmocka_unit_test(what_is_not_plain_is_left_alone),
		cmocka_unit_test(nothing_is_trimmed_where_nothing_is_sure),
	};

	return cmocka_run_group_tests_name("trim", tests, NULL, NULL);
}
