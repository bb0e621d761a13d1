// SPDX-License-Identifier: GPL-2.0-or-later
/* rate.h: sixteen bits must not bend a rate by more than one in 4096. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rate.h"

static void test_small_rates_are_exact(void **unused)
{
	for (u64 rate = 0; rate < 4096; rate++)
		assert_int_equal(kntop_rate_unpack(kntop_rate_pack(rate)), rate);
}

static void assert_close(u64 rate)
{
	u64 got = kntop_rate_unpack(kntop_rate_pack(rate));
	u64 off = got > rate ? got - rate : rate - got;

	assert_true(off <= rate / 4096);
}

static void test_large_rates_are_close(void **unused)
{
	for (u64 rate = 4096; rate < 1ULL << 41; rate += rate / 997 + 1)
		assert_close(rate);
	for (int bit = 12; bit < 41; bit++) {
		assert_close((1ULL << bit) - 1);
		assert_close(1ULL << bit);
		assert_close((1ULL << bit) + 1);
	}
}

static void test_order_is_kept(void **unused)
{
	u64 before = 0;

	for (u64 rate = 0; rate < 1ULL << 41; rate += rate / 997 + 1) {
		u64 got = kntop_rate_unpack(kntop_rate_pack(rate));

		assert_true(got >= before);
		before = got;
	}
}

static void test_what_is_too_much_is_the_most(void **unused)
{
	u64 most = kntop_rate_unpack(U16_MAX);

	assert_true(most > (1ULL << 42) - (1ULL << 31));
	assert_int_equal(kntop_rate_unpack(kntop_rate_pack(UINT64_MAX / 2)), most);
	assert_int_equal(kntop_rate_unpack(kntop_rate_pack(1ULL << 43)), most);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_rates_are_exact),
		cmocka_unit_test(test_large_rates_are_close),
		cmocka_unit_test(test_order_is_kept),
		cmocka_unit_test(test_what_is_too_much_is_the_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
