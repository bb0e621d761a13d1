// SPDX-License-Identifier: GPL-2.0-or-later
/* series.c: sums are exact, everything is in its step, and idle time is zero. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <linux/time64.h>

#include "series.h"

#define SECOND	((u64)NSEC_PER_SEC)
#define MS	((u64)1000000)
#define SAMPLES	KNTOP_HISTORY_SAMPLES

static const unsigned int steps[] = { 1, 10, 60 };

static u64 sum(const u64 *sample, unsigned int count)
{
	u64 all = 0;

	while (count--)
		all += *sample++;
	return all;
}

/* One visit a second, each a little late: what came in a second is in its sample. */
static void test_each_in_its_step(void **unused)
{
	struct kntop_series s = {};
	u64 sample[SAMPLES], now = 100 * SECOND;

	for (u64 n = 101; n <= 160; n++) {
		kntop_series_spread(&s, n == 130 ? 12345 : 0, now, n * SECOND + 4 * MS);
		now = n * SECOND + 4 * MS;
	}
	assert_int_equal(kntop_series_count(0, 100, 160), 60);
	kntop_series_read(&s, 0, 160, 60, sample);
	assert_int_equal(sum(sample, 60), 12345);
	assert_int_equal(sample[29], 12345 - 49);	/* 4 ms of 1000 are the next one's */
	assert_int_equal(sample[30], 49);
	for (int n = 0; n < 60; n++)
		if (n != 29 && n != 30)
			assert_int_equal(sample[n], 0);
}

static void test_few_are_not_torn(void **unused)
{
	struct kntop_series s = {};
	u64 sample[SAMPLES];

	kntop_series_spread(&s, 3, 7 * SECOND + 10 * MS, 8 * SECOND + 20 * MS);
	kntop_series_read(&s, 0, 8, 1, sample);
	assert_int_equal(sample[0], 3);
}

/* A visit that is 9 s late: the same in each of the seconds, nothing lost. */
static void test_late_is_no_spike(void **unused)
{
	struct kntop_series s = {};
	u64 sample[SAMPLES];

	kntop_series_spread(&s, 1000007, 20 * SECOND, 30 * SECOND);
	kntop_series_read(&s, 0, 30, 10, sample);
	assert_int_equal(sum(sample, 10), 1000007);
	for (int n = 0; n < 10; n++)
		assert_in_range(sample[n], 100000, 100001);
	kntop_series_read(&s, 1, 30, 1, sample);
	assert_int_equal(sample[0], 1000007);
}

/* Asleep from 100.4 to 3700.1: nothing is told of that time, and all of it after it. */
static void test_sleep_is_zero(void **unused)
{
	u64 before = 100 * SECOND, now = 3700 * SECOND + 700 * MS;
	u64 since = kntop_series_since(before, now, SECOND);
	struct kntop_series s = {};
	u64 sample[SAMPLES];

	assert_int_equal(kntop_series_since(before, 101 * SECOND, SECOND), before);
	assert_int_equal(kntop_series_since(before, 101 * SECOND, SECOND + 7), before);
	kntop_series_spread(&s, 500, before - SECOND, before);
	kntop_series_spread(&s, 1000, since, now);
	kntop_series_read(&s, 0, 3701, 60, sample);
	assert_int_equal(sum(sample, 58), 0);
	assert_int_equal(sample[58], 300);
	assert_int_equal(sample[59], 700);
	kntop_series_read(&s, 2, 3720, 60, sample);
	assert_int_equal(sum(sample, 59), 0);
	assert_int_equal(sample[59], 1000);
	kntop_series_read(&s, 2, 3660, 60, sample);
	assert_int_equal(sample[0], 500);
	assert_int_equal(sum(sample + 1, 59), 0);
}

/* What nobody wrote is zero, whether the ring was written again since or not. */
static void test_idle_is_zero(void **unused)
{
	struct kntop_series s = {};
	u64 sample[SAMPLES];

	for (u64 n = 0; n < 200; n++)
		kntop_series_spread(&s, 7, n * SECOND, (n + 1) * SECOND - 1);
	kntop_series_read(&s, 0, 230, 60, sample);
	for (int n = 0; n < 60; n++)
		assert_int_equal(sample[n], n < 30 ? 7 : 0);
	kntop_series_spread(&s, 5, 230 * SECOND, 230 * SECOND + 1);
	kntop_series_read(&s, 0, 240, 60, sample);
	for (int n = 0; n < 60; n++)
		assert_int_equal(sample[n], n < 20 ? 7 : n == 50 ? 5 : 0);
	kntop_series_read(&s, 0, 10000, 60, sample);
	assert_int_equal(sum(sample, 60), 0);
}

/* Random late visits: the sums of short steps are the long ones, and all is there. */
static void test_resolutions_agree(void **unused)
{
	static u64 seconds[5000];
	struct kntop_series s = {};
	u64 sample[SAMPLES], now = 600 * SECOND, total = 0;

	srandom(3);
	while (now < 4100 * SECOND) {
		u64 later = now + SECOND + random() % 40 * MS +
			    (random() % 50 ? 0 : random() % 30 * SECOND);
		u64 amount = random() % 3 ? (u64)random() * random() % 100000000007 : 0;

		kntop_series_spread(&s, amount, now, later);
		now = later;
		total += amount;
		for (u64 n = now / SECOND - 59; n <= now / SECOND; n++)
			seconds[n] = kntop_series_at(&s, 0, n);
	}
	assert_int_equal(sum(seconds, 5000), total);
	for (int ring = 0; ring < KNTOP_SERIES_RINGS; ring++) {
		u64 first = now / SECOND / steps[ring] - kntop_series_count(ring, 600, now / SECOND);

		kntop_series_read(&s, ring, now / SECOND, now / SECOND / steps[ring] - first,
				  sample);
		for (u64 n = 0; n < now / SECOND / steps[ring] - first; n++)
			assert_int_equal(sample[n], sum(seconds + (first + n) * steps[ring],
							steps[ring]));
	}
}

/* An hour in the long ring, and all sums exact while it goes on past it. */
static void test_hours(void **unused)
{
	struct kntop_series s = {};
	u64 sample[SAMPLES];

	for (u64 n = 0; n < 3 * 3600; n++) {
		kntop_series_spread(&s, n / 60, n * SECOND, (n + 1) * SECOND - 1);
		if (n % 60 != 59)
			continue;
		unsigned int count = kntop_series_count(2, 0, n + 1);

		assert_int_equal(count, n + 1 < 3600 ? (n + 1) / 60 : 60);
		kntop_series_read(&s, 2, n + 1, count, sample);
		for (unsigned int i = 0; i < count; i++)
			assert_int_equal(sample[i], 60 * ((n + 1) / 60 - count + i));
	}
}

/* The largest amounts, and more time than any ring has. */
static void test_extremes(void **unused)
{
	u64 sample[SAMPLES], most = (1ULL << 63) - 1;
	struct kntop_series s = {};

	kntop_series_spread(&s, most, 3 * SECOND + 1, 5 * SECOND + 1);
	kntop_series_read(&s, 0, 6, 3, sample);
	assert_int_equal(sum(sample, 3), most);

	memset(&s, 0, sizeof(s));
	kntop_series_spread(&s, 1000000000, 0, 1000000 * SECOND);
	for (int ring = 0; ring < KNTOP_SERIES_RINGS; ring++) {
		kntop_series_read(&s, ring, 1000000, SAMPLES, sample);
		for (int n = 0; n < SAMPLES; n++)
			assert_int_equal(sample[n], 1000 * steps[ring]);
	}

	memset(&s, 0, sizeof(s));
	kntop_series_spread(&s, 9, 4 * SECOND, 4 * SECOND);
	kntop_series_read(&s, 0, 5, 1, sample);
	assert_int_equal(sample[0], 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_in_its_step),
		cmocka_unit_test(test_few_are_not_torn),
		cmocka_unit_test(test_late_is_no_spike),
		cmocka_unit_test(test_sleep_is_zero),
		cmocka_unit_test(test_idle_is_zero),
		cmocka_unit_test(test_resolutions_agree),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
