/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder for one test, and what librrd says is in it. */
#ifndef FOLDER_H
#define FOLDER_H

#include <ftw.h>
#include <math.h>
#include <rrd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "unit.h"
#include "say.h"
#include "store.h"

/** A wall clock of our own: full days since the epoch, so that archives begin with it. */
#define T0		(20000ULL * 86400)
#define NS		1000000000ULL

static char folder_path[64];
static struct unit_text folder_said;

static inline int folder_remove(const char *path, const struct stat *st, int flag,
				struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static inline int folder_setup(void **state)
{
	(void)state;
	/* Its name has a blank, which must not matter anywhere. */
	strcpy(folder_path, "/tmp/ntopd store-XXXXXX");
	assert_non_null(mkdtemp(folder_path));
	say_setup(SAY_TERMINAL, SAY_INFO);
	say_to(unit_text_open(&folder_said));
	return 0;
}

static inline int folder_teardown(void **state)
{
	(void)state;
	say_to(NULL);
	unit_text_end(&folder_said);
	free(folder_said.text);
	return nftw(folder_path, folder_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/** folder_told() - what was said until now */
static inline const char *folder_told(void)
{
	fflush(folder_said.file);
	return folder_said.text;
}

static inline struct store_options folder_options(void)
{
	return (struct store_options){ folder_path, 10, 365, 1 << 30, "" };
}

static inline struct store *folder_open(void)
{
	struct store_options o = folder_options();
	struct store *s = store_open(&o);

	assert_non_null(s);
	return s;
}

/** folder_file() - absolute path of a file in it */
static inline const char *folder_file(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder_path, name);
	return path;
}

static inline bool folder_has(const char *name)
{
	return access(folder_file(name), F_OK) == 0;
}

/**
 * folder_value() - one value of a recording
 * @name: file
 * @how: AVERAGE or MAX
 * @source: data source
 * @at: end of the row, seconds
 * @step: of the row
 */
static inline double folder_value(const char *name, const char *how, const char *source,
				  time_t at, unsigned long step)
{
	unsigned long count, got = step;
	time_t start = at - step, end = at;
	rrd_value_t *data;
	double value = -1;
	char **names;

	if (rrd_fetch_r(folder_file(name), how, &start, &end, &got, &count, &names, &data))
		fail_msg("%s: %s", name, rrd_get_error());
	assert_int_equal(got, step);
	for (unsigned long i = 0; i < count; i++) {
		if (!strcmp(names[i], source))
			value = data[(at - start) / got * count - count + i];
		rrd_freemem(names[i]);
	}
	rrd_freemem(names);
	rrd_freemem(data);
	return value;
}

/** folder_near() - @got is @want, within a millionth of it */
#define folder_near(got, want) do {						\
	double g = (got), w = (want);						\
	if (!(fabs(g - w) <= 1e-6 * fabs(w) + 1e-9))				\
		fail_msg("line %d: %.9g instead of %.9g", __LINE__, g, w);	\
} while (0)

/** folder_unknown() - @got is no number */
#define folder_unknown(got) do {						\
	double g = (got);							\
	if (!isnan(g))								\
		fail_msg("line %d: %.9g instead of nothing", __LINE__, g);	\
} while (0)

#define ETH0	"interface/eth0/traffic.rrd"

/** folder_step() - record an interface with @octets received until @time, nanoseconds */
static inline void folder_step(struct store *s, uint64_t time, uint64_t epoch, uint64_t octets)
{
	struct store_record r = {
		.kind = LAYOUT_INTERFACE, .folder = "interface/eth0", .name = "traffic",
		.about = "kind=interface\nname=eth0\n", .time = time, .epoch = epoch,
		.values = { octets, octets / 100, [5] = 7 },
	};

	store_begin(s, time);
	store_record(s, &r);
	store_end(s);
}

#endif /* FOLDER_H */
