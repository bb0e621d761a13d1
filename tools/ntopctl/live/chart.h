/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphs with their axes. */
#ifndef NTOPCTL_LIVE_CHART_H
#define NTOPCTL_LIVE_CHART_H

#include "graph.h"
#include "live.h"

/** Fewest lines a chart can be drawn in. */
#define CHART_LINES	4

/**
 * struct chart - one or two graphs over the same time
 * @title: what is shown
 * @in: what came in, or all
 * @out: what went out; no values when there is only one graph
 * @in_name: word for @in
 * @out_name: word for @out
 */
struct chart {
	const char *title;
	struct graph in;
	struct graph out;
	const char *in_name;
	const char *out_name;
};

/**
 * chart_draw() - a title, the graphs above each other with one scale, the time
 * @l: live view
 * @c: canvas
 * @area: where, of CHART_LINES lines at least
 * @chart: what; the tops and styles of its graphs are set
 */
void chart_draw(const struct live *l, struct canvas *c, const struct area *area,
		struct chart *chart);

#endif /* NTOPCTL_LIVE_CHART_H */
