// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl history: a chart as a table, or as JSON. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "../ntopctl/keyword.h"
#include "../ntopctl/table.h"
#include "history.h"
#include "legend.h"
#include "listing.h"

#define NS	1000000000ULL
/* Most rows of a table, unless more are asked for; and most columns of curves. */
#define ROWS	48
#define CURVES	(REQUEST_TOP + 2)

/* Curves, then what is left, then all. */
static unsigned int curves_of(const struct chart *c, const struct curve **list)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < c->count && count < REQUEST_TOP; i++)
		list[count++] = &c->curves[i];
	if (c->has_all) {
		list[count++] = &c->rest;
		list[count++] = &c->all;
	}
	return count;
}

/* What came later than it was counted makes single intervals of the rest negative. */
static double none_below_zero(double value)
{
	return value < 0 ? 0 : value;
}

/* "average_octets_per_second", or "average_flows" of what is no rate. */
static const char *key(char *buf, const char *what, const struct unit *u)
{
	snprintf(buf, 64, "%s%s%s%s", what, what[0] ? "_" : "", u->json,
		 u->amount ? "_per_second" : "");
	return buf;
}

static void write_curve(struct json *j, const struct chart *c, const struct curve *curve,
			size_t first)
{
	const struct unit *u = c->metric->unit;
	char buf[64];

	json_object_begin(j, NULL);
	json_string(j, "name", curve->name);
	number_json(j, key(buf, "last", u), curve->now);
	number_json(j, key(buf, "average", u), curve->average);
	number_json(j, key(buf, "maximum", u), curve->maximum);
	number_json(j, key(buf, "percentile_95", u), curve->percentile);
	if (u->amount) {
		snprintf(buf, sizeof(buf), "%s_total", u->json);
		number_json_amount(j, buf, curve->known_seconds > 0 ? curve->total : NAN);
	}
	number_json_amount(j, "known_seconds", curve->known_seconds);
	if (first < c->grid.count) {
		json_array_begin(j, key(buf, "", u));
		for (size_t i = first; i < c->grid.count; i++)
			number_json(j, NULL, none_below_zero(curve_value(curve, i)));
		json_array_end(j);
	}
	json_object_end(j);
}

static void write_times(struct json *j, const struct chart *c, size_t first)
{
	json_array_begin(j, "times");
	for (size_t i = first; i < c->grid.count; i++)
		json_u64(j, NULL, (c->grid.first + i * c->grid.step) * NS);
	json_array_end(j);
}

void history_json(struct ctl *ctl, const struct chart *c, size_t first, const char *file)
{
	const struct curve *list[CURVES];
	unsigned int count = curves_of(c, list);
	char zone[SPAN_TEXT];
	struct json j;

	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_string(&j, "kind", metric_kinds[c->request->kind]);
	json_string(&j, "object", c->request->object.name[0] ? c->request->object.name : NULL);
	json_string(&j, "metric", c->metric->name);
	json_string(&j, "title", c->title);
	if (file)
		json_string(&j, "file", file);
	json_u64(&j, "from", c->grid.span.from * NS);
	json_u64(&j, "to", c->grid.span.to * NS);
	json_string(&j, "zone", span_zone(zone, c->grid.span.to));
	json_u64(&j, "step_seconds", c->grid.step);
	json_u64(&j, "maximum_of_seconds", chart_peak(c));
	number_json_amount(&j, "unknown_seconds", chart_unknown(c));
	if (first < c->grid.count)
		write_times(&j, c, first);
	json_array_begin(&j, "curves");
	for (unsigned int i = 0; i < count; i++)
		write_curve(&j, c, list[i], first);
	json_array_end(&j);
	json_object_end(&j);
	json_array_end(&j);
}

/* Lengths of intervals that people like. */
static const unsigned int nice[] = {
	1, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 7 * 86400,
	28 * 86400,
};

/* Intervals of the grid that make a row, for few enough rows. */
static size_t row_of(const struct chart *c)
{
	time_t length = c->grid.span.to - c->grid.span.from;

	for (size_t i = 0; !c->request->step && i < sizeof(nice) / sizeof(nice[0]); i++)
		if (nice[i] % c->grid.step == 0 && length / nice[i] <= ROWS)
			return nice[i] / c->grid.step;
	return c->request->step ? 1 : c->grid.count / ROWS + 1;
}

/* With its zone where there are two of them. */
static void print_moment(struct table *t, const struct chart *c, time_t when)
{
	char from[SPAN_TEXT], to[SPAN_TEXT], moment[SPAN_TEXT], zone[SPAN_TEXT];
	bool two;

	two = strcmp(span_zone(from, c->grid.span.from), span_zone(to, c->grid.span.to));
	span_zone(zone, when);
	zone[strcspn(zone, " ")] = '\0';
	table_cellf(t, "%s%s%s", span_moment(moment, when), two ? " " : "", two ? zone : "");
}

static double known_part(const struct chart *c, size_t i, size_t row)
{
	const struct curve *whole = chart_whole(c);
	time_t begin = c->grid.first + (time_t)i * c->grid.step;
	time_t end = begin + (time_t)row * c->grid.step;
	double known = 0;

	begin = begin < c->grid.span.from ? c->grid.span.from : begin;
	end = end > c->grid.span.to ? c->grid.span.to : end;
	for (; row && whole->known && i < c->grid.count; i++, row--)
		known += whole->known[i];
	return known / (end - begin);
}

static void print_row(struct table *t, const struct chart *c, const struct curve *const *list,
		      unsigned int count, size_t i, size_t row, bool raw)
{
	double known = known_part(c, i, row), value;
	char number[NUMBER_SIZE];

	print_moment(t, c, c->grid.first + (time_t)i * c->grid.step);
	for (unsigned int k = 0; k < count; k++) {
		value = none_below_zero(curve_part(list[k], &c->grid, i, row));
		table_cell(t, number_value(number, c->metric->unit, value, raw));
	}
	if (known < 0.9995)
		table_cellf(t, "%.0f %%", 100 * known);
	table_row(t);
}

/* Where something is known first; when nothing is, the beginning. */
static size_t first_known(const struct chart *c, size_t first)
{
	const struct curve *whole = chart_whole(c);

	for (size_t i = first; whole->known && i < c->grid.count; i++)
		if (whole->known[i] > 0)
			return i;
	return first;
}

/*
 * Rows begin at multiples of their length; so the first one may be shorter. What was before
 * the first record is no row: on the first day they would be all but the last few.
 */
static void print_rows(struct table *t, const struct chart *c, const struct curve *const *list,
		       unsigned int count, size_t first, bool raw)
{
	size_t row = row_of(c);
	size_t before = c->grid.first / c->grid.step % row;
	size_t known = first_known(c, first), length;

	for (size_t i = first; i < c->grid.count; i += length) {
		length = row - (before + i) % row;
		if (i + length <= known)
			continue;
		print_row(t, c, list, count, i, length, raw);
	}
}

static void print_summary(struct table *t, const struct chart *c, const char *what,
			  const struct curve *const *list, unsigned int count, size_t offset,
			  bool raw)
{
	char number[NUMBER_SIZE];

	table_cell(t, what);
	for (unsigned int k = 0; k < count; k++) {
		const double *value = (const double *)((const char *)list[k] + offset);

		table_cell(t, number_value(number, c->metric->unit, *value, raw));
	}
	table_row(t);
}

static void print_totals(struct table *t, const struct chart *c,
			 const struct curve *const *list, unsigned int count, bool raw)
{
	char number[NUMBER_SIZE];

	if (!c->metric->unit->amount)
		return;
	table_cell(t, "total");
	for (unsigned int k = 0; k < count; k++)
		table_cell(t, number_amount(number, c->metric->unit,
					    list[k]->known_seconds > 0 ? list[k]->total : NAN, raw));
	table_row(t);
}

static void print_table(struct table *t, const struct chart *c, const struct curve *const *list,
			unsigned int count, size_t first, bool raw)
{
	print_rows(t, c, list, count, first, raw);
	print_summary(t, c, legend_now(c), list, count, offsetof(struct curve, now), raw);
	print_summary(t, c, "average", list, count, offsetof(struct curve, average), raw);
	print_summary(t, c, "maximum", list, count, offsetof(struct curve, maximum), raw);
	print_summary(t, c, "95 %", list, count, offsetof(struct curve, percentile), raw);
	print_totals(t, c, list, count, raw);
}

static int show_text(struct ctl *ctl, const struct chart *c, size_t first)
{
	struct table_column columns[CURVES + 2] = { { "BEGIN", false } };
	const struct curve *list[CURVES];
	unsigned int count = curves_of(c, list);
	char span[SPAN_TEXT], how[LEGEND_LINE], unknown[LEGEND_LINE];
	struct table *t;

	for (unsigned int i = 0; i < count; i++)
		columns[i + 1] = (struct table_column){ list[i]->name, true };
	columns[count + 1] = (struct table_column){ "known", true };
	t = table_open(ctl->out, columns, count + 2);
	if (!t) {
		ctl_complain(ctl, "history: no memory");
		return CTL_REFUSED;
	}
	fprintf(ctl->out, "%s\n%s\n\n", c->title, span_text(span, &c->grid.span));
	print_table(t, c, list, count, first, ctl->raw);
	table_close(t);
	legend_notes(c, how, unknown);
	fprintf(ctl->out, "\n%s\n%s%s", how, unknown, unknown[0] ? "\n" : "");
	return CTL_OK;
}

/* The newest so many intervals, or rows of a table. */
static size_t first_of(const struct ctl *ctl, const struct chart *c)
{
	size_t row = ctl->json ? 1 : row_of(c), limit = c->request->limit, end;

	if (!limit)
		return 0;
	/* The last row may be a part of one. */
	end = c->grid.first / c->grid.step + c->grid.count;
	end = (end + row - 1) / row - limit;
	end = end * row - c->grid.first / c->grid.step;
	return end < c->grid.count ? end : 0;
}

static int show(struct ctl *ctl, const struct request *r)
{
	struct chart c;
	int rc = chart_make(ctl, r, &c);

	if (rc)
		return rc;
	if (ctl->json)
		history_json(ctl, &c, first_of(ctl, &c), NULL);
	else
		rc = show_text(ctl, &c, first_of(ctl, &c));
	chart_free(&c);
	return rc;
}

/* Words that may stand before an object, or without one. */
static int take_first(struct ctl *ctl, struct args *args, struct request *r)
{
	static const char *const own[] = { "dir", "rrdcached", NULL };
	const char *words[METRIC_KINDS + 3];
	int rc = CTL_OK;

	for (int i = 0; i < METRIC_KINDS; i++)
		words[i] = metric_kinds[i];
	memcpy(words + METRIC_KINDS, own, sizeof(own));
	while (!rc && args_peek(args)) {
		int found = keyword_match(args_peek(args), words);

		if (found >= 0 && found < METRIC_KINDS)
			break;
		found = args_keyword(ctl, args, words);
		if (found < 0)
			return CTL_USAGE;
		rc = found == METRIC_KINDS ? request_dir(ctl, args, r) :
			request_daemon(ctl, args, r);
	}
	return rc;
}

int history_run(struct ctl *ctl, struct args *args)
{
	struct request r;
	int rc;

	request_init(&r, "history");
	rc = take_first(ctl, args, &r);
	if (rc)
		return rc;
	if (!args_peek(args))
		return listing_show(ctl, &r);
	rc = request_history(ctl, args, &r);
	if (!rc)
		rc = request_object(ctl, &r);
	return rc ? rc : show(ctl, &r);
}
