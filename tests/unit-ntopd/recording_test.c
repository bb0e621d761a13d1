// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that are no recordings, and such that cannot be opened now. */
#include <sys/resource.h>
#include "folder.h"

#define EPOCH	((T0 - 86400) * NS)

static void broken_file(void **state)
{
	struct store *s = folder_open();
	FILE *f;

	(void)state;
	folder_step(s, T0 * NS, EPOCH, 0);
	store_close(s);
	f = fopen(folder_file(ETH0), "w");
	fputs("nonsense", f);
	fclose(f);
	s = folder_open();
	folder_step(s, (T0 + 10) * NS, EPOCH, 0);
	folder_step(s, (T0 + 20) * NS, EPOCH, 10000);
	store_close(s);
	assert_non_null(strstr(folder_told(), "traffic.rrd: not a recording, renamed to"));
	assert_true(folder_has("interface/eth0/traffic.rrd.broken"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 20, 10), 1000);
}

/* One that cannot be opened now is no broken one: it is told of, and stays. */
static void unreadable_file(void **state)
{
	struct rlimit before, none;
	struct store *s = folder_open();
	int fd;

	(void)state;
	folder_step(s, T0 * NS, EPOCH, 0);
	folder_step(s, (T0 + 10) * NS, EPOCH, 10000);
	store_close(s);
	s = folder_open();
	store_begin(s, (T0 + 20) * NS);
	store_end(s);
	fd = dup(1);
	close(fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ fd, before.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	folder_step(s, (T0 + 20) * NS, EPOCH, 20000);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_non_null(strstr(folder_told(), "cannot record: "));
	assert_non_null(strstr(folder_told(), "Too many open files"));
	assert_false(folder_has("interface/eth0/traffic.rrd.broken"));
	folder_step(s, (T0 + 30) * NS, EPOCH, 30000);
	store_close(s);
	assert_non_null(strstr(folder_told(), "recording works again"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10, 10), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 30, 10), 1000);
}

/* Nor is an empty one anything else than a broken one. */
static void empty_file(void **state)
{
	struct store *s = folder_open();

	(void)state;
	folder_step(s, T0 * NS, EPOCH, 0);
	store_close(s);
	assert_int_equal(truncate(folder_file(ETH0), 0), 0);
	s = folder_open();
	folder_step(s, (T0 + 10) * NS, EPOCH, 0);
	store_close(s);
	assert_true(folder_has("interface/eth0/traffic.rrd.broken"));
	assert_true(folder_has(ETH0));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(broken_file), TEST(unreadable_file), TEST(empty_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
