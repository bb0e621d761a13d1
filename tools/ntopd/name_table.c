// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of addresses: what was seen and what was looked up, and which is preferred. */
#include <stdlib.h>
#include <string.h>
#include "name_table.h"

/* So long a look-up before the last start counts. */
#define LOADED_LIFE	600

/*
 * So long after it a host that says another name of itself has none: it speaks for others, or
 * was renamed. Of a DHCP server's addresses each has one client at a time, so another name
 * is that of another client, unless both come at once.
 */
#define DHCP_SETTLES	600

/* In the order of preference. */
enum { OWN, CALLED, REVERSE, SLOTS };

/**
 * struct slot - a name
 * @text: the name; NULL there is none
 * @source: where it is from
 * @time: when it was last seen or asked for, 0 never
 * @differs: OWN: when it said another name than before, which was not old; 0 it did not
 * @ask: REVERSE: when it is to be asked for again
 */
struct slot {
	char *text;
	enum namefile_source source;
	uint64_t time;
	uint64_t differs;
	uint64_t ask;
};

/**
 * struct entry - an address
 * @addr: address
 * @next: in the same chain
 * @newer, @older: neighbours in the order of use
 * @slot: its names
 */
struct entry {
	struct kntop_address addr;
	struct entry *next;
	struct entry *newer, *older;
	struct slot slot[SLOTS];
};

/**
 * struct name_table - the table
 * @most: addresses at most
 * @count: addresses
 * @mask: chains - 1
 * @chains: by a hash of the address
 * @newest, @oldest: ends of the order of use
 * @reverse: names that were looked up count
 * @changes: see name_table_changes()
 */
struct name_table {
	size_t most;
	size_t count;
	size_t mask;
	struct entry **chains;
	struct entry *newest, *oldest;
	bool reverse;
	uint64_t changes;
};

struct name_table *name_table_new(size_t most)
{
	struct name_table *t = calloc(1, sizeof(*t));
	size_t chains = 64;

	while (chains < most)
		chains *= 2;
	if (!t)
		return NULL;
	t->most = most;
	t->mask = chains - 1;
	t->reverse = true;
	t->chains = calloc(chains, sizeof(struct entry *));
	if (t->chains)
		return t;
	free(t);
	return NULL;
}

static struct entry **chain_of(const struct name_table *t, const struct kntop_address *addr)
{
	uint32_t h = 2166136261U ^ addr->family;

	for (size_t i = 0; i < sizeof(addr->octets); i++)
		h = (h ^ addr->octets[i]) * 16777619U;
	return &t->chains[(h ^ h >> 15) & t->mask];
}

static bool is_same(const struct kntop_address *a, const struct kntop_address *b)
{
	return a->family == b->family && !memcmp(a->octets, b->octets, sizeof(a->octets));
}

static struct entry *find(const struct name_table *t, const struct kntop_address *addr)
{
	struct entry *e = *chain_of(t, addr);

	while (e && !is_same(&e->addr, addr))
		e = e->next;
	return e;
}

static void take_out(struct name_table *t, struct entry *e)
{
	*(e->newer ? &e->newer->older : &t->newest) = e->older;
	*(e->older ? &e->older->newer : &t->oldest) = e->newer;
}

static void put_newest(struct name_table *t, struct entry *e)
{
	e->newer = NULL;
	e->older = t->newest;
	*(t->newest ? &t->newest->newer : &t->oldest) = e;
	t->newest = e;
}

static void drop(struct name_table *t, struct entry *e)
{
	struct entry **at = chain_of(t, &e->addr);

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	take_out(t, e);
	for (int i = 0; i < SLOTS; i++)
		free(e->slot[i].text);
	free(e);
	t->count--;
	t->changes++;
}

void name_table_free(struct name_table *t)
{
	if (!t)
		return;
	while (t->oldest)
		drop(t, t->oldest);
	free(t->chains);
	free(t);
}

/* The entry of an address, made when it is not there, and the newest now. */
static struct entry *use(struct name_table *t, const struct kntop_address *addr)
{
	struct entry *e = find(t, addr), **chain;

	if (e) {
		take_out(t, e);
		put_newest(t, e);
		return e;
	}
	e = calloc(1, sizeof(*e));
	if (!e)
		return NULL;
	if (t->count >= t->most)
		drop(t, t->oldest);
	e->addr = *addr;
	chain = chain_of(t, addr);
	e->next = *chain;
	*chain = e;
	put_newest(t, e);
	t->count++;
	return e;
}

/* A time to come is of a clock that was turned back since. */
static bool is_old(const struct slot *s, uint64_t now)
{
	return !s->time || s->time > now || now - s->time > NAME_TABLE_LIFE;
}

static bool set(struct name_table *t, struct slot *s, const char *text)
{
	char *copy;

	if (text ? s->text && !strcmp(s->text, text) : !s->text)
		return true;
	copy = text ? strndup(text, NAMEFILE_NAME_SIZE - 1) : NULL;
	if (text && !copy)
		return false;
	free(s->text);
	s->text = copy;
	t->changes++;
	return true;
}

/* Whether it says several names. */
static bool is_several(const struct slot *s, uint64_t now)
{
	uint64_t settles = s->source == NAMEFILE_DHCP ? DHCP_SETTLES : NAME_TABLE_LIFE;

	return s->differs && now >= s->differs && now - s->differs <= settles;
}

static bool see_own(struct name_table *t, struct slot *s, enum namefile_source source,
		    const char *name, uint64_t now)
{
	bool fresh = is_old(s, now) || source < s->source;
	uint64_t differs = fresh ? 0 : s->differs;

	if (!fresh && s->source < source)
		return true;
	if (!fresh && !(s->text && !strcmp(s->text, name)) &&
	    (source != NAMEFILE_DHCP || now - s->time <= DHCP_SETTLES))
		differs = now;
	if (!set(t, s, name))
		return false;
	s->source = source;
	s->time = now;
	/* it has settled since it was looked at last */
	if (differs && differs == s->differs && !is_several(s, now)) {
		differs = 0;
		t->changes++;
	}
	s->differs = differs;
	return true;
}

static bool see_called(struct name_table *t, struct slot *s, enum namefile_source source,
		       const char *name, uint64_t now)
{
	bool fresh = is_old(s, now), same = s->text && !strcmp(s->text, name);

	if (fresh || same) {
		if (!set(t, s, name))
			return false;
		if (fresh || source < s->source)
			s->source = source;
	} else if (s->text) {
		set(t, s, NULL);
	}
	s->time = now;
	return true;
}

bool name_table_see(struct name_table *t, const struct kntop_address *addr,
		    enum namefile_source source, const char *name, uint64_t now)
{
	struct entry *e = use(t, addr);

	if (!e)
		return false;
	if (source <= NAMEFILE_NETBIOS)
		return see_own(t, &e->slot[OWN], source, name, now);
	return see_called(t, &e->slot[CALLED], source, name, now);
}

bool name_table_answer(struct name_table *t, const struct kntop_address *addr,
		       const char *name, uint64_t now, unsigned int life)
{
	struct entry *e = use(t, addr);
	struct slot *s;

	if (!e)
		return false;
	s = &e->slot[REVERSE];
	s->source = NAMEFILE_REVERSE;
	s->ask = now + life;
	if (!name)
		return true;
	if (!s->time)
		t->changes++;
	s->time = now;
	return set(t, s, name && *name ? name : NULL);
}

static const struct slot *best(const struct name_table *t, const struct entry *e, uint64_t now)
{
	for (int i = 0; i < SLOTS; i++) {
		const struct slot *s = &e->slot[i];

		if (s->text && !is_old(s, now) && !is_several(s, now) &&
		    (i != REVERSE || t->reverse))
			return s;
	}
	return NULL;
}

static void fill(struct namefile_line *line, const struct entry *e, const struct slot *s,
		 uint64_t now)
{
	line->addr = e->addr;
	line->source = s->source;
	line->time = s->time;
	strcpy(line->name, s->text && !is_several(s, now) ? s->text : "");
}

bool name_table_find(struct name_table *t, const struct kntop_address *addr, uint64_t now,
		     struct namefile_line *line)
{
	struct entry *e = find(t, addr);
	const struct slot *s = e ? best(t, e, now) : NULL;

	if (!s)
		return false;
	take_out(t, e);
	put_newest(t, e);
	fill(line, e, s, now);
	return true;
}

bool name_table_wants(const struct name_table *t, const struct kntop_address *addr,
		      uint64_t now)
{
	const struct entry *e = find(t, addr);
	const struct slot *s, *seen;

	if (!e)
		return true;
	seen = best(t, e, now);
	s = &e->slot[REVERSE];
	if (seen && seen != s)
		return false;
	/* So far ahead is only what a clock that was turned back has left. */
	return !s->ask || now >= s->ask || s->ask - now > NAME_TABLE_ASK_MAX;
}

void name_table_use_reverse(struct name_table *t, bool use)
{
	t->changes += t->reverse != use;
	t->reverse = use;
}

size_t name_table_count(const struct name_table *t)
{
	return t->count;
}

uint64_t name_table_changes(const struct name_table *t)
{
	return t->changes;
}

void name_table_each(const struct name_table *t, uint64_t now, namefile_fn fn, void *data)
{
	struct namefile_line line;

	for (const struct entry *e = t->oldest; e; e = e->newer) {
		for (int i = 0; i < SLOTS; i++) {
			const struct slot *s = &e->slot[i];

			if (is_old(s, now) || (i == REVERSE && !t->reverse))
				continue;
			fill(&line, e, s, now);
			fn(&line, data);
		}
	}
}

void name_table_load(struct name_table *t, const struct namefile_line *line, uint64_t now)
{
	uint64_t time = line->time < now ? line->time : now;
	bool own = line->source <= NAMEFILE_NETBIOS;
	struct entry *e;
	struct slot *s;

	if (!time || now - time > NAME_TABLE_LIFE)
		return;
	e = use(t, &line->addr);
	if (!e)
		return;
	s = &e->slot[own ? OWN : line->source == NAMEFILE_REVERSE ? REVERSE : CALLED];
	if (!set(t, s, line->name[0] ? line->name : NULL))
		return;
	s->source = line->source;
	s->time = time;
	s->differs = own && !line->name[0] ? time : 0;
	s->ask = time + LOADED_LIFE;
}
