// SPDX-License-Identifier: GPL-2.0-or-later
/* print, string: the guest's functions, compared with the system's of the same names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <cmocka.h>

static int (*const system_print)(char *to, size_t size, const char *format, va_list list) = vsnprintf;
static int (*const system_memcmp)(const void *a, const void *b, size_t n) = memcmp;
static int (*const system_strncasecmp)(const char *a, const char *b, size_t n) = strncasecmp;

#define vsnprintf	kntop_vsnprintf
#define snprintf	kntop_snprintf
#define sprintf		kntop_sprintf
int kntop_vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list from);
int kntop_snprintf(char *restrict to, size_t size, const char *restrict format, ...);
int kntop_sprintf(char *restrict to, const char *restrict format, ...);
#include "ndpi/guest/print.c"

#define memcpy		kntop_memcpy
#define memmove		kntop_memmove
#define memset		kntop_memset
#define memcmp		kntop_memcmp
#define strcasecmp	kntop_strcasecmp
#define strncasecmp	kntop_strncasecmp
#include "ndpi/guest/string.c"
#undef memcpy
#undef memmove
#undef memset

/* Of any size, both print the same, and say the same length. */
static void same(const char *format, ...)
{
	char ours[64], theirs[64];
	va_list a, b;
	size_t size;
	int n, m;

	for (size = 0; size <= sizeof(ours); size++) {
		memset(ours, '#', sizeof(ours));
		memset(theirs, '#', sizeof(theirs));
		va_start(a, format);
		va_start(b, format);
		n = kntop_vsnprintf(ours, size, format, a);
		m = system_print(theirs, size, format, b);
		va_end(a);
		va_end(b);
		assert_int_equal(n, m);
		assert_memory_equal(ours, theirs, sizeof(ours));
	}
}

static void test_strings(void **unused)
{
	same("");
	same("plain");
	same("%s", "");
	same("%s.%s", "www", "example.org");
	same("[%5s|%-5s|%.2s|%-6.3s|%6.3s]", "abc", "abc", "abc", "abcdef", "abcdef");
	same("%.*s", 3, "abcdef");
	same("%*s", -6, "abc");
	same("%c%c", 'a', 'b');
	same("100%%");
	same("%s", "longer than what there is room for, by far, and then some more of it");
}

static void test_numbers(void **unused)
{
	static const int values[] = { 0, 1, -1, 9, 10, 255, -255, INT32_MAX, INT32_MIN };

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		same("%d %i %u %x %X", values[i], values[i], values[i], values[i], values[i]);
		same("%02X:%04X:%02x:%08x", values[i], values[i], values[i], values[i]);
		same("%5d|%-5d|%05d|%5u|%.3d|%8.3d|%-8.3d|", values[i], values[i], values[i], values[i],
		     values[i], values[i], values[i]);
		same("%lld %llu %llx", (long long)values[i] * 3000000000, (long long)values[i],
		     (long long)values[i]);
	}
	same("%u.%u.%u.%u", 192, 168, 0, 1);
	same("%hu %hhu", 7, 7);
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void test_comparisons(void **unused)
{
	char a[40], b[40];
	int round, n;

	srandom(1);
	for (round = 0; round < 20000; round++) {
		for (n = 0; n < 40; n++)
			a[n] = b[n] = "aAbB\0Zz@[`{"[random() % 11];
		if (random() % 2)
			b[random() % 40] ^= random() % 256;
		n = random() % 41;
		assert_int_equal(sign(kntop_memcmp(a, b, n)), sign(system_memcmp(a, b, n)));
		assert_int_equal(sign(kntop_strncasecmp(a, b, n)), sign(system_strncasecmp(a, b, n)));
	}
	assert_int_equal(kntop_strcasecmp("Host", "hOST"), 0);
	assert_true(kntop_strcasecmp("Host", "hOSTs") < 0);
}

static void test_copies(void **unused)
{
	char a[16] = "abcdefgh", b[16] = "";

	assert_ptr_equal(kntop_memcpy(b, a, 9), b);
	assert_string_equal(b, "abcdefgh");
	assert_ptr_equal(kntop_memmove(b + 2, b, 7), b + 2);
	assert_string_equal(b, "ababcdefg");
	assert_ptr_equal(kntop_memset(b, 'x', 3), b);
	assert_string_equal(b, "xxxbcdefg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_comparisons),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
