/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traffic by protocol or by category: asked for, put in order, printed. */
#ifndef NTOPCTL_BREAKDOWN_H
#define NTOPCTL_BREAKDOWN_H

#include "args.h"

/** What the help of a command says about its words. */
#define BREAKDOWN_HELP \
	"  dev NAME          of this interface or source; without it, of all that are watched\n" \
	"  host ADDRESS      of this local host\n" \
	"  hosts             of every local host\n" \
	"  net NETWORK       of a local network: 10.0.0.0/8, or all of that name; with dev\n" \
	"                    what a source carried that was read from a file\n" \
	"  sort ORDER        octets (the default), packets, flows, sent or received\n" \
	"  limit N           the first N only\n"

/**
 * breakdown_show() - the verb show of a command
 * @ctl: run
 * @args: words
 * @kind: KNTOP_LABEL_PROTOCOL or KNTOP_LABEL_CATEGORY
 *
 * Return: exit status.
 */
int breakdown_show(struct ctl *ctl, struct args *args, enum kntop_label_kind kind);

#endif /* NTOPCTL_BREAKDOWN_H */
