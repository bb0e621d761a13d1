/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The curves that a request asks for, read. */
#ifndef GRAPH_CHART_H
#define GRAPH_CHART_H

#include "curve.h"
#include "request.h"

/** Room for a title, printable. */
#define CHART_TITLE	(4 * OBJECT_NAME)

/**
 * struct chart - what is drawn or printed
 * @request: what was asked for
 * @metric: of that
 * @title: what it is
 * @grid: intervals of all curves
 * @curves: they; of a stack the largest first
 * @count: how many
 * @hidden: so many more stand behind them, which are a part of @all and not told apart
 * @rest: what is in @all and in none of them, if the metric has it
 * @all: what they are parts of
 * @has_all: there are @rest and @all
 * @summed: @all is what all curves are together, also those that are not told apart
 */
struct chart {
	const struct request *request;
	const struct metric *metric;
	char title[CHART_TITLE];
	struct grid grid;
	struct curve *curves;
	unsigned int count;
	unsigned int hidden;
	struct curve rest;
	struct curve all;
	bool has_all;
	bool summed;
};

/**
 * chart_make() - read what is asked for
 * @ctl: run
 * @r: request, whose object is found
 * @c: filled in, to be freed with chart_free()
 *
 * Return: exit status, complained already.
 */
int chart_make(struct ctl *ctl, const struct request *r, struct chart *c);

/** chart_free() - free what a chart has */
void chart_free(struct chart *c);

/** chart_whole() - the curve that tells which part of the span is known */
const struct curve *chart_whole(const struct chart *c);

/** chart_unknown() - seconds of the span that nobody knows */
double chart_unknown(const struct chart *c);

/** chart_peak() - seconds that the maxima of the curves are averages of */
unsigned int chart_peak(const struct chart *c);

#endif /* GRAPH_CHART_H */
