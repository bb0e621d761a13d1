/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All names of a kind, printed. */
#ifndef NTOPCTL_CATALOGUE_H
#define NTOPCTL_CATALOGUE_H

#include "args.h"

/**
 * catalogue_show() - the verb list of a command
 * @ctl: run
 * @args: words; none is expected
 * @kind: KNTOP_LABEL_PROTOCOL, _CATEGORY or _RISK
 *
 * Return: exit status.
 */
int catalogue_show(struct ctl *ctl, struct args *args, enum kntop_label_kind kind);

#endif /* NTOPCTL_CATALOGUE_H */
