/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rates of what the kernel only has totals of: by what they were a moment ago. */
#ifndef NTOPCTL_LIVE_DELTA_H
#define NTOPCTL_LIVE_DELTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "units.h"

/** Totals that are kept for one thing. */
#define DELTA_VALUES	3

/**
 * struct delta_entry - a thing's totals
 * @id: hash of what it is, 0 a free place
 * @total: totals
 */
struct delta_entry {
	uint64_t id;
	struct traffic total[DELTA_VALUES];
};

/**
 * struct delta_table - totals of one moment
 * @time: when, in nanoseconds of a clock that never steps
 * @entries: places, hashed
 * @room: how many, a power of two or 0
 * @count: of them taken
 */
struct delta_table {
	uint64_t time;
	struct delta_entry *entries;
	size_t room;
	size_t count;
};

/**
 * struct delta - totals of now and of a moment ago; all zero at first
 * @now: this moment's
 * @before: those of the moment before
 */
struct delta {
	struct delta_table now;
	struct delta_table before;
};

/**
 * delta_turn() - a new moment
 * @d: totals
 * @time: when the totals that come next are of, in nanoseconds; the same as the last
 *	time goes on with that moment
 */
void delta_turn(struct delta *d, uint64_t time);

/**
 * delta_again() - the totals of this moment were of two: they come once more
 * @d: totals; those of the moment before stay
 * @time: when the totals that come next are of
 */
void delta_again(struct delta *d, uint64_t time);

/**
 * delta_rates() - what a thing did in a second since the moment before
 * @d: totals
 * @key: what it is
 * @len: octets of @key
 * @total: its totals now
 * @rate: set to the rates; negative where they are not known: it is new, or a total
 *	has fallen, for it begins anew
 *
 * Return: true when they are known.
 */
bool delta_rates(struct delta *d, const void *key, size_t len,
		 const struct traffic total[DELTA_VALUES],
		 struct traffic rate[DELTA_VALUES]);

/** delta_free() - forget all */
void delta_free(struct delta *d);

#endif /* NTOPCTL_LIVE_DELTA_H */
