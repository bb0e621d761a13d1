// SPDX-License-Identifier: GPL-2.0-or-later
/* Columns of a list, made to fit the screen. */
#include <string.h>
#include "column.h"
#include "list.h"
#include "sides.h"
#include "text.h"

/* Blanks between columns. */
#define GAP	1
/* Columns of this importance or a larger one go before any text is cut. */
#define DISPENSABLE	4

unsigned int column_count(const struct column *columns)
{
	unsigned int count = 0;

	while (columns[count].title)
		count++;
	return count;
}

static int narrowest(const struct column *c, int natural)
{
	return c->min && c->min < natural ? c->min : natural;
}

static int needed(const struct column *columns, const struct column_layout *l)
{
	int sum = -GAP;

	for (unsigned int i = 0; columns[i].title; i++)
		if (l->shown & 1U << i)
			sum += l->width[i] + GAP;
	return sum;
}

/* The least important one that is shown and may go: its bit, or 0. */
static uint32_t least(const struct column *columns, uint32_t shown, int most)
{
	uint32_t bit = 0;

	for (unsigned int i = 0; columns[i].title; i++) {
		if (!(shown & 1U << i) || columns[i].importance < most)
			continue;
		most = columns[i].importance;
		bit = 1U << i;
	}
	return bit;
}

/* Room that is left goes to columns that are cut, one after another. */
static int widen(const struct column *columns, const uint16_t *natural,
		 struct column_layout *l, int room)
{
	bool grown = true;

	while (room > 0 && grown) {
		grown = false;
		for (unsigned int i = 0; columns[i].title && room > 0; i++) {
			if (!(l->shown & 1U << i) || l->width[i] >= natural[i])
				continue;
			l->width[i]++;
			room--;
			grown = true;
		}
	}
	return room;
}

void column_fit(const struct column *columns, uint32_t hidden, const uint16_t *natural,
		int width, struct column_layout *l)
{
	uint32_t bit;
	int room;

	l->shown = 0;
	for (unsigned int i = 0; columns[i].title; i++) {
		l->width[i] = natural[i];
		if (natural[i] && !(hidden & 1U << i))
			l->shown |= 1U << i;
	}
	while (needed(columns, l) > width && (bit = least(columns, l->shown, DISPENSABLE)))
		l->shown &= ~bit;
	if (needed(columns, l) > width)
		for (unsigned int i = 0; columns[i].title; i++)
			l->width[i] = narrowest(&columns[i], natural[i]);
	while (needed(columns, l) > width && (bit = least(columns, l->shown, 1)))
		l->shown &= ~bit;
	room = widen(columns, natural, l, width - needed(columns, l));
	for (unsigned int i = 0; columns[i].title && room > 0; i++) {
		if (!(l->shown & 1U << i) || !columns[i].draw)
			continue;
		bit = columns[i].max && l->width[i] + room > columns[i].max ?
		      columns[i].max - l->width[i] : room;
		l->width[i] += bit;
		room -= bit;
	}
}

char *column_title(const struct live *l, const struct column *column, char *buf)
{
	const char *unit = strchr(column->title, '@');

	if (unit)
		snprintf(buf, FIELD_SIZE, "%.*s%s%s", (int)(unit - column->title),
			 column->title, units_name(&l->set.units, l->set.units.total), unit + 1);
	else
		snprintf(buf, FIELD_SIZE, "%s", column->title);
	return buf;
}

static uint16_t cell_width(const struct live *l, const struct column *column,
			   const void *record)
{
	char text[FIELD_SIZE];
	int width;

	column->text(l, record, text);
	width = text_width(text, l->utf8);
	return column->max && width > column->max ? column->max : width;
}

static bool is_sorted(const struct view *v, const struct column *column)
{
	return column->order && v->list && column->order == v->list->sort + 1;
}

/* Widths that the lines of the screen would like; what was wider stays so. */
static void measure(struct live *l, struct view *v, size_t lines)
{
	const struct column *columns = v->page->columns;
	char title[FIELD_SIZE];

	for (unsigned int i = 0; columns[i].title; i++) {
		const struct column *column = &columns[i];
		uint16_t width = text_width(column_title(l, column, title), l->utf8) +
				 is_sorted(v, column);
		bool filled = column->draw;

		if (column->useful && !column->useful(l, v)) {
			v->width[i] = 0;
			continue;
		}
		if (column->draw && width < column->min)
			width = column->min;
		for (size_t n = 0; !column->draw && n < lines; n++) {
			const void *record = list_record(v, v->offset + n);
			uint16_t cell = record ? cell_width(l, column, record) : 0;

			filled = filled || cell;
			width = cell > width ? cell : width;
		}
		if (v->width[i] < width && (filled || column->importance < 2))
			v->width[i] = width;
	}
}

static const char *arrow_of(const struct live *l, const struct view *v)
{
	if (l->utf8)
		return v->list->invert ? "\xe2\x96\xb4" : "\xe2\x96\xbe";
	return v->list->invert ? "^" : "v";
}

static void draw_head(struct live *l, struct view *v, struct canvas *c,
		      const struct area *area, const struct column_layout *layout)
{
	const struct column *columns = v->page->columns;
	char title[FIELD_SIZE], arrow[FIELD_SIZE + 4];
	int x = area->x;

	canvas_fill(c, area, STYLE_HEAD);
	for (unsigned int i = 0; columns[i].title; i++) {
		int width = layout->width[i], used;
		bool sorted = is_sorted(v, &columns[i]);

		if (!(layout->shown & 1U << i))
			continue;
		column_title(l, &columns[i], title);
		if (sorted && text_width(title, l->utf8) < width)
			snprintf(arrow, sizeof(arrow), "%s%s", title, arrow_of(l, v));
		else
			snprintf(arrow, sizeof(arrow), "%s", title);
		used = text_width(arrow, l->utf8);
		canvas_text(c, area->y, columns[i].right && used < width ? x + width - used : x,
			    width, sorted ? STYLE_HEAD_SORTED : STYLE_HEAD, arrow);
		if (columns[i].order)
			canvas_zone(c, &(struct area){ area->y, x, 1, width }, ZONE_ORDER,
				    columns[i].order - 1);
		x += width + GAP;
	}
}

static void draw_cell(const struct live *l, const struct column *column, const void *record,
		      struct canvas *c, const struct area *area)
{
	char text[FIELD_SIZE], fitted[FIELD_SIZE + 8];
	int width;

	if (column->draw) {
		column->draw(l, record, c, area);
		return;
	}
	column->text(l, record, text);
	text_fit(text, area->width, l->utf8, fitted, sizeof(fitted));
	width = text_width(fitted, l->utf8);
	canvas_text(c, area->y,
		    column->right && width < area->width ? area->x + area->width - width :
		    area->x, area->width, column->style, fitted);
}

static void draw_line(struct live *l, struct view *v, struct canvas *c,
		      const struct area *line, size_t i, const struct column_layout *layout)
{
	const struct column *columns = v->page->columns;
	const void *record = list_record(v, i);
	struct area cell = *line;

	if (i == v->chosen)
		canvas_fill(c, line, STYLE_CHOSEN);
	for (unsigned int k = 0; columns[k].title; k++) {
		if (!(layout->shown & 1U << k))
			continue;
		cell.width = layout->width[k];
		/* colours of what is drawn say something, so they stay */
		if (columns[k].draw)
			canvas_fill(c, &cell, STYLE_NORMAL);
		draw_cell(l, &columns[k], record, c, &cell);
		if (i == v->chosen && !columns[k].draw)
			canvas_style(c, &cell, STYLE_CHOSEN);
		cell.x += cell.width + GAP;
	}
	if (list_is_stale(v, i))
		canvas_style(c, line, STYLE_DIM);
	canvas_zone(c, line, ZONE_LINE, i);
}

void column_draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	struct area line = { area->y, area->x, 1, area->width };
	size_t lines = area->height > 1 ? area->height - 1 : 0;
	struct column_layout layout;

	if (v->visible != lines) {
		v->visible = lines;
		list_choose(v, v->chosen);
	}
	if (area->height < 1)
		return;
	v->largest = v->page->sides ? sides_largest(l, v) : 0;
	measure(l, v, lines);
	column_fit(v->page->columns, v->list ? v->list->hidden : 0, v->width, area->width,
		   &layout);
	draw_head(l, v, c, &line, &layout);
	for (size_t n = 0; n < lines && list_record(v, v->offset + n); n++) {
		line.y = area->y + 1 + n;
		draw_line(l, v, c, &line, v->offset + n, &layout);
	}
}
