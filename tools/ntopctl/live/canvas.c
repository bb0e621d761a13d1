// SPDX-License-Identifier: GPL-2.0-or-later
/* The picture of a page. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "canvas.h"
#include "text.h"

static struct cell *cell_at(struct canvas *c, int y, int x)
{
	if (y < 0 || x < 0 || y >= c->height || x >= c->width)
		return NULL;
	return &c->cells[y * c->width + x];
}

static void set(struct cell *cell, enum style style, wchar_t ch)
{
	cell->ch[0] = ch;
	cell->count = 1;
	cell->style = style;
}

int canvas_size(struct canvas *c, int height, int width)
{
	size_t count = (size_t)(height > 0 ? height : 0) * (width > 0 ? width : 0);
	struct cell *cells = reallocarray(c->cells, count ? count : 1, sizeof(*cells));

	c->zone_count = 0;
	if (!cells) {
		canvas_free(c);
		return -ENOMEM;
	}
	c->cells = cells;
	c->height = height > 0 ? height : 0;
	c->width = width > 0 ? width : 0;
	for (size_t i = 0; i < count; i++)
		set(&cells[i], STYLE_NORMAL, L' ');
	return 0;
}

void canvas_free(struct canvas *c)
{
	free(c->cells);
	c->cells = NULL;
	c->height = 0;
	c->width = 0;
	c->zone_count = 0;
}

/* What combines with nothing is not drawn, nor is more than a cell keeps. */
static void combine(struct canvas *c, int y, int x, wchar_t ch)
{
	struct cell *cell = cell_at(c, y, x - 1);

	if (cell && !cell->count)
		cell = cell_at(c, y, x - 2);
	if (cell && cell->count && cell->count < CANVAS_COMBINED)
		cell->ch[cell->count++] = ch;
}

/* Half of a wide character is none: what is left of it becomes a blank. */
static void split(struct canvas *c, int y, int x)
{
	struct cell *cell = cell_at(c, y, x), *before = cell_at(c, y, x - 1);
	struct cell *behind = cell_at(c, y, x + 1);

	if (!cell->count && before)
		set(before, before->style, L' ');
	if (behind && !behind->count)
		set(behind, behind->style, L' ');
}

static void put(struct canvas *c, int y, int x, enum style style, wchar_t ch, int width)
{
	struct cell *cell = cell_at(c, y, x), *second;

	if (!cell)
		return;
	split(c, y, x);
	set(cell, style, ch);
	if (width < 2)
		return;
	second = cell_at(c, y, x + 1);
	if (!second) {
		set(cell, style, L' ');
		return;
	}
	split(c, y, x + 1);
	set(cell, style, ch);
	second->count = 0;
	second->style = style;
}

int canvas_text(struct canvas *c, int y, int x, int width, enum style style, const char *text)
{
	struct text_glyph g;
	int used = 0;

	for (; *text; text += g.octets) {
		text_glyph(text, c->utf8, &g);
		if (used + g.width > width)
			break;
		if (!g.width && used)
			combine(c, y, x + used, g.ch[0]);
		for (int i = 0; g.width && i < g.count; i++)
			put(c, y, x + used + i, style, g.ch[i], g.count > 1 ? 1 : g.width);
		used += g.width;
	}
	return used;
}

int canvas_printf(struct canvas *c, int y, int x, int width, enum style style,
		  const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return canvas_text(c, y, x, width, style, text);
}

void canvas_glyph(struct canvas *c, int y, int x, enum style style, wchar_t ch)
{
	put(c, y, x, style, ch, 1);
}

void canvas_fill(struct canvas *c, const struct area *area, enum style style)
{
	for (int y = area->y; y < area->y + area->height; y++)
		for (int x = area->x; x < area->x + area->width; x++)
			put(c, y, x, style, L' ', 1);
}

void canvas_style(struct canvas *c, const struct area *area, enum style style)
{
	struct cell *cell;

	for (int y = area->y; y < area->y + area->height; y++) {
		for (int x = area->x; x < area->x + area->width; x++) {
			cell = cell_at(c, y, x);
			if (cell)
				cell->style = style;
		}
	}
}

void canvas_rule(struct canvas *c, int y, int x, int width, const char *title)
{
	for (int i = 0; i < width; i++)
		canvas_glyph(c, y, x + i, STYLE_DIM, c->utf8 ? L'\x2500' : L'-');
	if (title[0] && width > 6)
		canvas_printf(c, y, x + 2, width - 3, STYLE_TITLE, " %s ", title);
}

void canvas_zone(struct canvas *c, const struct area *area, int action, int value)
{
	if (c->zone_count < CANVAS_ZONES)
		c->zones[c->zone_count++] = (struct zone){ *area, action, value };
}

const struct zone *canvas_find(const struct canvas *c, int y, int x)
{
	for (unsigned int i = c->zone_count; i--;) {
		const struct area *a = &c->zones[i].area;

		if (y >= a->y && y < a->y + a->height && x >= a->x && x < a->x + a->width)
			return &c->zones[i];
	}
	return NULL;
}

void canvas_copy(struct canvas *c, const struct area *to, const struct canvas *from, int first)
{
	for (int y = 0; y < to->height && first + y < from->height; y++) {
		for (int x = 0; x < to->width && x < from->width; x++) {
			struct cell *cell = cell_at(c, to->y + y, to->x + x);

			if (cell)
				*cell = from->cells[(first + y) * from->width + x];
		}
	}
}

/* Up to the last cell that is no blank. */
static int line_end(const struct canvas *c, int y)
{
	int x = c->width;

	while (x > 0) {
		const struct cell *cell = &c->cells[y * c->width + x - 1];

		if (cell->count != 1 || cell->ch[0] != L' ')
			break;
		x--;
	}
	return x;
}

void canvas_print(const struct canvas *c, FILE *file)
{
	char octets[32];
	mbstate_t state;
	size_t n;

	for (int y = 0; y < c->height; y++) {
		int end = line_end(c, y);

		for (int x = 0; x < end; x++) {
			const struct cell *cell = &c->cells[y * c->width + x];

			for (int i = 0; i < cell->count; i++) {
				memset(&state, 0, sizeof(state));
				n = wcrtomb(octets, cell->ch[i], &state);
				if (n != (size_t)-1)
					fwrite(octets, 1, n, file);
			}
		}
		putc('\n', file);
	}
}
