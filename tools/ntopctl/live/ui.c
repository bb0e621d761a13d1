// SPDX-License-Identifier: GPL-2.0-or-later
/* What the user is doing: keys, the mouse, menus. */
#include <string.h>
#include "choose.h"
#include "column.h"
#include "list.h"
#include "prompt.h"
#include "ui.h"

/* Lines the wheel moves at a turn. */
#define WHEEL	3

static bool is_list(const struct view *v)
{
	return v->page->columns;
}

unsigned int ui_items(const struct ui *ui)
{
	const struct view *v = live_view(ui->live);

	if (ui->mode == UI_SORT)
		return live_orders(v->page);
	return ui->mode == UI_COLUMNS && is_list(v) ? column_count(v->page->columns) : 0;
}

static void go(struct ui *ui, enum live_page page)
{
	live_open(ui->live, page);
	ui->stale = true;
}

static void turn_page(struct ui *ui, int by)
{
	int page = ui->live->open < LIVE_TABS ? (int)ui->live->open : (int)ui->live->back;

	go(ui, (page + by + LIVE_TABS) % LIVE_TABS);
}

/* ---- moving ------------------------------------------------------------ */

static void move(struct ui *ui, long by)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);

	if (!is_list(v))
		l->detail = l->detail + by < 0 ? 0 : l->detail + by;
	else if (list_move(v, by))
		ui->stale = true;
}

static long screenful(struct ui *ui)
{
	const struct view *v = live_view(ui->live);

	if (is_list(v))
		return v->visible > 1 ? v->visible - 1 : 1;
	return ui->live->height > 6 ? ui->live->height - 6 : 1;
}

static void to_edge(struct ui *ui, bool end)
{
	struct view *v = live_view(ui->live);

	if (!is_list(v)) {
		ui->live->detail = end ? 1 << 20 : 0;
	} else if (end) {
		ui->stale |= list_end(v);
	} else {
		v->follow = false;
		v->extent = 0;
		list_choose(v, 0);
	}
}

static void enter(struct ui *ui)
{
	struct view *v = live_view(ui->live);
	const void *record = is_list(v) ? list_record(v, v->chosen) : NULL;

	if (!record || !v->page->enter)
		return;
	v->page->enter(ui->live, record);
	ui->stale = true;
}

/* Back from a detail, else away with the filter, else with what was frozen. */
static void escape(struct ui *ui)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);

	if (live_leave(l)) {
		ui->stale = true;
	} else if (v->filter_text[0]) {
		live_filter(l, v - l->view, "");
		ui->stale = true;
	} else if (v->frozen) {
		list_freeze(v);
	}
}

/* ---- search and filter ------------------------------------------------- */

static void find(struct ui *ui, bool next)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);

	if (!is_list(v) || !ui->sought[0])
		return;
	if (list_find(l, v, ui->sought, v->chosen + next))
		return;
	/* not among those on the screen, but perhaps among all */
	if (!v->page->by && v->extent < PAGE_ROWS) {
		v->extent = PAGE_ROWS;
		live_refresh(l);
		if (list_find(l, v, ui->sought, 0))
			return;
		v->extent = 0;
	}
	live_say(l, "nothing here shows '%s'", ui->sought);
}

static void typed(struct ui *ui)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);

	if (ui->mode == UI_SEARCH) {
		ui->mode = UI_PAGE;
		strcpy(ui->sought, ui->text);
		find(ui, true);
		return;
	}
	/* a filter that is wrong stays to be mended */
	if (!live_filter(l, v - l->view, ui->text))
		return;
	ui->mode = UI_PAGE;
	ui->stale = true;
}

static void begin_search(struct ui *ui)
{
	if (is_list(live_view(ui->live)))
		prompt_open(ui, UI_SEARCH, "");
}

static void begin_filter(struct ui *ui)
{
	struct view *v = live_view(ui->live);

	if (v->page->filtered)
		prompt_open(ui, UI_FILTER, v->filter_text);
	else
		live_say(ui->live, "filters are for talkers, hosts and flows");
}

static void open_menu(struct ui *ui, enum ui_mode mode)
{
	const struct view *v = live_view(ui->live);

	if (!is_list(v) || !v->list)
		return;
	ui->mode = mode;
	ui->item = mode == UI_SORT ? v->list->sort : 0;
}

/* Keys that go somewhere. */
static bool travel(struct ui *ui, int key)
{
	switch (key) {
	case UI_UP: case 'k':
		move(ui, -1);
		break;
	case UI_DOWN: case 'j':
		move(ui, 1);
		break;
	case UI_PAGE_UP:
		move(ui, -screenful(ui));
		break;
	case UI_PAGE_DOWN:
		move(ui, screenful(ui));
		break;
	case UI_HOME:
		to_edge(ui, false);
		break;
	case UI_END:
		to_edge(ui, true);
		break;
	case UI_TAB: case UI_RIGHT:
		turn_page(ui, 1);
		break;
	case UI_BACK_TAB: case UI_LEFT:
		turn_page(ui, -1);
		break;
	case UI_ENTER:
		enter(ui);
		break;
	case UI_ESCAPE:
		escape(ui);
		break;
	default:
		if (key < '1' || key >= '1' + LIVE_TABS)
			return false;
		go(ui, key - '1');
	}
	return true;
}

static void page_key(struct ui *ui, int key)
{
	if (travel(ui, key) || choose_key(ui, key))
		return;
	switch (key) {
	case UI_F1: case '?': case 'h':
		ui->mode = UI_HELP;
		break;
	case UI_F2: case 'C':
		open_menu(ui, UI_COLUMNS);
		break;
	case UI_F3: case '/':
		begin_search(ui);
		break;
	case 'N':
		find(ui, true);
		break;
	case UI_F4: case '\\':
		begin_filter(ui);
		break;
	case UI_F6: case '>': case '<':
		open_menu(ui, UI_SORT);
		break;
	case UI_F10: case 'q':
		ui->quit = true;
		break;
	}
}

static void pick(struct ui *ui)
{
	struct live *l = ui->live;
	struct view *v = live_view(l);

	if (ui->mode == UI_COLUMNS) {
		v->list->hidden ^= 1U << ui->item;
		return;
	}
	ui->mode = UI_PAGE;
	if (ui->item != v->list->sort)
		list_order_by(l, v, ui->item);
	ui->stale = true;
}

static void menu_key(struct ui *ui, int key)
{
	unsigned int count = ui_items(ui);

	switch (key) {
	case UI_UP: case 'k':
		ui->item = ui->item ? ui->item - 1 : 0;
		break;
	case UI_DOWN: case 'j':
		ui->item += ui->item + 1 < count;
		break;
	case UI_HOME:
		ui->item = 0;
		break;
	case UI_END:
		ui->item = count ? count - 1 : 0;
		break;
	case UI_ENTER: case ' ':
		if (ui->item < count)
			pick(ui);
		break;
	default:
		ui->mode = UI_PAGE;
	}
}

void ui_key(struct ui *ui, int key)
{
	switch (ui->mode) {
	case UI_HELP:
		ui->mode = UI_PAGE;
		break;
	case UI_SORT:
	case UI_COLUMNS:
		menu_key(ui, key);
		break;
	case UI_SEARCH:
	case UI_FILTER:
		if (key == UI_ENTER)
			typed(ui);
		else if (!prompt_key(ui, key))
			ui->mode = UI_PAGE;
		break;
	default:
		page_key(ui, key);
	}
}

static void click_line(struct ui *ui, size_t line, bool twice)
{
	struct view *v = live_view(ui->live);

	if (twice || v->chosen == line) {
		list_choose(v, line);
		enter(ui);
		return;
	}
	v->follow = true;
	list_choose(v, line);
}

void ui_mouse(struct ui *ui, const struct canvas *c, int y, int x, enum ui_mouse what)
{
	const struct zone *zone = canvas_find(c, y, x);

	if (what == UI_WHEEL_UP || what == UI_WHEEL_DOWN) {
		for (int i = 0; i < WHEEL; i++)
			ui_key(ui, what == UI_WHEEL_UP ? UI_UP : UI_DOWN);
		return;
	}
	if (!zone)
		return;
	switch (zone->action) {
	case ZONE_ITEM:
		ui->item = zone->value;
		pick(ui);
		break;
	case ZONE_LINE:
		if (ui->mode == UI_PAGE)
			click_line(ui, zone->value, what == UI_DOUBLE_CLICK);
		else
			ui->mode = UI_PAGE;
		break;
	case ZONE_ORDER:
		list_order_by(ui->live, live_view(ui->live), zone->value);
		ui->stale = true;
		break;
	default:
		ui_key(ui, zone->action);
	}
}
