// SPDX-License-Identifier: GPL-2.0-or-later
/* Which names are kept, which is preferred, how many, and what is read back of a file. */
#include <limits.h>
#include <unistd.h>
#include "unit.h"
#include "name_file.h"
#include "name_seen.h"
#include "whole.h"

#define NOW	1700000000ULL
#define DAY	86400

static char folder[] = "/tmp/ntopd-names-XXXXXX";
static struct name_table *table;

static struct kntop_address addr(const char *text)
{
	struct kntop_address a = { 0 };

	assert_int_equal(kntop_address_parse(text, &a), 0);
	return a;
}

static void see(const char *whose, enum namefile_source source, const char *name, uint64_t when)
{
	struct kntop_address a = addr(whose);

	assert_true(name_table_see(table, &a, source, name, when));
}

static void answer(const char *whose, const char *name, uint64_t when, unsigned int life)
{
	struct kntop_address a = addr(whose);

	assert_true(name_table_answer(table, &a, name, when, life));
}

/* "SOURCE NAME", or "-". */
static const char *name_of(const char *whose, uint64_t when)
{
	struct kntop_address a = addr(whose);
	struct namefile_line line;
	static char text[300];

	if (!name_table_find(table, &a, when, &line))
		return "-";
	assert_memory_equal(&line.addr, &a, sizeof(a));
	snprintf(text, sizeof(text), "%s %s", namefile_source_name(line.source), line.name);
	return text;
}

static bool wants(const char *whose, uint64_t when)
{
	struct kntop_address a = addr(whose);

	return name_table_wants(table, &a, when);
}

static int setup(void **state)
{
	(void)state;
	table = name_table_new(1000);
	assert_non_null(table);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	name_table_free(table);
	return 0;
}

static void better_sources_win(void **state)
{
	(void)state;
	assert_string_equal(name_of("10.0.0.1", NOW), "-");
	answer("10.0.0.1", "reverse.test", NOW, 600);
	assert_string_equal(name_of("10.0.0.1", NOW), "reverse reverse.test");
	see("10.0.0.1", NAMEFILE_HTTP, "www.test", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "http www.test");
	see("10.0.0.1", NAMEFILE_DNS, "www.test", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "dns www.test");
	see("10.0.0.1", NAMEFILE_TLS, "www.test", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "dns www.test");
	see("10.0.0.1", NAMEFILE_NETBIOS, "server", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "netbios server");
	see("10.0.0.1", NAMEFILE_MDNS, "server.local", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "mdns server.local");
	see("10.0.0.1", NAMEFILE_DHCP, "box", NOW);
	see("10.0.0.1", NAMEFILE_MDNS, "other.local", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW), "dhcp box");
	see("10.0.0.1", NAMEFILE_DHCP, "newbox", NOW + 3600);
	assert_string_equal(name_of("10.0.0.1", NOW + 3600), "dhcp newbox");
	assert_string_equal(name_of("10.0.0.2", NOW), "-");
}

/* A server with several names is shared by them: none is its own, whoever tells. */
static void shared_addresses_have_no_name_of_their_own(void **state)
{
	(void)state;
	see("192.0.2.7", NAMEFILE_TLS, "a.test", NOW);
	see("192.0.2.7", NAMEFILE_TLS, "a.test", NOW);
	assert_string_equal(name_of("192.0.2.7", NOW), "tls a.test");
	assert_false(wants("192.0.2.7", NOW));
	see("192.0.2.7", NAMEFILE_DNS, "b.test", NOW);
	assert_string_equal(name_of("192.0.2.7", NOW), "-");
	assert_true(wants("192.0.2.7", NOW));
	see("192.0.2.7", NAMEFILE_TLS, "a.test", NOW);
	assert_string_equal(name_of("192.0.2.7", NOW), "-");
	answer("192.0.2.7", "host7.test", NOW, 600);
	assert_string_equal(name_of("192.0.2.7", NOW), "reverse host7.test");
	/* still shared as long as it is seen so, and anew a week later */
	see("192.0.2.7", NAMEFILE_TLS, "a.test", NOW + 6 * DAY);
	see("192.0.2.7", NAMEFILE_TLS, "a.test", NOW + 12 * DAY);
	assert_string_equal(name_of("192.0.2.7", NOW + 12 * DAY), "-");
	see("192.0.2.7", NAMEFILE_TLS, "c.test", NOW + 20 * DAY);
	assert_string_equal(name_of("192.0.2.7", NOW + 20 * DAY), "tls c.test");
}

/* Who says several names of himself speaks for others: none is his. */
static void who_says_several_names_has_none(void **state)
{
	(void)state;
	see("10.0.0.9", NAMEFILE_MDNS, "printer.local", NOW);
	see("10.0.0.9", NAMEFILE_MDNS, "printer.local", NOW + 1);
	assert_string_equal(name_of("10.0.0.9", NOW + 1), "mdns printer.local");
	see("10.0.0.9", NAMEFILE_MDNS, "phone.local", NOW + 2);
	assert_string_equal(name_of("10.0.0.9", NOW + 2), "-");
	assert_true(wants("10.0.0.9", NOW + 2));
	see("10.0.0.9", NAMEFILE_MDNS, "printer.local", NOW + DAY);
	assert_string_equal(name_of("10.0.0.9", NOW + DAY), "-");
	/* nor does another kind of name come instead, but others may call it so */
	see("10.0.0.9", NAMEFILE_NETBIOS, "filer", NOW + DAY);
	assert_string_equal(name_of("10.0.0.9", NOW + DAY), "-");
	see("10.0.0.9", NAMEFILE_DNS, "gate.test", NOW + DAY);
	assert_string_equal(name_of("10.0.0.9", NOW + DAY), "dns gate.test");
	/* a week with one name */
	for (int day = 2; day < 9; day++)
		see("10.0.0.9", NAMEFILE_MDNS, "printer.local", NOW + day * DAY);
	assert_string_equal(name_of("10.0.0.9", NOW + 8 * DAY), "dns gate.test");
	see("10.0.0.9", NAMEFILE_MDNS, "printer.local", NOW + 8 * DAY + 1);
	assert_string_equal(name_of("10.0.0.9", NOW + 8 * DAY + 1), "mdns printer.local");
	see("10.0.0.8", NAMEFILE_NETBIOS, "a", NOW);
	see("10.0.0.8", NAMEFILE_NETBIOS, "b", NOW + 3 * DAY);
	assert_string_equal(name_of("10.0.0.8", NOW + 3 * DAY), "-");
}

/* An address that a DHCP server gave to another client has that one's name. */
static void dhcp_names_change_with_the_client(void **state)
{
	(void)state;
	see("10.0.0.5", NAMEFILE_DHCP, "ann", NOW);
	see("10.0.0.5", NAMEFILE_DHCP, "bob", NOW + 601);
	assert_string_equal(name_of("10.0.0.5", NOW + 601), "dhcp bob");
	see("10.0.0.5", NAMEFILE_DHCP, "ann", NOW + 602);
	assert_string_equal(name_of("10.0.0.5", NOW + 602), "-");
	see("10.0.0.5", NAMEFILE_DHCP, "bob", NOW + 603);
	assert_string_equal(name_of("10.0.0.5", NOW + 1203), "-");
	assert_string_equal(name_of("10.0.0.5", NOW + 1204), "dhcp bob");
	see("10.0.0.5", NAMEFILE_DHCP, "bob", NOW + 1300);
	assert_string_equal(name_of("10.0.0.5", NOW + 1300), "dhcp bob");
}

static void names_grow_old(void **state)
{
	(void)state;
	see("10.0.0.1", NAMEFILE_DHCP, "box", NOW);
	assert_string_equal(name_of("10.0.0.1", NOW + 7 * DAY), "dhcp box");
	assert_string_equal(name_of("10.0.0.1", NOW + 7 * DAY + 1), "-");
	see("10.0.0.1", NAMEFILE_MDNS, "other.local", NOW + 8 * DAY);
	assert_string_equal(name_of("10.0.0.1", NOW + 8 * DAY), "mdns other.local");
	/* a clock that is turned back */
	assert_string_equal(name_of("10.0.0.1", NOW), "-");
}

static void answers_count_for_a_while(void **state)
{
	(void)state;
	assert_true(wants("10.0.0.1", NOW));
	answer("10.0.0.1", "a.test", NOW, 600);
	assert_false(wants("10.0.0.1", NOW + 599));
	assert_true(wants("10.0.0.1", NOW + 600));
	assert_string_equal(name_of("10.0.0.1", NOW + 700), "reverse a.test");
	answer("10.0.0.1", NULL, NOW + 700, 300);
	assert_string_equal(name_of("10.0.0.1", NOW + 701), "reverse a.test");
	assert_false(wants("10.0.0.1", NOW + 999));
	answer("10.0.0.1", "", NOW + 1000, 3600);
	assert_string_equal(name_of("10.0.0.1", NOW + 1001), "-");
	assert_false(wants("10.0.0.1", NOW + 1001));
	assert_true(wants("10.0.0.1", NOW - 2 * DAY));
	answer("10.0.0.2", NULL, NOW, 300);
	assert_string_equal(name_of("10.0.0.2", NOW), "-");
	assert_false(wants("10.0.0.2", NOW));
	answer("10.0.0.3", "c.test", NOW, 600);
	name_table_use_reverse(table, false);
	assert_string_equal(name_of("10.0.0.3", NOW), "-");
}

/* The address that was longest not used makes room. */
static void the_table_is_bounded(void **state)
{
	struct kntop_address a = { .family = 6 };
	char text[KNTOP_ADDRESS_TEXT];

	(void)state;
	see("10.0.0.1", NAMEFILE_DHCP, "first", NOW);
	see("10.0.0.2", NAMEFILE_DHCP, "second", NOW);
	for (unsigned int i = 0; i < 100000; i++) {
		memcpy(a.octets + 4, &i, sizeof(i));
		assert_true(name_table_see(table, &a, NAMEFILE_DNS, "flood.test", NOW));
		assert_true(name_table_count(table) <= 1000);
		if (i % 500 == 0)
			assert_string_equal(name_of("10.0.0.1", NOW), "dhcp first");
	}
	assert_int_equal(name_table_count(table), 1000);
	assert_string_equal(name_of("10.0.0.1", NOW), "dhcp first");
	assert_string_equal(name_of("10.0.0.2", NOW), "-");
	assert_string_equal(name_of(kntop_address_format(&a, text), NOW), "dns flood.test");
}

/* What was written is read back: also that there was no name, and in the same order. */
static void a_file_keeps_it_all(void **state)
{
	char path[PATH_MAX], *text, *again;
	size_t size;

	(void)state;
	see("10.0.0.1", NAMEFILE_DHCP, "box\\ \x1b[2J\xff", NOW);
	see("10.0.0.1", NAMEFILE_TLS, "www.test", NOW);
	see("2001:db8::1", NAMEFILE_DNS, "a.test", NOW);
	see("2001:db8::1", NAMEFILE_DNS, "b.test", NOW);
	see("10.0.0.2", NAMEFILE_MDNS, "a.local", NOW);
	see("10.0.0.2", NAMEFILE_MDNS, "b.local", NOW);
	answer("10.0.0.3", "", NOW, 3600);
	answer("10.0.0.4", "four.test", NOW - 5, 3600);
	answer("10.0.0.5", NULL, NOW, 3600);
	text = name_file_text(table, NOW, &size);
	assert_string_equal(text,
			    "# names of hosts, see ntopd(8): address, source, time, name\n"
			    "10.0.0.1\tdhcp\t1700000000\tbox\\\\ \\x1b[2J\\xff\n"
			    "10.0.0.1\ttls\t1700000000\twww.test\n"
			    "2001:db8::1\tdns\t1700000000\t\n"
			    "10.0.0.2\tmdns\t1700000000\t\n"
			    "10.0.0.3\treverse\t1700000000\t\n"
			    "10.0.0.4\treverse\t1699999995\tfour.test\n");
	snprintf(path, sizeof(path), "%s/names", folder);
	assert_int_equal(whole_write(path, text, size), 0);
	name_table_free(table);
	table = name_table_new(1000);
	name_file_load(path, table, NOW);
	again = name_file_text(table, NOW, &size);
	assert_string_equal(again, text);
	assert_string_equal(name_of("10.0.0.1", NOW), "dhcp box\\ \x1b[2J\xff");
	assert_string_equal(name_of("2001:db8::1", NOW), "-");
	see("2001:db8::1", NAMEFILE_DNS, "a.test", NOW);
	assert_string_equal(name_of("2001:db8::1", NOW), "-");
	assert_false(wants("10.0.0.3", NOW + 1));
	free(text);
	free(again);
}

static void load(const char *what, size_t len)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/names", folder);
	assert_int_equal(whole_write(path, what, len), 0);
	name_file_load(path, table, NOW);
}

static void what_is_no_line_is_passed_over(void **state)
{
	static const char *const bad[] = {
		"", "\n", "#\n", "\t\t\t\n", "10.0.0.1\n", "10.0.0.1\tdns\t1\n",
		"10.0.0.1\tdns\t1700000000\tcut.test", "10.0.0.1\tdsn\t1700000000\ta.test\n",
		"10.0.0\tdns\t1700000000\ta.test\n", "10.0.0.1\tdns\t-1\ta.test\n",
		"10.0.0.1\tdns\t99999999999999999999999\ta.test\n",
		"10.0.0.1\tdns\t17e8\ta.test\n", "10.0.0.1\tdns\t1700000000\t\\q\n",
		"10.0.0.1\tdns\t1700000000\t\\x1\n", "10.0.0.1\tdns\t1700000000\t\\x00a\n",
		"10.0.0.1\tdns\t1700000000\t\x1b[2J\n", "10.0.0.1\tdns\t1700000000\t\xff\n",
		"10.0.0.1\tdns\t1700000000\ta\tb\n", "10.0.0.1\tdns\t1700000000\t\\x41\n",
		"10.0.0.1\tdhcp\t1000000000\t\n", "10.0.0.1\tdns\t1000000000\told.test\n",
		"10.0.0.1\tdns\t0\told.test\n", "10.0.0.1\tdns\t1700000000\ta.test\r\n",
	};
	static const char with_nul[] = "10.0.0.1\tdns\t1700000000\ta\0b\n";
	static const char good[] = "nonsense\n10.0.0.1\tdns\t1800000000\tgood.test\n";
	char *large = malloc(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		load(bad[i], strlen(bad[i]));
	load(with_nul, sizeof(with_nul) - 1);
	/* no piece of a line that is too long is a line */
	memset(large, 'x', 1 << 20);
	for (size_t at = 1000; at < 1600; at++)
		memcpy(large + at, "\t", 1);
	memcpy(large + (1 << 20) - 40, "10.0.0.1\tdns\t1700000000\ttail.test\n", 34);
	load(large, 1 << 20);
	free(large);
	assert_int_equal(name_table_count(table), 0);
	load(good, sizeof(good) - 1);
	assert_string_equal(name_of("10.0.0.1", NOW), "dns good.test");
	name_file_load("/dev/zero", table, NOW);
	name_file_load(folder, table, NOW);
	assert_int_equal(name_table_count(table), 1);
}

static int folder_make(void **state)
{
	(void)state;
	return !mkdtemp(folder);
}

static int folder_remove(void **state)
{
	char path[PATH_MAX];

	(void)state;
	snprintf(path, sizeof(path), "%s/names", folder);
	return unlink(path) || rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(better_sources_win),
		TEST(shared_addresses_have_no_name_of_their_own),
		TEST(who_says_several_names_has_none),
		TEST(dhcp_names_change_with_the_client),
		TEST(names_grow_old),
		TEST(answers_count_for_a_while),
		TEST(the_table_is_bounded),
		TEST(a_file_keeps_it_all),
		TEST(what_is_no_line_is_passed_over),
	};

	return cmocka_run_group_tests_name("name_table", tests, folder_make, folder_remove);
}
