/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of countries and ASes, kept once, by number. */
#ifndef NTOPCTL_GEO_TITLE_H
#define NTOPCTL_GEO_TITLE_H

#include <stddef.h>
#include <stdint.h>

/** Most names that are kept. */
#define TITLES_MOST	131072

/**
 * struct titles - names by number; all zero is none
 * @root: tree of them
 * @count: how many
 */
struct titles {
	void *root;
	size_t count;
};

/**
 * title_keep() - keep a name
 * @n: names
 * @number: whose it is
 * @name: copied; the first one of a number stays
 *
 * Return: the name that is kept, "" when there is no room.
 */
const char *title_keep(struct titles *n, uint32_t number, const char *name);

/** title_get() - the name of a number, "" none is kept */
const char *title_get(const struct titles *n, uint32_t number);

/** titles_forget() - end; texts that were returned are gone */
void titles_forget(struct titles *n);

#endif /* NTOPCTL_GEO_TITLE_H */
