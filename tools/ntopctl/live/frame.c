// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole screen. */
#include <string.h>
#include "../format.h"
#include "box.h"
#include "column.h"
#include "frame.h"
#include "list.h"
#include "show.h"
#include "text.h"

/* Lines of the head: totals, tabs, state of the page. */
#define HEAD	3

static void draw_totals(const struct live *l, struct canvas *c)
{
	struct traffic in = { 0, 0 }, out = { 0, 0 };
	char a[FIELD_SIZE], b[FIELD_SIZE], flows[FIELD_SIZE], hosts[FIELD_SIZE];
	char time[FORMAT_SIZE], right[80], name[FIELD_SIZE];
	uint64_t packets = 0;
	int used, width;

	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (!live_shows(l, iface))
			continue;
		in = live_sum(in, (struct traffic){ iface->rx_rate, iface->rx_packet_rate });
		out = live_sum(out, (struct traffic){ iface->tx_rate, iface->tx_packet_rate });
		packets += iface->rx_packet_rate + iface->tx_packet_rate;
	}
	used = canvas_printf(c, 0, 1, l->width, STYLE_TITLE, "kntop %s ",
			     l->device[0] ? field_name(name, l->device) : "");
	used += 1 + canvas_printf(c, 0, 1 + used, l->width, STYLE_RECEIVED, "in %s ",
				  show_rate(l, in, a));
	if (live_sees_out(l))
		used += canvas_printf(c, 0, used, l->width, STYLE_SENT, " out %s ",
				      show_rate(l, out, b));
	used += canvas_printf(c, 0, used, l->width, STYLE_NORMAL,
			      l->set.units.count == UNITS_PACKETS ? " flows %s  hosts %s" :
			      " flows %s  hosts %s  %s pkt/s",
			      show_count(l, live_flows(l), flows),
			      show_count(l, live_hosts(l), hosts),
			      show_count(l, packets, a));
	snprintf(right, sizeof(right), " %s  %g s ", format_time(time, l->wall, l->wall, false),
		 l->set.delay / 1000.0);
	width = strlen(right);
	if (used + width < l->width)
		canvas_text(c, 0, l->width - width, width, STYLE_DIM, right);
}

static void draw_tabs(const struct live *l, struct canvas *c)
{
	enum live_page open = l->open < LIVE_TABS ? l->open : l->back;
	int x = 0;

	for (int i = 0; i < LIVE_TABS; i++) {
		bool bad = i == LIVE_HEALTH && live_is_losing(l);
		enum style style = i == (int)open ? STYLE_TAB_OPEN : bad ? STYLE_BAD : STYLE_TAB;
		int used = canvas_printf(c, 1, x, l->width - x, style, " %d %s%s ", i + 1,
					 l->view[i].page->name, bad ? "!" : "");

		canvas_zone(c, &(struct area){ 1, x, 1, used }, '1' + i, 0);
		x += used;
	}
}

/* What the list is, in words. */
static void describe(const struct live *l, const struct view *v, char *buf, size_t size)
{
	static const char *const localities[] = { "", "local hosts only, ", "remote hosts only, " };
	static const char *const groups[] = {
		"by host, ", "by local network, ", "by protocol, ", "by country, ", "by AS, "
	};
	const struct order *order = live_order(v);
	const char *group = "";

	if (l->open == LIVE_FLOWS && l->set.group != LIVE_FLOWS)
		group = groups[l->set.group - LIVE_BY_HOST];
	if (l->open == LIVE_HOSTS && l->set.host_group != LIVE_HOSTS)
		group = groups[l->set.host_group - LIVE_BY_HOST];
	snprintf(buf, size, "%s%s%s%s%s%s, %s%s%s", group,
		 l->open == LIVE_HOSTS ? localities[l->set.locality] : "",
		 v == &l->view[LIVE_PROTOCOLS] && l->set.categories ? "categories, " : "",
		 order ? "by " : "", order ? order->name : "",
		 v->list && v->list->invert ? ", inverted" : "",
		 units_name(&l->set.units, l->set.units.total),
		 v->filter_text[0] ? ", filter: " : "", v->filter_text);
}

/* How many there are, where that is known. */
static void count(const struct live *l, const struct view *v, char *buf, size_t size)
{
	bool whole = v->page->by || v->filter_text[0] || l->device[0];
	uint64_t all = v->rows.count;
	size_t last = v->offset + v->visible;

	if (!whole && v->page == &page_flows)
		all = live_flows(l);
	if (!whole && v->page == &page_hosts && v->list && !l->set.locality)
		all = live_hosts(l);
	if (last > v->rows.count)
		last = v->rows.count;
	if (all > last)
		snprintf(buf, size, "%zu-%zu of %llu", v->offset + 1, last,
			 (unsigned long long)all);
	else
		snprintf(buf, size, "%zu-%zu", last ? v->offset + 1 : 0, last);
}

static void draw_state(const struct live *l, const struct view *v, struct canvas *c)
{
	char text[2 * FIELD_SIZE + PAGE_FILTER], right[2 * FIELD_SIZE + 40], lines[80] = "";
	int width;

	if (v->page->columns)
		count(l, v, lines, sizeof(lines));
	snprintf(right, sizeof(right), "%s%s%s%s%s", v->page->columns ? v->note : "",
		 v->page->columns && v->note[0] ? "  " : "", l->paused ? "PAUSED  " : "",
		 v->frozen ? "FROZEN  " : "", lines);
	width = text_width(right, c->utf8);
	if (v->page->columns)
		describe(l, v, text, sizeof(text));
	else
		snprintf(text, sizeof(text), "%s",
			 l->open < LIVE_TABS ? "" : "Esc goes back");
	canvas_text(c, 2, 1, l->width - width - 3, STYLE_DIM, text);
	canvas_text(c, 2, l->width - width - 1, width,
		    l->paused || v->frozen || v->note[0] ? STYLE_WARN : STYLE_DIM, right);
}

static void draw_line(const struct live *l, struct canvas *c, enum style style,
		      const char *text)
{
	const struct area line = { 2, 0, 1, l->width };

	canvas_fill(c, &line, style);
	canvas_text(c, 2, 1, l->width - 2, style, text);
}

static bool watches(const struct live *l)
{
	for (size_t i = 0; i < l->interfaces.count; i++)
		if (live_shows(l, live_interface(l, i)))
			return true;
	return false;
}

static void draw_head(struct live *l, struct canvas *c)
{
	draw_totals(l, c);
	draw_tabs(l, c);
	if (l->message[0] && live_clock() > l->message_until)
		l->message[0] = '\0';
	if (l->banner[0])
		draw_line(l, c, STYLE_BANNER, l->banner);
	else if (l->message[0])
		draw_line(l, c, STYLE_WARN, l->message);
	else if (!l->interfaces.count && l->mono)
		draw_line(l, c, STYLE_WARN, "nothing is watched yet: ntopctl interface add DEV");
	else if (!l->device[0] && l->mono && !watches(l))
		draw_line(l, c, STYLE_WARN, "nothing is watched; Enter on the overview shows what was read from a file");
	else
		draw_state(l, live_view(l), c);
}

static void draw_page(struct live *l, struct canvas *c)
{
	struct area body = { HEAD, 0, l->height - HEAD - 1, l->width };
	struct view *v = live_view(l);
	int below = 0;

	if (body.height < 1)
		return;
	if (v->page->columns) {
		below = v->page->lines ? v->page->lines(l, body.height) : 0;
		body.height -= below;
		column_draw(l, v, c, &body);
		if (!v->rows.count && body.height > 1 && l->mono && !l->banner[0])
			canvas_text(c, HEAD + 1, 1, l->width - 2, STYLE_DIM,
				    v->filter_text[0] ? "nothing matches the filter (Esc: all)" :
				    "nothing so far");
		body.y += body.height;
		body.height = below;
	}
	if (v->page->draw && body.height > 0)
		v->page->draw(l, v, c, &body);
}

static void draw_foot(const struct live *l, struct canvas *c)
{
	static const struct {
		int key;
		const char *name, *text;
	} keys[] = {
		{ UI_F1, "F1", "Help" }, { UI_F2, "F2", "Columns" }, { UI_F3, "F3", "Search" },
		{ UI_F4, "F4", "Filter" }, { UI_F5, "F5", "Group" }, { UI_F6, "F6", "Sort" },
		{ ' ', "Space", "Pause" }, { 'r', "r", "Rate/total" }, { UI_F10, "F10", "Quit" },
	};
	int y = l->height - 1, x = 0, from;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		from = x;
		x += canvas_text(c, y, x, l->width - x, STYLE_KEY, keys[i].name);
		x += canvas_text(c, y, x, l->width - x, STYLE_TAB, keys[i].text);
		canvas_zone(c, &(struct area){ y, from, 1, x - from }, keys[i].key, 0);
		x++;
	}
}

/* The end of a long text is what is being typed. */
static int draw_prompt(const struct ui *ui, struct canvas *c)
{
	const char *word = ui->mode == UI_SEARCH ? "Search: " :
			   live_view(ui->live)->page->flows ? "Filter (as flow show): " :
			   "Filter (as host show): ";
	int y = ui->live->height - 1, width = ui->live->width, x, room;
	const char *text = ui->text;
	char before[PAGE_FILTER];

	x = canvas_text(c, y, 0, width, STYLE_KEY, word);
	room = width - x - 1;
	snprintf(before, sizeof(before), "%.*s", (int)ui->cursor, ui->text);
	while (text < ui->text + ui->cursor &&
	       text_width(before + (text - ui->text), c->utf8) > room)
		do
			text++;
		while ((*text & 0xc0) == 0x80);
	canvas_text(c, y, x, room, STYLE_NORMAL, text);
	x += text_width(before + (text - ui->text), c->utf8);
	return x < width ? x : width - 1;
}

void frame_draw(struct ui *ui, struct canvas *c, int *cursor)
{
	struct live *l = ui->live;

	*cursor = -1;
	/* the head says which of the records the page had room for */
	draw_page(l, c);
	draw_head(l, c);
	if (ui->mode == UI_SEARCH || ui->mode == UI_FILTER)
		*cursor = draw_prompt(ui, c);
	else
		draw_foot(l, c);
	box_draw(ui, c);
}
