// SPDX-License-Identifier: GPL-2.0-or-later
/* Texts of any origin as columns of a terminal, and the pictures they are drawn into. */
#include "unit.h"
#include <locale.h>
#include "live/canvas.h"
#include "live/graph.h"
#include "live/text.h"

#define E_ACUTE		"e\xcc\x81"		/* e, combining acute accent */
#define WIDE		"\xe6\xbc\xa2"		/* U+6F22, two columns */
#define OVERRIDE	"\xe2\x80\xae"		/* U+202E */
#define HEBREW		"\xd7\xa9"		/* U+05E9 */
#define JOINER		"\xe2\x80\x8d"		/* U+200D */

static int utf8_locale(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

/* What a picture has in its first lines, as text. */
static const char *picture(const struct canvas *c, struct unit_text *text)
{
	canvas_print(c, unit_text_open(text));
	return unit_text_end(text);
}

static void draws(const char *text, int width, bool utf8, const char *expected, int columns)
{
	struct canvas c = { .utf8 = utf8 };
	struct unit_text out;

	assert_int_equal(canvas_size(&c, 1, 40), 0);
	assert_int_equal(canvas_text(&c, 0, 0, width, STYLE_NORMAL, text), columns);
	assert_string_equal(picture(&c, &out), expected);
	free(out.text);
	canvas_free(&c);
}

static void wide_and_combining_characters_take_their_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width(WIDE "a" E_ACUTE, true), 4);
	draws("x" WIDE "y", 40, true, "x" WIDE "y\n", 4);
	draws(E_ACUTE "x", 40, true, E_ACUTE "x\n", 2);
	/* half of a wide character is never drawn */
	draws("ab" WIDE, 3, true, "ab\n", 2);
}

static void what_could_disturb_is_escaped(void **state)
{
	(void)state;
	draws("a\x1b[2Jb", 40, true, "a\\x1b[2Jb\n", 9);
	draws("a\nb\tc", 40, true, "a\\x0ab\\x09c\n", 11);
	draws(OVERRIDE "x", 40, true, "\\xe2\\x80\\xaex\n", 13);
	draws(HEBREW, 40, true, "\\xd7\\xa9\n", 8);
	draws("a" JOINER "b", 40, true, "a\\xe2\\x80\\x8db\n", 14);
	draws("\xff\xc3", 40, true, "\\xff\\xc3\n", 8);
	/* C1 controls, and a code that is too long for what it says */
	draws("\xc2\x9b", 40, true, "\\xc2\\x9b\n", 8);
	draws("\xc0\xaf", 40, true, "\\xc0\\xaf\n", 8);
}

static void a_terminal_without_utf8_gets_ascii(void **state)
{
	(void)state;
	draws("b\xc3\xbcro", 40, false, "b\\xc3\\xbcro\n", 11);
}

static void no_more_is_combined_than_a_cell_keeps(void **state)
{
	(void)state;
	draws("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85" "x", 40, true,
	      "e\xcc\x81\xcc\x82\xcc\x83" "x\n", 2);
	/* a mark without anything to stand on */
	draws("\xcc\x81x", 40, true, "x\n", 1);
}

static void fits(const char *text, int width, bool utf8, const char *expected)
{
	char buf[100];

	assert_string_equal(text_fit(text, width, utf8, buf, sizeof(buf)), expected);
	assert_true(text_width(buf, utf8) <= width);
}

static void long_names_are_cut_in_the_middle(void **state)
{
	(void)state;
	fits("short", 5, true, "short");
	fits("abcdefghij", 7, true, "abc\xe2\x80\xa6hij");
	fits("abcdefghij", 7, false, "abc~hij");
	fits("abcdefghij", 1, false, "~");
	fits("abcdefghij", 2, false, "a~");
	fits(WIDE WIDE WIDE WIDE, 5, true, WIDE "\xe2\x80\xa6" WIDE);
	/* an accent stays with its letter */
	fits("aa" E_ACUTE E_ACUTE "bb", 5, true, "aa\xe2\x80\xa6" "bb");
}

static void half_a_wide_character_becomes_a_blank(void **state)
{
	struct canvas c = { .utf8 = true };
	struct unit_text out;

	(void)state;
	assert_int_equal(canvas_size(&c, 1, 10), 0);
	canvas_text(&c, 0, 0, 10, STYLE_NORMAL, WIDE WIDE WIDE);
	canvas_text(&c, 0, 1, 2, STYLE_NORMAL, "ab");
	assert_string_equal(picture(&c, &out), " ab " WIDE "\n");
	free(out.text);
	/* and at the right edge, where its second half would be outside */
	assert_int_equal(canvas_size(&c, 1, 3), 0);
	canvas_text(&c, 0, 2, 10, STYLE_NORMAL, WIDE);
	assert_string_equal(picture(&c, &out), "\n");
	free(out.text);
	canvas_free(&c);
}

static void nothing_is_drawn_outside(void **state)
{
	struct canvas c = { .utf8 = true };
	const struct area everywhere = { -3, -3, 100, 100 };

	(void)state;
	assert_int_equal(canvas_size(&c, 2, 3), 0);
	canvas_text(&c, -1, 0, 10, STYLE_NORMAL, "x");
	canvas_text(&c, 2, 0, 10, STYLE_NORMAL, "x");
	canvas_text(&c, 0, -2, 10, STYLE_NORMAL, "xxxxxxxxxx");
	canvas_fill(&c, &everywhere, STYLE_BAD);
	canvas_style(&c, &everywhere, STYLE_GOOD);
	canvas_rule(&c, 1, -5, 50, "title");
	assert_int_equal(canvas_size(&c, 0, 0), 0);
	canvas_text(&c, 0, 0, 10, STYLE_NORMAL, "x");
	canvas_free(&c);
}

static void the_zone_on_top_is_found(void **state)
{
	struct canvas c = { 0 };

	(void)state;
	assert_int_equal(canvas_size(&c, 10, 10), 0);
	canvas_zone(&c, &(struct area){ 0, 0, 10, 10 }, 1, 0);
	canvas_zone(&c, &(struct area){ 2, 3, 1, 4 }, 2, 7);
	assert_int_equal(canvas_find(&c, 2, 3)->action, 2);
	assert_int_equal(canvas_find(&c, 2, 6)->value, 7);
	assert_int_equal(canvas_find(&c, 2, 7)->action, 1);
	assert_null(canvas_find(&c, 10, 0));
	canvas_free(&c);
}

static void graph_is(bool utf8, int height, const struct graph *g, const char *expected)
{
	struct canvas c = { .utf8 = utf8 };
	struct unit_text out;

	assert_int_equal(canvas_size(&c, height, g->count), 0);
	graph_draw(&c, &(struct area){ 0, 0, height, g->count }, g);
	assert_string_equal(picture(&c, &out), expected);
	free(out.text);
	canvas_free(&c);
}

static void graphs_fill_cells_by_eighths_and_show_gaps(void **state)
{
	const struct graph g = {
		.value = { -1, 0, 1, 4, 8, 12, 16 }, .count = 7, .top = 16,
	};

	(void)state;
	graph_is(true, 2, &g, "     \xe2\x96\x84\xe2\x96\x88\n"
		 "\xc2\xb7 \xe2\x96\x81\xe2\x96\x84\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n");
	graph_is(false, 2, &g, "     :#\n. .:###\n");
}

static void axes_end_at_round_numbers(void **state)
{
	(void)state;
	assert_true(graph_top(0) == 1 && graph_top(1) == 1 && graph_top(1.5) == 2);
	assert_true(graph_top(2.1) == 5 && graph_top(5.1) == 10 && graph_top(64000) == 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wide_and_combining_characters_take_their_columns),
		cmocka_unit_test(what_could_disturb_is_escaped),
		cmocka_unit_test(a_terminal_without_utf8_gets_ascii),
		cmocka_unit_test(no_more_is_combined_than_a_cell_keeps),
		cmocka_unit_test(long_names_are_cut_in_the_middle),
		cmocka_unit_test(half_a_wide_character_becomes_a_blank),
		cmocka_unit_test(nothing_is_drawn_outside),
		cmocka_unit_test(the_zone_on_top_is_found),
		cmocka_unit_test(graphs_fill_cells_by_eighths_and_show_gaps),
		cmocka_unit_test(axes_end_at_round_numbers),
	};

	return cmocka_run_group_tests(tests, utf8_locale, NULL);
}
