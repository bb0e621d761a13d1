// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists, columns and keys of the live view, with records of our own instead of a kernel. */
#include "unit.h"
#include <locale.h>
#include "live/column.h"
#include "live/frame.h"
#include "live/list.h"

/* Records there are, in the order the kernel would rank them. */
static int there[PAGE_ROWS * 2];
static size_t there_count;
static uint32_t asked;

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	(void)l;
	(void)err;
	asked = limit;
	for (size_t i = 0; i < there_count && i < limit; i++)
		if (ranking_add(&v->rows, &there[i]))
			return -1;
	return 0;
}

static void identity(const void *record, struct page_id *id)
{
	id->len = sizeof(int);
	memcpy(id->octets, record, sizeof(int));
}

static void text_number(const struct live *l, const void *record, char *buf)
{
	(void)l;
	sprintf(buf, "thing %d", *(const int *)record);
}

static void text_long(const struct live *l, const void *record, char *buf)
{
	(void)l;
	sprintf(buf, "a rather long name of %d", *(const int *)record);
}

static const struct column columns[] = {
	{ .title = "THING", .min = 6, .text = text_number },
	{ .title = "NAME", .importance = 3, .min = 8, .text = text_long },
	{ .title = "AGAIN", .importance = 5, .order = 2, .text = text_number },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_RATE, 0 },
	{ "octets", KNTOP_ORDER_OCTETS, 1 },
	{ .name = NULL },
};

static const struct page things = {
	.name = "Things", .noun = "things", .columns = columns, .orders = orders,
	.record = sizeof(int), .filtered = true, .flows = true, .identity = identity,
	.pull = pull,
};

static struct ctl ctl;
static struct live live;
static struct ui ui;
static struct canvas canvas;

static int begin(void **state)
{
	(void)state;
	ctl = (struct ctl){ .out = stdout };
	live_init(&live, &ctl, false);
	for (int i = 0; i < LIVE_LISTS; i++)
		live.view[i].page = &things;
	live.open = LIVE_FLOWS;
	live.utf8 = true;
	ui = (struct ui){ .live = &live };
	there_count = 100;
	for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++)
		there[i] = i;
	return 0;
}

static int end(void **state)
{
	(void)state;
	live_free(&live);
	canvas_free(&canvas);
	canvas = (struct canvas){ 0 };
	return 0;
}

static struct view *view(void)
{
	return live_view(&live);
}

static void refresh(void)
{
	struct kntop_error err;

	live.mono += 1000000000;
	assert_int_equal(list_pull(&live, view(), &err), 0);
}

static void draw(int height, int width)
{
	int cursor;

	live_size(&live, height, width);
	canvas.utf8 = true;
	assert_int_equal(canvas_size(&canvas, height, width), 0);
	frame_draw(&ui, &canvas, &cursor);
	assert_true(cursor < width || width < 1);
}

static int record(size_t i)
{
	const int *r = list_record(view(), i);

	return r ? *r : -1;
}

static void press(const char *keys)
{
	for (; *keys; keys++)
		ui_key(&ui, *keys);
}

static void no_more_is_asked_for_than_is_shown(void **state)
{
	(void)state;
	draw(24, 80);
	refresh();
	/* 24 lines: three of the head, the headings, the foot */
	assert_int_equal(asked, 19);
	ui_key(&ui, UI_PAGE_DOWN);
	refresh();
	draw(24, 80);
	assert_int_equal(view()->chosen, 18);
	ui_key(&ui, UI_DOWN);
	assert_true(ui.stale);
	refresh();
	assert_int_equal(asked, 20);
	assert_int_equal(view()->offset, 1);
	assert_int_equal(record(view()->chosen), 19);
}

static void the_end_is_the_last_of_all(void **state)
{
	(void)state;
	draw(24, 80);
	refresh();
	ui_key(&ui, UI_END);
	refresh();
	draw(24, 80);
	assert_int_equal(record(view()->chosen), 99);
	assert_int_equal(view()->offset, 81);
	ui_key(&ui, UI_HOME);
	refresh();
	assert_int_equal(asked, 19);
	assert_int_equal(record(view()->chosen), 0);
}

static void the_selection_follows_its_record(void **state)
{
	(void)state;
	draw(24, 80);
	refresh();
	/* at the top it is the first one that is shown, whatever it is */
	there[0] = 50;
	there[50] = 0;
	refresh();
	assert_int_equal(record(view()->chosen), 50);
	ui_key(&ui, UI_DOWN);
	ui_key(&ui, UI_DOWN);
	assert_int_equal(record(view()->chosen), 2);
	there[2] = 7;
	there[7] = 2;
	refresh();
	assert_int_equal(view()->chosen, 7);
	assert_int_equal(record(7), 2);
}

static void a_frozen_list_keeps_its_order_and_marks_what_left(void **state)
{
	(void)state;
	there_count = 3;
	draw(24, 80);
	refresh();
	press("o");
	there[0] = 2;
	there[1] = 9;
	there[2] = 0;
	refresh();
	assert_int_equal(record(0), 0);
	assert_int_equal(record(1), 1);
	assert_int_equal(record(2), 2);
	assert_int_equal(record(3), -1);
	assert_false(list_is_stale(view(), 0));
	assert_true(list_is_stale(view(), 1));
	press("o");
	refresh();
	assert_int_equal(record(1), 9);
}

static void the_other_way_round(void **state)
{
	(void)state;
	there_count = 4;
	draw(24, 80);
	refresh();
	press("I");
	refresh();
	assert_int_equal(record(0), 3);
	assert_int_equal(record(3), 0);
}

static void search_finds_what_any_column_shows(void **state)
{
	(void)state;
	there_count = 15;
	draw(24, 80);
	refresh();
	press("/LONG NAME OF 7");
	ui_key(&ui, UI_ENTER);
	assert_int_equal(record(view()->chosen), 7);
	press("/thing 1");
	ui_key(&ui, UI_ENTER);
	assert_int_equal(record(view()->chosen), 10);
	press("N");
	assert_int_equal(record(view()->chosen), 11);
}

static void orders_are_chosen_in_a_menu_or_by_their_heading(void **state)
{
	const struct zone *zone = NULL;

	(void)state;
	draw(24, 80);
	refresh();
	press(">j");
	ui_key(&ui, UI_ENTER);
	assert_int_equal(view()->list->sort, 1);
	assert_true(live.set.units.total);
	draw(24, 80);
	for (int x = 0; x < 80; x++) {
		const struct zone *here = canvas_find(&canvas, 3, x);

		zone = here && here->action == ZONE_ORDER ? here : zone;
	}
	assert_non_null(zone);
	ui_mouse(&ui, &canvas, 3, zone->area.x, UI_CLICK);
	assert_int_equal(view()->list->sort, 1);
	assert_true(view()->list->invert);
	press("r");
	assert_int_equal(view()->list->sort, 0);
	assert_false(live.set.units.total);
}

static void filters_are_those_of_flow_show(void **state)
{
	(void)state;
	draw(24, 80);
	press("\\host 10.0.0.1 l4 tcp sort octets");
	ui_key(&ui, UI_ENTER);
	assert_int_equal(ui.mode, UI_PAGE);
	assert_int_equal(view()->filter.query.addr.octets[3], 1);
	assert_int_equal(view()->filter.query.l4, 6);
	assert_int_equal(view()->list->sort, 1);
	/* one that is wrong stays to be mended, and changes nothing */
	press("\\");
	ui_key(&ui, 'u' & 31);
	press("host nobody");
	ui_key(&ui, UI_ENTER);
	assert_int_equal(ui.mode, UI_FILTER);
	assert_non_null(strstr(live.message, "nobody"));
	assert_int_equal(view()->filter.query.l4, 6);
	ui_key(&ui, UI_ESCAPE);
	assert_int_equal(ui.mode, UI_PAGE);
	ui_key(&ui, UI_ESCAPE);
	assert_int_equal(view()->filter.query.l4, -1);
	assert_string_equal(view()->filter_text, "");
}

static void what_is_typed_can_be_mended(void **state)
{
	(void)state;
	press("/ac");
	ui_key(&ui, UI_LEFT);
	ui_key(&ui, 0xe9);
	assert_string_equal(ui.text, "a\xc3\xa9" "c");
	ui_key(&ui, UI_LEFT);
	ui_key(&ui, UI_DELETE);
	assert_string_equal(ui.text, "ac");
	ui_key(&ui, UI_END);
	ui_key(&ui, UI_BACKSPACE);
	ui_key(&ui, UI_HOME);
	ui_key(&ui, 0x1f600);
	assert_string_equal(ui.text, "\xf0\x9f\x98\x80" "a");
	for (int i = 0; i < 1000; i++)
		ui_key(&ui, 'x');
	assert_true(strlen(ui.text) < sizeof(ui.text));
}

static void columns_fall_away_before_they_are_cut(void **state)
{
	static const uint16_t natural[] = { 8, 24, 8 };
	struct column_layout l;

	(void)state;
	column_fit(columns, 0, natural, 42, &l);
	assert_int_equal(l.shown, 7);
	column_fit(columns, 0, natural, 41, &l);
	assert_int_equal(l.shown, 3);
	assert_int_equal(l.width[1], 24);
	column_fit(columns, 0, natural, 30, &l);
	assert_int_equal(l.shown, 3);
	assert_int_equal(l.width[0] + l.width[1], 29);
	column_fit(columns, 0, natural, 14, &l);
	assert_int_equal(l.shown, 1);
	column_fit(columns, 1 << 1, natural, 80, &l);
	assert_int_equal(l.shown, 5);
}

static void any_size_of_the_screen_is_drawn(void **state)
{
	static const char keys[] = "1234567?\0/x\0\\y\0>\0C\0";

	(void)state;
	for (size_t i = 0; i < sizeof(keys) - 1; i++) {
		if (keys[i])
			ui_key(&ui, keys[i]);
		if (live_view(&live)->page == &things)
			refresh();
		for (int height = 0; height < 30; height += 1 + height / 8)
			for (int width = 0; width < 90; width += 1 + width / 8)
				draw(height, width);
		if (!keys[i])
			ui_key(&ui, UI_ESCAPE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_more_is_asked_for_than_is_shown, begin, end),
		cmocka_unit_test_setup_teardown(the_end_is_the_last_of_all, begin, end),
		cmocka_unit_test_setup_teardown(the_selection_follows_its_record, begin, end),
		cmocka_unit_test_setup_teardown(a_frozen_list_keeps_its_order_and_marks_what_left,
						begin, end),
		cmocka_unit_test_setup_teardown(the_other_way_round, begin, end),
		cmocka_unit_test_setup_teardown(search_finds_what_any_column_shows, begin, end),
		cmocka_unit_test_setup_teardown(orders_are_chosen_in_a_menu_or_by_their_heading,
						begin, end),
		cmocka_unit_test_setup_teardown(filters_are_those_of_flow_show, begin, end),
		cmocka_unit_test_setup_teardown(what_is_typed_can_be_mended, begin, end),
		cmocka_unit_test_setup_teardown(columns_fall_away_before_they_are_cut, begin, end),
		cmocka_unit_test_setup_teardown(any_size_of_the_screen_is_drawn, begin, end),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
