/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wall clock, and whether somebody set it. */
#ifndef NTOPD_CLOCK_H
#define NTOPD_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct clock_pair - the wall clock beside the one that nobody sets
 * @wall: nanoseconds since the epoch
 * @boot: nanoseconds since the machine started, sleep included
 * @apart: so many nanoseconds may lie between the two
 */
struct clock_pair {
	uint64_t wall;
	uint64_t boot;
	uint64_t apart;
};

/** clock_read() - both clocks at one moment */
struct clock_pair clock_read(void);

/**
 * clock_was_set() - did the wall clock go otherwise than time did?
 * @before: at the last step; all zero when there was none
 * @now: at this one
 *
 * Return: whether the two differ by more than one part in 200 of the time between, and by
 * more than 5 ms, and than what reading them took. A clock that is slewed, 500 ppm at most (adjtimex(2)), was not set.
 */
bool clock_was_set(const struct clock_pair *before, const struct clock_pair *now);

#endif /* NTOPD_CLOCK_H */
