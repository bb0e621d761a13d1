/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One quantity over a span of time, and what is to be said of it. */
#ifndef GRAPH_CURVE_H
#define GRAPH_CURVE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include "archive.h"
#include "span.h"

/** Room for the name of a curve, printable. */
#define CURVE_NAME	160

/**
 * struct grid - a span cut into intervals
 * @span: the span
 * @step: seconds of an interval; they begin at multiples of it since the epoch
 * @first: where the first one begins, @span.from or before
 * @count: how many
 */
struct grid {
	struct span span;
	unsigned int step;
	time_t first;
	size_t count;
};

/** grid_init() - cut a span */
void grid_init(struct grid *g, const struct span *span, unsigned int step);

/**
 * struct curve_window - sources that are a curve's for a while
 * @sources: which, as many as the curve has
 * @since: rows that end later are the curve's
 * @until: but for those that end later than this
 */
struct curve_window {
	const char *sources[ARCHIVE_SOURCES];
	time_t since;
	time_t until;
};

/**
 * struct curve - values of a grid
 * @name: what it is of, printable
 * @path: its recording
 * @sources: the sources that are added up
 * @source_count: how many
 * @windows: instead of @sources where these change, in the order of time; NULL they do not
 * @window_count: how many
 * @mirrored: drawn below zero
 * @unranked: never one of the largest, however large
 * @step: seconds of a row of the archive that most of it is from; chosen beforehand
 * @finest: seconds between two records
 * @sum: of each interval: value times known seconds
 * @known: of each interval: seconds that are known
 * @newest: when the newest record in the span ends, 0 there is none
 * @now: newest value, NAN when there is none at the end of the span
 * @average, @maximum, @percentile: NAN when nothing is known
 * @total: value times seconds, of what is known
 * @known_seconds: of the span
 */
struct curve {
	char name[CURVE_NAME];
	char path[PATH_MAX];
	const char *sources[ARCHIVE_SOURCES];
	unsigned int source_count;
	struct curve_window *windows;
	unsigned int window_count;
	bool mirrored;
	bool unranked;
	unsigned int step;
	unsigned int finest;
	double *sum;
	double *known;
	time_t newest;
	double now;
	double average;
	double maximum;
	double percentile;
	double total;
	double known_seconds;
};

/** curve_init() - a curve of a source of a file, and of another one added to it or NULL */
void curve_init(struct curve *c, const char *name, const char *path, const char *source,
		const char *and_source);

/** curve_add_window() - have a curve take sources for a while; 0 or -ENOMEM */
int curve_add_window(struct curve *c, const struct curve_window *window);

/**
 * curve_read() - read a curve's recording and judge it
 * @c: curve, with the step of the archive that most is to be read from; 0 is the finest that
 *	goes back far enough
 * @grid: whose intervals to fill; its step is a multiple of that of the archive
 * @reason: ARCHIVE_REASON octets for why it failed
 *
 * Return: 0 or a negative errno value.
 */
int curve_read(struct curve *c, const struct grid *grid, char *reason);

/**
 * curve_rest() - what is left of a curve when others are taken away
 * @c: set to it
 * @all: curve
 * @parts: they; where one is unknown it is taken for zero
 * @count: how many
 * @grid: of all of them
 *
 * Return: 0 or -ENOMEM.
 */
int curve_rest(struct curve *c, const struct curve *all, const struct curve *parts,
	       unsigned int count, const struct grid *grid);

/**
 * curve_sum() - what curves are together
 * @c: set to it; it is known where one of them is
 * @parts: they; where one is unknown and another is not it is taken for zero
 * @count: how many
 * @grid: of all of them
 *
 * Return: 0 or -ENOMEM.
 */
int curve_sum(struct curve *c, const struct curve *parts, unsigned int count,
	      const struct grid *grid);

/**
 * curve_fit() - have the parts of a stack stand within the whole, in each interval
 * @whole: curve; where it is unknown, so are the parts
 * @parts: all of them, also those that are not to be shown
 * @count: how many
 * @grid: of all of them
 *
 * A flow is counted for its protocol when that is known, and what the accounting worker
 * adds up is there up to a second after the interface's totals: so what parts have too much
 * came before. It is moved to the nearest intervals before that have room, from each part
 * in proportion. What finds no room in the span came before the span.
 */
void curve_fit(const struct curve *whole, struct curve *parts, unsigned int count,
	       const struct grid *grid);

/** curve_is_fresh() - whether there is a record no older than three at the end of the span */
bool curve_is_fresh(const struct curve *c, const struct grid *grid);

/** curve_value() - the average of an interval, NAN when it is unknown */
double curve_value(const struct curve *c, size_t i);

/** curve_part() - the average of @count intervals from @i on, as far as there are so many */
double curve_part(const struct curve *c, const struct grid *grid, size_t i, size_t count);

/** curve_free() - free what curve_read() and curve_add_window() took */
void curve_free(struct curve *c);

#endif /* GRAPH_CURVE_H */
