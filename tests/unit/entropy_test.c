// SPDX-License-Identifier: GPL-2.0-or-later
/* entropy: the guest's, in integers, compared with the formula in floating point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "ndpi/guest/entropy.h"

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
		cmocka_unit_test(test_entropy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
