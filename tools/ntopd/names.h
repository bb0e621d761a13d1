/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of hosts, gathered beside the recording, which never waits for them. */
#ifndef NTOPD_NAMES_H
#define NTOPD_NAMES_H

#include <kntop.h>
#include "config.h"
#include "../ntopctl/namefile.h"

/** Most addresses whose names are kept. */
#define NAMES_MAX	16384

struct names;

/**
 * names_open() - begin, in a thread of its own
 * @dir: folder of the file "names", from which those of the last time are taken
 * @mode: what is to be done
 *
 * Return: to be given to names_close(), or NULL, told why.
 */
struct names *names_open(const char *dir, enum config_dns mode);

/** names_close() - write the file, and end; may be NULL */
void names_close(struct names *n);

/** names_change() - another mode; also: the name servers may be others */
void names_change(struct names *n, enum config_dns mode);

/**
 * names_find() - the name of a local host that is recorded
 * @n: names; may be NULL
 * @addr: its address
 * @line: filled in
 *
 * Never waits for the network or a disk. Where names are looked up, and there is none, its
 * look-up begins.
 *
 * Return: false when there is no name, or not yet.
 */
bool names_find(struct names *n, const struct kntop_address *addr, struct namefile_line *line);

#endif /* NTOPD_NAMES_H */
