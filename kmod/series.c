// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

#include "series.h"

const u8 kntop_series_step[KNTOP_SERIES_RINGS] = { 1, 10, 60 };

/* Seconds that any ring can hold. */
#define KNTOP_SERIES_SPAN	(KNTOP_SERIES_SLOTS * 60)

/* The steps that have begun since are zero so far. */
static void kntop_series_move(struct kntop_series *s, u64 second)
{
	unsigned int ring;
	u64 number, last;

	for (ring = 0; ring < KNTOP_SERIES_RINGS; ring++) {
		last = div_u64(second, kntop_series_step[ring]);
		number = div_u64(s->second, kntop_series_step[ring]) + 1;
		if (number + KNTOP_SERIES_SLOTS <= last)
			number = last - KNTOP_SERIES_SLOTS + 1;
		for (; number <= last; number++)
			s->ring[ring][number % KNTOP_SERIES_SLOTS] = 0;
	}
	s->second = second;
}

static void kntop_series_add(struct kntop_series *s, u64 amount, u64 second)
{
	unsigned int ring;
	u64 number;

	if (!amount)
		return;
	if (second > s->second)
		kntop_series_move(s, second);
	for (ring = 0; ring < KNTOP_SERIES_RINGS; ring++) {
		number = div_u64(second, kntop_series_step[ring]);
		s->ring[ring][number % KNTOP_SERIES_SLOTS] += amount;
	}
}

/* The part of the amount that came in the first so many nanoseconds of all. */
static u64 kntop_series_part(u64 amount, u64 nanoseconds, u64 all)
{
	/* twice as much, so that it is rounded to the nearest */
	return (mul_u64_u64_div_u64(amount * 2, nanoseconds, all) + 1) / 2;
}

void kntop_series_spread(struct kntop_series *s, u64 amount, u64 from, u64 to)
{
	u64 second = div_u64(from, NSEC_PER_SEC);
	u64 last = div_u64(to, NSEC_PER_SEC);
	u64 done = 0, part;

	if (!amount)
		return;
	if (last - second > KNTOP_SERIES_SPAN) {
		second = last - KNTOP_SERIES_SPAN;
		done = kntop_series_part(amount, second * NSEC_PER_SEC - from, to - from);
	}
	for (; second < last; second++) {
		part = kntop_series_part(amount, (second + 1) * NSEC_PER_SEC - from,
					 to - from);
		kntop_series_add(s, part - done, second);
		done = part;
	}
	kntop_series_add(s, amount - done, last);
}

unsigned int kntop_series_count(unsigned int ring, u64 first, u64 second)
{
	u64 over = div_u64(second, kntop_series_step[ring]) -
		   div_u64(first, kntop_series_step[ring]);

	return min_t(u64, over, KNTOP_HISTORY_SAMPLES);
}

void kntop_series_read(const struct kntop_series *s, unsigned int ring, u64 second,
		       unsigned int count, u64 *sample)
{
	u64 number = div_u64(second, kntop_series_step[ring]) - count;

	while (count--)
		*sample++ = kntop_series_at(s, ring, number++);
}
