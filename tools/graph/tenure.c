// SPDX-License-Identifier: GPL-2.0-or-later
/* The text "protocols" of a host. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../ntopctl/utf8.h"
#include "tenure.h"

#define NS	1000000000ULL
#define LINE	512
/* A slot changes hands once a week at most, and ntopd forgets after some 400 days. */
#define MOST	4096
#define FOREVER	((time_t)INT64_MAX)

struct reading {
	struct tenure *list;
	size_t count;
	unsigned int line;
};

const char *tenure_source(unsigned int slot, bool received)
{
	static const char *const names[TENURE_SLOTS][2] = {
		{ "p0_sent", "p0_received" }, { "p1_sent", "p1_received" },
		{ "p2_sent", "p2_received" }, { "p3_sent", "p3_received" },
		{ "p4_sent", "p4_received" }, { "p5_sent", "p5_received" },
		{ "p6_sent", "p6_received" }, { "p7_sent", "p7_received" },
	};

	return names[slot][received];
}

static int add(struct reading *r, const struct tenure *t)
{
	struct tenure *more;

	if (r->count == MOST)
		return -EINVAL;
	more = reallocarray(r->list, r->count + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	r->list = more;
	for (size_t i = 0; i < r->count; i++)
		if (more[i].slot == t->slot && more[i].until == FOREVER)
			more[i].until = t->since;
	more[r->count++] = *t;
	return 0;
}

/* "p0", "p7": a word that begins otherwise means something else. */
static bool is_slot(const char *line)
{
	return line[0] == 'p' && line[1] >= '0' && line[1] <= '9';
}

/* SLOT SINCE OFFSET OFFSET NAME */
static int take_line(struct reading *r, char *line)
{
	struct tenure t = { .until = FOREVER };
	uint64_t since;
	int at = 0;

	r->line++;
	if (!is_slot(line))
		return 0;
	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "p%u %" SCNu64 " %*d %*d %n", &t.slot, &since, &at) != 2 || !at ||
	    !line[at] || t.slot >= TENURE_SLOTS)
		return -EINVAL;
	/* What belongs to a protocol begins with the record before, which is in no row of it. */
	t.since = since / NS;
	utf8_escape(line + at, t.name, sizeof(t.name));
	return add(r, &t);
}

static int read_lines(struct reading *r, FILE *f)
{
	char line[LINE];
	int rc = 0;

	while (!rc && fgets(line, sizeof(line), f)) {
		/* A part of a line is none. */
		if (!strchr(line, '\n')) {
			r->line++;
			return -EINVAL;
		}
		rc = take_line(r, line);
	}
	return !rc && ferror(f) ? -EIO : rc;
}

static int by_name(const void *a, const void *b)
{
	const struct tenure *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->since > y->since) - (x->since < y->since);
}

static int failed(int rc, const struct reading *r, char *reason)
{
	if (rc == -EINVAL)
		snprintf(reason, ARCHIVE_REASON,
			 "line %u of the file " TENURE_TEXT " says nothing of a slot", r->line);
	else
		snprintf(reason, ARCHIVE_REASON, "the file " TENURE_TEXT ": %s", strerror(-rc));
	free(r->list);
	return rc;
}

int tenures_read(const char *folder, struct tenure **list, size_t *count, char *reason)
{
	char path[PATH_MAX + 16];
	struct reading r = { 0 };
	FILE *f;
	int rc;

	*list = NULL;
	*count = 0;
	snprintf(path, sizeof(path), "%s/" TENURE_RECORDING, folder);
	if (access(path, F_OK) && errno == ENOENT)
		return 0;
	snprintf(path, sizeof(path), "%s/" TENURE_TEXT, folder);
	f = fopen(path, "re");
	if (!f)
		return failed(-errno, &r, reason);
	rc = read_lines(&r, f);
	fclose(f);
	if (rc)
		return failed(rc, &r, reason);
	if (r.count)
		qsort(r.list, r.count, sizeof(*r.list), by_name);
	*list = r.list;
	*count = r.count;
	return 0;
}
