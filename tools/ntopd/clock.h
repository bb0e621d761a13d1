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

/** enum clock_news - what became of the clock while nobody looked */
enum clock_news {
	CLOCK_UNKNOWN,	/* nothing is remembered, or another boot */
	CLOCK_WENT_ON,
	CLOCK_SET,
};

/**
 * clock_save() - remember how the clocks stand to each other
 * @path: file, replaced as a whole
 * @now: both clocks
 *
 * Setting the wall clock changes that, slewing does not, as it slews both.
 *
 * Return: 0 or a negative errno value.
 */
int clock_save(const char *path, const struct clock_pair *now);

/** clock_compare() - whether they still stand as a file remembers */
enum clock_news clock_compare(const char *path, const struct clock_pair *now);

#endif /* NTOPD_CLOCK_H */
