// SPDX-License-Identifier: GPL-2.0-or-later
/* What the live view computes and remembers: histories, rates, units, settings. */
#include "unit.h"
#include <sys/stat.h>
#include <unistd.h>
#include "live/delta.h"
#include "live/history.h"
#include "live/live.h"
#include "live/settings.h"
#include "live/units.h"

#define S	((uint64_t)1000000000)

static const struct traffic nothing;

static void known(const struct history *h, enum history_span span, uint64_t now,
		  unsigned int age, double octets)
{
	struct traffic in, out;

	assert_true(history_get(h, span, now, age, &in, &out));
	assert_true(in.octets > octets - 0.001 && in.octets < octets + 0.001);
}

static void traffic_is_spread_over_the_steps_it_passed_in(void **state)
{
	struct history h = { 0 };
	struct traffic in, out;

	(void)state;
	/* from 100.5 s to 102.5 s: a quarter, a half, a quarter */
	history_add(&h, 1005 * S / 10, 1025 * S / 10, (struct traffic){ 400, 4 }, nothing);
	/* rates: 100 octets in the half second that was seen of it */
	known(&h, HISTORY_MINUTE, 103 * S, 3, 200);
	known(&h, HISTORY_MINUTE, 103 * S, 2, 200);
	known(&h, HISTORY_MINUTE, 103 * S, 1, 200);
	assert_false(history_get(&h, HISTORY_MINUTE, 103 * S, 4, &in, &out));
	/* all of it is in one step of ten seconds, of which two were seen */
	known(&h, HISTORY_TEN_MINUTES, 110 * S, 1, 200);
	known(&h, HISTORY_HOUR, 120 * S, 1, 200);
}

static void a_pause_is_a_gap_and_old_steps_go(void **state)
{
	struct history h = { 0 };
	struct traffic in, out;

	(void)state;
	history_add(&h, 100 * S, 101 * S, (struct traffic){ 10, 1 }, nothing);
	history_add(&h, 105 * S, 106 * S, (struct traffic){ 20, 1 }, nothing);
	known(&h, HISTORY_MINUTE, 106 * S, 6, 10);
	assert_false(history_get(&h, HISTORY_MINUTE, 106 * S, 3, &in, &out));
	known(&h, HISTORY_MINUTE, 106 * S, 1, 20);
	history_add(&h, 300 * S, 301 * S, (struct traffic){ 30, 1 }, nothing);
	for (unsigned int age = 2; age < HISTORY_STEPS; age++)
		assert_false(history_get(&h, HISTORY_MINUTE, 301 * S, age, &in, &out));
	known(&h, HISTORY_MINUTE, 301 * S, 1, 30);
}

static void a_long_absence_costs_no_time_and_no_octets(void **state)
{
	struct history h = { 0 };

	(void)state;
	/* 1,000,000 s at 7 octets a second, of which the last minute is seen */
	history_add(&h, 0, 1000000 * S, (struct traffic){ 7000000, 0 }, nothing);
	known(&h, HISTORY_MINUTE, 1000000 * S, 1, 7);
	known(&h, HISTORY_MINUTE, 1000000 * S, HISTORY_STEPS - 1, 7);
	known(&h, HISTORY_HOUR, 1000000 * S, 1, 7);
}

static bool rate_of(struct delta *d, const char *key, double octets, double *rate)
{
	struct traffic total[DELTA_VALUES] = { { octets, octets / 10 } };
	struct traffic rates[DELTA_VALUES];
	bool told = delta_rates(d, key, strlen(key), total, rates);

	*rate = rates[0].octets;
	return told;
}

static void rates_are_differences_of_totals(void **state)
{
	struct delta d = { .now.time = 0 };
	double rate;

	(void)state;
	delta_turn(&d, 10 * S);
	assert_false(rate_of(&d, "a", 1000, &rate));
	assert_true(rate < 0);
	delta_turn(&d, 12 * S);
	assert_true(rate_of(&d, "a", 1500, &rate));
	assert_true(rate == 250);
	assert_false(rate_of(&d, "b", 5, &rate));
	/* asked again before there is anything new */
	delta_turn(&d, 12 * S);
	assert_true(rate_of(&d, "a", 1500, &rate));
	assert_true(rate == 250);
	/* a total that has fallen begins anew; what was away is new again */
	delta_turn(&d, 13 * S);
	assert_false(rate_of(&d, "a", 10, &rate));
	delta_turn(&d, 14 * S);
	assert_true(rate_of(&d, "a", 11, &rate));
	assert_true(rate == 1);
	assert_false(rate_of(&d, "b", 6, &rate));
	delta_free(&d);
}

static void totals_of_two_moments_are_replaced(void **state)
{
	struct delta d = { .now.time = 0 };
	double rate;

	(void)state;
	delta_turn(&d, 10 * S);
	rate_of(&d, "a", 1000, &rate);
	rate_of(&d, "b", 1000, &rate);
	/* a is still of the second second, b already of the third, and c is gone in it */
	delta_turn(&d, 11 * S);
	rate_of(&d, "a", 1100, &rate);
	rate_of(&d, "b", 1600, &rate);
	rate_of(&d, "c", 1, &rate);
	delta_again(&d, 12 * S);
	assert_true(rate_of(&d, "a", 1400, &rate));
	assert_true(rate == 200);
	assert_true(rate_of(&d, "b", 1600, &rate));
	assert_true(rate == 300);
	delta_turn(&d, 13 * S);
	assert_true(rate_of(&d, "a", 1500, &rate));
	assert_true(rate == 100);
	assert_true(rate_of(&d, "b", 1900, &rate));
	assert_true(rate == 300);
	assert_false(rate_of(&d, "c", 2, &rate));
	delta_free(&d);
}

static void very_many_things_are_told_apart(void **state)
{
	struct delta d = { .now.time = 0 };
	char key[20];
	double rate;

	(void)state;
	for (int turn = 1; turn <= 3; turn++) {
		delta_turn(&d, turn * S);
		for (int i = 0; i < 5000; i++) {
			sprintf(key, "thing %d", i);
			assert_int_equal(rate_of(&d, key, (double)turn * i, &rate), turn > 1);
			if (turn > 1)
				assert_true(rate == i);
		}
	}
	delta_free(&d);
}

static void text_is(struct units u, double octets, const char *expected)
{
	char buf[UNITS_SIZE];

	assert_string_equal(units_text(&u, (struct traffic){ octets, octets / 100 }, buf),
			    expected);
}

static void units_have_three_digits_or_all(void **state)
{
	const struct units bits = { UNITS_BITS, UNITS_DECIMAL, false };
	const struct units octets = { UNITS_OCTETS, UNITS_BINARY, false };
	const struct units packets = { UNITS_PACKETS, UNITS_EXACT, false };
	char buf[UNITS_SIZE];

	(void)state;
	text_is(bits, 0, "0");
	text_is(bits, 124, "992");
	text_is(bits, 125, "1.00k");
	text_is(bits, 124999, "1.00M");
	text_is(bits, 1543210, "12.3M");
	text_is(bits, -1, "-");
	text_is(octets, 1023, "1023");
	text_is(octets, 1024, "1.00Ki");
	text_is(octets, 1536 * 1024, "1.50Mi");
	text_is(packets, 123456700, "1234567");
	assert_string_equal(units_with(&bits, (struct traffic){ 1250000, 0 }, false, buf),
			    "10.0 Mbit/s");
	assert_string_equal(units_with(&octets, (struct traffic){ 512, 0 }, true, buf), "512 B");
}

static void settings_survive_a_file(void **state)
{
	char folder[] = "/tmp/kntop-settings.XXXXXX", path[100];
	struct settings s, again;

	(void)state;
	assert_non_null(mkdtemp(folder));
	setenv("XDG_CONFIG_HOME", folder, 1);
	settings_init(&s);
	s.page = LIVE_FLOWS;
	s.delay = 2000;
	s.units = (struct units){ UNITS_PACKETS, UNITS_EXACT, true };
	s.names = true;
	s.list[LIVE_FLOWS] = (struct list_settings){ 2, true, 0x15 };
	assert_int_equal(settings_save(&s), 0);
	settings_init(&again);
	settings_load(&again);
	assert_memory_equal(&s, &again, sizeof(s));
	sprintf(path, "%s/kntop/top", folder);
	assert_int_equal(unlink(path), 0);
	/* nothing else was left there */
	sprintf(path, "%s/kntop", folder);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void what_a_file_says_wrongly_changes_nothing(void **state)
{
	char text[] = "page 99\ndelay_ms 5\ndelay_ms x\nspan\n\nlist nobody 1 1 1\n"
		      "list flows 1\nlist flows 300 1 2\ncount 18446744073709551616\n"
		      "list\n list \nscale 2";
	struct settings s, usual;

	(void)state;
	settings_init(&s);
	settings_init(&usual);
	settings_parse(&s, text);
	usual.units.scale = UNITS_EXACT;
	usual.list[LIVE_FLOWS] = (struct list_settings){ 0, true, 0 };
	assert_memory_equal(&s, &usual, sizeof(s));
}

static unsigned int place_of(enum live_page page, const char *title)
{
	const struct column *columns = live_columns(page);
	unsigned int i = 0;

	while (columns[i].title && strcmp(columns[i].title, title))
		i++;
	assert_non_null(columns[i].title);
	return i;
}

/* Files are older and newer than the program: what a bit means changes, a heading stays. */
static void hidden_columns_are_known_by_name(void **state)
{
	char old[] = "list hosts 1 1 16\n";
	char text[] = "hide hosts DEV\nhide hosts IN ALL\nhide hosts IN\nhide nobody DEV\n"
		      "hide talkers HOST#2\nhide hosts\nhide health DEV\n";
	char buf[16384];
	struct settings s;
	uint32_t hidden;

	(void)state;
	settings_init(&s);
	settings_parse(&s, old);
	assert_int_equal(s.list[LIVE_HOSTS].sort, 1);
	assert_int_equal(s.list[LIVE_HOSTS].hidden, 0);
	settings_parse(&s, text);
	hidden = 1U << place_of(LIVE_HOSTS, "DEV") | 1U << place_of(LIVE_HOSTS, "IN ALL");
	assert_int_equal(s.list[LIVE_HOSTS].hidden, hidden);
	hidden = s.list[LIVE_TALKERS].hidden;
	assert_true(hidden > 1U << place_of(LIVE_TALKERS, "HOST"));
	assert_int_equal(hidden & (hidden - 1), 0);
	settings_write(&s, buf, sizeof(buf));
	assert_non_null(strstr(buf, "list hosts 1 1 0\nhide hosts DEV\nhide hosts IN ALL\n"));
	assert_non_null(strstr(buf, "\nhide talkers HOST#2\n"));
}

/* Everything hidden still fits into what the file is read with. */
static void the_longest_file_fits(void **state)
{
	struct settings s, again;
	char buf[16384];

	(void)state;
	settings_init(&s);
	for (int i = 0; i < LIVE_LISTS; i++)
		for (unsigned int n = 0; live_columns(i) && live_columns(i)[n].title; n++)
			s.list[i].hidden |= 1U << n;
	settings_write(&s, buf, sizeof(buf));
	assert_true(strlen(buf) < sizeof(buf) - 1);
	settings_init(&again);
	settings_parse(&again, buf);
	assert_memory_equal(&s, &again, sizeof(s));
}

static void no_place_is_no_failure(void **state)
{
	struct settings s;

	(void)state;
	unsetenv("HOME");
	setenv("XDG_CONFIG_HOME", "not/absolute", 1);
	settings_init(&s);
	assert_int_equal(settings_save(&s), 0);
	setenv("XDG_CONFIG_HOME", "/proc/nowhere", 1);
	assert_true(settings_save(&s) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traffic_is_spread_over_the_steps_it_passed_in),
		cmocka_unit_test(a_pause_is_a_gap_and_old_steps_go),
		cmocka_unit_test(a_long_absence_costs_no_time_and_no_octets),
		cmocka_unit_test(rates_are_differences_of_totals),
		cmocka_unit_test(totals_of_two_moments_are_replaced),
		cmocka_unit_test(very_many_things_are_told_apart),
		cmocka_unit_test(units_have_three_digits_or_all),
		cmocka_unit_test(settings_survive_a_file),
		cmocka_unit_test(what_a_file_says_wrongly_changes_nothing),
		cmocka_unit_test(hidden_columns_are_known_by_name),
		cmocka_unit_test(the_longest_file_fits),
		cmocka_unit_test(no_place_is_no_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
