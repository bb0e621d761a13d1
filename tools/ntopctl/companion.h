/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command that is a program of its own, as it needs libraries that ntopctl shall not. */
#ifndef NTOPCTL_COMPANION_H
#define NTOPCTL_COMPANION_H

#include "args.h"

/**
 * companion_run() - become ntopctl-graph, or inside a batch run it
 * @ctl: run, whose options are passed on
 * @args: words of the command
 * @command: what it is called
 *
 * Looked for beside ntopctl, where it is in the build tree, then in ../libexec/kntop, then
 * in the LIBEXECDIR that ntopctl was built for.
 *
 * Return: its exit status, or CTL_REFUSED, complained already.
 */
int companion_run(struct ctl *ctl, struct args *args, const char *command);

#endif /* NTOPCTL_COMPANION_H */
