/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What interfaces carried lately: asked for and printed. */
#ifndef NTOPCTL_HISTORY_H
#define NTOPCTL_HISTORY_H

#include "args.h"

/**
 * history_show() - the verb history of ntopctl interface
 * @ctl: run
 * @args: words
 *
 * Return: exit status.
 */
int history_show(struct ctl *ctl, struct args *args);

#endif /* NTOPCTL_HISTORY_H */
