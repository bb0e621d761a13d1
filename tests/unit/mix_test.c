// SPDX-License-Identifier: GPL-2.0-or-later
/* mix.h: keys that count up fill buckets as keys at random do. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "mix.h"

#define KEYS	500
#define BUCKETS	16384
#define CLIENTS	128
#define PORTS	256
/* 32768 at random leave one of 2^14 buckets with more than this many by a chance of 10^-6 */
#define FULL	12

/* splitmix64: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators */
static u64 draw(u64 *state)
{
	u64 z = *state += 0x9E3779B97F4A7C15ull;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
	z = (z ^ z >> 27) * 0x94D049BB133111EBull;
	return z ^ z >> 31;
}

/* Clients in a row and their ports in a row, as a scan or a gateway has them. */
static unsigned int fullest(u64 state)
{
	static unsigned char load[BUCKETS];
	u64 base = draw(&state), of_client = draw(&state), of_port = draw(&state);
	unsigned int most = 0, client, port;

	memset(load, 0, sizeof(load));
	for (client = 0; client < CLIENTS; client++)
		for (port = 0; port < PORTS; port++) {
			u32 hash = kntop_mix(base + of_client * (0x0a000000 + client) +
					     of_port * ((20000 + port) << 16 | 443));
			unsigned char *n = &load[(u64)hash * BUCKETS >> 32];

			*n += *n < 255;
			most = *n > most ? *n : most;
		}
	return most;
}

/* By a few of the sums alone one would overflow. */
static void test_keys_in_a_row(void **unused)
{
	unsigned int full = 0, n;

	for (n = 0; n < KEYS; n++)
		full += fullest(n) > FULL;
	assert_in_range(full, 0, KEYS / 250);
}

static void test_nothing_is_lost(void **unused)
{
	static unsigned char seen[1 << 16];
	u32 n;

	/* a bijection: of these no two have even the lower half in common */
	for (n = 0; n < 1 << 16; n++) {
		u32 hash = kntop_mix((u64)n << 48);

		assert_int_equal(kntop_mix((u64)n << 48 | 0xffffffff), hash);
		assert_int_equal(seen[hash & 0xffff]++, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_in_a_row),
		cmocka_unit_test(test_nothing_is_lost),
	};

	return cmocka_run_group_tests_name("mix", tests, NULL, NULL);
}
