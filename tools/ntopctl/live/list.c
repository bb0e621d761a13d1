// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of a page. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "list.h"

/* Lines that are asked for before the size of the screen is known. */
#define FIRST_ROWS	20
/* A list that takes longer than a second each time is shown as it is. */
#define PULL_TRIES	3

const void *list_record(const struct view *v, size_t i)
{
	return i < v->rows.count ? ranking_at(&v->rows, i) : NULL;
}

bool list_is_stale(const struct view *v, size_t i)
{
	return v->stale && i < v->rows.count && v->stale[i];
}

static size_t limit_of(const struct view *v)
{
	size_t limit = v->offset + (v->visible ? v->visible : FIRST_ROWS);

	if (v->frozen && limit < 4 * v->frozen_count)
		limit = 4 * v->frozen_count;
	if (limit < v->extent)
		limit = v->extent;
	if (v->filter.limit && limit > v->filter.limit)
		limit = v->filter.limit;
	return limit < PAGE_ROWS ? limit : PAGE_ROWS;
}

static void *at(struct ranking *r, size_t i)
{
	return r->records + i * r->size;
}

static void reverse(struct ranking *r)
{
	char *spare = malloc(r->size);

	for (size_t i = 0; spare && i < r->count / 2; i++) {
		memcpy(spare, at(r, i), r->size);
		memcpy(at(r, i), at(r, r->count - 1 - i), r->size);
		memcpy(at(r, r->count - 1 - i), spare, r->size);
	}
	free(spare);
}

/* Where the record with an identity is, or count. */
static size_t find_id(const struct page *page, const struct ranking *r,
		      const struct page_id *id)
{
	struct page_id other;
	size_t i;

	for (i = 0; i < r->count; i++) {
		page->identity(ranking_at(r, i), &other);
		if (other.len == id->len && !memcmp(other.octets, id->octets, id->len))
			break;
	}
	return i;
}

/* Takes one record out of a ranking, whose place the last one gets. */
static void *take(struct ranking *r, size_t i, void *record)
{
	memcpy(record, at(r, i), r->size);
	r->count--;
	memcpy(at(r, i), at(r, r->count), r->size);
	return record;
}

/*
 * The records in the order that was frozen: as the kernel delivered them now, else as
 * they were, marked. What is new is left out.
 */
static int thaw_into(const struct view *v, struct ranking *old, struct ranking *fresh,
		     struct ranking *merged, bool *stale)
{
	char *record = malloc(fresh->size);
	int rc = record ? 0 : -ENOMEM;

	for (size_t i = 0; !rc && i < v->frozen_count; i++) {
		size_t k = find_id(v->page, fresh, &v->frozen[i]);

		stale[merged->count] = k == fresh->count;
		if (k < fresh->count)
			rc = ranking_add(merged, take(fresh, k, record));
		else if ((k = find_id(v->page, old, &v->frozen[i])) < old->count)
			rc = ranking_add(merged, take(old, k, record));
	}
	free(record);
	return rc;
}

static void keep_order(struct view *v, struct ranking *old)
{
	struct ranking merged = v->rows;

	/* records are moved here, not copied */
	merged.copy = NULL;
	merged.records = NULL;
	merged.count = 0;
	merged.room = 0;
	if (thaw_into(v, old, &v->rows, &merged, v->stale)) {
		ranking_free(&merged);
		return;
	}
	ranking_free(&v->rows);
	merged.copy = v->page->copy;
	v->rows = merged;
}

/* The selection stays on its record, or where it was. */
static void follow(struct view *v)
{
	size_t i;

	if (!v->rows.count) {
		v->chosen = 0;
		v->offset = 0;
		return;
	}
	if (v->follow && v->page->identity) {
		i = find_id(v->page, &v->rows, &v->id);
		if (i < v->rows.count)
			v->chosen = i;
	}
	list_choose(v, v->chosen);
}

static int pull_once(struct live *l, struct view *v, struct kntop_error *err)
{
	const struct page *page = v->page;

	ranking_free(&v->rows);
	v->rows = (struct ranking){
		.size = page->record, .key = page->by, .copy = page->copy,
		.release = page->release,
	};
	v->note[0] = '\0';
	return page->pull(l, v, limit_of(v), err);
}

/* When the kernel ended a second meanwhile, what it told is partly of this, partly of that. */
static int pull_whole(struct live *l, struct view *v, struct kntop_error *err)
{
	struct kntop_stats stats;
	int rc = pull_once(l, v, err);

	for (int tries = 1; rc >= 0 && tries < PULL_TRIES; tries++) {
		rc = kntop_stats_get(l->ctl->kernel, &stats, err);
		if (rc < 0 || stats.tick_time == l->tick)
			break;
		l->tick = stats.tick_time;
		delta_again(&v->rates, l->tick);
		rc = pull_once(l, v, err);
	}
	return rc;
}

int list_pull(struct live *l, struct view *v, struct kntop_error *err)
{
	const struct page *page = v->page;
	struct ranking old = v->rows;
	int rc;

	v->rows = (struct ranking){ .size = page->record };
	delta_turn(&v->rates, page->ticks ? l->tick : l->mono);
	rc = page->ticks ? pull_whole(l, v, err) : pull_once(l, v, err);
	if (rc < 0) {
		ranking_free(&v->rows);
		v->rows = old;
		return rc;
	}
	if (page->by && page->orders) {
		v->rows.arg = v->list->sort;
		v->rows.ascending = v->list->invert;
		ranking_sort(&v->rows);
	} else if (v->list && v->list->invert) {
		reverse(&v->rows);
	}
	if (v->frozen)
		keep_order(v, &old);
	ranking_free(&old);
	follow(v);
	return 0;
}

static void forget_frozen(struct view *v)
{
	free(v->frozen);
	free(v->stale);
	v->frozen = NULL;
	v->stale = NULL;
	v->frozen_count = 0;
}

void list_free(struct view *v)
{
	ranking_free(&v->rows);
	delta_free(&v->rates);
	forget_frozen(v);
}

static void remember(struct view *v)
{
	const void *record = list_record(v, v->chosen);

	v->id.len = 0;
	if (record && v->page->identity)
		v->page->identity(record, &v->id);
}

void list_choose(struct view *v, size_t i)
{
	size_t visible = v->visible ? v->visible : 1;

	if (i >= v->rows.count)
		i = v->rows.count ? v->rows.count - 1 : 0;
	v->chosen = i;
	if (i < v->offset)
		v->offset = i;
	if (i >= v->offset + visible)
		v->offset = i - visible + 1;
	/* no empty lines below while there are records above */
	if (v->offset && v->offset + visible > v->rows.count)
		v->offset = v->rows.count > visible ? v->rows.count - visible : 0;
	remember(v);
}

bool list_move(struct view *v, long by)
{
	size_t visible = v->visible ? v->visible : 1;
	size_t wanted = by < 0 && v->chosen < (size_t)-by ? 0 : v->chosen + by;
	bool missing = by > 0 && wanted >= v->rows.count && v->rows.count &&
		       v->rows.count == limit_of(v) && v->rows.count < PAGE_ROWS;

	/* at the first line it is the first line that one wants to see, whatever it is */
	v->follow = wanted > 0;
	if (missing) {
		v->offset = wanted + 1 > visible ? wanted + 1 - visible : 0;
		v->chosen = wanted;
		v->follow = false;
		return true;
	}
	list_choose(v, wanted);
	return v->offset + visible > v->rows.count;
}

bool list_end(struct view *v)
{
	bool all = v->rows.count < limit_of(v) || v->page->by;

	v->follow = true;
	if (all) {
		list_choose(v, v->rows.count ? v->rows.count - 1 : 0);
		return false;
	}
	v->extent = PAGE_ROWS;
	v->chosen = PAGE_ROWS;
	v->follow = false;
	return true;
}

static bool shows(const struct live *l, const struct view *v, size_t i, const char *text)
{
	char cell[FIELD_SIZE];

	for (const struct column *c = v->page->columns; c->title; c++) {
		if (!c->text)
			continue;
		c->text(l, ranking_at(&v->rows, i), cell);
		if (strcasestr(cell, text))
			return true;
	}
	return false;
}

bool list_find(const struct live *l, struct view *v, const char *text, size_t from)
{
	for (size_t n = 0; n < v->rows.count; n++) {
		size_t i = (from + n) % v->rows.count;

		if (!shows(l, v, i, text))
			continue;
		v->follow = true;
		list_choose(v, i);
		return true;
	}
	return false;
}

void list_freeze(struct view *v)
{
	size_t count = v->rows.count;

	if (v->frozen) {
		forget_frozen(v);
		return;
	}
	if (!v->page->identity || !count)
		return;
	v->frozen = calloc(count, sizeof(*v->frozen));
	v->stale = calloc(count, sizeof(*v->stale));
	if (!v->frozen || !v->stale) {
		forget_frozen(v);
		return;
	}
	for (size_t i = 0; i < count; i++)
		v->page->identity(ranking_at(&v->rows, i), &v->frozen[i]);
	v->frozen_count = count;
}

void list_rewind(struct view *v)
{
	forget_frozen(v);
	v->follow = false;
	v->offset = 0;
	v->chosen = 0;
	v->extent = 0;
}

void list_order_by(struct live *l, struct view *v, unsigned int order)
{
	if (!v->list || !v->page->orders)
		return;
	if (v->list->sort == order)
		v->list->invert = !v->list->invert;
	else
		v->list->invert = false;
	v->list->sort = order;
	if (v->page->orders[order].total >= 0)
		l->set.units.total = v->page->orders[order].total;
	list_rewind(v);
}
