/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ntopctl report */
#ifndef GRAPH_REPORT_H
#define GRAPH_REPORT_H

#include "../ntopctl/args.h"

/** report_run() - write a page of all histories; returns an exit status */
int report_run(struct ctl *ctl, struct args *args);

#endif /* GRAPH_REPORT_H */
