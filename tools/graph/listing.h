/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is recorded: each object, since when, how much room it takes. */
#ifndef GRAPH_LISTING_H
#define GRAPH_LISTING_H

#include "request.h"

/** listing_show() - print all objects in the folder of a request; returns an exit status */
int listing_show(struct ctl *ctl, const struct request *r);

#endif /* GRAPH_LISTING_H */
