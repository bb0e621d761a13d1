// SPDX-License-Identifier: GPL-2.0-or-later
/* rank.c: the best few of many, whatever order they come in. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "rank.h"

#define MANY	5000

static int by_score_down(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The C library's sort of all of them says who should have won. */
static void assert_best(const u64 *scores, u32 many, u32 limit)
{
	u64 *sorted = calloc(many, sizeof(*sorted));
	struct kntop_rank r;

	assert_int_equal(kntop_rank_init(&r, limit, sizeof(u64)), 0);
	for (u32 i = 0; i < many; i++) {
		sorted[i] = scores[i];
		if (kntop_rank_would_take(&r, scores[i]))
			*(u64 *)kntop_rank_place(&r, scores[i]) = scores[i];
	}
	kntop_rank_sort(&r);
	qsort(sorted, many, sizeof(*sorted), by_score_down);
	assert_int_equal(r.count, limit < many ? limit : many);
	for (u32 i = 0; i < r.count; i++) {
		assert_int_equal(r.heap[i].score, sorted[i]);
		assert_int_equal(*(u64 *)kntop_rank_item(&r, i), sorted[i]);
	}
	kntop_rank_destroy(&r);
	free(sorted);
}

static void assert_best_at_all_limits(const u64 *scores)
{
	static const u32 limits[] = { 1, 2, 3, 50, MANY - 1, MANY, MANY + 1 };

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		assert_best(scores, MANY, limits[i]);
}

static void test_random(void **unused)
{
	static u64 scores[MANY];

	srandom(1);
	for (int i = 0; i < MANY; i++)
		scores[i] = (u64)random() << 32 | random();
	assert_best_at_all_limits(scores);
}

static void test_rising_and_falling(void **unused)
{
	static u64 scores[MANY];

	for (int i = 0; i < MANY; i++)
		scores[i] = i;
	assert_best_at_all_limits(scores);
	for (int i = 0; i < MANY; i++)
		scores[i] = UINT64_MAX - i;
	assert_best_at_all_limits(scores);
}

static void test_ties(void **unused)
{
	static u64 scores[MANY];

	for (int i = 0; i < MANY; i++)
		scores[i] = i % 7;
	assert_best_at_all_limits(scores);
}

static void test_none(void **unused)
{
	assert_best(NULL, 0, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_rising_and_falling),
		cmocka_unit_test(test_ties),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
