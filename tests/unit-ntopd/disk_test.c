// SPDX-License-Identifier: GPL-2.0-or-later
/* Disks that are full, limits and retention: what is deleted, and what goes on. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "folder.h"

#define DAY	86400ULL

static void host(struct store *s, unsigned int number, uint64_t time)
{
	char folder[64], about[64];
	struct store_record r = {
		.kind = LAYOUT_HOST, .folder = folder, .name = "traffic", .about = about,
		.time = time * NS, .values = { time },
	};

	snprintf(folder, sizeof(folder), "host/%02x/10.0.0.%u@eth0", number % 16, number);
	snprintf(about, sizeof(about), "kind=host\naddress=10.0.0.%u\n", number);
	store_record(s, &r);
}

/* The protocols of a host, and the text that says which. */
static void protocols(struct store *s, unsigned int number, uint64_t time)
{
	char folder[64], text[80];
	struct store_record r = {
		.kind = LAYOUT_SLOT, .folder = folder, .name = "protocols", .about = "kind=host\n",
		.time = time * NS, .values = { time },
	};
	FILE *f;

	snprintf(folder, sizeof(folder), "host/%02x/10.0.0.%u@eth0", number % 16, number);
	store_record(s, &r);
	snprintf(text, sizeof(text), "%s/protocols", folder);
	f = fopen(folder_file(text), "w");
	assert_non_null(f);
	fclose(f);
}

static const char *host_file(unsigned int number)
{
	static char name[64];

	snprintf(name, sizeof(name), "host/%02x/10.0.0.%u@eth0/traffic.rrd", number % 16, number);
	return name;
}

static uint64_t seen;

static int count(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)path;
	(void)ftw;
	(void)flag;
	seen += (uint64_t)st->st_blocks * 512;
	return 0;
}

/* As du says. */
static uint64_t octets(void)
{
	seen = 0;
	assert_int_equal(nftw(folder_path, count, 16, FTW_PHYS), 0);
	return seen;
}

/* Nothing newer than so many days: the file goes, with its folder, and nothing else does. */
static void retention(void **state)
{
	struct store_options o = folder_options();
	struct store *s;

	(void)state;
	o.retention = 30;
	s = store_open(&o);
	store_begin(s, T0 * NS);
	host(s, 1, T0);
	host(s, 2, T0);
	protocols(s, 1, T0);
	protocols(s, 2, T0 + 29 * DAY);
	protocols(s, 3, T0);
	host(s, 3, T0 + 29 * DAY);
	store_end(s);
	for (unsigned int day = 1; day <= 29; day++) {
		store_begin(s, (T0 + day * DAY) * NS);
		host(s, 2, T0 + day * DAY);
		store_end(s);
	}
	assert_true(folder_has(host_file(1)));
	store_begin(s, (T0 + 30 * DAY + 1) * NS);
	host(s, 2, T0 + 30 * DAY + 1);
	store_end(s);
	assert_false(folder_has(host_file(1)));
	assert_false(folder_has("host/01"));
	assert_true(folder_has(host_file(2)));
	assert_true(folder_has("host/02/10.0.0.2@eth0/protocols"));
	assert_true(folder_has("host/02/10.0.0.2@eth0/protocols.rrd"));
	assert_true(folder_has(host_file(3)));
	assert_false(folder_has("host/03/10.0.0.3@eth0/protocols"));
	assert_false(folder_has("host/03/10.0.0.3@eth0/protocols.rrd"));
	assert_non_null(strstr(folder_told(), "deleted 3 recordings older than 30 days"));
	store_close(s);
}

/* No archive goes further back, also when the retention is made shorter. */
static void rows_are_deleted(void **state)
{
	struct store_options o = folder_options();
	struct store *s = store_open(&o);

	(void)state;
	for (unsigned int day = 0; day <= 20; day++)
		for (unsigned int i = 0; i < 24; i++)
			folder_step(s, (T0 + day * DAY + i * 3600) * NS, 0, 0);
	for (unsigned int i = 0; i < 1000; i++)
		folder_step(s, (T0 + 21 * DAY + i * 10) * NS, 0, 0);
	o.retention = 2;
	store_change(s, &o);
	folder_step(s, (T0 + 21 * DAY + 10000) * NS, 0, 0);
	folder_step(s, (T0 + 21 * DAY + 10010) * NS, 0, 0);
	store_close(s);
	for (int rra = 0; rra < 7; rra++) {
		time_t first = rrd_first_r(folder_file(ETH0), rra);

		assert_true(first >= (time_t)(T0 + 18 * DAY));
	}
}

/* Idle recordings make room, the oldest first; those in use are not touched for it. */
static void limit(void **state)
{
	struct store_options o = folder_options();
	struct store_status status;
	struct store *s;
	unsigned int n;

	(void)state;
	o.max_disk = 4 << 20;
	s = store_open(&o);
	for (n = 1; n <= 20; n++) {
		uint64_t time = T0 + n * 300;

		store_begin(s, time * NS);
		for (unsigned int i = 1; i <= n; i++)
			host(s, i, time);
		store_end(s);
		assert_true(octets() <= o.max_disk);
	}
	store_status(s, &status);
	assert_true(status.missed > 5);
	assert_int_equal(status.written + status.missed, 20);
	assert_non_null(strstr(folder_told(), "--max-disk is reached"));
	assert_true(folder_has(host_file(1)));
	/* All but one are idle for two hours, and a new one comes. */
	store_begin(s, (T0 + 20000) * NS);
	host(s, 2, T0 + 20000);
	host(s, 100, T0 + 20000);
	store_end(s);
	assert_true(folder_has(host_file(2)));
	assert_true(folder_has(host_file(100)));
	assert_false(folder_has(host_file(1)));
	assert_true(octets() <= o.max_disk);
	assert_non_null(strstr(folder_told(), "everything is recorded again"));
	store_close(s);
}

/* A smaller limit takes from hosts before interfaces, and is held at once. */
static void smaller_limit(void **state)
{
	struct store_options o = folder_options();
	struct store *s = store_open(&o);

	(void)state;
	folder_step(s, T0 * NS, 0, 0);
	store_begin(s, T0 * NS);
	for (unsigned int i = 1; i <= 20; i++)
		host(s, i, T0);
	store_end(s);
	assert_true(octets() > 20 << 20);
	o.max_disk = 20 << 20;
	store_change(s, &o);
	folder_step(s, (T0 + 10) * NS, 0, 0);
	assert_true(octets() <= o.max_disk);
	assert_true(folder_has(ETH0));
	assert_false(folder_has(host_file(1)));
	assert_true(folder_has(host_file(15)));
	store_close(s);
}

/* What an interrupted write left is deleted later; what is not ours stays. */
static void leftovers(void **state)
{
	struct store *s = folder_open();
	static const char *const names[] = { "interface/eth0/traffic.rrdAbCdEf", "notes.txt" };
	uint64_t later = time(NULL) + 7200;

	(void)state;
	folder_step(s, T0 * NS, 0, 0);
	for (int i = 0; i < 2; i++)
		fclose(fopen(folder_file(names[i]), "w"));
	folder_step(s, later * NS, 0, 0);
	assert_false(folder_has(names[0]));
	assert_true(folder_has(names[1]));
	store_close(s);
}

static void put(const char *name, size_t size)
{
	FILE *f;

	if (strrchr(name, '/')) {
		char folder[512];

		strcpy(folder, folder_file(name));
		*strrchr(folder, '/') = '\0';
		if (mkdir(folder, 0755))
			assert_int_equal(errno, EEXIST);
	}
	f = fopen(folder_file(name), "w");
	assert_non_null(f);
	while (size--)
		fputc('x', f);
	fclose(f);
}

/*
 * A folder that somebody else uses, too, as that of ntopng's -d: nothing of his is deleted,
 * however old, and it is not in the limit, which would take it from the recordings.
 */
static void others(void **state)
{
	static const char *const theirs[] = {
		"0/hosts.rrd", "0/flows.db", "httpdocs/object", "large", "empty/x",
		"interface/notes.txt",
	};
	struct store_options o = folder_options();
	uint64_t later = time(NULL) + 500 * DAY;
	struct store_status status;
	struct store *s;

	(void)state;
	o.max_disk = 4 << 20;
	s = store_open(&o);
	store_begin(s, later * NS);
	host(s, 1, later);
	store_end(s);
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		put(theirs[i], strcmp(theirs[i], "large") ? 10 : 5 << 20);
	unlink(folder_file("empty/x"));
	put("interface/eth1.rrdAbCdEf", 1);
	put("host/01/object.new", 1);
	store_begin(s, (later + 3600) * NS);
	host(s, 1, later + 3600);
	store_end(s);
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		if (strcmp(theirs[i], "empty/x") && !folder_has(theirs[i]))
			fail_msg("%s is gone", theirs[i]);
	assert_true(folder_has("empty"));
	assert_true(folder_has(host_file(1)));
	assert_false(folder_has("interface/eth1.rrdAbCdEf"));
	assert_false(folder_has("host/01/object.new"));
	store_status(s, &status);
	assert_int_equal(status.written, 1);
	assert_null(strstr(folder_told(), "--max-disk"));
	store_close(s);
}

/* A slash behind the folder makes no other order. */
static void slash(void **state)
{
	struct store_options o = folder_options();
	char dir[80];
	struct store *s;

	(void)state;
	snprintf(dir, sizeof(dir), "%s//", folder_path);
	o.dir = dir;
	s = store_open(&o);
	folder_step(s, T0 * NS, 0, 0);
	store_begin(s, (T0 + 300) * NS);
	for (unsigned int i = 1; i <= 20; i++)
		host(s, i, T0 + 300);
	store_end(s);
	o.max_disk = 18 << 20;
	store_change(s, &o);
	store_begin(s, (T0 + 310) * NS);
	store_end(s);
	assert_true(folder_has(ETH0));
	assert_false(folder_has(host_file(1)));
	store_close(s);
}

/* At the limit a recording that is made otherwise needs room for what it grows by only. */
static void remade_at_limit(void **state)
{
	struct store_options o = folder_options();
	struct store_status status;
	struct store *s;

	(void)state;
	s = store_open(&o);
	folder_step(s, T0 * NS, 0, 0);
	store_close(s);
	o.max_disk = octets() + (64 << 10);
	o.retention = 200;
	s = store_open(&o);
	folder_step(s, (T0 + 10) * NS, 0, 10000);
	folder_step(s, (T0 + 20) * NS, 0, 20000);
	store_status(s, &status);
	assert_int_equal(status.written, 1);
	assert_null(strstr(folder_told(), "--max-disk is reached"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 20, 10), 1000);
	store_close(s);
}

/* librrd cannot make a file: it is told once, no half file stays, and later it can. */
static void no_file(void **state)
{
	struct rlimit small = { 4096, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	struct store *s = folder_open();
	struct store_status status;
	const char *first;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	folder_step(s, T0 * NS, 0, 0);
	folder_step(s, (T0 + 10) * NS, 0, 1000);
	setrlimit(RLIMIT_FSIZE, &all);
	store_status(s, &status);
	assert_int_equal(status.missed, 1);
	assert_false(folder_has(ETH0));
	first = strstr(folder_told(), "cannot record: ");
	assert_non_null(first);
	assert_null(strstr(first + 1, "cannot record: "));
	folder_step(s, (T0 + 20) * NS, 0, 2000);
	folder_step(s, (T0 + 30) * NS, 0, 12000);
	assert_non_null(strstr(folder_told(), "recording works again"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 30, 10), 1000);
	store_close(s);
}

static void fill(const char *name)
{
	char octets[65536] = "";
	FILE *f = fopen(folder_file(name), "w");

	assert_non_null(f);
	while (fwrite(octets, 1, sizeof(octets), f) == sizeof(octets) && !fflush(f))
		;
	fclose(f);
}

/* A disk of its own becomes full and has room again. Needs a mount, so a process too. */
static void on_full_disk(void)
{
	struct store *s;
	struct store_status status;

	s = folder_open();
	for (unsigned int n = 0; n <= 10; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	fill("ballast");
	for (unsigned int n = 11; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	store_status(s, &status);
	assert_true(status.suspended);
	assert_int_equal(status.missed, 1);
	assert_non_null(strstr(folder_told(), "the disk is full"));
	unlink(folder_file("ballast"));
	for (unsigned int n = 21; n <= 30; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	store_status(s, &status);
	assert_false(status.suspended);
	assert_int_equal(status.written, 1);
	store_close(s);
	assert_non_null(strstr(folder_told(), "there is room on the disk"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 100, 10), 1000);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 150, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 300, 10), 1000);
}

static void full_disk(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (geteuid()) {
		print_message("# only root can make a small disk\n");
		skip();
	}
	pid = fork();
	if (!pid) {
		if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		    mount("small", folder_path, "tmpfs", 0, "size=32m"))
			_exit(77);
		on_full_disk();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("# no mount here\n");
		skip();
	}
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(retention), TEST(rows_are_deleted), TEST(limit), TEST(smaller_limit),
		TEST(leftovers), TEST(others), TEST(slash), TEST(remade_at_limit),
		TEST(no_file), TEST(full_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
