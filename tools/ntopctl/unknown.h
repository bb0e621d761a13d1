/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Live flows that nobody knows, split by what is known of them. */
#ifndef NTOPCTL_UNKNOWN_H
#define NTOPCTL_UNKNOWN_H

#include "args.h"

/** What the help of a command says about its words. */
#define UNKNOWN_HELP \
	"  dev NAME          of this interface or source; without it, of all that are watched\n" \
	"  by SPLIT          payload, port, dns, alpn, certificate, country or as only\n" \
	"  limit N           N lines of each split, the rest added up; 10 unless you say\n" \
	"                    otherwise\n"

/**
 * unknown_show() - what follows the words "protocol show unknown"
 * @ctl: run
 * @args: words
 *
 * Return: exit status.
 */
int unknown_show(struct ctl *ctl, struct args *args);

#endif /* NTOPCTL_UNKNOWN_H */
