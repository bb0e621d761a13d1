/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that are kept once, by number. */
#ifndef NTOPCTL_GEO_NAMES_H
#define NTOPCTL_GEO_NAMES_H

#include <stddef.h>
#include <stdint.h>

/** Most names that are kept. */
#define NAMES_MOST	131072

/**
 * struct names_kept - names by number; all zero is none
 * @root: tree of them
 * @count: how many
 */
struct names_kept {
	void *root;
	size_t count;
};

/**
 * names_keep() - keep a name
 * @n: names
 * @number: whose it is
 * @name: copied; the first one of a number stays
 *
 * Return: the name that is kept, "" when there is no room.
 */
const char *names_keep(struct names_kept *n, uint32_t number, const char *name);

/** names_get() - the name of a number, "" none is kept */
const char *names_get(const struct names_kept *n, uint32_t number);

/** names_forget() - end; texts that were returned are gone */
void names_forget(struct names_kept *n);

#endif /* NTOPCTL_GEO_NAMES_H */
