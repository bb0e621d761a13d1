/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traffic by country or by autonomous system: asked for, added up, printed. */
#ifndef NTOPCTL_GEO_SHOW_H
#define NTOPCTL_GEO_SHOW_H

#include "../args.h"
#include "../filter.h"
#include "tally.h"

/** What the help of a command says about its words, and about where places come from. */
#define GEO_HELP \
	"The sum is that of the hosts that are in the host table now: what hosts had that are\n" \
	"forgotten is not in it. What one host sends another is in two lines, once as sent and\n" \
	"once as received. Hosts in no place that is known have a line of their own: -\n" \
	"\n" \
	"Verbs:\n" \
	"  show              print the sums, largest first (the default; also: list)\n" \
	"\n" \
	"Words:\n" \
	FILTER_HELP_TALLY \
	"\n" \
	"Places are those of " GEO_DEFAULT "; install\n" \
	"libloc1 and libloc-database to have it. Databases of libloc and MMDB files elsewhere\n" \
	"are named by --geo FILE,FILE or by $" GEO_VARIABLE "; none stands for no files.\n"

/**
 * geo_show() - the verb show of a command
 * @ctl: run
 * @args: words
 * @by: what hosts are added up by
 *
 * Return: exit status.
 */
int geo_show(struct ctl *ctl, struct args *args, enum tally_by by);

#endif /* NTOPCTL_GEO_SHOW_H */
