// SPDX-License-Identifier: GPL-2.0-or-later
/* What is remembered of each recording. */
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include "series.h"

#define SECOND		1000000000ULL
/* The least that two rows may differ, to be sure. */
#define MOMENT		1000000ULL

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct series *)a)->path, ((const struct series *)b)->path);
}

struct series *series_get(void **table, const char *path, bool *fresh)
{
	struct series key = { .path = (char *)path }, *s;
	struct series **found = tfind(&key, table, compare);

	*fresh = !found;
	if (found)
		return *found;
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->path = strdup(path);
	if (s->path && tsearch(s, table, compare))
		return s;
	free(s->path);
	free(s);
	return NULL;
}

bool series_is_used(void **table, const char *path, uint64_t since)
{
	struct series key = { .path = (char *)path };
	struct series **found = tfind(&key, table, compare);

	return found && (*found)->seen >= since;
}

static void release(void *series)
{
	struct series *s = series;

	free(s->path);
	free(s);
}

static void reset(struct series *s)
{
	s->ready = s->have = false;
}

void series_reset(void **table, const char *path)
{
	struct series key = { .path = (char *)path };
	struct series **found = tfind(&key, table, compare);

	if (found)
		reset(*found);
}

static void reset_node(const void *node, VISIT visit, void *data)
{
	(void)data;
	if (visit == postorder || visit == leaf)
		reset(*(struct series *const *)node);
}

void series_reset_all(void **table)
{
	twalk_r(*table, reset_node, NULL);
}

static void doubt_node(const void *node, VISIT visit, void *data)
{
	(void)data;
	if (visit == postorder || visit == leaf)
		(*(struct series *const *)node)->doubt = true;
}

void series_doubt_all(void **table)
{
	twalk_r(*table, doubt_node, NULL);
}

/* A walk must not change the table. */
struct stale {
	uint64_t before;
	struct series **list;
	size_t count;
};

static void find_stale(const void *node, VISIT visit, void *data)
{
	struct series *s = *(struct series *const *)node;
	struct stale *stale = data;
	void *more;

	if ((visit != postorder && visit != leaf) || s->seen >= stale->before)
		return;
	more = reallocarray(stale->list, stale->count + 1, sizeof(*stale->list));
	if (!more)
		return;
	stale->list = more;
	stale->list[stale->count++] = s;
}

void series_sweep(void **table, uint64_t before)
{
	struct stale stale = { .before = before };

	twalk_r(*table, find_stale, &stale);
	for (size_t i = 0; i < stale.count; i++) {
		tdelete(stale.list[i], table, compare);
		release(stale.list[i]);
	}
	free(stale.list);
}

void series_forget_all(void **table)
{
	tdestroy(*table, release);
	*table = NULL;
}

/*
 * Another epoch is one that begins behind the newest row. Where it is not known how much
 * time went by, totals tell no rate, so they must be taken for new ones.
 */
bool series_was_reset(const struct series *s, const struct series_point *p,
		      const struct layout *layout)
{
	if (s->doubt || p->epoch > s->time)
		return true;
	for (size_t i = 0; i < layout->count; i++)
		if (layout->sources[i].total && s->values[i] != UINT64_MAX &&
		    p->values[i] < s->values[i])
			return true;
	return false;
}

uint64_t series_zero(const struct series *s, const struct series_point *p,
		     const struct layout *layout, unsigned int step)
{
	uint64_t zero = p->epoch;

	/* What was not there carried nothing until its first packet. */
	if (p->absent)
		zero = p->absent > p->watched ? p->absent : p->watched;
	if (s->have && !series_was_reset(s, p, layout))
		return 0;
	/* Spread over a longer time it would tell nothing. */
	if (!zero || zero + 2 * MOMENT > p->time || p->time - zero > 2 * step * SECOND)
		return 0;
	return !s->have || zero > s->time + 2 * MOMENT ? zero : 0;
}

static void remember(struct series *s, const struct series_point *p, size_t count, bool known)
{
	s->have = true;
	s->doubt = false;
	s->time = p->time;
	for (size_t i = 0; i < count; i++)
		s->values[i] = known ? p->values[i] : UINT64_MAX;
}

/* Totals grew evenly from zero at @zero to the point's: how they stood at @time. */
static void part_row(char *row, uint64_t time, uint64_t zero, const struct series_point *p,
		     const struct layout *layout)
{
	uint64_t values[LAYOUT_SOURCES_MAX];

	for (size_t i = 0; i < layout->count; i++) {
		values[i] = p->values[i];
		if (layout->sources[i].total && values[i] != UINT64_MAX)
			values[i] = (unsigned __int128)values[i] * (time - zero) / (p->time - zero);
	}
	recording_row(row, time, values, layout->count);
}

/*
 * librrd reckons a step wrong, by up to a second, into which unknown time reaches that ends
 * within a second, if the row behind it is of a later step. So the end of that step gets a
 * row of its own, with the values that librrd itself would take for it.
 */
static int zero_rows(char rows[][RECORDING_ROW], uint64_t zero, const struct series_point *p,
		     const struct layout *layout, unsigned int step)
{
	uint64_t end = (zero / SECOND / step + 1) * step * SECOND;
	int n = 0;

	part_row(rows[n++], zero, zero, p, layout);
	if (zero + MOMENT < end && end + MOMENT < p->time)
		part_row(rows[n++], end, zero, p, layout);
	return n;
}

int series_rows(struct series *s, const struct series_point *p, const struct layout *layout,
		unsigned int step, char rows[SERIES_ROWS][RECORDING_ROW])
{
	bool reset = s->have && series_was_reset(s, p, layout), known = true;
	uint64_t zero = series_zero(s, p, layout, step);
	int n = 0;

	if (reset || !s->have)
		s->since = zero ? zero : p->time;
	/*
	 * librrd counts whole seconds of what is unknown only. So a second is unknown when no
	 * moment of it is left, for which the point itself is given up; and the unknown time
	 * before a zero ends there and not a moment before.
	 */
	if (reset && !zero && (step == 1 || p->time - s->time < 2 * MOMENT)) {
		recording_row(rows[n++], p->time, NULL, layout->count);
		known = false;
	} else {
		if (reset)
			recording_row(rows[n++], zero ? zero : p->time - MOMENT, NULL,
				      layout->count);
		if (zero)
			n += zero_rows(rows + n, zero + (reset ? MOMENT : 0), p, layout, step);
		recording_row(rows[n++], p->time, p->values, layout->count);
	}
	remember(s, p, layout->count, known);
	return n;
}
