// SPDX-License-Identifier: GPL-2.0-or-later
/* A request becomes curves. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "chart.h"
#include "tenure.h"

/* More intervals than a year of seconds would be no picture, nor a table. */
#define MOST	(366 * 86400)
/* Characters of a name; the rest of it makes no difference. */
#define NAME	60

static void entitle(struct chart *c)
{
	const struct request *r = c->request;
	char object[OBJECT_TITLE];

	object_title(&r->object, object);
	if (metric_folder(r->kind))
		snprintf(c->title, sizeof(c->title), "%s: %s%s", object, metric_kinds[r->kind],
			 c->metric->title);
	else
		snprintf(c->title, sizeof(c->title), "%s: %s", object, c->metric->title);
}

static int add_curve(struct chart *c, const char *name, const char *path,
		     const struct metric_part *part)
{
	struct curve *more = reallocarray(c->curves, c->count + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	c->curves = more;
	curve_init(&more[c->count], name, path, part->source, part->and_source);
	more[c->count++].mirrored = part->mirrored;
	return 0;
}

/* Curves of the sources of one file. */
static int add_sources(struct chart *c, const char *path)
{
	int rc = 0;

	for (const struct metric_part *p = c->metric->parts; !rc && p->label; p++)
		rc = add_curve(c, p->label, path, p);
	return rc;
}

/* Curves of the same source of all files in a folder. */
static int add_files(struct chart *c, const char *folder)
{
	struct object_part *parts;
	size_t count;
	int rc = object_parts(&c->request->object, folder, &parts, &count);

	for (size_t i = 0; !rc && i < count; i++)
		rc = add_curve(c, parts[i].name, parts[i].path, &c->metric->parts[0]);
	free(parts);
	return rc;
}

/* Curves of the same source of all objects in a folder. */
static int add_objects(struct chart *c)
{
	struct objects all;
	char path[PATH_MAX + 16], title[OBJECT_TITLE];
	int rc = objects_inside(&c->request->object, &all);

	for (size_t i = 0; !rc && i < all.count; i++) {
		snprintf(path, sizeof(path), "%s/traffic.rrd", all.list[i].folder);
		object_title(&all.list[i], title);
		if (utf8_width(title) > NAME)
			utf8_cut(title, NAME);
		rc = strlen(path) >= PATH_MAX ? -ENAMETOOLONG :
			add_curve(c, title, path, &c->metric->parts[0]);
		if (!rc)
			c->curves[c->count - 1].unranked = object_is_others(&all.list[i]);
	}
	objects_free(&all);
	return rc;
}

/* Of one that had several slots, one after the other, there is one curve. */
static int add_tenure(struct chart *c, const struct tenure *t, const char *path)
{
	const struct curve_window window = {
		.sources = { tenure_source(t->slot, false), tenure_source(t->slot, true) },
		.since = t->since, .until = t->until,
	};
	const struct metric_part part = {
		.source = window.sources[0], .and_source = window.sources[1],
	};
	char name[OBJECT_NAME];
	int rc = 0;

	snprintf(name, sizeof(name), "%s", t->name);
	if (utf8_width(name) > NAME)
		utf8_cut(name, NAME);
	if (!c->count || strcmp(c->curves[c->count - 1].name, name))
		rc = add_curve(c, name, path, &part);
	return rc ? rc : curve_add_window(&c->curves[c->count - 1], &window);
}

/* Curves of the protocols that have, or had, slots. */
static int add_slots(struct chart *c, char *reason)
{
	char path[PATH_MAX + 16];
	struct tenure *list;
	size_t count;
	int rc = tenures_read(c->request->object.folder, &list, &count, reason);

	snprintf(path, sizeof(path), "%s/" TENURE_RECORDING, c->request->object.folder);
	if (!rc && strlen(path) >= PATH_MAX)
		rc = -ENAMETOOLONG;
	for (size_t i = 0; !rc && i < count; i++)
		rc = add_tenure(c, &list[i], path);
	free(list);
	return rc;
}

static int prepare(struct chart *c, char *reason)
{
	const char *folder = metric_folder(c->request->kind);
	const struct metric_part *all = &c->metric->all;
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/traffic.rrd", c->request->object.folder);
	if (strlen(path) >= PATH_MAX)
		return -ENAMETOOLONG;
	c->has_all = all->label;
	c->summed = c->has_all && !all->source;
	if (c->has_all) {
		curve_init(&c->all, all->label, c->summed ? "" : path, all->source,
			   all->and_source);
		curve_init(&c->rest, c->metric->rest, path, all->source, all->and_source);
		/* It is no source, nor a sum of them. */
		c->rest.source_count = 0;
		if (c->summed)
			c->all.source_count = 0;
	}
	if (object_is_group(&c->request->object))
		return add_objects(c);
	if (!c->metric->parts[0].source)
		return add_slots(c, reason);
	return folder ? add_files(c, folder) : add_sources(c, path);
}

/* Each file once: the curves of one file follow each other. */
static int flush(struct chart *c, const char **path, char *reason)
{
	const char *last = "";
	int rc = 0;

	*path = c->all.path;
	if (c->has_all && !c->summed)
		rc = archive_flush(c->request->daemon, last = c->all.path, reason);
	for (unsigned int i = 0; !rc && i < c->count; i++) {
		*path = c->curves[i].path;
		if (strcmp(*path, last))
			rc = archive_flush(c->request->daemon, *path, reason);
		last = *path;
	}
	return rc;
}

static int least_step(struct curve *curve, time_t from, unsigned int *step, char *reason)
{
	struct archives a;
	int rc = archives_read(curve->path, &a, reason);

	if (rc)
		return rc;
	curve->step = a.list[archives_for(&a, from)].step;
	if (curve->step > *step)
		*step = curve->step;
	return 0;
}

static int cut(struct chart *c, const char **path, char *reason)
{
	const struct span *span = &c->request->span;
	unsigned int step = 1;
	int rc = 0;

	*path = c->all.path;
	if (c->has_all && !c->summed)
		rc = least_step(&c->all, span->from, &step, reason);
	for (unsigned int i = 0; !rc && i < c->count; i++) {
		*path = c->curves[i].path;
		/* Only one of a file, as that is the same for all of its curves. */
		if (!i || strcmp(*path, c->curves[i - 1].path))
			rc = least_step(&c->curves[i], span->from, &step, reason);
		else
			c->curves[i].step = c->curves[i - 1].step;
	}
	if (c->request->step)
		step = c->request->step;
	if (!rc && (span->to - span->from) / step > MOST) {
		snprintf(reason, ARCHIVE_REASON, "these are too many intervals (a shorter time, or a longer step)");
		return -EDOM;
	}
	grid_init(&c->grid, span, step);
	return rc;
}

/*
 * What came behind the newest row of protocols is in none of them yet, and it is not other
 * either: the stack ends there. Where they have not been written for longer nobody tells
 * them apart, and all is other.
 */
static int end_with_parts(struct chart *c)
{
	struct curve_window window = { .until = 0 };
	const struct curve *newest = NULL;

	for (unsigned int i = 0; i < c->count; i++)
		if (!newest || c->curves[i].newest > newest->newest)
			newest = &c->curves[i];
	if (!newest || !curve_is_fresh(newest, &c->grid))
		return 0;
	memcpy(window.sources, c->all.sources, sizeof(window.sources));
	window.until = newest->newest;
	return curve_add_window(&c->all, &window);
}

static int read_curves(struct chart *c, const char **path, char *reason)
{
	int rc = 0;

	for (unsigned int i = 0; !rc && i < c->count; i++) {
		*path = c->curves[i].path;
		rc = curve_read(&c->curves[i], &c->grid, reason);
	}
	if (!rc && c->has_all && !c->summed) {
		*path = c->all.path;
		if (metric_is_ranked(c->request->kind, c->metric))
			rc = end_with_parts(c);
		if (!rc)
			rc = curve_read(&c->all, &c->grid, reason);
	}
	if (!rc && c->summed)
		rc = curve_sum(&c->all, c->curves, c->count, &c->grid);
	return rc;
}

static int by_total(const void *a, const void *b)
{
	const struct curve *x = a, *y = b;

	if (x->unranked != y->unranked)
		return x->unranked ? 1 : -1;
	return (x->total < y->total) - (x->total > y->total);
}

/* The largest of all that there are; those without anything are left out. */
static void rank(struct chart *c)
{
	unsigned int kept = 0;

	if (c->count)
		qsort(c->curves, c->count, sizeof(*c->curves), by_total);
	while (kept < c->count && kept < c->request->top && c->curves[kept].total > 0 &&
	       !c->curves[kept].unranked)
		kept++;
	c->hidden = c->count - kept;
	c->count = kept;
}

static int make(struct chart *c, const char **path, char *reason)
{
	int rc = prepare(c, reason);

	*path = c->request->object.folder;
	if (!rc)
		rc = flush(c, path, reason);
	if (!rc)
		rc = cut(c, path, reason);
	if (!rc)
		rc = read_curves(c, path, reason);
	if (rc)
		return rc;
	if (c->has_all)
		curve_fit(&c->all, c->curves, c->count, &c->grid);
	if (metric_is_ranked(c->request->kind, c->metric))
		rank(c);
	return c->has_all ? curve_rest(&c->rest, &c->all, c->curves, c->count, &c->grid) : 0;
}

int chart_make(struct ctl *ctl, const struct request *r, struct chart *c)
{
	char reason[ARCHIVE_REASON] = "";
	const char *path;
	int rc;

	*c = (struct chart){ .request = r, .metric = r->metric };
	entitle(c);
	rc = make(c, &path, reason);
	if (!rc)
		return CTL_OK;
	rc = request_failed(ctl, r, path, rc, reason[0] ? reason : NULL);
	chart_free(c);
	return rc;
}

void chart_free(struct chart *c)
{
	for (unsigned int i = 0; i < c->count + c->hidden; i++)
		curve_free(&c->curves[i]);
	curve_free(&c->rest);
	curve_free(&c->all);
	free(c->curves);
	c->curves = NULL;
	c->count = c->hidden = 0;
}

const struct curve *chart_whole(const struct chart *c)
{
	return c->has_all || !c->count ? &c->all : &c->curves[0];
}

double chart_unknown(const struct chart *c)
{
	double unknown = c->grid.span.to - c->grid.span.from - chart_whole(c)->known_seconds;

	return unknown > 0.5 ? unknown : 0;
}

unsigned int chart_peak(const struct chart *c)
{
	return !c->has_all && c->count && c->curves[0].source_count == 1 ?
		c->curves[0].finest : c->grid.step;
}
