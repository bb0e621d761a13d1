/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * series: how much of something there was lately, second by second, in steps of
 * ten seconds, and of a minute.
 *
 * Steps begin where the clock is a multiple of them. Each resolution is a ring
 * with a place for the step under way and for those that are over. Nothing is done
 * while nothing is added: what was not written since is known to be zero.
 */
#ifndef KNTOP_SERIES_H
#define KNTOP_SERIES_H

#include <linux/kntop.h>
#include <linux/math64.h>
#include <linux/types.h>

#define KNTOP_SERIES_RINGS	3
/** Places of a ring: more than KNTOP_HISTORY_SAMPLES, a power of two. */
#define KNTOP_SERIES_SLOTS	64

/** kntop_series_step - seconds of a step, by ring. */
extern const u8 kntop_series_step[KNTOP_SERIES_RINGS];

/**
 * struct kntop_series - one quantity
 * @second: the newest second that something was added to
 * @ring: by resolution and by number of the step modulo KNTOP_SERIES_SLOTS
 *
 * Zeroed it is empty. Its owner says who writes it.
 */
struct kntop_series {
	u64	second;
	u64	ring[KNTOP_SERIES_RINGS][KNTOP_SERIES_SLOTS];
};

/**
 * kntop_series_spread - add what came between two moments, evenly over that time
 * @s: series
 * @amount: how much, below 2^63
 * @from: first moment, nanoseconds
 * @to: last moment, not before @from, nor @from before that of the last call
 *
 * Nothing is lost by rounding. What is older than all rings is dropped.
 */
void kntop_series_spread(struct kntop_series *s, u64 amount, u64 from, u64 to);

/**
 * kntop_series_since - when what is new may have come
 * @before: last visit, by a clock that goes on while the machine sleeps
 * @now: this visit
 * @awake: nanoseconds between them that it did not sleep
 *
 * All but the little before it fell asleep came after it woke up.
 *
 * Return: to be given to kntop_series_spread().
 */
static inline u64 kntop_series_since(u64 before, u64 now, u64 awake)
{
	return awake < now - before ? now - awake : before;
}

/** kntop_series_at - what was in the step of this number; at most 63 back. */
static inline u64 kntop_series_at(const struct kntop_series *s, unsigned int ring,
				  u64 number)
{
	if (number > div_u64(s->second, kntop_series_step[ring]))
		return 0;
	return s->ring[ring][number % KNTOP_SERIES_SLOTS];
}

/**
 * kntop_series_count - how many steps are over
 * @ring: resolution
 * @first: second in which the first one began
 * @second: second under way
 *
 * The first one may have begun before @first.
 *
 * Return: at most KNTOP_HISTORY_SAMPLES.
 */
unsigned int kntop_series_count(unsigned int ring, u64 first, u64 second);

/**
 * kntop_series_read - the steps that are over, the oldest first
 * @s: series
 * @ring: resolution
 * @second: second under way, not before anything that was added
 * @count: how many, at most KNTOP_HISTORY_SAMPLES
 * @sample: set
 */
void kntop_series_read(const struct kntop_series *s, unsigned int ring, u64 second,
		       unsigned int count, u64 *sample);

#endif /* KNTOP_SERIES_H */
