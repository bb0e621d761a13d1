// SPDX-License-Identifier: GPL-2.0-or-later
/* What librrd is told to draw. */
#include <errno.h>
#include <math.h>
#include <rrd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/rrd/locked.h"
#include "drawing.h"
#include "legend.h"
#include "picture.h"
#include "theme.h"

/* Width of a character of the legend in pixels, and what stands beside the graph. */
#define CHARACTER	6.75
#define MARGIN		90

struct sketch {
	const struct chart *chart;
	const struct picture_options *options;
	const struct theme *theme;
	struct drawing words;
};

static void add_colours(struct sketch *s)
{
	const struct theme *t = s->theme;
	const struct { const char *what, *colour; } colours[] = {
		{ "BACK", t->back }, { "CANVAS", t->canvas }, { "SHADEA", t->back },
		{ "SHADEB", t->back }, { "FONT", t->font }, { "GRID", t->grid },
		{ "MGRID", t->major }, { "AXIS", t->axis }, { "ARROW", t->axis },
		{ "FRAME", t->back },
	};

	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		drawing_option(&s->words, "--color", "%s#%s", colours[i].what, colours[i].colour);
}

static unsigned int width_of(const struct sketch *s)
{
	unsigned int needed = legend_width(s->options->raw) * CHARACTER - MARGIN + 40;

	if (s->options->bare || s->options->width > needed)
		return s->options->width;
	return needed;
}

/* One way that never was, as of a mirror port, takes no room. */
static bool is_silent(const struct curve *c)
{
	return c->mirrored && !(c->maximum > 0);
}

/* How far what is mirrored goes down, by the averages that a pixel shows. */
static double depth_of(const struct sketch *s)
{
	const struct grid *g = &s->chart->grid;
	size_t per_pixel = (g->span.to - g->span.from) / width_of(s) / g->step + 1;
	double depth = 0, value;

	for (unsigned int k = 0; k < s->chart->count; k++) {
		const struct curve *c = &s->chart->curves[k];

		for (size_t i = 0; c->mirrored && i < g->count; i += per_pixel) {
			value = curve_part(c, g, i, per_pixel);
			if (value > depth)
				depth = value;
		}
		if (c->mirrored && c->step > c->finest && c->maximum > depth)
			depth = c->maximum;
	}
	return depth * s->chart->metric->unit->factor;
}

static void add_options(struct sketch *s)
{
	const struct picture_options *o = s->options;
	const struct chart *c = s->chart;
	struct drawing *w = &s->words;

	drawing_add(w, "graph");
	drawing_add(w, "-");
	drawing_option(w, "--imgformat", "%s", o->svg ? "SVG" : "PNG");
	drawing_option(w, "--start", "%lld", (long long)c->grid.span.from);
	drawing_option(w, "--end", "%lld", (long long)c->grid.span.to);
	drawing_option(w, "--width", "%u", width_of(s));
	drawing_option(w, "--height", "%u", o->height);
	drawing_option(w, "--zoom", "%g", o->zoom);
	drawing_option(w, "--vertical-label", "%s", c->metric->unit->axis);
	drawing_option(w, "--border", "0");
	drawing_option(w, "--font", "DEFAULT:8:sans");
	drawing_option(w, "--font", "AXIS:%d:sans", o->bare ? 9 : 8);
	drawing_option(w, "--font", "UNIT:8:sans");
	drawing_option(w, "--font", "LEGEND:8:monospace");
	drawing_option(w, "--font", "TITLE:11:sans bold");
	drawing_option(w, "--right-axis", "1:0");
	drawing_add(w, "--slope-mode");
	drawing_add(w, "--disable-rrdtool-tag");
	if (!c->metric->unit->prefixes) {
		drawing_option(w, "--units-exponent", "0");
		drawing_option(w, "--right-axis-format", "%%.10lg");
	}
	drawing_option(w, "--lower-limit", "%.3f", -1.08 * depth_of(s));
	if (o->bare)
		drawing_add(w, "--no-legend");
	else
		drawing_option(w, "--title", "%s", c->title);
	add_colours(s);
}

static void add_text(struct sketch *s, const char *text, const char *end)
{
	char safe[DRAWING_TEXT];

	if (!s->options->bare)
		drawing_add(&s->words, "COMMENT:%s%s", drawing_escape(text, safe), end);
}

/* The row of a curve, as the legend of what is drawn. */
static char *row(const struct sketch *s, const struct curve *c, char *buf)
{
	char line[LEGEND_LINE];

	return drawing_escape(legend_row(line, s->chart, c, s->options->raw), buf);
}

/* A source, or two of them added up, as "NAMEID". */
static void define_sources(struct sketch *s, const char *path, const char *const *sources,
			   unsigned int id, unsigned int part)
{
	struct drawing *w = &s->words;

	for (unsigned int i = 0; i < 2 && sources[i]; i++)
		drawing_add(w, "DEF:%c%u_%u=%s:%s:AVERAGE:step=%u", 'a' + i, id, part, path,
			    sources[i], s->chart->grid.step);
	if (sources[1])
		drawing_add(w, "CDEF:w%u_%u=a%u_%u,b%u_%u,+", id, part, id, part, id, part);
	else
		drawing_add(w, "CDEF:w%u_%u=a%u_%u", id, part, id, part);
}

/* What other sources have at other times: of each the rows that are the curve's. */
static void define_windows(struct sketch *s, const struct curve *c, unsigned int id)
{
	struct drawing *w = &s->words;
	char path[DRAWING_TEXT];
	unsigned int used = 0;

	drawing_escape(c->path, path);
	for (unsigned int i = 0; i < c->window_count; i++) {
		const struct curve_window *window = &c->windows[i];

		if (window->since >= s->chart->grid.span.to ||
		    window->until <= s->chart->grid.span.from)
			continue;
		define_sources(s, path, window->sources, id, i);
		drawing_add(w, "CDEF:g%u_%u=TIME,%lld,GT,w%u_%u,UNKN,IF", id, i,
			    (long long)window->since, id, i);
		drawing_add(w, "CDEF:h%u_%u=TIME,%lld,LE,g%u_%u,UNKN,IF", id, i,
			    (long long)window->until, id, i);
		if (used++)
			drawing_add(w, "CDEF:t%u_%u=t%u_%u,h%u_%u,ADDNAN", id, used, id, used - 1,
				    id, i);
		else
			drawing_add(w, "CDEF:t%u_%u=h%u_%u", id, used, id, i);
	}
	drawing_add(w, "CDEF:v%u=t%u_%u,%g,*", id, id, used, s->chart->metric->unit->factor);
}

/* All curves together, also those that are not shown, as "vID". */
static void define_sum(struct sketch *s, unsigned int id)
{
	const struct chart *c = s->chart;
	struct drawing *w = &s->words;
	char path[DRAWING_TEXT];

	for (unsigned int i = 0; i < c->count + c->hidden; i++) {
		drawing_escape(c->curves[i].path, path);
		define_sources(s, path, c->curves[i].sources, id, i);
		if (i)
			drawing_add(w, "CDEF:t%u_%u=t%u_%u,w%u_%u,ADDNAN", id, i, id, i - 1, id, i);
		else
			drawing_add(w, "CDEF:t%u_%u=w%u_%u", id, i, id, i);
	}
	drawing_add(w, "CDEF:v%u=t%u_%u,%g,*", id, id, c->count + c->hidden - 1,
		    c->metric->unit->factor);
}

/* Its values as "vID" in the unit shown, and the largest as "mID" where they are recorded. */
static void define(struct sketch *s, const struct curve *c, unsigned int id)
{
	double factor = s->chart->metric->unit->factor * (c->mirrored ? -1 : 1);
	struct drawing *w = &s->words;
	char path[DRAWING_TEXT];

	if (c->windows) {
		define_windows(s, c, id);
		return;
	}
	drawing_escape(c->path, path);
	drawing_add(w, "DEF:a%u=%s:%s:AVERAGE:step=%u", id, path, c->sources[0],
		    s->chart->grid.step);
	if (c->source_count > 1) {
		drawing_add(w, "DEF:b%u=%s:%s:AVERAGE:step=%u", id, path, c->sources[1],
			    s->chart->grid.step);
		drawing_add(w, "CDEF:v%u=a%u,b%u,+,%g,*", id, id, id, factor);
		return;
	}
	drawing_add(w, "CDEF:v%u=a%u,%g,*", id, id, factor);
	if (c->step <= c->finest)
		return;
	drawing_add(w, "DEF:x%u=%s:%s:MAX:step=%u", id, path, c->sources[0],
		    s->chart->grid.step);
	drawing_add(w, "CDEF:m%u=x%u,%g,*", id, id, factor);
}

static void draw_peaks(struct sketch *s, const struct curve *c, unsigned int id)
{
	if (c->source_count == 1 && c->step > c->finest)
		drawing_add(&s->words, "LINE0.8:m%u#%s80", id, s->theme->curves[id]);
}

static void draw_area(struct sketch *s, const struct curve *c, unsigned int id)
{
	const char *colour = s->theme->curves[id];
	char legend[DRAWING_TEXT];

	drawing_add(&s->words, "AREA:v%u#%s66", id, colour);
	drawing_add(&s->words, "LINE1.1:v%u#%s:%s\\l", id, colour, row(s, c, legend));
}

static void draw_line(struct sketch *s, const struct curve *c, unsigned int id)
{
	char legend[DRAWING_TEXT];

	drawing_add(&s->words, "LINE1.6:v%u#%s:%s\\l", id, s->theme->curves[id],
		    row(s, c, legend));
}

static void draw_percentile(struct sketch *s, const struct curve *c, unsigned int id)
{
	double value = c->percentile * s->chart->metric->unit->factor * (c->mirrored ? -1 : 1);

	if (isfinite(value) && value != 0)
		drawing_add(&s->words, "HRULE:%.3f#%s::dashes=5,4", value, s->theme->curves[id]);
}

static void draw_curves(struct sketch *s)
{
	const struct chart *c = s->chart;
	bool mirror = c->metric->style == METRIC_MIRROR;

	for (unsigned int i = 0; i < c->count; i++) {
		define(s, &c->curves[i], i);
		if (!is_silent(&c->curves[i]))
			draw_peaks(s, &c->curves[i], i);
	}
	for (unsigned int i = 0; i < c->count; i++) {
		if (is_silent(&c->curves[i]))
			continue;
		if (i < 2)
			draw_area(s, &c->curves[i], i);
		else
			draw_line(s, &c->curves[i], i);
		if (mirror && i < 2)
			draw_percentile(s, &c->curves[i], i);
	}
	if (mirror)
		drawing_add(&s->words, "HRULE:0#%s", s->theme->axis);
}

/*
 * By how much parts that were counted later than they came are to be cut, as "fit": a line
 * of librrd's cannot move it to where it was, as curve_fit() does.
 */
static void define_fit(struct sketch *s)
{
	char bands[16 * THEME_CURVES] = "";
	size_t n = 0;

	if (s->chart->summed)
		define_sum(s, THEME_CURVES);
	else
		define(s, &s->chart->all, THEME_CURVES);
	for (unsigned int i = 0; i < s->chart->count; i++)
		n += snprintf(bands + n, sizeof(bands) - n, i ? ",u%u,+" : "u%u", i);
	if (!n)
		return;
	drawing_add(&s->words, "CDEF:parts=%s", bands);
	drawing_add(&s->words, "CDEF:fit=v%u,UN,0,parts,v%u,GT,v%u,parts,/,1,IF,IF",
		    THEME_CURVES, THEME_CURVES, THEME_CURVES);
}

/* Bands, each upon the one before. Where a part is unknown the whole may be known. */
static void draw_bands(struct sketch *s)
{
	const struct chart *c = s->chart;
	char legend[DRAWING_TEXT];

	for (unsigned int i = 0; i < c->count; i++) {
		define(s, &c->curves[i], i);
		drawing_add(&s->words, "CDEF:u%u=v%u,UN,0,v%u,IF", i, i, i);
	}
	if (c->has_all)
		define_fit(s);
	for (unsigned int i = 0; i < c->count; i++) {
		drawing_add(&s->words, c->has_all ? "CDEF:s%u=u%u,fit,*" : "CDEF:s%u=u%u", i, i);
		drawing_add(&s->words, "AREA:s%u#%s:%s\\l%s", i, s->theme->curves[i],
			    row(s, &c->curves[i], legend), i ? ":STACK" : "");
	}
}

/* Nothing separates two bands better than a line of the background. */
static void draw_separators(struct sketch *s)
{
	for (unsigned int i = 0; i < s->chart->count; i++)
		drawing_add(&s->words, "LINE0.5:s%u#%sA0%s", i, s->theme->canvas, i ? "::STACK" : "");
}

/* What is in no band, and all of it as a line. */
static void draw_whole(struct sketch *s)
{
	const struct chart *c = s->chart;
	char legend[DRAWING_TEXT], bands[16 * THEME_CURVES] = "";
	size_t n = 0;

	for (unsigned int i = 0; i < c->count; i++)
		n += snprintf(bands + n, sizeof(bands) - n, ",s%u,-", i);
	drawing_add(&s->words, "CDEF:rest=v%u%s,0,MAX", THEME_CURVES, bands);
	drawing_add(&s->words, "AREA:rest#%s:%s\\l%s", s->theme->rest, row(s, &c->rest, legend),
		    c->count ? ":STACK" : "");
	draw_separators(s);
	drawing_add(&s->words, "LINE1:v%u#%s:%s\\l", THEME_CURVES, s->theme->font,
		    row(s, &c->all, legend));
}

/* Times of which nothing is known have another background. */
static void draw_gaps(struct sketch *s)
{
	const struct chart *c = s->chart;
	char how[LEGEND_LINE], unknown[LEGEND_LINE], safe[DRAWING_TEXT];
	struct drawing *w = &s->words;

	legend_notes(c, how, unknown);
	if (!unknown[0] || (!c->has_all && !c->count))
		return;
	drawing_add(w, "CDEF:gap=v%u,UN,INF,UNKN,IF", c->has_all ? THEME_CURVES : 0);
	drawing_add(w, "AREA:gap#%s:%s\\l", s->theme->gap, drawing_escape(unknown, safe));
	if (c->metric->style == METRIC_MIRROR) {
		drawing_add(w, "CDEF:pag=v0,UN,NEGINF,UNKN,IF");
		drawing_add(w, "AREA:pag#%s", s->theme->gap);
	}
}

static void add_notes(struct sketch *s)
{
	char span[SPAN_TEXT], how[LEGEND_LINE], unknown[LEGEND_LINE];

	legend_notes(s->chart, how, unknown);
	add_text(s, " ", "\\l");
	add_text(s, span_text(span, &s->chart->grid.span), "\\l");
	add_text(s, how, "\\l");
	if (s->chart->metric->style == METRIC_MIRROR)
		add_text(s, "dashed: 95 %; pale: maximum, where it is another", "\\l");
}

static void sketch(struct sketch *s)
{
	char head[LEGEND_LINE + 2] = "  ";

	add_options(s);
	legend_head(head + 2, s->chart, s->options->raw);
	add_text(s, head, "\\l");
	if (s->chart->metric->style == METRIC_STACK) {
		draw_bands(s);
		if (s->chart->has_all)
			draw_whole(s);
		else
			draw_separators(s);
	} else {
		draw_curves(s);
	}
	draw_gaps(s);
	add_notes(s);
}

static int take(struct picture *p, const rrd_info_t *info)
{
	for (; info; info = info->next) {
		if (!strcmp(info->key, "image_width")) {
			p->width = info->value.u_cnt;
		} else if (!strcmp(info->key, "image_height")) {
			p->height = info->value.u_cnt;
		} else if (!strcmp(info->key, "image") && info->type == RD_I_BLO) {
			p->size = info->value.u_blo.size;
			p->data = malloc(p->size + 1);
			if (!p->data)
				return -ENOMEM;
			memcpy(p->data, info->value.u_blo.ptr, p->size);
			p->data[p->size] = '\0';
		}
	}
	return p->data ? 0 : -EIO;
}

int picture_draw(const struct chart *c, const struct picture_options *o, struct picture *p,
		 char *reason)
{
	struct sketch s = { .chart = c, .options = o, .theme = theme_get(o->dark) };
	int tries = LOCKED_TRIES, rc = -ENOMEM;
	rrd_info_t *info = NULL;

	*p = (struct picture){ 0 };
	sketch(&s);
	snprintf(reason, ARCHIVE_REASON, "no memory");
	if (!s.words.failed) {
		rrd_clear_error();
		do
			info = rrd_graph_v(s.words.count, s.words.words);
		while (!info && locked_again(&tries));
		rc = info ? take(p, info) : -EIO;
	}
	if (rc == -EIO)
		snprintf(reason, ARCHIVE_REASON, "%s",
			 rrd_test_error() ? rrd_get_error() : "librrd drew nothing");
	rrd_info_free(info);
	drawing_free(&s.words);
	return rc;
}
