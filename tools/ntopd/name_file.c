// SPDX-License-Identifier: GPL-2.0-or-later
/* A table of names in a file. */
#include <stdio.h>
#include <stdlib.h>
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
