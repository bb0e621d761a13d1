// SPDX-License-Identifier: GPL-2.0-or-later
/* sample: does payload look encrypted, clear, or can it not be told? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ndpi/guest/sample.h"

static const size_t lengths[] = { 64, 65, 96, 100, 128, 200, 256, 400, 512, 600 };

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static uint64_t seed;

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators" */
static uint8_t draw(void)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return seed * 0x2545f4914f6cdd1dULL >> 56;
}

static enum kntop_door_payload judge(const void *octets, size_t len)
{
	struct kntop_sample *s = calloc(1, kntop_sample_size(len < KNTOP_SAMPLE_MAX ? len : KNTOP_SAMPLE_MAX));
	enum kntop_door_payload payload;
	uint16_t entropy, count;
	size_t first, second;

	assert_non_null(s);
	first = kntop_sample_wants(NULL, len / 2);
	kntop_sample_take(s, octets, first);
	second = kntop_sample_wants(s, len - first);
	kntop_sample_take(s, (const uint8_t *)octets + first, second);
	payload = kntop_sample_judge(s, &entropy, &count);
	assert_true(count <= s->count);
	free(s);
	return payload;
}

/* Of 2000 samples of each length hardly one is outside of four deviations. */
static void test_random(void **state)
{
	unsigned int i, n, missed;
	uint8_t octets[600];
	size_t o;

	seed = 42;
	for (i = 0; i < COUNT(lengths); i++) {
		for (n = missed = 0; n < 2000; n++) {
			for (o = 0; o < lengths[i]; o++)
				octets[o] = draw();
			missed += judge(octets, lengths[i]) != KNTOP_DOOR_ENCRYPTED;
			assert_int_not_equal(judge(octets, lengths[i]), KNTOP_DOOR_CLEAR);
		}
		assert_true(missed <= 4);
	}
}

static void test_text(void **state)
{
	static const char line[] =
		"GET /index.html HTTP/1.1\r\nHost: www.example.test\r\nAccept: */*\r\n\r\n";
	static const char utf8[] =
		"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xe4\xb8\x96\xe7\x95\x8c \xf0\x9f\x8c\x8d";
	static const char base64[] =
		"q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJ";

	assert_int_equal(judge(line, strlen(line)), KNTOP_DOOR_CLEAR);
	assert_int_equal(judge(line, 16), KNTOP_DOOR_CLEAR);
	assert_int_equal(judge(line, 15), KNTOP_DOOR_UNCLEAR);
	assert_int_equal(judge(utf8, strlen(utf8)), KNTOP_DOOR_CLEAR);
	assert_int_equal(judge(base64, strlen(base64)), KNTOP_DOOR_CLEAR);
}

static void test_regular(void **state)
{
	uint8_t octets[600] = { 0 };
	size_t i;

	assert_int_equal(judge(octets, 32), KNTOP_DOOR_CLEAR);
	assert_int_equal(judge(octets, 600), KNTOP_DOOR_CLEAR);
	assert_int_equal(judge(octets, 31), KNTOP_DOOR_UNCLEAR);
	/* each value once: more regular than chance */
	for (i = 0; i < sizeof(octets); i++)
		octets[i] = i;
	assert_int_equal(judge(octets, 256), KNTOP_DOOR_UNCLEAR);
	assert_int_equal(judge(octets, 512), KNTOP_DOOR_UNCLEAR);
	/* numbers of 32 bits, most of them small */
	for (i = 0; i < sizeof(octets); i++)
		octets[i] = i % 4 < 3 ? 0 : i / 4 * 37;
	assert_int_equal(judge(octets, 256), KNTOP_DOOR_CLEAR);
}

/* Random octets in frames of a protocol of its own are neither. */
static void test_framed(void **state)
{
	uint8_t octets[512];
	size_t i;

	seed = 7;
	for (i = 0; i < sizeof(octets); i++)
		octets[i] = i % 64 < 20 ? i % 64 : draw();
	assert_int_equal(judge(octets, sizeof(octets)), KNTOP_DOOR_UNCLEAR);
}

static void test_short(void **state)
{
	uint8_t octets[63];

	seed = 9;
	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = draw();
	for (size_t len = 0; len <= sizeof(octets); len++)
		assert_int_equal(judge(octets, len), KNTOP_DOOR_UNCLEAR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_regular),
		cmocka_unit_test(test_framed),
		cmocka_unit_test(test_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
