/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the totals of an object stood at moments of the past. */
#ifndef NTOPD_PAST_H
#define NTOPD_PAST_H

#include "layout.h"

/** Most moments: the ends of three times sixty steps, and three beginnings. */
#define PAST_MOMENTS	(3 * 61)

/**
 * struct past - totals at moments
 * @count: how many moments there are
 * @both: sources 0 and 2 are the two ways of one quantity, of which only the sum is
 *	known; it is in source 0
 * @time: they, ascending, nanoseconds of the wall clock
 * @values: totals of the sources then; UINT64_MAX unknown
 *
 * Between two moments totals are taken to have grown evenly.
 */
struct past {
	size_t count;
	bool both;
	uint64_t time[PAST_MOMENTS];
	uint64_t values[PAST_MOMENTS][LAYOUT_SOURCES_MAX];
};

/** struct past_knot - a total at a time */
struct past_knot {
	uint64_t time;
	uint64_t value;
};

/** past_is_known() - whether anything of a source, by its index, is known */
bool past_is_known(const struct past *p, size_t source);

/**
 * past_between() - a total at a time between two others, if it grew evenly
 * @from: the earlier one
 * @to: the later one, not behind it in time
 * @time: from the first to the second
 */
uint64_t past_between(struct past_knot from, struct past_knot to, uint64_t time);

/**
 * past_at() - the total of a source at a time
 * @p: past
 * @source: index of the source
 * @from: what is known of an earlier time; its value may be UINT64_MAX
 * @to: what is known of a later time
 * @time: when
 * @step: seconds between the times that are asked for. If these are some, totals are taken
 *	to have grown at the end of a second, as whoever reads the module's totals sees it
 *
 * Return: a total between those two, or UINT64_MAX: nobody knows, as the time is before all
 * moments.
 */
uint64_t past_at(const struct past *p, size_t source, struct past_knot from,
		 struct past_knot to, uint64_t time, unsigned int step);

#endif /* NTOPD_PAST_H */
