// SPDX-License-Identifier: GPL-2.0-or-later
/* Rates of what the kernel only has totals of. */
#include <stdlib.h>
#include <string.h>
#include "delta.h"

#define FIRST_ROOM	256

/* FNV-1a with 64 bits (draft-eastlake-fnv); a clash would show one wrong rate once. */
static uint64_t hash(const void *key, size_t len)
{
	const unsigned char *octet = key;
	uint64_t h = 0xcbf29ce484222325;

	while (len--)
		h = (h ^ *octet++) * 0x100000001b3;
	return h ? h : 1;
}

static struct delta_entry *find(const struct delta_table *t, uint64_t id)
{
	size_t i = id & (t->room - 1);

	while (t->entries[i].id && t->entries[i].id != id)
		i = (i + 1) & (t->room - 1);
	return &t->entries[i];
}

/* Room for one more, so that a third of the places stays free. */
static bool grow(struct delta_table *t)
{
	struct delta_table bigger = { .time = t->time, .count = t->count };

	if (t->count + t->count / 2 + 1 < t->room)
		return true;
	bigger.room = t->room ? t->room * 2 : FIRST_ROOM;
	bigger.entries = calloc(bigger.room, sizeof(*bigger.entries));
	if (!bigger.entries)
		return false;
	for (size_t i = 0; i < t->room; i++)
		if (t->entries[i].id)
			*find(&bigger, t->entries[i].id) = t->entries[i];
	free(t->entries);
	*t = bigger;
	return true;
}

void delta_again(struct delta *d, uint64_t time)
{
	struct delta_table *t = &d->now;

	t->time = time;
	t->count = 0;
	if (t->room)
		memset(t->entries, 0, t->room * sizeof(*t->entries));
}

void delta_turn(struct delta *d, uint64_t time)
{
	struct delta_table oldest = d->before;

	if (d->now.count && d->now.time == time)
		return;
	d->before = d->now;
	d->now = oldest;
	delta_again(d, time);
}

static bool rates(const struct traffic *was, const struct traffic *is, double seconds,
		  struct traffic *rate)
{
	for (int i = 0; i < DELTA_VALUES; i++) {
		rate[i].octets = (is[i].octets - was[i].octets) / seconds;
		rate[i].packets = (is[i].packets - was[i].packets) / seconds;
		if (rate[i].octets < 0 || rate[i].packets < 0)
			return false;
	}
	return true;
}

bool delta_rates(struct delta *d, const void *key, size_t len,
		 const struct traffic total[DELTA_VALUES], struct traffic rate[DELTA_VALUES])
{
	double seconds = (d->now.time - d->before.time) / 1e9;
	const struct delta_entry *was = NULL;
	struct delta_entry *is;
	uint64_t id = hash(key, len);

	if (d->before.count && seconds > 0)
		was = find(&d->before, id);
	if (grow(&d->now)) {
		is = find(&d->now, id);
		d->now.count += !is->id;
		is->id = id;
		memcpy(is->total, total, sizeof(is->total));
	}
	if (was && was->id && rates(was->total, total, seconds, rate))
		return true;
	for (int i = 0; i < DELTA_VALUES; i++)
		rate[i] = (struct traffic){ -1, -1 };
	return false;
}

void delta_free(struct delta *d)
{
	free(d->now.entries);
	free(d->before.entries);
	*d = (struct delta){ .now.time = 0 };
}
