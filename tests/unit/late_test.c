// SPDX-License-Identifier: GPL-2.0-or-later
/* late.h: a difference of times comes back within its unit, and never longer than it was. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "late.h"

#define HOUR	(3600ULL * 1000000000)
#define YEAR	(365 * 24 * HOUR)

static void comes_back(u64 by, u64 unit)
{
	u64 got;

	for (int side = 0; side < 2; side++) {
		u64 late = kntop_late_pack(side, by);

		assert_int_equal(late >> 48, 0);
		assert_int_equal(kntop_late_side(late), side);
		got = kntop_late_by(late);
		assert_true(got <= by);
		assert_true(by - got < unit);
	}
}

/* What the documentation promises. */
static void test_units(void **unused)
{
	static const u64 some[] = { 0, 1, 999, 1000, HOUR, 9 * HOUR };

	(void)unused;
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		comes_back(some[i], 1);
	comes_back(10 * HOUR, 1100);
	comes_back(YEAR, 1100);
	/* a file whose first packet has no time, and the next that of today */
	comes_back(56 * YEAR, 1100000);
	comes_back(UINT64_MAX, 1100000);
}

static void test_around_each_power(void **unused)
{
	(void)unused;
	for (int bit = 0; bit < 64; bit++)
		for (int off = -3; off <= 3; off++) {
			u64 by = (1ULL << bit) + off;

			comes_back(by, by >> 45 == 0 ? 1 : by >> 55 == 0 ? 1 << 10 : 1 << 20);
		}
}

/* Times that ran back: the later one must come back exactly from what is kept. */
static void test_the_maker_keeps_its_time(void **unused)
{
	(void)unused;
	srandom(7);
	for (int i = 0; i < 100000; i++) {
		u64 made = (u64)random() << 33 ^ (u64)random() << 2 ^ random();
		u64 now = ((u64)random() << 33 ^ random()) % (made + 1);
		u64 late = kntop_late_pack(0, made - now);
		u64 first = made - kntop_late_by(late);

		assert_int_equal(first + kntop_late_by(late), made);
		assert_true(first >= now && first <= made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_around_each_power),
		cmocka_unit_test(test_the_maker_keeps_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
