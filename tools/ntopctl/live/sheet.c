// SPDX-License-Identifier: GPL-2.0-or-later
/* A page that is read from top to bottom. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "chart.h"
#include "sheet.h"
#include "show.h"
#include "text.h"

/* Columns in front of what is said about a word. */
#define MARGIN	16
/* Lines of a chart. */
#define CHART	10

int sheet_open(struct sheet *s, int width, bool utf8)
{
	*s = (struct sheet){ .canvas.utf8 = utf8 };
	return canvas_size(&s->canvas, SHEET_LINES, width);
}

void sheet_title(struct sheet *s, const char *title)
{
	if (s->line)
		s->line++;
	canvas_rule(&s->canvas, s->line++, 0, s->canvas.width, title);
}

/* Octets of the beginning that fits: up to a blank near its end, if there is one. */
static size_t break_at(const char *text, int width, bool utf8)
{
	size_t octets = 0, blank = 0;
	struct text_glyph g;
	int used = 0;

	while (text[octets]) {
		text_glyph(text + octets, utf8, &g);
		if (used + g.width > width)
			break;
		if (text[octets] == ' ' && used > width / 2)
			blank = octets + 1;
		used += g.width;
		octets += g.octets;
	}
	if (text[octets] && blank)
		return blank;
	/* a character that is wider than all there is must not stop us */
	return octets || !text[0] ? octets : strlen(text);
}

static void wrap(struct sheet *s, int x, enum style style, const char *text)
{
	int width = s->canvas.width - x;
	char line[4096];

	while (text[0] && width > 0) {
		size_t octets = break_at(text, width, s->canvas.utf8);

		snprintf(line, sizeof(line), "%.*s", (int)octets, text);
		canvas_text(&s->canvas, s->line++, x, width, style, line);
		text += octets;
	}
}

void sheet_text(struct sheet *s, enum style style, const char *text)
{
	int indent = strspn(text, " ");

	if (text[0])
		wrap(s, indent, style, text + indent);
	else
		s->line++;
}

void sheet_pair(struct sheet *s, const char *word, enum style style, const char *format, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	canvas_text(&s->canvas, s->line, 0, MARGIN - 1, STYLE_DIM, word);
	if (text[0])
		wrap(s, MARGIN, style, text);
	else
		s->line++;
}

struct area sheet_area(struct sheet *s, int height)
{
	struct area area = { s->line, 0, height, s->canvas.width };

	s->line += height;
	return area;
}

void sheet_capture(struct sheet *s, struct live *l,
		   void (*print)(struct ctl *ctl, void *data), void *data)
{
	FILE *kept = l->ctl->out;
	char *text = NULL, *rest, *line;
	size_t size;

	l->ctl->out = open_memstream(&text, &size);
	if (l->ctl->out) {
		print(l->ctl, data);
		fclose(l->ctl->out);
	}
	l->ctl->out = kept;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		/* what is behind the last one is no line */
		if (line[0] || rest)
			sheet_text(s, STYLE_NORMAL, line);
	free(text);
}

void sheet_history(struct sheet *s, const struct live *l, const char *in, const char *out)
{
	struct chart chart = { .title = "Rate", .in_name = in, .out_name = out };
	struct area area;

	s->line++;
	area = sheet_area(s, CHART);
	show_own_graph(l, &l->detail_history, false, &chart.in);
	show_own_graph(l, &l->detail_history, true, &chart.out);
	chart_draw(l, &s->canvas, &area, &chart);
}

void sheet_close(struct sheet *s, struct canvas *c, const struct area *area, int *first)
{
	int most = s->line > area->height ? s->line - area->height : 0;

	if (*first > most)
		*first = most;
	if (*first < 0)
		*first = 0;
	canvas_copy(c, area, &s->canvas, *first);
	if (*first < most && area->height > 0)
		canvas_printf(c, area->y + area->height - 1, area->x + area->width - 12, 12,
			      STYLE_KEY, " more: Down ");
	canvas_free(&s->canvas);
}
