// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers in columns. */
#include <stdio.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "legend.h"

#define COLUMN	15

const char *legend_now(const struct chart *c)
{
	return c->grid.span.open ? "now" : "last";
}

char *legend_head(char *buf, const struct chart *c)
{
	snprintf(buf, LEGEND_LINE, "%*s%*s%*s%*s%*s%*s", LEGEND_NAMES, "", COLUMN, legend_now(c),
		 COLUMN, "average", COLUMN, "maximum", COLUMN, "95 %",
		 c->metric->unit->amount ? COLUMN : 0, c->metric->unit->amount ? "total" : "");
	return buf;
}

/* A name in columns of characters, not of octets. */
static size_t put_name(char *buf, const char *name)
{
	char cut[CURVE_NAME];
	int pad;

	snprintf(cut, sizeof(cut), "%s", name);
	if (utf8_width(cut) > LEGEND_NAMES)
		utf8_cut(cut, LEGEND_NAMES);
	pad = LEGEND_NAMES - (int)utf8_width(cut);
	return snprintf(buf, LEGEND_LINE, "%s%*s", cut, pad > 0 ? pad : 0, "");
}

char *legend_row(char *buf, const struct chart *c, const struct curve *curve, bool raw)
{
	const double values[] = { curve->now, curve->average, curve->maximum, curve->percentile };
	const struct unit *u = c->metric->unit;
	char number[NUMBER_SIZE];
	size_t n = put_name(buf, curve->name);

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		n += snprintf(buf + n, LEGEND_LINE - n, " %*s", COLUMN - 1,
			      number_value(number, u, values[i], raw));
	if (u->amount)
		snprintf(buf + n, LEGEND_LINE - n, " %*s", COLUMN - 1,
			 number_amount(number, u, curve->known_seconds > 0 ? curve->total : 0, raw));
	return buf;
}

void legend_notes(const struct chart *c, char *how, char *unknown)
{
	double seconds = chart_unknown(c), all = c->grid.span.to - c->grid.span.from;
	char step[SPAN_TEXT], peak[SPAN_TEXT], length[SPAN_TEXT];

	snprintf(how, LEGEND_LINE, "maximum of %.24s averages; 95 %% of %.24s averages are no larger",
		 span_step(peak, chart_peak(c)), span_step(step, c->grid.step));
	unknown[0] = '\0';
	/* The record under way is no gap. */
	if (seconds > 2.0 * chart_whole(c)->finest || seconds >= all)
		snprintf(unknown, LEGEND_LINE, "unknown: %.40s (%.3g %%), in no number",
			 span_length(length, seconds), 100 * seconds / all);
}
