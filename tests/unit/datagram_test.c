// SPDX-License-Identifier: GPL-2.0-or-later
/* guest/datagram.c: the packet in which a hello is shown, of exactly the room that it may have. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ndpi/guest/datagram.h"

#define DESTINATION_OPTIONS	60
#define UDP			17
#define OPTIONS_MAX		2048

static const struct kntop_quic_id id = { 20, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static size_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static void hello_of(uint8_t *p, size_t n)
{
	memset(p, 0x5a, n);
	p[0] = 1;
	p[1] = 0;
	p[2] = (n - 4) >> 8;
	p[3] = n - 4;
}

/* Ports 1111 and 443 behind @l4_at octets of headers, whose lengths are of no use. */
static void packet_of(uint8_t *p, unsigned int version, size_t l4_at)
{
	static const uint8_t udp[] = { 0x04, 0x57, 0x01, 0xbb, 0xff, 0xff, 0x12, 0x34 };

	memset(p, 0xee, l4_at);
	memcpy(p + l4_at, udp, sizeof(udp));
	if (version == 4) {
		p[0] = 0x40 | l4_at / 4;
		p[9] = UDP;
	} else {
		p[0] = 0x60;
		p[6] = l4_at > 40 ? DESTINATION_OPTIONS : UDP;
	}
}

/* The datagram says of itself what it is, and its hello can be had. */
static void check(const uint8_t *p, size_t len, size_t ip_len, const uint8_t *hello, size_t n)
{
	static uint8_t text[KNTOP_DATAGRAM_MAX];
	static struct kntop_hello got;
	struct kntop_quic_initial i;
	struct kntop_quic_keys keys;
	size_t head = ip_len + KNTOP_DATAGRAM_UDP;

	assert_int_equal(get16(p + ip_len), 1111);
	assert_int_equal(get16(p + ip_len + 2), 443);
	assert_int_equal(get16(p + ip_len + 4), len - ip_len);
	kntop_quic_parse(p + head, len - head, &i);
	assert_int_equal(i.end, len - head);
	kntop_quic_derive(i.version, &i.to, &keys);
	memset(&got, 0, sizeof(got));
	assert_int_equal(kntop_hello_take(&got, text, kntop_quic_open(&keys, p + head, &i, text)),
			 KNTOP_HELLO_PLAIN);
	assert_int_equal(kntop_hello_len(&got), n);
	assert_memory_equal(got.octet, hello, n);
}

static const size_t sizes[] = { 5, 1000, 1200, KNTOP_HELLO_MAX };

#define EACH_SIZE(s)	for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)

static void test_ipv4(void **unused)
{
	static uint8_t hello[KNTOP_HELLO_MAX], from[KNTOP_DATAGRAM_IP_MAX + KNTOP_DATAGRAM_UDP];
	uint8_t *to = malloc(KNTOP_DATAGRAM_MAX);
	size_t s, l4_at, len;

	EACH_SIZE(s)
		for (l4_at = 20; l4_at <= KNTOP_DATAGRAM_IP_MAX; l4_at += 4) {
			hello_of(hello, sizes[s]);
			packet_of(from, 4, l4_at);
			len = kntop_datagram_make(to, from, l4_at, &id, hello, sizes[s]);
			assert_in_range(len, 1, KNTOP_DATAGRAM_MAX);
			assert_int_equal(to[0], from[0]);
			assert_int_equal(get16(to + 2), len);
			check(to, len, l4_at, hello, sizes[s]);
		}
	free(to);
}

/* However long extension headers are, they take no room. */
static void test_ipv6(void **unused)
{
	static uint8_t hello[KNTOP_HELLO_MAX], from[40 + OPTIONS_MAX + KNTOP_DATAGRAM_UDP];
	uint8_t *to = malloc(KNTOP_DATAGRAM_MAX);
	size_t s, options, len;

	EACH_SIZE(s)
		for (options = 0; options <= OPTIONS_MAX; options += options < 512 ? 8 : 512) {
			hello_of(hello, sizes[s]);
			packet_of(from, 6, 40 + options);
			len = kntop_datagram_make(to, from, 40 + options, &id, hello, sizes[s]);
			assert_in_range(len, 1, KNTOP_DATAGRAM_MAX);
			assert_int_equal(get16(to + 4), len - 40);
			assert_int_equal(to[6], UDP);
			check(to, len, 40, hello, sizes[s]);
		}
	free(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ipv4),
		cmocka_unit_test(test_ipv6),
	};

	return cmocka_run_group_tests_name("datagram", tests, NULL, NULL);
}
