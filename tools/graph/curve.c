// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of archives become values of a grid, and those a few numbers. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "curve.h"

/* Finer rows than needed are read where they are no more than these. */
#define WORTH	5000
#define FRESH	3

void grid_init(struct grid *g, const struct span *span, unsigned int step)
{
	g->span = *span;
	g->step = step;
	g->first = span->from - span->from % step;
	g->count = (span->to - g->first + step - 1) / step;
}

void curve_init(struct curve *c, const char *name, const char *path, const char *source,
		const char *and_source)
{
	*c = (struct curve){ .sources = { source, and_source }, .source_count = and_source ? 2 : 1 };
	snprintf(c->name, sizeof(c->name), "%s", name);
	snprintf(c->path, sizeof(c->path), "%s", path);
}

int curve_add_window(struct curve *c, const struct curve_window *window)
{
	struct curve_window *more = reallocarray(c->windows, c->window_count + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	c->windows = more;
	more[c->window_count++] = *window;
	return 0;
}

/* The part of a span that one archive serves. */
struct serving {
	struct curve *curve;
	const struct grid *grid;
	const struct curve_window *window;
	unsigned int step;
	time_t from;
	time_t to;
	bool maximum;
};

static time_t later(time_t a, time_t b)
{
	return a > b ? a : b;
}

static time_t sooner(time_t a, time_t b)
{
	return a < b ? a : b;
}

static void take_row(time_t end, double value, void *data)
{
	struct serving *s = data;
	struct curve *c = s->curve;
	time_t from = later(end - s->step, s->from), to = sooner(end, s->to);
	size_t at = (from - s->grid->first) / s->grid->step;

	if (isnan(value) || to <= from || end <= s->window->since || end > s->window->until)
		return;
	if (c->source_count == 1 && !(c->maximum >= value))
		c->maximum = value;
	if (s->maximum)
		return;
	c->sum[at] += value * (to - from);
	c->known[at] += to - from;
	if (end > c->newest) {
		c->newest = end;
		c->now = value;
	}
}

/* Of several sources the sum of maxima is no maximum of the sum: they have none read. */
static int serve(struct serving *s, const struct archive *a, char *reason)
{
	struct archive_query q = {
		.path = s->curve->path, .sources = s->window->sources,
		.count = s->curve->source_count, .step = a->step, .from = s->from, .to = s->to,
		.row = take_row, .data = s,
	};
	int rc;

	if (s->to <= s->from)
		return 0;
	s->step = a->step;
	s->maximum = false;
	rc = archive_fetch(&q, reason);
	if (rc || !a->maximum || s->curve->source_count > 1)
		return rc;
	s->maximum = q.maximum = true;
	return archive_fetch(&q, reason);
}

/*
 * Where the archive @i begins to serve. What is newer than the last whole row of the next
 * one, it must; what is older, it may while it is little.
 */
static time_t serving_from(const struct archives *a, unsigned int i, unsigned int used,
			   const struct grid *g)
{
	time_t begin = archives_begin(a, i);
	unsigned int step;

	if (i == used)
		return g->span.from;
	step = a->list[i + 1].step;
	begin += step - 1 - (begin + step - 1) % step;
	begin = later(begin, g->first);
	if ((g->span.to - begin) / (time_t)a->list[i].step <= WORTH)
		return later(begin, g->span.from);
	return later(archives_end(a, i + 1), begin);
}

bool curve_is_fresh(const struct curve *c, const struct grid *grid)
{
	return c->newest >= grid->span.to - FRESH * (time_t)c->finest;
}

/*
 * An archive of the length of the span goes back far enough until the next record is written,
 * which may be just now: what was chosen when the grid was made is what is read.
 */
static unsigned int chosen(const struct curve *c, const struct archives *a, const struct grid *g)
{
	for (unsigned int i = 0; i < a->count; i++)
		if (a->list[i].step == c->step)
			return i;
	return archives_for(a, g->span.from);
}

static int read_window(struct curve *c, const struct curve_window *window,
		       const struct archives *a, unsigned int used, const struct grid *g,
		       char *reason)
{
	struct serving s = {
		.curve = c, .grid = g, .window = window, .to = sooner(g->span.to, a->last),
	};
	int rc = 0;

	/* Of a row that spans the moment, all is the window's, or nothing. */
	if (window->since >= s.to || window->until <= g->span.from)
		return 0;
	for (unsigned int i = 0; i <= used && !rc; i++) {
		s.from = sooner(serving_from(a, i, used, g), s.to);
		rc = serve(&s, &a->list[i], reason);
		s.to = s.from;
	}
	return rc;
}

static int read_archives(struct curve *c, const struct archives *a, const struct grid *g,
			 char *reason)
{
	struct curve_window always = {
		.sources = { c->sources[0], c->sources[1] }, .until = INT64_MAX,
	};
	unsigned int used = chosen(c, a, g);
	int rc = 0;

	c->step = a->list[used].step;
	c->finest = a->list[0].step;
	if (g->step % c->step) {
		snprintf(reason, ARCHIVE_REASON, "step %u is no multiple of %u, which is what there is",
			 g->step, c->step);
		return -EDOM;
	}
	if (!c->windows)
		rc = read_window(c, &always, a, used, g, reason);
	for (unsigned int i = 0; i < c->window_count && !rc; i++)
		rc = read_window(c, &c->windows[i], a, used, g, reason);
	if (!curve_is_fresh(c, g))
		c->now = NAN;
	return rc;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* An interval of which less than half is known is no interval to compare. */
static bool counts(const struct curve *c, const struct grid *g, size_t i)
{
	return 2 * c->known[i] >= g->step;
}

/* The smallest value that 95 of 100 do not exceed. */
static double percentile(const struct curve *c, const struct grid *g)
{
	double *values = malloc((g->count + 1) * sizeof(*values)), result = NAN;
	size_t n = 0;

	for (size_t i = 0; values && i < g->count; i++)
		if (counts(c, g, i))
			values[n++] = curve_value(c, i);
	if (n) {
		qsort(values, n, sizeof(*values), ascending);
		result = values[(95 * n + 99) / 100 - 1];
	}
	free(values);
	return result;
}

static void largest_interval(struct curve *c, const struct grid *g)
{
	c->maximum = NAN;
	for (size_t i = 0; i < g->count; i++)
		if (counts(c, g, i) && !(c->maximum >= curve_value(c, i)))
			c->maximum = curve_value(c, i);
}

static void judge(struct curve *c, const struct grid *g)
{
	c->total = c->known_seconds = 0;
	for (size_t i = 0; i < g->count; i++) {
		c->total += c->sum[i];
		c->known_seconds += c->known[i];
	}
	c->average = c->known_seconds > 0 ? c->total / c->known_seconds : NAN;
	c->percentile = percentile(c, g);
	if (c->source_count != 1)
		largest_interval(c, g);
}

static int make_room(struct curve *c, const struct grid *g)
{
	c->sum = calloc(g->count + 1, sizeof(*c->sum));
	c->known = calloc(g->count + 1, sizeof(*c->known));
	c->now = c->maximum = NAN;
	return c->sum && c->known ? 0 : -ENOMEM;
}

int curve_read(struct curve *c, const struct grid *grid, char *reason)
{
	struct archives a;
	int rc = archives_read(c->path, &a, reason);

	if (rc)
		return rc;
	if (make_room(c, grid)) {
		snprintf(reason, ARCHIVE_REASON, "no memory");
		return -ENOMEM;
	}
	rc = read_archives(c, &a, grid, reason);
	if (!rc)
		judge(c, grid);
	return rc;
}

static void rest_of_interval(struct curve *c, const struct curve *all,
			     const struct curve *parts, unsigned int count, size_t i)
{
	c->known[i] = all->known[i];
	c->sum[i] = all->sum[i];
	for (unsigned int k = 0; k < count; k++)
		c->sum[i] -= parts[k].sum[i];
}

static double none_below_zero(double value)
{
	return value < 0 ? 0 : value;
}

int curve_rest(struct curve *c, const struct curve *all, const struct curve *parts,
	       unsigned int count, const struct grid *grid)
{
	if (make_room(c, grid))
		return -ENOMEM;
	c->step = all->step;
	c->finest = all->finest;
	for (size_t i = 0; i < grid->count; i++)
		rest_of_interval(c, all, parts, count, i);
	c->newest = all->newest;
	c->now = all->now;
	for (unsigned int k = 0; k < count; k++)
		c->now -= isnan(parts[k].now) ? 0 : parts[k].now;
	judge(c, grid);
	c->now = none_below_zero(c->now);
	c->total = none_below_zero(c->total);
	c->average = none_below_zero(c->average);
	c->maximum = none_below_zero(c->maximum);
	c->percentile = none_below_zero(c->percentile);
	return 0;
}

static void add_part(struct curve *c, const struct curve *part, const struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++) {
		c->sum[i] += part->sum[i];
		if (part->known[i] > c->known[i])
			c->known[i] = part->known[i];
	}
	c->step = part->step > c->step ? part->step : c->step;
	c->finest = part->finest > c->finest ? part->finest : c->finest;
	c->newest = later(c->newest, part->newest);
	if (!isnan(part->now))
		c->now = (isnan(c->now) ? 0 : c->now) + part->now;
}

int curve_sum(struct curve *c, const struct curve *parts, unsigned int count,
	      const struct grid *grid)
{
	if (make_room(c, grid))
		return -ENOMEM;
	for (unsigned int k = 0; k < count; k++)
		add_part(c, &parts[k], grid);
	judge(c, grid);
	return 0;
}

/* Of the time in which the whole is known; a part that is not is within the rest. */
static void align(const struct curve *whole, struct curve *part, size_t i)
{
	if (part->known[i] > whole->known[i])
		part->sum[i] *= whole->known[i] / part->known[i];
	if (part->known[i] > 0)
		part->known[i] = whole->known[i];
}

/*
 * One interval. @late: of each part what later intervals had too much. What was counted in
 * the interval itself comes first; what is left of the whole is for what is late.
 */
static void fit_interval(const struct curve *whole, struct curve *parts, unsigned int count,
			 double *late, size_t i)
{
	double own = 0, waiting = 0, keep, take;

	if (!(whole->known[i] > 0))
		return;
	for (unsigned int k = 0; k < count; k++) {
		own += parts[k].sum[i];
		waiting += late[k];
	}
	keep = own > whole->sum[i] ? whole->sum[i] / own : 1;
	take = waiting > 0 ? fmin((whole->sum[i] - keep * own) / waiting, 1) : 0;
	for (unsigned int k = 0; k < count; k++) {
		double sum = keep * parts[k].sum[i] + take * late[k];

		late[k] = fmax(late[k] + parts[k].sum[i] - sum, 0);
		parts[k].sum[i] = sum;
		if (sum > 0)
			parts[k].known[i] = whole->known[i];
	}
}

static void fit_now(const struct curve *whole, struct curve *parts, unsigned int count)
{
	double all = 0;

	for (unsigned int k = 0; k < count; k++)
		all += isnan(parts[k].now) ? 0 : parts[k].now;
	for (unsigned int k = 0; k < count && all > whole->now; k++)
		parts[k].now *= whole->now / all;
}

void curve_fit(const struct curve *whole, struct curve *parts, unsigned int count,
	       const struct grid *grid)
{
	double *late = calloc(count + 1, sizeof(*late));

	for (size_t i = 0; i < grid->count; i++)
		for (unsigned int k = 0; k < count; k++)
			align(whole, &parts[k], i);
	for (size_t i = grid->count; late && i--;)
		fit_interval(whole, parts, count, late, i);
	free(late);
	fit_now(whole, parts, count);
	for (unsigned int k = 0; k < count; k++) {
		judge(&parts[k], grid);
		largest_interval(&parts[k], grid);
	}
}

double curve_value(const struct curve *c, size_t i)
{
	return c->known[i] > 0 ? c->sum[i] / c->known[i] : NAN;
}

double curve_part(const struct curve *c, const struct grid *grid, size_t i, size_t count)
{
	double sum = 0, known = 0;

	for (; count && i < grid->count; i++, count--) {
		sum += c->sum[i];
		known += c->known[i];
	}
	return known > 0 ? sum / known : NAN;
}

void curve_free(struct curve *c)
{
	free(c->sum);
	free(c->known);
	free(c->windows);
	c->sum = c->known = NULL;
	c->windows = NULL;
	c->window_count = 0;
}
