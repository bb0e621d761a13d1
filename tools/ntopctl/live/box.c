// SPDX-License-Identifier: GPL-2.0-or-later
/* Boxes that lie over the page. */
#include <stdio.h>
#include <string.h>
#include "../field.h"
#include "box.h"
#include "column.h"
#include "text.h"

static const char *const help[] = {
	"1-7, Tab, arrows  pages            Enter  all about it   Esc  back",
	"arrows, PgUp, PgDn, Home, End      move in the list",
	"F3 /  search    N  next            F4 \\  filter: as flow show, host show",
	"F6 >  sort      I  invert          F2 C  columns",
	"F5 t  group flows: by host, network, protocol; hosts: by country, AS",
	"r  rates or totals                 B  bits, octets, packets",
	"u  units: k, Ki, all digits        g  graph: 1 min, 10 min, 1 h",
	"n  names of hosts                  p  names of ports",
	"d  next interface                  l  hosts: all, local, remote",
	"c  protocols or categories         o  freeze the order",
	"Space P  pause                     + -  faster, slower",
	"q F10 ^C  quit                     ^L  draw anew",
	"",
	"IN arrived at the interface, OUT left by it. In lists SENT is what the",
	"client or host sent, RECEIVED what it got. TLS? is a guess, TLS... may",
	"change. Columns that do not fit fall away, the least important first.",
	"Mouse: tabs, headings (sort), lines (twice: Enter), wheel, the last line.",
	NULL
};

/* An empty box in the middle; its inner area. */
static struct area open_box(struct canvas *c, int height, int width, const char *title)
{
	struct area box;

	box.height = height + 2 < c->height ? height + 2 : c->height;
	box.width = width + 4 < c->width ? width + 4 : c->width;
	box.y = (c->height - box.height) / 2;
	box.x = (c->width - box.width) / 2;
	canvas_fill(c, &box, STYLE_BOX);
	for (int i = 0; i < box.width; i++) {
		canvas_glyph(c, box.y, box.x + i, STYLE_BOX, c->utf8 ? L'\x2500' : L'-');
		canvas_glyph(c, box.y + box.height - 1, box.x + i, STYLE_BOX,
			     c->utf8 ? L'\x2500' : L'-');
	}
	canvas_printf(c, box.y, box.x + 2, box.width - 4, STYLE_TITLE, " %s ", title);
	return (struct area){ box.y + 1, box.x + 2, box.height - 2, box.width - 4 };
}

static void draw_help(struct canvas *c)
{
	int count = 0, width = 0;
	struct area in;

	for (; help[count]; count++)
		width = (int)strlen(help[count]) > width ? (int)strlen(help[count]) : width;
	in = open_box(c, count, width, "Keys");
	for (int i = 0; i < count && i < in.height; i++)
		canvas_text(c, in.y + i, in.x, in.width, STYLE_BOX, help[i]);
}

static void item_text(const struct ui *ui, unsigned int i, char *buf, size_t size)
{
	const struct view *v = live_view(ui->live);
	char title[FIELD_SIZE];

	if (ui->mode == UI_SORT)
		snprintf(buf, size, "%c %s", i == v->list->sort ? '*' : ' ',
			 v->page->orders[i].name);
	else
		snprintf(buf, size, "[%c] %s", v->list->hidden & 1U << i ? ' ' : 'x',
			 column_title(ui->live, &v->page->columns[i], title));
}

static void draw_menu(const struct ui *ui, struct canvas *c)
{
	const char *title = ui->mode == UI_SORT ? "Sort by" : "Columns (Space)";
	unsigned int count = ui_items(ui), first = 0;
	char text[FIELD_SIZE + 8];
	struct area in = open_box(c, count, 26, title);

	if (in.height > 0 && ui->item >= (unsigned int)in.height)
		first = ui->item - in.height + 1;
	for (unsigned int i = first; i < count && (int)(i - first) < in.height; i++) {
		struct area line = { in.y + i - first, in.x, 1, in.width };

		item_text(ui, i, text, sizeof(text));
		canvas_text(c, line.y, line.x, line.width, STYLE_BOX, text);
		if (i == ui->item)
			canvas_style(c, &line, STYLE_CHOSEN);
		canvas_zone(c, &line, ZONE_ITEM, i);
	}
}

void box_draw(const struct ui *ui, struct canvas *c)
{
	if (ui->mode == UI_HELP)
		draw_help(c);
	else if (ui->mode == UI_SORT || ui->mode == UI_COLUMNS)
		draw_menu(ui, c);
}
