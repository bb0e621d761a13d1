/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers under a graph, as lines of equal columns. */
#ifndef GRAPH_LEGEND_H
#define GRAPH_LEGEND_H

#include "chart.h"

/** Room for a line. */
#define LEGEND_LINE	512

/** legend_width() - characters of a line; @raw: of exact numbers */
unsigned int legend_width(bool raw);

/** legend_head() - the headings of the columns */
char *legend_head(char *buf, const struct chart *c, bool raw);

/** legend_row() - the numbers of a curve */
char *legend_row(char *buf, const struct chart *c, const struct curve *curve, bool raw);

/** legend_notes() - of what the numbers are averages; and which time is unknown, "" none */
void legend_notes(const struct chart *c, char *how, char *unknown);

/** legend_now() - "now", or "last" for a span that ended */
const char *legend_now(const struct chart *c);

#endif /* GRAPH_LEGEND_H */
