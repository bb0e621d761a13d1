/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Steps that were missed, filled with what is known of them. */
#ifndef NTOPD_GAP_H
#define NTOPD_GAP_H

#include "past.h"
#include "series.h"

/**
 * struct gap - steps between the newest row of a recording and a point
 * @rows: they, as recording_row() made them
 * @count: how many
 */
struct gap {
	char (*rows)[RECORDING_ROW];
	size_t count;
};

/**
 * gap_is_there() - whether steps were missed of which something may be known
 * @s: series
 * @p: point, newer than @s
 * @layout: sources
 * @step: seconds between points
 *
 * The totals must have gone on, or it must be known since when they count anew: then what
 * is before that is unknown.
 */
bool gap_is_there(const struct series *s, const struct series_point *p,
		  const struct layout *layout, unsigned int step);

/**
 * gap_fill() - a row for each step that was missed, and remember the last one
 * @s: series
 * @p: point
 * @layout: sources
 * @step: seconds between points
 * @past: what is known
 * @gap: set; to be given to gap_free(), also after a failure
 *
 * A total of which nothing is known grew evenly where librrd would take it to have done
 * so, in a gap no longer than the heartbeat. In a longer one it is unknown.
 *
 * Return: 0 or -ENOMEM.
 */
int gap_fill(struct series *s, const struct series_point *p, const struct layout *layout,
	     unsigned int step, const struct past *past, struct gap *gap);

/** gap_free() - forget the rows */
void gap_free(struct gap *gap);

/**
 * gap_begin() - have a recording that is to be made begin when its totals began to grow
 * @s: series without a row; set as if it had one then, if that is known
 * @layout: sources
 * @step: seconds between points
 * @past: what is known
 * @after: the beginning must not be before that
 *
 * Return: whether it is known.
 */
bool gap_begin(struct series *s, const struct layout *layout, unsigned int step,
	       const struct past *past, uint64_t after);

#endif /* NTOPD_GAP_H */
