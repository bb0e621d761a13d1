// SPDX-License-Identifier: GPL-2.0-or-later
/* scan: the guest's sscanf(), compared with the system's, on what nDPI scans for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static int system_scan(const char *text, const char *format, unsigned int value[3])
{
	return sscanf(text, format, &value[0], &value[1], &value[2]);
}

#define sscanf	kntop_sscanf
int kntop_sscanf(const char *restrict s, const char *restrict format, ...);
#include "ndpi/guest/scan.c"

static void test_as_the_system(void **unused)
{
	static const char *const formats[] = {
		"%u-%u", "%x", "%2x", "SSH-2.0-OpenSSH_%d.%d.%d", "dropbear_%d.%d", "%d %d",
	};
	static const char *const texts[] = {
		"", "80", "80-90", " 7 - 9", "x", "-5", "+5-6", "00a4", "a4b", "0032want", "zz", "4294967295",
		"SSH-2.0-OpenSSH_7.9p1", "SSH-2.0-OpenSSH_7.9.1", "SSH-2.0-OpenSSH_", "dropbear_2019.78",
		"1 2", "1  \t2", "12", "7-",
	};

	for (size_t f = 0; f < sizeof(formats) / sizeof(*formats); f++) {
		for (size_t t = 0; t < sizeof(texts) / sizeof(*texts); t++) {
			unsigned int ours[3] = { 0 }, theirs[3] = { 0 };
			int n = kntop_sscanf(texts[t], formats[f], &ours[0], &ours[1], &ours[2]);
			int m = system_scan(texts[t], formats[f], theirs);

			/* at the end of the text the system says EOF, which nobody tells from 0 */
			assert_int_equal(n, m < 0 ? 0 : m);
			assert_memory_equal(ours, theirs, sizeof(ours));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_the_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
