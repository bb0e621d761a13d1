// SPDX-License-Identifier: GPL-2.0-or-later
/* Recordings that are deleted: as they are old, or as room is wanted. */
#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <rrd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "layout.h"
#include "place.h"
#include "retention.h"
#include "slots.h"

#define DAY		86400
/* What is being written is younger. */
#define LEFTOVER	3600

struct found {
	char *path;
	uint64_t bytes;
	time_t last;
	enum layout_kind kind;
};

struct list {
	struct found *items;
	size_t count;
	size_t room;
};

static bool add(struct list *l, const char *path, uint64_t bytes, time_t last,
		enum layout_kind kind)
{
	struct found *more;

	if (l->count == l->room) {
		l->room = l->room ? 2 * l->room : 256;
		more = reallocarray(l->items, l->room, sizeof(*more));
		if (!more)
			return false;
		l->items = more;
	}
	l->items[l->count] = (struct found){ strdup(path), bytes, last, kind };
	return l->items[l->count++].path;
}

static bool ends(const char *name, const char *end)
{
	size_t len = strlen(name), tail = strlen(end);

	return len > tail && !strcmp(name + len - tail, end);
}

static enum layout_kind kind_of(const char *path, const char *dir)
{
	const char *inside = path + strlen(dir);

	if (strstr(inside, "/protocol/") || strstr(inside, "/category/"))
		return LAYOUT_PROTOCOL;
	if (!strncmp(inside, "/host/", 6))
		return ends(inside, "/" SLOTS_RECORDING) ? LAYOUT_SLOT : LAYOUT_HOST;
	if (!strncmp(inside, "/country/", 9) || !strncmp(inside, "/as/", 4))
		return LAYOUT_REGION;
	if (!strncmp(inside, "/network/", 9))
		return LAYOUT_NETWORK;
	return !strncmp(inside, "/interface/", 11) ? LAYOUT_INTERFACE : LAYOUT_MODULE;
}

/* When its newest row is from. A file that librrd cannot read counts by its own time. */
static time_t last_of(const char *path, const struct stat *st)
{
	time_t last = rrd_last_r(path);

	if (last > 0)
		return last;
	rrd_clear_error();
	return st->st_mtime;
}

static bool is_ours(const char *name)
{
	return ends(name, ".rrd") || ends(name, ".broken");
}

/* Says what a folder, or a recording in it, is of. */
static bool is_text(const char *name)
{
	return !strcmp(name, "object") || !strcmp(name, SLOTS_TEXT);
}

/* With the text that says what is in it. Return: 0 or -1. */
static int delete(const char *path)
{
	char text[PATH_MAX];
	int rc = unlink(path);

	if (!rc && ends(path, "/" SLOTS_RECORDING) && strlen(path) < sizeof(text)) {
		strcpy(text, path);
		text[strlen(text) - strlen(".rrd")] = '\0';
		unlink(text);
	}
	return rc;
}

/* "object.new" is of whole_write(), "traffic.rrdXXXXXX" of librrd. */
static bool is_leftover(const FTSENT *e, time_t now)
{
	const char *rrd = strstr(e->fts_name, ".rrd");

	return (ends(e->fts_name, ".new") || (rrd && strlen(rrd) == strlen(".rrdXXXXXX"))) &&
		now - e->fts_statp->st_mtime > LEFTOVER;
}

/* What is beside our folders, and all that is in it. */
static bool is_foreign(const FTSENT *e)
{
	return e->fts_level == 1 && !place_is_ours(e->fts_name, e->fts_info != FTS_F);
}

/* The next entry that is ours. */
static FTSENT *next(FTS *fts)
{
	FTSENT *e = fts_read(fts);

	for (; e && is_foreign(e); e = fts_read(fts))
		fts_set(fts, e, FTS_SKIP);
	return e;
}

/* Deletes what is old, and lists the rest. */
static bool look(const struct retention *r, FTS *fts, struct list *l,
		 struct retention_result *result)
{
	FTSENT *e;

	while ((e = next(fts))) {
		uint64_t bytes;
		time_t last;

		if (e->fts_info == FTS_D)
			result->bytes += (uint64_t)e->fts_statp->st_blocks * 512;
		if (e->fts_info != FTS_F)
			continue;
		bytes = (uint64_t)e->fts_statp->st_blocks * 512;
		if (!is_ours(e->fts_name)) {
			if (!is_leftover(e, r->now) || unlink(e->fts_path))
				result->bytes += bytes;
			continue;
		}
		last = r->used && r->used(e->fts_path, r->data) ? r->now :
			last_of(e->fts_path, e->fts_statp);
		if (r->seen)
			r->seen();
		if (r->now - last > (time_t)r->days * DAY) {
			if (r->gone)
				r->gone(e->fts_path, r->data);
			if (!delete(e->fts_path)) {
				result->old++;
				continue;
			}
		}
		result->files++;
		result->bytes += bytes;
		if (!add(l, e->fts_path, bytes, last, kind_of(e->fts_path, r->dir)))
			return false;
	}
	return true;
}

static time_t idle_limit;

/* Idle ones first, then by kind, then the oldest. */
static int worth(const void *x, const void *y)
{
	const struct found *a = x, *b = y;
	bool idle_a = a->last < idle_limit, idle_b = b->last < idle_limit;

	if (idle_a != idle_b)
		return idle_a ? -1 : 1;
	if (!idle_a && a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return strcmp(a->path, b->path);
}

static void push(const struct retention *r, struct list *l, struct retention_result *result)
{
	idle_limit = r->now - r->idle;
	if (l->count)
		qsort(l->items, l->count, sizeof(*l->items), worth);
	for (size_t i = 0; i < l->count; i++) {
		const struct found *f = &l->items[i];
		uint64_t goal = f->last < idle_limit ? r->want : 0;

		if (result->bytes + goal <= r->most)
			break;
		if (r->gone)
			r->gone(f->path, r->data);
		if (delete(f->path))
			continue;
		result->pushed++;
		result->files--;
		result->bytes -= f->bytes < result->bytes ? f->bytes : result->bytes;
	}
}

/*
 * Removes folders without recordings. An FTSENT's number is ours: a folder's counts what
 * is in it, or below, beside its description.
 */
static void tidy_entry(FTSENT *e, struct retention_result *result)
{
	static const char *const texts[] = { "object", SLOTS_TEXT };
	char path[PATH_MAX];
	struct stat st;

	if (e->fts_info == FTS_F && !is_text(e->fts_name))
		e->fts_parent->fts_number = 1;
	if (e->fts_info != FTS_DP || e->fts_level < 1)
		return;
	if (e->fts_number) {
		e->fts_parent->fts_number = 1;
		return;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (snprintf(path, sizeof(path), "%s/%s", e->fts_path, texts[i]) >=
		    (int)sizeof(path))
			return;
		if (!stat(path, &st) && !unlink(path))
			result->bytes -= (uint64_t)st.st_blocks * 512;
	}
	rmdir(e->fts_path);
}

static int tidy(char *const *paths, struct retention_result *result)
{
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	if (!fts)
		return -errno;
	while ((e = next(fts)))
		tidy_entry(e, result);
	fts_close(fts);
	return 0;
}

int retention_run(const struct retention *r, struct retention_result *result)
{
	char *const paths[] = { (char *)r->dir, NULL };
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	struct list l = { 0 };
	int rc = 0;

	*result = (struct retention_result){ 0 };
	if (!fts)
		return -errno;
	if (look(r, fts, &l, result))
		push(r, &l, result);
	else
		rc = -ENOMEM;
	fts_close(fts);
	for (size_t i = 0; i < l.count; i++)
		free(l.items[i].path);
	free(l.items);
	return rc ? rc : tidy(paths, result);
}
