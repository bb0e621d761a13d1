// SPDX-License-Identifier: GPL-2.0-or-later
/* Which protocol of a host has which slot, what is recorded in it, and what the text says. */
#include <errno.h>
#include <sys/resource.h>
#include "folder.h"
#include "slots.h"

#define STEP	(300 * NS)
#define START	((T0 + 300) * NS)
#define WEEK	(7 * 86400ULL)

static void *table;
static struct slots_moment moment;
static struct slots_share shares[16];
static uint64_t values[2 * LAYOUT_SLOTS];

static int setup(void **state)
{
	folder_setup(state);
	table = NULL;
	moment = (struct slots_moment){
		.folder = folder_path, .time = START, .first = START - NS, .fresh = true,
		.shares = shares,
	};
	return 0;
}

static int teardown(void **state)
{
	slots_forget_all(&table);
	return folder_teardown(state);
}

/* A protocol's totals from now on; received is a tenth of what is sent. */
static void carried(const char *name, uint64_t sent)
{
	size_t i = 0;

	while (i < moment.count && strcmp(shares[i].name, name))
		i++;
	moment.count += i == moment.count;
	shares[i] = (struct slots_share){ name, { sent, sent / 10 } };
}

/* A record five minutes later; then there is a recording. */
static int record(void)
{
	int rc = slots_record(&table, &moment, values);

	moment.time += STEP;
	moment.fresh = false;
	return rc;
}

static void check(unsigned int slot, uint64_t sent)
{
	if (values[2 * slot] != sent || values[2 * slot + 1] != sent / 10)
		fail_msg("slot %u: %llu %llu, not %llu", slot, (unsigned long long)values[2 * slot],
			 (unsigned long long)values[2 * slot + 1], (unsigned long long)sent);
}

/* The lines of the text but the first two, offsets as signed numbers. */
static const char *text(void)
{
	static char all[4096];
	char line[512], name[200];
	FILE *f = fopen(folder_file(SLOTS_TEXT), "r");
	unsigned long long since;
	unsigned int slot;
	long long a, b;

	assert_non_null(f);
	assert_true(fgets(line, sizeof(line), f) && fgets(line, sizeof(line), f));
	all[0] = '\0';
	while (fgets(line, sizeof(line), f)) {
		assert_int_equal(sscanf(line, "p%u %llu %lld %lld %199[^\n]", &slot, &since,
					&a, &b, name), 5);
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%u@%lld%+lld%+lld %s; ", slot,
			 (long long)(since - START) / (long long)NS, a, b, name);
	}
	fclose(f);
	return all;
}

static void given_by_traffic(void **state)
{
	(void)state;
	carried("DNS", 500);
	carried("TLS", 90000);
	carried("a b", 30000);
	assert_int_equal(record(), 0);
	check(0, 90000);
	check(1, 30000);
	check(2, 0);
	assert_string_equal(text(), "0@-1+0+0 TLS; 1@-1+0+0 a b; ");
	/* DNS becomes one that matters: from then on it is recorded, by what it grew */
	carried("DNS", 1500);
	carried("QUIC", 2000);
	assert_int_equal(record(), 0);
	check(0, 90000);
	check(2, 2000);
	check(3, 1000);
	assert_string_equal(text(), "0@-1+0+0 TLS; 1@-1+0+0 a b; 2@0+0+0 QUIC; 3@0-500-50 DNS; ");
}

/* A text that cannot be opened now is no missing one, for which a recording is deleted. */
static void unreadable_text(void **state)
{
	struct rlimit before, none;
	int fd, rc;

	(void)state;
	carried("TLS", 90000);
	assert_int_equal(record(), 0);
	slots_forget_all(&table);
	fd = dup(1);
	close(fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ fd, before.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	rc = record();
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(rc, -EMFILE);
	assert_int_equal(record(), 0);
	check(0, 90000);
	assert_string_equal(text(), "0@-1+0+0 TLS; ");
}

/* Whoever made room may have taken the text of a host that is recorded again. */
static void text_comes_back(void **state)
{
	(void)state;
	carried("TLS", 90000);
	assert_int_equal(record(), 0);
	assert_int_equal(unlink(folder_file(SLOTS_TEXT)), 0);
	assert_int_equal(record(), 0);
	check(0, 90000);
	assert_string_equal(text(), "0@-1+0+0 TLS; ");
}

static void nothing_yet(void **state)
{
	(void)state;
	assert_int_equal(record(), 0);
	for (int i = 0; i < LAYOUT_SLOTS; i++)
		check(i, 0);
	assert_string_equal(text(), "");
}

static const char *const eight[] = { "A", "B", "C", "D", "E", "F", "G", "H" };

/* A full house: the ninth waits until somebody has been silent for a week. */
static void handed_on(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		carried(eight[i], 1000 + 100 * (8 - i));
	assert_int_equal(record(), 0);
	carried("I", 50000);
	assert_int_equal(record(), 0);
	for (int i = 0; i < 8; i++)
		check(i, 1000 + 100 * (8 - i));
	moment.time += WEEK * NS - 2 * STEP;
	for (int i = 0; i < 8; i++)
		if (i != 3)
			carried(eight[i], 5000);
	carried("I", 60000);
	assert_int_equal(record(), 0);
	check(3, 1500);
	carried("I", 67000);
	moment.time += STEP;
	assert_int_equal(record(), 0);
	check(3, 1500 + 7000);
	carried("D", 9000);
	carried("I", 68000);
	assert_int_equal(record(), 0);
	check(3, 1500 + 8000);
	assert_non_null(strstr(text(), "3@-1+0+0 D; "));
	assert_non_null(strstr(text(), "3@604800-58500-5850 I; "));
	slots_forget_all(&table);
	carried("I", 69000);
	assert_int_equal(record(), 0);
	check(3, 1500 + 9000);
	check(0, 5000);
}

static void started_anew(void **state)
{
	(void)state;
	carried("A", 1000);
	assert_int_equal(record(), 0);
	carried("B", 9);
	carried("A", 2000);
	assert_int_equal(record(), 0);
	slots_forget_all(&table);
	/* what B carried of late is not known, so it waits */
	carried("A", 3000);
	carried("B", 8000);
	assert_int_equal(record(), 0);
	check(0, 3000);
	check(1, 0);
	carried("B", 8500);
	assert_int_equal(record(), 0);
	check(0, 3000);
	check(1, 500);
}

static void totals_began_anew(void **state)
{
	(void)state;
	carried("A", 100000);
	carried("B", 10);
	assert_int_equal(record(), 0);
	carried("B", 5010);
	assert_int_equal(record(), 0);
	check(1, 5000);
	moment.first = moment.time - 20 * NS;
	carried("A", 70);
	carried("B", 80);
	assert_int_equal(record(), 0);
	check(0, 70);
	check(1, 80);
	assert_string_equal(text(), "0@-1+0+0 A; 1@0+0+0 B; ");
	/* and while nobody looked: a moment of which nothing is known */
	slots_forget_all(&table);
	moment.first = moment.time - 10 * NS;
	carried("A", 7);
	carried("B", 200000);
	assert_int_equal(record(), 0);
	for (int i = 0; i < 2 * LAYOUT_SLOTS; i++)
		assert_true(values[i] == UINT64_MAX);
	carried("A", 9);
	assert_int_equal(record(), 0);
	check(0, 9);
	check(1, 200000);
}

/* The clock is set: the host's first packet moves with it, and its totals go on. */
static void clock_set(void **state)
{
	(void)state;
	carried("A", 10000);
	carried("B", 10);
	assert_int_equal(record(), 0);
	carried("B", 510);
	assert_int_equal(record(), 0);
	moment.first -= 3600 * NS;
	carried("B", 610);
	assert_int_equal(record(), 0);
	check(1, 600);
	slots_forget_all(&table);
	carried("B", 710);
	assert_int_equal(record(), 0);
	check(1, 700);
}

/* What was not told is unknown, and no reset. */
static void left_out(void **state)
{
	(void)state;
	carried("A", 1000);
	assert_int_equal(record(), 0);
	moment.count = 0;
	assert_int_equal(record(), 0);
	assert_true(values[0] == UINT64_MAX && values[1] == UINT64_MAX);
	check(1, 0);
	carried("A", 3000);
	assert_int_equal(record(), 0);
	check(0, 3000);
}

static void bad_text(void **state)
{
	static const char *const bad[] = {
		"", "first 5\np8 1 0 0 A\n", "first 5\np1 1 0 A\n", "first 5\np1 1 0 0 \n",
		"first 5\nnonsense\n", "first 5\np1 1 0 0 cut", "p1 1 0 0 A\n",
	};

	(void)state;
	moment.fresh = false;
	assert_int_equal(record(), -EINVAL);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		FILE *f = fopen(folder_file(SLOTS_TEXT), "w");

		fputs(bad[i], f);
		fclose(f);
		assert_int_equal(record(), -EINVAL);
	}
	moment.fresh = true;
	carried("A", 1000);
	assert_int_equal(record(), 0);
	check(0, 1000);
}

/* A text that cannot be written gives nothing out. */
static void no_room(void **state)
{
	char elsewhere[] = "/nowhere/at/all";

	(void)state;
	moment.folder = elsewhere;
	carried("A", 1000);
	assert_int_equal(record(), -ENOENT);
	assert_null(table);
}

static void swept(void **state)
{
	(void)state;
	carried("A", 1000);
	assert_int_equal(record(), 0);
	slots_sweep(&table, moment.time - STEP);
	assert_non_null(table);
	slots_sweep(&table, moment.time);
	assert_null(table);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(given_by_traffic), TEST(nothing_yet), TEST(handed_on), TEST(started_anew),
		TEST(totals_began_anew), TEST(clock_set), TEST(left_out), TEST(bad_text),
		TEST(no_room), TEST(swept), TEST(unreadable_text), TEST(text_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
