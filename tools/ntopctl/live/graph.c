// SPDX-License-Identifier: GPL-2.0-or-later
/* Graphs, bars and small histories. */
#include "graph.h"

/* From here on a table that fills up is worth a look, and then an action. */
#define FULL_WARN	0.8
#define FULL_BAD	0.95

/* Blocks that fill a cell from below by so many eighths. */
static wchar_t lower_block(const struct canvas *c, int eighths)
{
	static const char ascii[] = " ..::::##";

	if (eighths <= 0)
		return L' ';
	if (eighths > 8)
		eighths = 8;
	return c->utf8 ? L'\x2580' + eighths : (wchar_t)ascii[eighths];
}

/* And from the left. */
static wchar_t left_block(const struct canvas *c, int eighths, char ascii)
{
	if (eighths <= 0)
		return L' ';
	if (!c->utf8)
		return eighths >= 4 ? (wchar_t)ascii : L' ';
	return L'\x2590' - (eighths > 8 ? 8 : eighths);
}

/* And from the right, where there are only three: all, a half, and an eighth. */
static wchar_t right_block(const struct canvas *c, int eighths)
{
	if (!c->utf8)
		return eighths >= 4 ? L'<' : L' ';
	return eighths >= 7 ? L'\x2588' : eighths >= 3 ? L'\x2590' : L'\x2595';
}

double graph_top(double value)
{
	double top = 1;

	while (top < value) {
		if (top * 2 >= value)
			return top * 2;
		if (top * 5 >= value)
			return top * 5;
		top *= 10;
	}
	return top;
}

/* The largest of the values that a column stands for. */
static double column_value(const struct graph *g, int column, int width)
{
	unsigned int i = (unsigned int)column * g->count / width;
	unsigned int end = (unsigned int)(column + 1) * g->count / width;
	double largest = -1;

	do {
		if (i < g->count && g->value[i] > largest)
			largest = g->value[i];
	} while (++i < end);
	return largest;
}

void graph_draw(struct canvas *c, const struct area *area, const struct graph *g)
{
	for (int x = 0; x < area->width; x++) {
		double value = column_value(g, x, area->width);
		int eighths = value / g->top * area->height * 8 + 0.5;

		/* what is small is not nothing */
		if (value > 0 && eighths < 1)
			eighths = 1;
		if (value < 0)
			canvas_glyph(c, area->y + area->height - 1, area->x + x, STYLE_DIM,
				     c->utf8 ? L'\x00b7' : L'.');
		for (int y = area->height - 1; y >= 0 && eighths > 0; y--, eighths -= 8)
			canvas_glyph(c, area->y + y, area->x + x, g->style,
				     lower_block(c, eighths));
	}
}

void graph_spark(struct canvas *c, int y, int x, int width, const struct graph *g)
{
	const struct area line = { y, x, 1, width };
	struct graph lower = *g;

	/* a line's highest stays apart from the line above */
	lower.top = g->top * 8 / 7;
	graph_draw(c, &line, &lower);
}

static int part(double share, int eighths)
{
	if (share <= 0)
		return 0;
	return (share > 1 ? 1 : share) * eighths + 0.5;
}

/* One part that begins at a cell's left edge. */
static void fill(struct canvas *c, int y, int x, int eighths, enum style style, char ascii)
{
	for (; eighths > 0; eighths -= 8, x++)
		canvas_glyph(c, y, x, style, left_block(c, eighths, ascii));
}

void graph_bar(struct canvas *c, int y, int x, int width, double sent, double received)
{
	int all = part(sent + received, width * 8);
	int first = part(sent, width) * 8;

	first = first > all ? all : first;
	fill(c, y, x, first, STYLE_SENT, '>');
	fill(c, y, x + (first + 7) / 8, all - first, STYLE_RECEIVED, '<');
}

void graph_pair(struct canvas *c, int y, int x, int width, double left, double right)
{
	int half = (width - 1) / 2, eighths = part(left, half * 8), at;

	if (half < 1)
		return;
	for (at = x + half - 1; eighths > 0; eighths -= 8, at--)
		canvas_glyph(c, y, at, STYLE_SENT, right_block(c, eighths));
	canvas_glyph(c, y, x + half, STYLE_DIM, c->utf8 ? L'\x2502' : L'|');
	fill(c, y, x + half + 1, part(right, half * 8), STYLE_RECEIVED, '>');
}

void graph_gauge(struct canvas *c, int y, int x, int width, double full)
{
	enum style style = full >= FULL_BAD ? STYLE_BAD : full >= FULL_WARN ? STYLE_WARN :
			   STYLE_GOOD;

	for (int i = 0; i < width; i++)
		canvas_glyph(c, y, x + i, STYLE_DIM, c->utf8 ? L'\x2591' : L'.');
	fill(c, y, x, part(full, width * 8), style, '#');
}
