/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ntopctl graph */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "../ntopctl/args.h"

/** graph_run() - draw what the words ask for; returns an exit status */
int graph_run(struct ctl *ctl, struct args *args);

#endif /* GRAPH_GRAPH_H */
