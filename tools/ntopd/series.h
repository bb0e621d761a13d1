/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered of each recording: how its totals stood, so that a reset is seen. */
#ifndef NTOPD_SERIES_H
#define NTOPD_SERIES_H

#include <stdbool.h>
#include <stdint.h>
#include "layout.h"
#include "recording.h"

/** Most rows one record makes: unknown, zero, the end of a step, and its values. */
#define SERIES_ROWS	4

/**
 * struct series - one recording
 * @path: absolute, key of the table
 * @seen: when it was last to be recorded, seconds
 * @ready: its file is there and as it is wanted
 * @about: a hash of what the folder says it is of
 * @have: there is an older row
 * @doubt: nobody knows how much time went by since
 * @since: its rows have been known since, nanoseconds
 * @time: of that one, nanoseconds; no row may be as old
 * @values: and its values; UINT64_MAX unknown
 */
struct series {
	char *path;
	uint64_t seen;
	bool ready;
	uint32_t about;
	bool have;
	bool doubt;
	uint64_t since;
	uint64_t time;
	uint64_t values[LAYOUT_SOURCES_MAX];
};

/**
 * struct series_point - what is to be added
 * @time: when
 * @epoch: counted since; 0 unknown
 * @absent: the object was not there then; 0 unknown
 * @watched: before that time nobody would have seen it
 * @values: totals and values of the moment; UINT64_MAX for one that is unknown
 */
struct series_point {
	uint64_t time;
	uint64_t epoch;
	uint64_t absent;
	uint64_t watched;
	const uint64_t *values;
};

/** series_get() - the series of a path in a table, made when it is new; NULL no memory */
struct series *series_get(void **table, const char *path, bool *fresh);

/** series_is_used() - whether a path was to be recorded at a time, seconds, or since */
bool series_is_used(void **table, const char *path, uint64_t since);

/** series_reset() - the file of a path is gone, or may be; what is known of it is void */
void series_reset(void **table, const char *path);

/** series_reset_all() - so are all files */
void series_reset_all(void **table);

/** series_doubt_all() - the clock was set: what came since the newest rows is unknown */
void series_doubt_all(void **table);

/** series_sweep() - forget those that were last seen before a time, seconds */
void series_sweep(void **table, uint64_t before);

/** series_forget_all() - forget all */
void series_forget_all(void **table);

/**
 * series_was_reset() - whether the totals of a point are not those of the newest row, grown
 * @s: series with a row
 * @p: point
 * @layout: sources
 */
bool series_was_reset(const struct series *s, const struct series_point *p,
		      const struct layout *layout);

/**
 * series_zero() - when the totals of a point were zero
 * @s: series
 * @p: point
 * @layout: sources
 * @step: seconds between points
 *
 * Return: a time before @p's and after the newest row, or 0 when there is none known or
 * the totals go on from that row.
 */
uint64_t series_zero(const struct series *s, const struct series_point *p,
		     const struct layout *layout, unsigned int step);

/**
 * series_rows() - the rows a point makes, and remember it
 * @s: series
 * @p: point, newer than @s->time
 * @layout: sources
 * @step: seconds between points
 * @rows: filled in
 *
 * Return: how many rows.
 */
int series_rows(struct series *s, const struct series_point *p, const struct layout *layout,
		unsigned int step, char rows[SERIES_ROWS][RECORDING_ROW]);

#endif /* NTOPD_SERIES_H */
