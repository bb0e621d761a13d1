// SPDX-License-Identifier: GPL-2.0-or-later
/* What hosts are called: the names that ntopd has gathered. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "field.h"
#include "hostname.h"
#include "utf8.h"

/**
 * struct known - the names of one file
 * @path: which, NULL it was not looked for
 * @file: as it was when it was read
 * @looked: it was looked for
 * @lines: sorted by address
 * @count: how many
 * @room: for how many there is memory
 */
static struct {
	const char *path;
	struct stat file;
	bool looked;
	struct namefile_line *lines;
	size_t count;
	size_t room;
} known;

void hostname_use(const char *path)
{
	known.path = path;
	known.looked = false;
	known.file = (struct stat){ 0 };
	known.count = 0;
}

_Static_assert(!offsetof(struct namefile_line, addr), "a line is found by its address");

/* By address, with which a line begins. */
static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct kntop_address));
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The preferred one comes first, and the lines of an address follow each other. */
static void take_line(const struct namefile_line *line, void *data)
{
	time_t now = *(const time_t *)data;
	struct namefile_line *more;

	if (!line->name[0] || line->time + NAMEFILE_LIFE < (uint64_t)now)
		return;
	if (known.count && !compare(&known.lines[known.count - 1], line))
		return;
	if (known.count == known.room) {
		size_t room = known.room ? 2 * known.room : 256;

		more = reallocarray(known.lines, room, sizeof(*more));
		if (!more)
			return;
		known.lines = more;
		known.room = room;
	}
	known.lines[known.count++] = *line;
}

void hostname_refresh(void)
{
	struct stat st = { 0 };
	time_t now = time(NULL);

	known.looked = true;
	if (!known.path)
		known.path = getenv("KNTOP_NAMES");
	if (!known.path)
		known.path = NAMEFILE_DEFAULT;
	if (stat(known.path, &st))
		st = (struct stat){ 0 };
	if (is_same_file(&st, &known.file))
		return;
	known.file = st;
	known.count = 0;
	namefile_read(known.path, take_line, &now);
	qsort(known.lines, known.count, sizeof(*known.lines), compare);
}

bool hostname_any(void)
{
	if (!known.looked)
		hostname_refresh();
	return known.count;
}

const struct namefile_line *hostname_find(const struct kntop_address *addr)
{
	if (!hostname_any())
		return NULL;
	return bsearch(addr, known.lines, known.count, sizeof(*known.lines), compare);
}

void hostname_json(struct json *j, const struct kntop_address *addr)
{
	const struct namefile_line *line = hostname_find(addr);

	json_string(j, "name", line ? line->name : NULL);
	json_string(j, "name_source", line ? namefile_source_name(line->source) : NULL);
}

char *hostname_text(const struct kntop_address *addr, char *buf)
{
	const struct namefile_line *line = hostname_find(addr);

	buf[0] = '\0';
	return line ? utf8_escape(line->name, buf, FIELD_SIZE) : buf;
}

char *hostname_with_source(const struct kntop_address *addr, char *buf)
{
	const struct namefile_line *line = hostname_find(addr);
	char name[FIELD_SIZE - 20];

	buf[0] = '\0';
	if (line)
		snprintf(buf, FIELD_SIZE, "%s (%s)", utf8_escape(line->name, name, sizeof(name)),
			 namefile_source_name(line->source));
	return buf;
}
