// SPDX-License-Identifier: GPL-2.0-or-later
/* What the hosts of countries and of autonomous systems carry, as totals that grow. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/geo/tally.h"
#include "choice.h"
#include "region.h"

/* A host as it stood at a look. */
struct seen {
	struct choice_key key;
	uint64_t first;
	struct kntop_counter sent;
	struct kntop_counter received;
};

struct look {
	struct seen *hosts;
	size_t count;
	size_t room;
};

/**
 * struct regions - all that is known
 * @began: when the first look was, 0 there was none
 * @last: when the last one was
 * @before: hosts at the last look, sorted by key
 * @now: hosts of the look under way
 * @list: countries and ASes
 * @count: how many
 * @other: ASes that are not recorded, together
 */
struct regions {
	uint64_t began;
	uint64_t last;
	struct look before;
	struct look now;
	struct region *list;
	size_t count;
	struct region other;
};

struct regions *regions_new(void)
{
	return calloc(1, sizeof(struct regions));
}

void regions_forget(struct regions *r)
{
	free(r->before.hosts);
	free(r->now.hosts);
	free(r->list);
	*r = (struct regions){ 0 };
}

void regions_free(struct regions *r)
{
	if (r)
		regions_forget(r);
	free(r);
}

static int append(struct look *l, const struct seen *host)
{
	if (l->count == l->room) {
		size_t room = l->room ? 2 * l->room : 1024;
		struct seen *more = reallocarray(l->hosts, room, sizeof(*more));

		if (!more)
			return -ENOMEM;
		l->hosts = more;
		l->room = room;
	}
	l->hosts[l->count++] = *host;
	return 0;
}

int regions_add(struct regions *r, const struct kntop_host *host)
{
	struct seen seen = {
		.first = host->first, .sent = host->sent, .received = host->received,
	};

	choice_make_key(&seen.key, &host->addr, host->interface, host->vlan);
	return append(&r->now, &seen);
}

void regions_cancel(struct regions *r)
{
	r->now.count = 0;
}

/* A table that was rebuilt meanwhile may show a host twice: the later state comes first. */
static int compare(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = memcmp(&x->key, &y->key, sizeof(x->key));
	uint64_t left = x->sent.packets + x->received.packets;
	uint64_t right = y->sent.packets + y->received.packets;

	return order ? order : (left < right) - (left > right);
}

static bool is_same(const struct seen *a, const struct seen *b)
{
	return !memcmp(&a->key, &b->key, sizeof(a->key));
}

static void sort(struct look *l)
{
	size_t kept = 0;

	if (l->count)
		qsort(l->hosts, l->count, sizeof(*l->hosts), compare);
	for (size_t i = 0; i < l->count; i++)
		if (!kept || !is_same(&l->hosts[kept - 1], &l->hosts[i]))
			l->hosts[kept++] = l->hosts[i];
	l->count = kept;
}

/* What was carried since a state; a host that was forgotten meanwhile began anew. */
static struct kntop_counter since(const struct kntop_counter *now,
				  const struct kntop_counter *before)
{
	return (struct kntop_counter){ .packets = now->packets - before->packets,
				       .octets = now->octets - before->octets };
}

static bool goes_on(const struct seen *now, const struct seen *before)
{
	return now->first == before->first && now->sent.octets >= before->sent.octets &&
	       now->sent.packets >= before->sent.packets &&
	       now->received.octets >= before->received.octets &&
	       now->received.packets >= before->received.packets;
}

static int add_up(const struct regions *r, const struct seen *now, const struct seen *before,
		  struct tally tallies[2])
{
	struct kntop_host more = { .addr = now->key.addr };
	int rc;

	if (before && goes_on(now, before)) {
		more.sent = since(&now->sent, &before->sent);
		more.received = since(&now->received, &before->received);
	} else if (now->first >= r->began) {
		more.sent = now->sent;
		more.received = now->received;
	}
	rc = tally_add(&tallies[TALLY_COUNTRY], &more);
	return rc ? rc : tally_add(&tallies[TALLY_AS], &more);
}

/* Both looks are sorted: one walk finds who was there before. */
static int compare_looks(struct regions *r, bool complete, struct tally tallies[2])
{
	size_t old = 0, count = r->now.count;
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		const struct seen *now = &r->now.hosts[i], *before = NULL;

		for (; old < r->before.count; old++) {
			int order = memcmp(&r->before.hosts[old].key, &now->key,
					   sizeof(now->key));

			if (order >= 0) {
				before = order ? NULL : &r->before.hosts[old++];
				break;
			}
			/* who was missed may come back, and must not be counted anew */
			if (!complete)
				rc = append(&r->now, &r->before.hosts[old]);
			now = &r->now.hosts[i];
		}
		if (!rc)
			rc = add_up(r, now, before, tallies);
	}
	for (; !rc && !complete && old < r->before.count; old++)
		rc = append(&r->now, &r->before.hosts[old]);
	return rc;
}

static struct region *find(struct regions *r, enum region_kind kind, const struct geo *g)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->list[i].kind == kind && r->list[i].as == g->as &&
		    !strcmp(r->list[i].country, g->country))
			return &r->list[i];
	return NULL;
}

static struct region *find_or_make(struct regions *r, enum region_kind kind,
				   const struct geo *g)
{
	struct region *region = find(r, kind, g);

	if (region)
		return region;
	region = reallocarray(r->list, r->count + 1, sizeof(*region));
	if (!region)
		return NULL;
	r->list = region;
	region += r->count++;
	*region = (struct region){ .kind = kind, .as = g->as };
	memcpy(region->country, g->country, sizeof(region->country));
	snprintf(region->name, sizeof(region->name), "%s",
		 kind == REGION_AS ? g->as_name : geo_country_name(g->country));
	return region;
}

/* Regions of which no row speaks carried nothing. */
static int make_rows(struct regions *r, enum region_kind kind, const struct tally *t)
{
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct tally_row *row = ranking_at(&t->rows, i);

		if (!find_or_make(r, kind, &row->geo))
			return -ENOMEM;
	}
	return 0;
}

static void add_counter(struct kntop_counter *to, const struct kntop_counter *c)
{
	to->packets += c->packets;
	to->octets += c->octets;
}

static void add_row(struct region *region, const struct tally_row *row)
{
	add_counter(&region->sent, &row->sent);
	add_counter(&region->received, &row->received);
	region->hosts += row->hosts;
}

static int by_score(const void *a, const void *b)
{
	const struct region *x = a, *y = b;

	/* countries, and what is in no AS, are always among the first */
	if ((x->kind == REGION_AS && x->as) != (y->kind == REGION_AS && y->as))
		return x->kind == REGION_AS && x->as ? 1 : -1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->as > y->as) - (x->as < y->as);
}

/* As with hosts: who is quiet for a while is not dropped for one loud moment. */
static void rate(struct regions *r, enum region_kind kind, const struct tally *t)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->list[i].kind == kind) {
			r->list[i].score = r->list[i].score / 4 * 3;
			r->list[i].hosts = 0;
		}
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct tally_row *row = ranking_at(&t->rows, i);

		find(r, kind, &row->geo)->score += row->sent.octets + row->received.octets;
	}
}

/* Who is recorded from now on was counted among the others so far. */
static void choose(struct regions *r, unsigned int most)
{
	unsigned int ases = 0;

	qsort(r->list, r->count, sizeof(*r->list), by_score);
	for (size_t i = 0; i < r->count; i++) {
		struct region *region = &r->list[i];
		bool always = region->kind == REGION_COUNTRY || !region->as;
		bool chosen = always || (ases++ < most && region->score);

		if (chosen && !region->chosen) {
			region->epoch = r->last;
			region->sent = region->received = (struct kntop_counter){ 0 };
		}
		region->chosen = chosen;
	}
	while (r->count && !r->list[r->count - 1].chosen && !r->list[r->count - 1].score)
		r->count--;
}

static void distribute(struct regions *r, enum region_kind kind, const struct tally *t)
{
	for (size_t i = 0; i < t->rows.count; i++) {
		const struct tally_row *row = ranking_at(&t->rows, i);
		struct region *region = find(r, kind, &row->geo);

		add_row(region && region->chosen ? region : &r->other, row);
	}
}

static int add_tallies(struct regions *r, struct tally tallies[2], unsigned int most)
{
	if (make_rows(r, REGION_COUNTRY, &tallies[TALLY_COUNTRY]) ||
	    make_rows(r, REGION_AS, &tallies[TALLY_AS]))
		return -ENOMEM;
	r->other.hosts = 0;
	rate(r, REGION_COUNTRY, &tallies[TALLY_COUNTRY]);
	rate(r, REGION_AS, &tallies[TALLY_AS]);
	choose(r, most);
	distribute(r, REGION_COUNTRY, &tallies[TALLY_COUNTRY]);
	distribute(r, REGION_AS, &tallies[TALLY_AS]);
	return 0;
}

static void turn(struct regions *r, uint64_t time)
{
	struct look spare = r->before;

	sort(&r->now);
	r->before = r->now;
	r->now = spare;
	r->now.count = 0;
	r->last = time;
}

/* The first look, also the first one after a clock was turned back. */
static void begin(struct regions *r, uint64_t time)
{
	r->count = 0;
	r->began = time;
	r->other = (struct region){ .kind = REGION_OTHER, .chosen = true, .epoch = time };
	turn(r, time);
}

int regions_end(struct regions *r, uint64_t time, bool complete, unsigned int most)
{
	struct tally tallies[2];
	int rc;

	sort(&r->now);
	if (!r->began || time <= r->last) {
		begin(r, time);
		return 0;
	}
	tally_init(&tallies[TALLY_COUNTRY], TALLY_COUNTRY);
	tally_init(&tallies[TALLY_AS], TALLY_AS);
	rc = compare_looks(r, complete, tallies);
	if (!rc)
		rc = add_tallies(r, tallies, most);
	tally_free(&tallies[TALLY_COUNTRY]);
	tally_free(&tallies[TALLY_AS]);
	if (rc)
		regions_cancel(r);
	else
		turn(r, time);
	return rc;
}

int regions_each(const struct regions *r, int (*fn)(const struct region *region, void *data),
		 void *data)
{
	int rc = 0;

	/* the first look tells nothing yet */
	if (!r->began || r->last == r->began)
		return 0;
	for (size_t i = 0; !rc && i < r->count; i++)
		if (r->list[i].chosen)
			rc = fn(&r->list[i], data);
	return rc ? rc : fn(&r->other, data);
}
