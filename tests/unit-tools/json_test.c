// SPDX-License-Identifier: GPL-2.0-or-later
/* The JSON writer: exact numbers, safe strings, one record a line. */
#include "unit.h"
#include "json.h"
#include "utf8.h"

static void integers_are_exact(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	json_object_begin(&j, NULL);
	json_u64(&j, "zero", 0);
	json_u64(&j, "largest", UINT64_MAX);
	json_s64(&j, "smallest", INT64_MIN);
	json_s64(&j, "positive", 9007199254740993);
	json_object_end(&j);
	assert_string_equal(unit_text_end(&t),
			    "{\"zero\":0,\"largest\":18446744073709551615,"
			    "\"smallest\":-9223372036854775808,"
			    "\"positive\":9007199254740993}\n");
	free(t.text);
}

static void records_of_a_listing_have_lines(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	json_array_begin(&j, NULL);
	for (int i = 0; i < 2; i++) {
		json_object_begin(&j, NULL);
		json_bool(&j, "first", !i);
		json_object_begin(&j, "inner");
		json_null(&j, "none");
		json_object_end(&j);
		json_object_end(&j);
	}
	json_array_end(&j);
	assert_string_equal(unit_text_end(&t),
			    "[\n{\"first\":true,\"inner\":{\"none\":null}},\n"
			    "{\"first\":false,\"inner\":{\"none\":null}}\n]\n");
	free(t.text);
}

static void an_empty_listing_is_an_array(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), true);
	json_array_begin(&j, NULL);
	json_array_end(&j);
	assert_string_equal(unit_text_end(&t), "[]\n");
	free(t.text);
}

static void objects_without_a_listing_are_lines(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	for (int i = 0; i < 2; i++) {
		json_object_begin(&j, NULL);
		json_u64(&j, "a", 1);
		json_u64(&j, "b", 2);
		json_object_end(&j);
	}
	assert_string_equal(unit_text_end(&t), "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n");
	free(t.text);
}

static void pretty_is_indented(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), true);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_u64(&j, "a", 1);
	json_array_begin(&j, "list");
	json_array_end(&j);
	json_object_end(&j);
	json_array_end(&j);
	assert_string_equal(unit_text_end(&t),
			    "[\n    {\n        \"a\": 1,\n        \"list\": []\n    }\n]\n");
	free(t.text);
}

static void check_string(const char *value, const char *expected)
{
	struct unit_text t;
	struct json j;

	json_init(&j, unit_text_open(&t), false);
	json_array_begin(&j, NULL);
	json_string(&j, NULL, value);
	json_array_end(&j);
	unit_text_end(&t);
	assert_int_equal(strncmp(t.text, "[\n", 2), 0);
	t.text[strlen(t.text) - 3] = '\0';
	assert_string_equal(t.text + 2, expected);
	free(t.text);
}

static void strings_are_escaped(void **state)
{
	(void)state;
	check_string("plain", "\"plain\"");
	check_string("\"quoted\\\"", "\"\\\"quoted\\\\\\\"\"");
	check_string("a\nb\tc\x1b[31m\x7f", "\"a\\u000ab\\u0009c\\u001b[31m\\u007f\"");
	check_string("c1 \xc2\x9b" "2J \xc2\x80 \xc2\x9f \xc2\xa0",
		     "\"c1 \\u009b2J \\u0080 \\u009f \xc2\xa0\"");
	check_string(NULL, "null");
	check_string("", "\"\"");
}

static void utf8_is_kept_and_other_octets_are_replaced(void **state)
{
	(void)state;
	check_string("b\xc3\xbcro \xe2\x82\xac \xf0\x9f\x98\x80",
		     "\"b\xc3\xbcro \xe2\x82\xac \xf0\x9f\x98\x80\"");
	/* stray continuation, overlong, surrogate, beyond the last, cut short */
	check_string("\x80", "\"\xef\xbf\xbd\"");
	check_string("\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	check_string("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	check_string("\xf4\x90\x80\x80",
		     "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	check_string("x\xe2\x82", "\"x\xef\xbf\xbd\xef\xbf\xbd\"");
}

/* The same text, an octet at a time. */
static void write_quoted(FILE *out, const char *value)
{
	uint32_t code;

	putc('"', out);
	for (int len; *value; value += len ? len : 1) {
		len = utf8_decode(value, &code);
		if (!len)
			fputs("\xef\xbf\xbd", out);
		else if (code == '"' || code == '\\')
			fprintf(out, "\\%c", code);
		else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			fprintf(out, "\\u%04x", code);
		else
			fprintf(out, "%.*s", len, value);
	}
	putc('"', out);
}

static void random_octets(char *buf, size_t len, int mostly_plain)
{
	for (size_t i = 0; i < len; i++)
		buf[i] = random() % 100 < mostly_plain ? 'a' + random() % 26 :
			 1 + random() % 255;
	buf[len] = '\0';
}

/* Longer than the writer's buffer, and ending anywhere in it. */
static void strings_of_any_length_and_content(void **state)
{
	static char value[3 * JSON_BUFFER + 1];
	struct unit_text expected;

	(void)state;
	srandom(2);
	for (int i = 0; i < 600; i++) {
		random_octets(value, random() % (i % 3 ? 40 : 3 * JSON_BUFFER), i % 101);
		write_quoted(unit_text_open(&expected), value);
		check_string(value, unit_text_end(&expected));
		free(expected.text);
	}
}

static void members_of_any_number(void **state)
{
	struct unit_text t, expected;
	FILE *e = unit_text_open(&expected);
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	json_object_begin(&j, NULL);
	json_array_begin(&j, "list");
	fputs("{\"list\":[", e);
	for (unsigned int i = 0; i < 5000; i++) {
		json_object_begin(&j, NULL);
		json_u64(&j, "number", i * 7919);
		json_bool(&j, "odd", i % 2);
		json_plain(&j, "name", i % 2 ? "one" : "");
		json_object_end(&j);
		fprintf(e, "%s{\"number\":%u,\"odd\":%s,\"name\":\"%s\"}", i ? "," : "",
			i * 7919, i % 2 ? "true" : "false", i % 2 ? "one" : "");
	}
	json_array_end(&j);
	json_null(&j, "behind");
	json_object_end(&j);
	fputs("],\"behind\":null}\n", e);
	assert_string_equal(unit_text_end(&t), unit_text_end(&expected));
	free(t.text);
	free(expected.text);
}

/* What a command writes between two records stands between them. */
static void a_whole_record_is_in_its_file(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_u64(&j, "a", 1);
	json_object_end(&j);
	fflush(t.file);
	assert_string_equal(t.text, "[\n{\"a\":1}");
	json_array_end(&j);
	assert_string_equal(unit_text_end(&t), "[\n{\"a\":1}\n]\n");
	free(t.text);
}

static void json_text_ends_at_its_length_or_a_nul(void **state)
{
	struct unit_text t;
	struct json j;

	(void)state;
	json_init(&j, unit_text_open(&t), false);
	json_object_begin(&j, NULL);
	json_text(&j, "cut", "abcdef", 3);
	json_text(&j, "nul", "ab\0def", 6);
	json_text(&j, "half", "x\xe2\x82\xac", 3);
	json_object_end(&j);
	assert_string_equal(unit_text_end(&t),
			    "{\"cut\":\"abc\",\"nul\":\"ab\",\"half\":\"x\xef\xbf\xbd\xef\xbf\xbd\"}\n");
	free(t.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_exact),
		cmocka_unit_test(records_of_a_listing_have_lines),
		cmocka_unit_test(an_empty_listing_is_an_array),
		cmocka_unit_test(objects_without_a_listing_are_lines),
		cmocka_unit_test(pretty_is_indented),
		cmocka_unit_test(strings_are_escaped),
		cmocka_unit_test(utf8_is_kept_and_other_octets_are_replaced),
		cmocka_unit_test(strings_of_any_length_and_content),
		cmocka_unit_test(members_of_any_number),
		cmocka_unit_test(a_whole_record_is_in_its_file),
		cmocka_unit_test(json_text_ends_at_its_length_or_a_nul),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
