// SPDX-License-Identifier: GPL-2.0-or-later
/* Text tables. */
#include "unit.h"
#include "table.h"

static const struct table_column columns[] = {
	{ "NAME", false }, { "VLAN", true }, { "OCTETS", true }, { "STATE", false },
};

static void row(struct table *t, const char *a, const char *b, const char *c, const char *d)
{
	table_cell(t, a);
	table_cell(t, b);
	table_cell(t, c);
	table_cell(t, d);
	table_row(t);
}

static void columns_fit_and_empty_ones_are_left_out(void **state)
{
	struct unit_text text;
	struct table *t = table_open(unit_text_open(&text), columns, 4);

	(void)state;
	row(t, "a", "", "1", "x");
	row(t, "b\xc3\xbcro", "", "1234567", "");
	assert_int_equal(table_rows(t), 2);
	table_close(t);
	assert_string_equal(unit_text_end(&text),
			    "NAME   OCTETS  STATE\n"
			    "a           1  x\n"
			    "b\xc3\xbcro  1234567\n");
	free(text.text);
}

static void spare_columns_go_when_the_line_is_short(void **state)
{
	static const char *const expected[] = {
		[18] = "NAME  STATE\na     x\n",
		[19] = "NAME  OCTETS  STATE\na          1  x\n",
	};

	(void)state;
	for (unsigned int width = 18; width <= 19; width++) {
		struct unit_text text;
		struct table *t = table_open(unit_text_open(&text), columns, 4);

		table_fit(t, width);
		table_spare(t, 2);
		row(t, "a", "", "1", "x");
		table_flush(t);
		row(t, "b", "", "2", "");
		table_close(t);
		/* NAME, OCTETS and STATE with two blanks between take 19 */
		assert_non_null(strstr(unit_text_end(&text), expected[width]));
		free(text.text);
	}
}

static void notes_stand_under_their_row(void **state)
{
	struct unit_text text;
	struct table *t = table_open(unit_text_open(&text), columns, 4);

	(void)state;
	row(t, "a", "", "1", "x");
	table_note(t, "note %d", 1);
	table_note(t, "note %d", 2);
	row(t, "b", "", "2", "y");
	assert_int_equal(table_rows(t), 2);
	table_close(t);
	assert_string_equal(unit_text_end(&text),
			    "NAME  OCTETS  STATE\n"
			    "a          1  x\n"
			    "    note 1\n"
			    "    note 2\n"
			    "b          2  y\n");
	free(text.text);
}

static void an_empty_table_prints_nothing(void **state)
{
	struct unit_text text;
	struct table *t = table_open(unit_text_open(&text), columns, 4);

	(void)state;
	table_close(t);
	unit_text_end(&text);
	assert_int_equal(text.size, 0);
	free(text.text);
}

static void a_column_that_fills_late_gets_a_heading(void **state)
{
	struct unit_text text;
	struct table *t = table_open(unit_text_open(&text), columns, 4);
	const char *second;

	(void)state;
	for (int i = 0; i < 2000; i++)
		row(t, "a", i == 1500 ? "7" : "", "1", "x");
	assert_int_equal(table_rows(t), 2000);
	table_close(t);
	unit_text_end(&text);
	assert_int_equal(strncmp(text.text, "NAME  OCTETS  STATE\n", 20), 0);
	second = strstr(text.text, "NAME  VLAN  OCTETS  STATE\n");
	assert_non_null(second);
	assert_non_null(strstr(second, "a        7       1  x\n"));
	free(text.text);
}

static void texts_of_any_length_are_kept_whole(void **state)
{
	char long_text[5001], expected[64];
	struct unit_text text;
	struct table *t = table_open(unit_text_open(&text), columns, 4);

	(void)state;
	memset(long_text, 'y', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	row(t, "a", "", "", "");
	row(t, long_text, "", "", "");
	table_cell(t, "b");
	table_cell_u64(t, UINT64_MAX);
	table_row(t);
	table_close(t);
	unit_text_end(&text);
	assert_non_null(strstr(text.text, long_text));
	snprintf(expected, sizeof(expected), "%*s18446744073709551615\n", 20, "");
	assert_non_null(strstr(text.text, expected));
	free(text.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_fit_and_empty_ones_are_left_out),
		cmocka_unit_test(spare_columns_go_when_the_line_is_short),
		cmocka_unit_test(notes_stand_under_their_row),
		cmocka_unit_test(an_empty_table_prints_nothing),
		cmocka_unit_test(a_column_that_fills_late_gets_a_heading),
		cmocka_unit_test(texts_of_any_length_are_kept_whole),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
