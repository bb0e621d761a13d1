// SPDX-License-Identifier: GPL-2.0-or-later
/* Graphs with their axes. */
#include "chart.h"
#include "show.h"

/* Columns in front of a graph. */
#define AXIS	9

static double largest(const struct graph *g)
{
	double most = 0;

	for (unsigned int i = 0; i < g->count; i++)
		most = g->value[i] > most ? g->value[i] : most;
	return most;
}

static void draw_graph(const struct live *l, struct canvas *c, const struct area *area,
		       const struct graph *g, const char *name)
{
	const struct area inner = { area->y, area->x + AXIS, area->height,
				    area->width - AXIS };
	char text[UNITS_SIZE];

	graph_draw(c, &inner, g);
	units_scaled(&l->set.units, g->top, text);
	canvas_printf(c, area->y, area->x, AXIS - 1, STYLE_DIM, "%8s", text);
	if (area->height > 1)
		canvas_printf(c, area->y + area->height - 1, area->x, AXIS - 1, g->style,
			      "%8s", name);
}

static void draw_time(const struct live *l, struct canvas *c, int y, const struct area *area)
{
	int width = area->width - AXIS;

	canvas_printf(c, y, area->x, AXIS - 1, STYLE_DIM, "%8s",
		      units_name(&l->set.units, false));
	canvas_printf(c, y, area->x + AXIS, width, STYLE_DIM, "%s ago",
		      history_name(l->set.span));
	if (width > 20)
		canvas_text(c, y, area->x + area->width - 3, 3, STYLE_DIM, "now");
}

void chart_draw(const struct live *l, struct canvas *c, const struct area *area,
		struct chart *chart)
{
	bool two = chart->out.count;
	double in = largest(&chart->in), out = two ? largest(&chart->out) : 0;
	struct area part = { area->y + 1, area->x, area->height - 2, area->width };

	canvas_rule(c, area->y, area->x, area->width, chart->title);
	if (area->width < AXIS + 10)
		return;
	chart->in.top = graph_top(in > out ? in : out);
	chart->out.top = chart->in.top;
	chart->in.style = STYLE_RECEIVED;
	chart->out.style = STYLE_SENT;
	if (two)
		part.height -= part.height / 2;
	draw_graph(l, c, &part, &chart->in, chart->in_name);
	if (two) {
		part.y += part.height;
		part.height = area->height - 2 - part.height;
		draw_graph(l, c, &part, &chart->out, chart->out_name);
	}
	draw_time(l, c, area->y + area->height - 1, area);
}
