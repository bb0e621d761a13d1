// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What recording 2,000 hosts for an hour costs the disk: files, and octets of the pages that
 * are dirtied in a step of ten seconds, as the kernel counts them for this process; beside
 * one file for each metric, written every step.
 */
#include <fcntl.h>
#include "folder.h"
#include "place.h"
#include "recording.h"

#define HOSTS		2000U
#define STEP		10U
#define STEPS		360U
/* The other way is measured with a twentieth of the hosts, and for fewer steps. */
#define OTHER_HOSTS	(HOSTS / 20)
#define OTHER_STEPS	30U

static uint64_t sync_and_count(void)
{
	int folder = open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FILE *f = fopen("/proc/self/io", "re");
	unsigned long long octets = 0;
	char line[128];

	assert_true(folder >= 0 && f);
	/* What is clean again counts again when it is dirtied. */
	assert_int_equal(syncfs(folder), 0);
	close(folder);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "write_bytes: %llu", &octets) == 1)
			break;
	fclose(f);
	return octets;
}

static void record_hosts(struct store *s, unsigned int step)
{
	struct kntop_host host = { .addr = { .family = 4, .octets = { 10 } }, .vlan = -1 };
	struct store_record r = { .kind = LAYOUT_HOST, .name = "traffic", .about = "kind=host\n" };
	char folder[PLACE_SIZE];

	strcpy(host.interface, "eth0");
	r.folder = folder;
	r.time = (T0 + step * STEP) * NS;
	r.epoch = T0 * NS - NS;
	for (size_t v = 0; v < layout_of(LAYOUT_HOST)->count; v++)
		r.values[v] = 1000 * step * (v + 1);
	for (unsigned int i = 0; i < HOSTS; i++) {
		host.addr.octets[2] = i >> 8;
		host.addr.octets[3] = i;
		place_host(&host, folder);
		store_record(s, &r);
	}
}

/* Octets a step, on the average of an hour; as recorder.c does, hosts are due every 300 s. */
static uint64_t ours(unsigned long *files)
{
	unsigned int every = layout_step(LAYOUT_HOST, STEP) / STEP;
	struct store_options o = folder_options();
	struct store_status status;
	struct store *s;
	uint64_t sum = 0, before;

	o.max_disk *= 4;
	s = store_open(&o);
	assert_non_null(s);
	for (unsigned int n = 0; n <= STEPS; n += every) {
		before = sync_and_count();
		store_begin(s, (T0 + n * STEP) * NS);
		record_hosts(s, n);
		store_end(s);
		/* Files are made but once. */
		if (n)
			sum += sync_and_count() - before;
	}
	store_status(s, &status);
	store_close(s);
	*files = status.files;
	return sum / STEPS;
}

static void other_name(char *path, unsigned int host, unsigned int metric)
{
	snprintf(path, 128, "%s/%u-%u.rrd", folder_path, host, metric);
}

static void other_create(unsigned int host, unsigned int metric)
{
	struct layout_arguments args, one = { .count = 0 };
	size_t sources = layout_of(LAYOUT_HOST)->count;
	char path[128], reason[RECORDING_REASON];

	layout_arguments(LAYOUT_HOST, STEP, 365, &args);
	one.list[one.count++] = args.list[metric];
	for (int i = sources; i < args.count; i++)
		one.list[one.count++] = args.list[i];
	other_name(path, host, metric);
	assert_int_equal(recording_create(path, 300, T0 - 1, false, &one, reason), 0);
}

/* Octets a step; the very archives, each source in a file of its own. */
static uint64_t others(unsigned long *files)
{
	size_t metrics = layout_of(LAYOUT_HOST)->count;
	char path[128], row[RECORDING_ROW], reason[RECORDING_REASON];
	const char *rows[] = { row };
	uint64_t before, value;

	for (unsigned int i = 0; i < OTHER_HOSTS * metrics; i++)
		other_create(i / metrics, i % metrics);
	before = sync_and_count();
	for (unsigned int n = 1; n <= OTHER_STEPS; n++) {
		value = 1000 * n;
		recording_row(row, (T0 + n * STEP) * NS, &value, 1);
		for (unsigned int i = 0; i < OTHER_HOSTS * metrics; i++) {
			other_name(path, i / metrics, i % metrics);
			assert_int_equal(recording_update(path, rows, 1, reason), 0);
		}
		sync_and_count();
	}
	*files = HOSTS * metrics;
	return (sync_and_count() - before) / OTHER_STEPS * (HOSTS / OTHER_HOSTS);
}

static void io(void **state)
{
	unsigned long our_files, their_files;
	uint64_t our_octets = ours(&our_files), their_octets = others(&their_files);

	(void)state;
	print_message("# 2,000 hosts, a step of 10 s: %lu files and %llu kB; a file a metric: %lu files and %llu kB\n",
		      our_files, (unsigned long long)our_octets / 1000, their_files,
		      (unsigned long long)their_octets / 1000);
	assert_int_equal(our_files, HOSTS);
	/* Zero would mean that this file system is not counted. */
	assert_true(our_octets > 0);
	assert_true(our_octets * 10 < their_octets);
	assert_true(our_files * 10 < their_files);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(io) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
