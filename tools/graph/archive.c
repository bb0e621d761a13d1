// SPDX-License-Identifier: GPL-2.0-or-later
/* One file of librrd, read. */
#include <errno.h>
#include <math.h>
#include <rrd.h>
#include <rrd_client.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../ntopctl/rrd/locked.h"
#include "archive.h"

/* Rows that may be written while a recording is read. */
#define ROWS_LOST	60

/* librrd keeps its error until it is cleared. */
static int failed(char *reason)
{
	snprintf(reason, ARCHIVE_REASON, "%s",
		 rrd_test_error() ? rrd_get_error() : "librrd gives no reason");
	rrd_clear_error();
	return -EIO;
}

/* What librrd tells of each archive, in the order of the file. */
struct told {
	char how[ARCHIVE_MOST * 2][16];
	unsigned long steps[ARCHIVE_MOST * 2];
	unsigned long rows[ARCHIVE_MOST * 2];
	unsigned long step;
	time_t last;
};

static void hear(struct told *t, const rrd_info_t *i)
{
	char what[32];
	unsigned int n;

	if (!strcmp(i->key, "step"))
		t->step = i->value.u_cnt;
	else if (!strcmp(i->key, "last_update"))
		t->last = i->value.u_cnt;
	if (sscanf(i->key, "rra[%u].%31s", &n, what) != 2 || n >= ARCHIVE_MOST * 2)
		return;
	if (!strcmp(what, "cf") && i->type == RD_I_STR)
		snprintf(t->how[n], sizeof(t->how[n]), "%s", i->value.u_str);
	else if (!strcmp(what, "pdp_per_row"))
		t->steps[n] = i->value.u_cnt;
	else if (!strcmp(what, "rows"))
		t->rows[n] = i->value.u_cnt;
}

static void add(struct archives *a, unsigned int step, unsigned long rows)
{
	unsigned int i = a->count;

	if (i == ARCHIVE_MOST || !step || !rows)
		return;
	a->count++;
	for (; i && a->list[i - 1].step > step; i--)
		a->list[i] = a->list[i - 1];
	a->list[i] = (struct archive){ step, rows, false };
}

static void sort_out(const struct told *t, struct archives *a)
{
	a->count = 0;
	a->last = t->last;
	for (int i = 0; i < ARCHIVE_MOST * 2; i++)
		if (!strcmp(t->how[i], "AVERAGE"))
			add(a, t->steps[i] * t->step, t->rows[i]);
	for (int i = 0; i < ARCHIVE_MOST * 2; i++)
		for (unsigned int k = 0; k < a->count && !strcmp(t->how[i], "MAX"); k++)
			if (a->list[k].step == t->steps[i] * t->step)
				a->list[k].maximum = true;
}

int archives_read(const char *path, struct archives *a, char *reason)
{
	struct told told = { 0 };
	rrd_info_t *info;

	if (access(path, R_OK)) {
		snprintf(reason, ARCHIVE_REASON, "%s", strerror(errno));
		return -errno;
	}
	info = locked_info(path);
	if (!info) {
		failed(reason);
		return -EINVAL;
	}
	for (const rrd_info_t *i = info; i; i = i->next)
		hear(&told, i);
	rrd_info_free(info);
	sort_out(&told, a);
	if (a->count)
		return 0;
	snprintf(reason, ARCHIVE_REASON, "it has no averages");
	return -EINVAL;
}

time_t archives_end(const struct archives *a, unsigned int i)
{
	return a->last - a->last % a->list[i].step;
}

time_t archives_begin(const struct archives *a, unsigned int i)
{
	return archives_end(a, i) - (time_t)a->list[i].rows * a->list[i].step;
}

unsigned int archives_for(const struct archives *a, time_t from)
{
	unsigned int best = 0;

	for (unsigned int i = 0; i < a->count; i++) {
		if (archives_begin(a, i) <= from)
			return i;
		if (archives_begin(a, i) < archives_begin(a, best))
			best = i;
	}
	return best;
}

/* Where the sources are among those of the file; false when one is missing. */
static bool find_sources(const struct archive_query *q, char **names, unsigned long count,
			 unsigned long *at)
{
	for (unsigned int s = 0; s < q->count; s++) {
		for (at[s] = 0; at[s] < count; at[s]++)
			if (!strcmp(names[at[s]], q->sources[s]))
				break;
		if (at[s] == count)
			return false;
	}
	return true;
}

/* Rows of librrd, from @start to @end. */
struct fetched {
	time_t start;
	time_t end;
	unsigned long step;
	unsigned long count;
	char **names;
	rrd_value_t *data;
};

static void free_fetched(struct fetched *f)
{
	for (unsigned long i = 0; i < f->count; i++)
		rrd_freemem(f->names[i]);
	rrd_freemem(f->names);
	rrd_freemem(f->data);
}

/* What librrd has of a query from a time on; it is its own choice of an archive. */
static int fetch(const struct archive_query *q, time_t from, struct fetched *f)
{
	int tries = LOCKED_TRIES, rc;

	do {
		f->start = from;
		f->end = q->to;
		f->step = q->step;
		rc = rrd_fetch_r(q->path, q->maximum ? "MAX" : "AVERAGE", &f->start, &f->end,
				 &f->step, &f->count, &f->names, &f->data);
	} while (rc && locked_again(&tries));
	return rc;
}

/*
 * The archive that is wanted may have lost its oldest rows since it was chosen, as new ones
 * were written. librrd then takes a coarser one, which goes back far enough.
 */
static int fetch_what_is_left(const struct archive_query *q, struct fetched *f)
{
	time_t from = q->from - q->from % q->step;
	int rc = fetch(q, from, f);

	for (int i = 0; !rc && f->step > q->step && i < ROWS_LOST && from < q->to; i++) {
		free_fetched(f);
		rc = fetch(q, from += q->step, f);
	}
	return rc;
}

int archive_fetch(const struct archive_query *q, char *reason)
{
	unsigned long at[ARCHIVE_SOURCES];
	struct fetched f;
	bool found;

	if (fetch_what_is_left(q, &f))
		return failed(reason);
	found = f.step == q->step && find_sources(q, f.names, f.count, at);
	for (time_t t = f.start + f.step; found && t <= f.end; t += f.step) {
		const rrd_value_t *row = f.data + (t - f.start - f.step) / f.step * f.count;
		double sum = 0;

		for (unsigned int s = 0; s < q->count; s++)
			sum += row[at[s]];
		if (t > q->from && t - (time_t)f.step < q->to)
			q->row(t, sum, q->data);
	}
	free_fetched(&f);
	if (!found)
		snprintf(reason, ARCHIVE_REASON, "it does not have what is wanted");
	return found ? 0 : -EIO;
}

bool archive_has(const char *path, const char *source)
{
	char key[64];
	rrd_info_t *info = locked_info(path);
	bool found = false;

	snprintf(key, sizeof(key), "ds[%s].index", source);
	for (const rrd_info_t *i = info; i && !found; i = i->next)
		found = !strcmp(i->key, key);
	rrd_info_free(info);
	rrd_clear_error();
	return found;
}

int archive_flush(const char *daemon, const char *path, char *reason)
{
	if (!daemon || !daemon[0])
		return 0;
	rrd_clear_error();
	return rrdc_connect(daemon) || rrdc_flush(path) ? failed(reason) : 0;
}
