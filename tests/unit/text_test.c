// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text, entropy: nDPI's C library where it is ours, compared with the system's own
 * functions of the same meaning.
 */
#include <arpa/inet.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "ndpi/libc.h"
#include "ndpi/shim/entropy.h"
#include "ndpi/shim/text.h"

void kntop_libc_ip6_text(const unsigned char *address, char *text, size_t size)
{
	inet_ntop(AF_INET6, address, text, size);
}

int kntop_libc_ip6_parse(const char *text, unsigned char *address)
{
	return inet_pton(AF_INET6, text, address);
}

static void test_numbers(void **unused)
{
	static const char *const texts[] = {
		"", "0", "7", "-7", "+7", " \t42x", "200 OK", "x", "-", "007",
		"9223372036854775807", "9223372036854775808", "99999999999999999999",
		"2147483648", "4294967296",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_true(kntop_text_number(texts[i]) == strtol(texts[i], NULL, 10));
}

static void test_fill(void **unused)
{
	static const char *const texts[] = { "", "abc", "abcdefgh", "abcdefghijk" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		char ours[12] = "xxxxxxxxxxx", theirs[12] = "xxxxxxxxxxx";

		assert_ptr_equal(kntop_text_fill(ours, texts[i], 8), ours);
		strncpy(theirs, texts[i], 8);
		assert_memory_equal(ours, theirs, sizeof(ours));
	}
}

static void test_words(void **unused)
{
	static const char *const texts[] = { "", "a", "/", "a/b", "//a//b/c/", "a/b/" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		char *a = strdup(texts[i]), *b = strdup(texts[i]), *rest_a, *rest_b;
		char *word_a = kntop_text_word(a, "/", &rest_a), *word_b = strtok_r(b, "/", &rest_b);

		while (word_b) {
			assert_string_equal(word_a, word_b);
			word_a = kntop_text_word(NULL, "/", &rest_a);
			word_b = strtok_r(NULL, "/", &rest_b);
		}
		assert_null(word_a);
		assert_null(kntop_text_word(NULL, "/", &rest_a));
		free(a);
		free(b);
	}
}

static void test_dates(void **unused)
{
	static const char *const texts[] = {
		"220201120000Z", "690101000000Z", "681231235960Z", "000229010203Z",
		"221301120000Z", "220200120000Z", "220201240000Z", "220201126000Z",
		"2202011200Z", "220201120000", "22020112000aZ", "", "220201120000+0100",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct tm ours = { 0 }, theirs = { 0 };
		char *end_a = kntop_text_time(texts[i], "%y%m%d%H%M%SZ", &ours);
		char *end_b = strptime(texts[i], "%y%m%d%H%M%SZ", &theirs);

		assert_ptr_equal(end_a, end_b);
		if (!end_a)
			continue;
		assert_true(timegm(&ours) == timegm(&theirs));
	}
	assert_null(kntop_text_time("2022", "%Y", &(struct tm){ 0 }));
}

/* The system's inet_addr() knows more ways to write one; inet_pton() has the one. */
static void test_addresses(void **unused)
{
	static const char *const texts[] = {
		"1.2.3.4", "0.0.0.0", "255.255.255.254", "256.1.1.1", "1.2.3", "1.2.3.4.5",
		"1..2.3", ".1.2.3", "1.2.3.", "1.2.3.4 ", "", "a.b.c.d", "1.2.3.1234",
	};
	uint8_t ip6[16], again[16];
	char text[46];

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		uint32_t ours = 0, theirs = 0;
		int good = inet_pton(AF_INET, texts[i], &theirs);

		assert_int_equal(kntop_text_ip_parse(AF_INET, texts[i], &ours), good);
		assert_int_equal(kntop_text_ip4(texts[i]), good ? theirs : INADDR_NONE);
		if (!good)
			continue;
		assert_int_equal(ours, theirs);
		assert_string_equal(kntop_text_ip(AF_INET, &ours, text, sizeof(text)), texts[i]);
	}
	assert_int_equal(kntop_text_ip_parse(AF_INET6, "2001:db8::1", ip6), 1);
	assert_int_equal(inet_pton(AF_INET6, "2001:db8::1", again), 1);
	assert_memory_equal(ip6, again, 16);
	assert_string_equal(kntop_text_ip(AF_INET6, ip6, text, sizeof(text)), "2001:db8::1");
}

/* H = -sum p log2(p) */
static double entropy(const uint8_t *data, size_t n)
{
	size_t counts[256] = { 0 };
	double h = 0;

	for (size_t i = 0; i < n; i++)
		counts[data[i]]++;
	for (int i = 0; i < 256; i++)
		if (counts[i])
			h -= (double)counts[i] / n * log2((double)counts[i] / n);
	return h;
}

static void test_entropy(void **unused)
{
	uint8_t data[65535];

	srandom(1);
	for (int values = 1; values <= 256; values += 5)
		for (size_t n = 1; n <= sizeof(data); n = n * 3 + 1) {
			for (size_t i = 0; i < n; i++)
				data[i] = random() % values;
			assert_true(fabs(kntop_entropy(data, n) - entropy(data, n) * 1000) <= 1.1);
		}
	for (size_t i = 0; i < 256; i++)
		data[i] = i;
	assert_int_equal(kntop_entropy(data, 256), 8000);
	assert_int_equal(kntop_entropy(data, 128), 7000);
	assert_int_equal(kntop_entropy(data, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_entropy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
