// SPDX-License-Identifier: GPL-2.0-or-later
/* What the user chose in the live view, and the file that remembers it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../args.h"
#include "history.h"
#include "live.h"
#include "settings.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define PATH_SIZE	4096
#define FILE_SIZE	16384
#define TITLE_SIZE	32

/* Stable names of the lists, in the order of enum live_page. */
static const char *const list_names[LIVE_LISTS] = {
	"overview", "talkers", "hosts", "flows", "protocols", "networks", "health",
	"flows_by_host", "flows_by_network", "flows_by_protocol",
	"hosts_by_country", "hosts_by_as",
};

const char *settings_page(enum live_page page)
{
	return list_names[page];
}

/* A setting that is a number in a range. */
struct entry {
	const char *key;
	size_t offset;
	size_t size;
	uint32_t min, max;
};

#define ENTRY(name, member, min, max) \
	{ name, offsetof(struct settings, member), \
	  sizeof(((struct settings *)0)->member), min, max }

static const struct entry entries[] = {
	ENTRY("page", page, 0, LIVE_TABS - 1),
	ENTRY("delay_ms", delay, SETTINGS_DELAY_MIN, SETTINGS_DELAY_MAX),
	ENTRY("span", span, 0, HISTORY_SPANS - 1),
	ENTRY("count", units.count, 0, UNITS_COUNTS - 1),
	ENTRY("scale", units.scale, 0, UNITS_SCALES - 1),
	ENTRY("total", units.total, 0, 1),
	ENTRY("names", names, 0, 1),
	ENTRY("ports", ports, 0, 1),
	ENTRY("locality", locality, 0, KNTOP_QUERY_REMOTE),
	ENTRY("categories", categories, 0, 1),
};

void settings_init(struct settings *s)
{
	*s = (struct settings){ .group = LIVE_FLOWS, .host_group = LIVE_HOSTS,
				 .delay = 1000 };
}

static uint32_t entry_get(const struct settings *s, const struct entry *e)
{
	const char *at = (const char *)s + e->offset;

	return e->size == 1 ? *(const uint8_t *)at : *(const uint32_t *)at;
}

static void entry_set(struct settings *s, const struct entry *e, uint32_t value)
{
	char *at = (char *)s + e->offset;

	if (value < e->min || value > e->max)
		return;
	if (e->size == 1)
		*(uint8_t *)at = value;
	else
		*(uint32_t *)at = value;
}

/* Index of a list by its stable name, LIVE_LISTS if there is none. */
static size_t list_of(const char *name)
{
	size_t i = 0;

	while (i < LIVE_LISTS && !(name && !strcmp(name, list_names[i])))
		i++;
	return i;
}

/*
 * "list NAME SORT INVERT" behind its first word. What may follow are bits of columns by
 * their places in an earlier version, which are others now: nobody can tell which.
 */
static void parse_list(struct settings *s, char *words)
{
	char *save;
	size_t i = list_of(strtok_r(words, " ", &save));
	uint64_t value[2] = { 0 };

	for (int n = 0; n < 2; n++) {
		const char *word = strtok_r(NULL, " ", &save);

		if (!word || !args_parse_number(word, &value[n]))
			return;
	}
	if (i == LIVE_LISTS)
		return;
	s->list[i].sort = value[0] < UINT8_MAX ? value[0] : 0;
	s->list[i].invert = value[1];
}

/* A column's name in the file: its heading, the second one of a heading with "#2". */
static const char *column_name(const struct column *columns, unsigned int i, char *buf)
{
	unsigned int same = 1;

	for (unsigned int n = 0; n < i; n++)
		same += !strcmp(columns[n].title, columns[i].title);
	if (same == 1)
		snprintf(buf, TITLE_SIZE, "%s", columns[i].title);
	else
		snprintf(buf, TITLE_SIZE, "%s#%u", columns[i].title, same);
	return buf;
}

/* "hide NAME COLUMN" behind its first word; a column that is not there any more is none. */
static void parse_hide(struct settings *s, char *words)
{
	const struct column *columns;
	char *title = strchr(words, ' '), name[TITLE_SIZE];
	size_t list;

	if (!title)
		return;
	*title++ = '\0';
	list = list_of(words);
	columns = list < LIVE_LISTS ? live_columns(list) : NULL;
	for (unsigned int i = 0; columns && columns[i].title; i++)
		if (!strcmp(title, column_name(columns, i, name)))
			s->list[list].hidden |= 1U << i;
}

static void parse_line(struct settings *s, char *line)
{
	char *value = strchr(line, ' ');
	uint64_t number;

	if (!value)
		return;
	*value++ = '\0';
	if (!strcmp(line, "list"))
		parse_list(s, value);
	else if (!strcmp(line, "hide"))
		parse_hide(s, value);
	else if (args_parse_number(value, &number) && number <= UINT32_MAX)
		for (size_t i = 0; i < COUNT(entries); i++)
			if (!strcmp(line, entries[i].key))
				entry_set(s, &entries[i], number);
}

void settings_parse(struct settings *s, char *text)
{
	char *save;

	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		parse_line(s, line);
}

/* Columns by name: a new one among them must not hide another. */
static size_t write_hidden(const struct settings *s, size_t list, char *buf, size_t size)
{
	const struct column *columns = live_columns(list);
	char name[TITLE_SIZE];
	size_t used = 0;

	for (unsigned int i = 0; columns && columns[i].title && used < size; i++)
		if (s->list[list].hidden & 1U << i)
			used += snprintf(buf + used, size - used, "hide %s %s\n",
					 list_names[list], column_name(columns, i, name));
	return used;
}

void settings_write(const struct settings *s, char *buf, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < COUNT(entries) && used < size; i++)
		used += snprintf(buf + used, size - used, "%s %u\n", entries[i].key,
				 entry_get(s, &entries[i]));
	for (size_t i = 0; i < COUNT(list_names) && used < size; i++) {
		/* the last number is for an earlier version, which expects one */
		used += snprintf(buf + used, size - used, "list %s %u %u 0\n", list_names[i],
				 s->list[i].sort, s->list[i].invert);
		if (used < size)
			used += write_hidden(s, i, buf + used, size - used);
	}
}

/* Where the file is, in PATH_SIZE octets: the folder's length, or 0 if there is no place. */
static size_t find(char *path)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	int len;

	/* relative paths are to be ignored, says the XDG Base Directory Specification */
	if (config && config[0] == '/')
		len = snprintf(path, PATH_SIZE - 16, "%s/kntop", config);
	else if (home && home[0] == '/')
		len = snprintf(path, PATH_SIZE - 16, "%s/.config/kntop", home);
	else
		return 0;
	if (len >= PATH_SIZE - 16)
		return 0;
	strcpy(path + len, "/top");
	return len;
}

void settings_load(struct settings *s)
{
	char path[PATH_SIZE], text[FILE_SIZE];
	FILE *file = find(path) ? fopen(path, "re") : NULL;

	if (!file)
		return;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	settings_parse(s, text);
}

/* The folders on the way, as mkdir -p. */
static int make_folders(char *path, size_t len)
{
	for (size_t i = 1; i <= len; i++) {
		char kept = path[i];

		if (kept != '/' && i != len)
			continue;
		path[i] = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return -errno;
		path[i] = kept;
	}
	return 0;
}

static int write_whole(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");
	bool written;

	if (!file)
		return -errno;
	written = fputs(text, file) >= 0;
	if (fclose(file) || !written)
		return errno ? -errno : -EIO;
	return 0;
}

int settings_save(const struct settings *s)
{
	char path[PATH_SIZE], temporary[PATH_SIZE + 16], text[FILE_SIZE];
	size_t folder = find(path);
	int rc;

	if (!folder)
		return 0;
	settings_write(s, text, sizeof(text));
	rc = make_folders(path, folder);
	if (rc)
		return rc;
	snprintf(temporary, sizeof(temporary), "%s.%d", path, (int)getpid());
	rc = write_whole(temporary, text);
	if (!rc && rename(temporary, path))
		rc = -errno;
	if (rc)
		unlink(temporary);
	return rc;
}
