// SPDX-License-Identifier: GPL-2.0-or-later
/* Decimal digits, against those of the C library. */
#include <inttypes.h>
#include "unit.h"
#include "digits.h"

static void check(uint64_t value)
{
	char got[DIGITS_MAX + 1], expected[DIGITS_MAX + 1];

	memset(got, 'x', sizeof(got));
	*digits_put(got, value) = '\0';
	snprintf(expected, sizeof(expected), "%" PRIu64, value);
	assert_string_equal(got, expected);
	for (unsigned int count = strlen(expected); count <= DIGITS_MAX; count++) {
		snprintf(expected, sizeof(expected), "%0*" PRIu64, (int)count, value);
		*digits_put_padded(got, value, count) = '\0';
		assert_string_equal(got, expected);
	}
}

static void every_length(void **state)
{
	uint64_t power = 1;

	(void)state;
	check(0);
	check(UINT64_MAX);
	for (int i = 0; i < DIGITS_MAX; i++, power *= 10) {
		check(power - 1);
		check(power);
		check(power + 1);
		check(power * 12 / 10);
	}
}

static void small_ones(void **state)
{
	(void)state;
	for (uint64_t value = 0; value < 20000; value++)
		check(value);
}

static void random_ones(void **state)
{
	(void)state;
	srandom(1);
	for (int i = 0; i < 20000; i++) {
		uint64_t value = (uint64_t)random() << 33 ^ (uint64_t)random() << 11 ^ random();

		check(value >> random() % 64);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length),
		cmocka_unit_test(small_ones),
		cmocka_unit_test(random_ones),
	};

	return cmocka_run_group_tests_name("digits", tests, NULL, NULL);
}
