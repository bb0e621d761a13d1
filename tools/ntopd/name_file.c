// SPDX-License-Identifier: GPL-2.0-or-later
/* A table of names in a file. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "name_file.h"

struct loading {
	struct name_table *table;
	uint64_t now;
};

static void load_line(const struct namefile_line *line, void *data)
{
	struct loading *l = data;

	name_table_load(l->table, line, l->now);
}

void name_file_load(const char *path, struct name_table *t, uint64_t now)
{
	struct loading l = { t, now };

	namefile_read(path, load_line, &l);
}

static void write_line(const struct namefile_line *line, void *data)
{
	namefile_write(data, line);
}

char *name_file_text(const struct name_table *t, uint64_t now, size_t *size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, size);

	if (!file)
		return NULL;
	fputs("# names of hosts, see ntopd(8): address, source, time, name\n", file);
	name_table_each(t, now, write_line, file);
	if (!fclose(file))
		return text;
	free(text);
	return NULL;
}

int name_file_replace(const char *path, const char *text, size_t size)
{
	char fresh[PATH_MAX + 4];
	bool good;
	FILE *file;
	int rc;

	snprintf(fresh, sizeof(fresh), "%s.new", path);
	file = fopen(fresh, "we");
	if (!file)
		return -errno;
	errno = 0;
	good = fwrite(text, 1, size, file) == size;
	good = !fclose(file) && good;
	if (good && !rename(fresh, path))
		return 0;
	rc = errno ? -errno : -EIO;
	unlink(fresh);
	return rc;
}
