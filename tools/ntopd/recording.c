// SPDX-License-Identifier: GPL-2.0-or-later
/* One file of librrd. */
#include <errno.h>
#include <inttypes.h>
#include <rrd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../ntopctl/rrd/locked.h"
#include "recording.h"

/* librrd keeps its error until it is cleared. */
static int failed(char *reason)
{
	if (reason)
		snprintf(reason, RECORDING_REASON, "%s",
			 rrd_test_error() ? rrd_get_error() : "librrd gives no reason");
	rrd_clear_error();
	return -EIO;
}

static const rrd_info_t *find(const rrd_info_t *info, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const rrd_info_t *find(const rrd_info_t *info, const char *format, ...)
{
	char key[64];
	va_list args;

	va_start(args, format);
	vsnprintf(key, sizeof(key), format, args);
	va_end(args);
	for (; info; info = info->next)
		if (!strcmp(info->key, key))
			return info;
	return NULL;
}

static unsigned long count_of(const rrd_info_t *i)
{
	return i && i->type == RD_I_CNT ? i->value.u_cnt : 0;
}

static const char *text_of(const rrd_info_t *i)
{
	return i && i->type == RD_I_STR ? i->value.u_str : "";
}

/* DS:NAME:TYPE:HEARTBEAT:... */
static bool same_source(const rrd_info_t *info, const char *argument, int number)
{
	char name[32], type[16], text[64];
	unsigned long heartbeat;

	if (sscanf(argument, "DS:%31[^:]:%15[^:]:%lu", name, type, &heartbeat) != 3)
		return false;
	snprintf(text, sizeof(text), "ds[%s]", name);
	return find(info, "%s.index", text) &&
		count_of(find(info, "%s.index", text)) == (unsigned long)number &&
		!strcmp(text_of(find(info, "%s.type", text)), type) &&
		count_of(find(info, "%s.minimal_heartbeat", text)) == heartbeat;
}

/* RRA:HOW:0.5:STEPS:ROWS */
static bool same_archive(const rrd_info_t *info, const char *argument, int number)
{
	char how[16];
	unsigned long steps, rows;

	if (sscanf(argument, "RRA:%15[^:]:0.5:%lu:%lu", how, &steps, &rows) != 3)
		return false;
	return !strcmp(text_of(find(info, "rra[%d].cf", number)), how) &&
		count_of(find(info, "rra[%d].pdp_per_row", number)) == steps &&
		count_of(find(info, "rra[%d].rows", number)) == rows;
}

static bool same(const rrd_info_t *info, unsigned int step, const struct layout_arguments *args)
{
	int sources = 0, archives = 0, there = 0;

	if (count_of(find(info, "step")) != step)
		return false;
	for (int i = 0; i < args->count; i++) {
		if (args->text[i][0] == 'D' ? !same_source(info, args->text[i], sources++) :
		    !same_archive(info, args->text[i], archives++))
			return false;
	}
	for (const rrd_info_t *i = info; i; i = i->next) {
		size_t len = strlen(i->key);

		there += len > 6 && !strcmp(i->key + len - 6, ".index");
	}
	return there == sources && !find(info, "rra[%d].cf", archives);
}

/*
 * A file that librrd could not open or map, as there were no descriptors or no memory or no
 * permission, or that somebody has locked, may be in order. One that is empty cannot be
 * mapped either.
 */
static bool is_unreadable(const char *path)
{
	const char *error = rrd_get_error();
	struct stat st;

	return !strncmp(error, "opening ", 8) || !strncmp(error, "fstat ", 6) ||
		strstr(error, "could not lock") ||
		(!strncmp(error, "mmaping ", 8) && !stat(path, &st) && st.st_size);
}

enum recording_state recording_state(const char *path, unsigned int step,
				     const struct layout_arguments *args, char *reason)
{
	enum recording_state state;
	rrd_info_t *info;

	if (access(path, F_OK))
		return RECORDING_MISSING;
	info = locked_info(path);
	if (!info) {
		state = is_unreadable(path) ? RECORDING_UNREADABLE : RECORDING_BROKEN;
		failed(state == RECORDING_UNREADABLE ? reason : NULL);
		return state;
	}
	state = same(info, step, args) ? RECORDING_GOOD : RECORDING_OTHER;
	rrd_info_free(info);
	return state;
}

int recording_create(const char *path, unsigned int step, time_t start, bool again,
		     const struct layout_arguments *args, char *reason)
{
	const char *sources[] = { path, NULL };

	return rrd_create_r2(path, step, again ? -1 : start, 0, again ? sources : NULL, NULL,
			     args->count, (const char **)args->list) ? failed(reason) : 0;
}

int recording_last(const char *path, time_t *time, uint64_t *values, size_t count)
{
	char **names = NULL, **last = NULL;
	unsigned long there = 0;
	int tries = LOCKED_TRIES, rc;

	do
		rc = rrd_lastupdate_r(path, time, &there, &names, &last);
	while (rc && locked_again(&tries));
	if (rc)
		return failed(NULL);
	for (size_t i = 0; i < count; i++)
		values[i] = i < there && last[i][0] >= '0' && last[i][0] <= '9' ?
			strtoull(last[i], NULL, 10) : UINT64_MAX;
	for (unsigned long i = 0; i < there; i++) {
		rrd_freemem(names[i]);
		rrd_freemem(last[i]);
	}
	rrd_freemem(names);
	rrd_freemem(last);
	return 0;
}

int recording_update(const char *path, const char *const *rows, int count, char *reason)
{
	int tries = LOCKED_TRIES, rc;

	do
		rc = rrd_update_r(path, NULL, count, (const char **)rows);
	while (rc && locked_again(&tries));
	return rc ? failed(reason) : 0;
}

const char *recording_row(char *buf, uint64_t time, const uint64_t *values, size_t count)
{
	size_t n;

	n = snprintf(buf, RECORDING_ROW, "%" PRIu64 ".%06u", time / 1000000000,
		     (unsigned int)(time % 1000000000 / 1000));
	for (size_t i = 0; i < count; i++) {
		if (values && values[i] != UINT64_MAX)
			n += snprintf(buf + n, RECORDING_ROW - n, ":%" PRIu64, values[i]);
		else
			n += snprintf(buf + n, RECORDING_ROW - n, ":U");
	}
	return buf;
}
