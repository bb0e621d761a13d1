// SPDX-License-Identifier: GPL-2.0-or-later
/* The answers about addresses that were asked for lately. */
#include <stdlib.h>
#include <string.h>
#include "cache.h"

#define SETS	65536
#define WAYS	4

/* Newest first; what was never used costs no memory, as its pages are never touched. */
struct set {
	struct {
		struct kntop_address addr;
		struct geo geo;
	} way[WAYS];
};

static struct set *sets;

static struct set *set_of(const struct kntop_address *addr)
{
	uint64_t hash = addr->family, words[2];

	memcpy(words, addr->octets, sizeof(words));
	hash = (hash ^ words[0]) * 0x9e3779b97f4a7c15ULL;
	hash = (hash ^ hash >> 29 ^ words[1]) * 0x9e3779b97f4a7c15ULL;
	return &sets[hash >> 48];
}

const struct geo *cache_find(const struct kntop_address *addr)
{
	struct set *set;

	if (!sets)
		return NULL;
	set = set_of(addr);
	for (int i = 0; i < WAYS; i++)
		if (!memcmp(&set->way[i].addr, addr, sizeof(*addr)))
			return &set->way[i].geo;
	return NULL;
}

void cache_keep(const struct kntop_address *addr, const struct geo *g)
{
	struct set *set;

	if (!sets)
		sets = calloc(SETS, sizeof(*sets));
	if (!sets)
		return;
	set = set_of(addr);
	memmove(&set->way[1], &set->way[0], (WAYS - 1) * sizeof(set->way[0]));
	set->way[0].addr = *addr;
	set->way[0].geo = *g;
}

void cache_forget(void)
{
	free(sets);
	sets = NULL;
}
