/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ntopctl history */
#ifndef GRAPH_HISTORY_H
#define GRAPH_HISTORY_H

#include "../ntopctl/args.h"
#include "chart.h"

/** history_run() - print what the words ask for; returns an exit status */
int history_run(struct ctl *ctl, struct args *args);

/**
 * history_json() - a chart as an object
 * @ctl: run
 * @c: chart
 * @first: the first interval whose values are written; @c->grid.count none are
 * @file: where a picture of it went, NULL nowhere
 */
void history_json(struct ctl *ctl, const struct chart *c, size_t first, const char *file);

#endif /* GRAPH_HISTORY_H */
