// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of countries and ASes, kept once, by number. */
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include "title.h"

struct named {
	uint32_t number;
	char name[];
};

static int compare(const void *a, const void *b)
{
	uint32_t left = ((const struct named *)a)->number;
	uint32_t right = ((const struct named *)b)->number;

	return (left > right) - (left < right);
}

static const struct named *find(const struct titles *n, uint32_t number)
{
	const struct named key = { .number = number };
	void *const root = n->root;
	void *found = tfind(&key, &root, compare);

	return found ? *(struct named **)found : NULL;
}

const char *title_get(const struct titles *n, uint32_t number)
{
	const struct named *entry = find(n, number);

	return entry ? entry->name : "";
}

const char *title_keep(struct titles *n, uint32_t number, const char *name)
{
	const struct named *known = find(n, number);
	struct named *entry;

	if (known)
		return known->name;
	entry = n->count < TITLES_MOST ? malloc(sizeof(*entry) + strlen(name) + 1) : NULL;
	if (!entry)
		return "";
	entry->number = number;
	strcpy(entry->name, name);
	if (!tsearch(entry, &n->root, compare)) {
		free(entry);
		return "";
	}
	n->count++;
	return entry->name;
}

void titles_forget(struct titles *n)
{
	tdestroy(n->root, free);
	*n = (struct titles){ 0 };
}
