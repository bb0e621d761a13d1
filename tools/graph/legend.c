// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers in columns. */
#include <stdio.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "legend.h"

#define NAMES	22
#define COLUMNS	5

/* Exact are 18 digits at most, three decimals and a unit; usually there are fewer. */
static int column(bool raw)
{
	return raw ? 23 : 15;
}

unsigned int legend_width(bool raw)
{
	return NAMES + COLUMNS * column(raw);
}

const char *legend_now(const struct chart *c)
{
	return c->grid.span.open ? "now" : "last";
}

char *legend_head(char *buf, const struct chart *c, bool raw)
{
	int width = column(raw);

	snprintf(buf, LEGEND_LINE, "%*s%*s%*s%*s%*s%*s", NAMES, "", width, legend_now(c),
		 width, "average", width, "maximum", width, "95 %",
		 c->metric->unit->amount ? width : 0, c->metric->unit->amount ? "total" : "");
	return buf;
}

/* A name in columns of characters, not of octets. */
static size_t put_name(char *buf, const char *name)
{
	char cut[CURVE_NAME];
	int pad;

	snprintf(cut, sizeof(cut), "%s", name);
	if (utf8_width(cut) > NAMES)
		utf8_cut(cut, NAMES);
	pad = NAMES - (int)utf8_width(cut);
	return snprintf(buf, LEGEND_LINE, "%s%*s", cut, pad > 0 ? pad : 0, "");
}

char *legend_row(char *buf, const struct chart *c, const struct curve *curve, bool raw)
{
	const double values[] = { curve->now, curve->average, curve->maximum, curve->percentile };
	const struct unit *u = c->metric->unit;
	char number[NUMBER_SIZE];
	size_t n = put_name(buf, curve->name);

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		n += snprintf(buf + n, LEGEND_LINE - n, " %*s", column(raw) - 1,
			      number_value(number, u, values[i], raw));
	if (u->amount)
		snprintf(buf + n, LEGEND_LINE - n, " %*s", column(raw) - 1,
			 number_amount(number, u, curve->known_seconds > 0 ? curve->total : 0, raw));
	return buf;
}

void legend_notes(const struct chart *c, char *how, char *unknown)
{
	double seconds = chart_unknown(c), all = c->grid.span.to - c->grid.span.from;
	const struct curve *whole = chart_whole(c);
	char step[SPAN_TEXT], peak[SPAN_TEXT], length[SPAN_TEXT];
	double late = 0;

	snprintf(how, LEGEND_LINE, "maximum of %.24s averages; 95 %% of %.24s averages are no larger",
		 span_step(peak, chart_peak(c)), span_step(step, c->grid.step));
	unknown[0] = '\0';
	/* The record under way is no gap. */
	if (c->grid.span.open && curve_is_fresh(whole, &c->grid))
		late = c->grid.span.to - whole->newest;
	if (seconds - late > 0.5)
		snprintf(unknown, LEGEND_LINE, "unknown: %.40s (%.3g %%), in no number",
			 span_length(length, seconds), 100 * seconds / all);
}
