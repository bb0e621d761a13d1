/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphs, bars and small histories, in eighths of a cell or in plain ASCII. */
#ifndef NTOPCTL_LIVE_GRAPH_H
#define NTOPCTL_LIVE_GRAPH_H

#include "canvas.h"

/** Most values of a graph. */
#define GRAPH_VALUES	64

/**
 * struct graph - values over time
 * @value: oldest first; negative where nothing is known, which is shown as a gap
 * @count: how many, at most GRAPH_VALUES
 * @top: value at the upper edge, larger than 0
 * @style: &enum style
 */
struct graph {
	double value[GRAPH_VALUES];
	unsigned int count;
	double top;
	enum style style;
};

/** graph_top() - the upper edge that suits a value: 1, 2 or 5 times a power of ten */
double graph_top(double value);

/** graph_draw() - fill an area; the newest value stands at the right */
void graph_draw(struct canvas *c, const struct area *area, const struct graph *g);

/** graph_spark() - one line of it, over all columns of which a value is known */
void graph_spark(struct canvas *c, int y, int x, int width, const struct graph *g);

/**
 * graph_bar() - two parts of a whole beside each other
 * @c: canvas
 * @y: line
 * @x: first column
 * @width: columns of the whole
 * @sent: first part, 0 .. 1
 * @received: second part, 0 .. 1 - @sent
 */
void graph_bar(struct canvas *c, int y, int x, int width, double sent, double received);

/**
 * graph_pair() - two parts to the left and to the right of a middle
 * @c: canvas
 * @y: line
 * @x: first column
 * @width: columns in all
 * @left: 0 .. 1 of the left half
 * @right: 0 .. 1 of the right half
 */
void graph_pair(struct canvas *c, int y, int x, int width, double left, double right);

/** graph_gauge() - how full something is, 0 .. 1, in a style that warns */
void graph_gauge(struct canvas *c, int y, int x, int width, double full);

#endif /* NTOPCTL_LIVE_GRAPH_H */
