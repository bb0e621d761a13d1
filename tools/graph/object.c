// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks the folders that ntopd made. */
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "object.h"

#define LINE	1024

static const char *const kinds[] = {
	[OBJECT_INTERFACE] = "interface", [OBJECT_NETWORK] = "network",
	[OBJECT_COUNTRIES] = "countries", [OBJECT_ASES] = "ases", [OBJECT_COUNTRY] = "country",
	[OBJECT_AS] = "as", [OBJECT_HOST] = "host", [OBJECT_MODULE] = "module",
	[OBJECT_KINDS] = NULL,
};

const char *object_kind_name(enum object_kind kind)
{
	return kinds[kind];
}

bool object_is_group(const struct object *o)
{
	return o->kind == OBJECT_COUNTRIES || o->kind == OBJECT_ASES;
}

bool object_is_others(const struct object *o)
{
	return o->kind == OBJECT_AS && !strcmp(o->name, "other");
}

/* What has no number is no name either. */
static void region_title(const struct object *o, char *buf, size_t size)
{
	const char *const what = o->kind == OBJECT_AS ? "AS" : "";

	if (object_is_others(o))
		snprintf(buf, size, "other ASes");
	else if (!strcmp(o->name, "none"))
		snprintf(buf, size, "no known %s", o->kind == OBJECT_AS ? "AS" : "country");
	else
		snprintf(buf, size, "%s%s%s%s", what, o->name, o->alias[0] ? " " : "", o->alias);
}

char *object_title(const struct object *o, char *buf)
{
	const size_t size = OBJECT_TITLE;

	if (o->kind == OBJECT_MODULE)
		snprintf(buf, size, "kntop");
	else if (object_is_group(o))
		snprintf(buf, size, "%s", o->kind == OBJECT_ASES ? "ASes" : "countries");
	else if (o->kind == OBJECT_COUNTRY || o->kind == OBJECT_AS)
		region_title(o, buf, size);
	else if (o->kind == OBJECT_NETWORK && o->alias[0])
		snprintf(buf, size, "%.120s (%.287s)", o->name, o->alias);
	else if (o->kind == OBJECT_HOST)
		snprintf(buf, size, "%.120s%s%.287s%s on %.287s%s%s", o->name,
			 o->label[0] ? " (" : "", o->label, o->label[0] ? ")" : "", o->alias,
			 o->vlan[0] ? ", VLAN " : "", o->vlan);
	else
		snprintf(buf, size, "%s", o->name);
	return buf;
}

/* What it says was made printable by ntopd; it may have been changed since. */
static void keep(char *to, size_t size, const char *value)
{
	char again[4 * LINE];
	const char *p = value;
	uint32_t code;
	int len;

	for (; *p; p += len) {
		len = utf8_decode(p, &code);
		if (!len || !utf8_is_printable(code))
			break;
	}
	p = *p ? utf8_escape(value, again, sizeof(again)) : value;
	snprintf(to, size, "%s", p);
	/* Half a character is none. */
	for (len = strlen(to); p[len] && len && (p[len] & 0xC0) == 0x80; len--)
		to[len - 1] = '\0';
}

/* Lines that are not known are of a newer ntopd. */
static void take_line(struct object *o, const char *key, const char *value)
{
	static const struct {
		enum object_kind kind;
		const char *key;
		size_t at;
		size_t size;
	} lines[] = {
		{ OBJECT_INTERFACE, "name", offsetof(struct object, name), OBJECT_NAME },
		{ OBJECT_NETWORK, "network", offsetof(struct object, name), OBJECT_NAME },
		{ OBJECT_NETWORK, "name", offsetof(struct object, alias), OBJECT_NAME },
		{ OBJECT_COUNTRY, "code", offsetof(struct object, name), OBJECT_NAME },
		{ OBJECT_COUNTRY, "name", offsetof(struct object, alias), OBJECT_NAME },
		{ OBJECT_AS, "number", offsetof(struct object, name), OBJECT_NAME },
		{ OBJECT_AS, "name", offsetof(struct object, alias), OBJECT_NAME },
		{ OBJECT_HOST, "address", offsetof(struct object, name), OBJECT_NAME },
		{ OBJECT_HOST, "interface", offsetof(struct object, alias), OBJECT_NAME },
		{ OBJECT_HOST, "vlan", offsetof(struct object, vlan), sizeof(o->vlan) },
		{ OBJECT_HOST, "name", offsetof(struct object, label), OBJECT_NAME },
	};

	if (!strcmp(key, "kind")) {
		o->kind = 0;
		while (kinds[o->kind] && strcmp(kinds[o->kind], value))
			o->kind++;
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (lines[i].kind == o->kind && !strcmp(lines[i].key, key))
			keep((char *)o + lines[i].at, lines[i].size, value);
}

/* The file "object": kind first, then what it is of. */
static bool describe(struct object *o)
{
	char path[PATH_MAX + 16], line[LINE], *value;
	FILE *f;

	snprintf(path, sizeof(path), "%s/object", o->folder);
	f = fopen(path, "re");
	if (!f)
		return false;
	o->kind = OBJECT_KINDS;
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		value = strchr(line, '=');
		if (!value)
			continue;
		*value++ = '\0';
		take_line(o, line, value);
	}
	fclose(f);
	return o->kind != OBJECT_KINDS && (o->name[0] || o->kind == OBJECT_MODULE);
}

static int add(struct objects *objects, const struct object *o)
{
	struct object *more;

	/* A power of two: the room is used up. */
	if (!(objects->count & (objects->count - 1))) {
		more = reallocarray(objects->list, objects->count ? 2 * objects->count : 1,
				    sizeof(*more));
		if (!more)
			return -ENOMEM;
		objects->list = more;
	}
	objects->list[objects->count++] = *o;
	return 0;
}

/* The folders inside one, so many levels deep. */
static int walk(struct objects *objects, const char *folder, int levels)
{
	struct dirent *entry;
	struct object o;
	DIR *d = opendir(folder);
	int rc = 0;

	/* A file among the folders is none, and one that is gone meanwhile is not missed. */
	if (!d)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	while (!rc && (entry = readdir(d))) {
		memset(&o, 0, sizeof(o));
		if (entry->d_name[0] == '.' ||
		    snprintf(o.folder, sizeof(o.folder), "%s/%s", folder, entry->d_name) >=
		    (int)sizeof(o.folder))
			continue;
		if (levels > 1)
			rc = walk(objects, o.folder, levels - 1);
		else if (describe(&o))
			rc = add(objects, &o);
	}
	closedir(d);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	const struct object *x = a, *y = b;
	int rc = (int)x->kind - (int)y->kind;

	if (!rc)
		rc = strverscmp(x->name, y->name);
	if (!rc)
		rc = strverscmp(x->alias, y->alias);
	return rc ? rc : strverscmp(x->vlan, y->vlan);
}

/* All of a kind, where there is one. */
static int add_group(struct objects *objects, enum object_kind group, enum object_kind kind)
{
	struct object o = { .kind = group };

	for (size_t i = 0; i < objects->count; i++) {
		if (objects->list[i].kind != kind)
			continue;
		memcpy(o.folder, objects->list[i].folder, sizeof(o.folder));
		*strrchr(o.folder, '/') = '\0';
		return add(objects, &o);
	}
	return 0;
}

int objects_inside(const struct object *o, struct objects *objects)
{
	int rc;

	*objects = (struct objects){ 0 };
	rc = walk(objects, o->folder, 1);
	if (rc)
		objects_free(objects);
	else if (objects->count)
		qsort(objects->list, objects->count, sizeof(*objects->list), by_name);
	return rc;
}

int objects_find(const char *dir, struct objects *objects)
{
	static const struct { const char *name; int levels; } folders[] = {
		{ "interface", 1 }, { "network", 1 }, { "country", 1 }, { "as", 1 },
		{ "host", 2 },
	};
	struct object module = { .kind = OBJECT_MODULE };
	char path[PATH_MAX];
	DIR *d = opendir(dir);
	int rc = 0;

	*objects = (struct objects){ 0 };
	if (!d)
		return -errno;
	closedir(d);
	for (size_t i = 0; !rc && i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%.4000s/%s", dir, folders[i].name);
		rc = walk(objects, path, folders[i].levels);
	}
	snprintf(module.folder, sizeof(module.folder), "%.4000s/module", dir);
	if (!rc && describe(&module))
		rc = add(objects, &module);
	if (!rc)
		rc = add_group(objects, OBJECT_COUNTRIES, OBJECT_COUNTRY);
	if (!rc)
		rc = add_group(objects, OBJECT_ASES, OBJECT_AS);
	if (rc)
		objects_free(objects);
	else if (objects->count)
		qsort(objects->list, objects->count, sizeof(*objects->list), by_name);
	return rc;
}

void objects_free(struct objects *objects)
{
	free(objects->list);
	*objects = (struct objects){ 0 };
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "Web%20Socket.rrd" to a printable name; false when it is no recording. */
static bool name_of(const char *file, char *name)
{
	size_t len = strlen(file), n = 0;
	char plain[NAME_MAX + 1];

	if (len < 5 || strcmp(file + len - 4, ".rrd") || len > NAME_MAX)
		return false;
	for (size_t i = 0; i < len - 4; i++) {
		bool coded = file[i] == '%' && digit(file[i + 1]) >= 0 && digit(file[i + 2]) >= 0;

		plain[n++] = coded ? digit(file[i + 1]) * 16 + digit(file[i + 2]) : file[i];
		i += coded ? 2 : 0;
	}
	plain[n] = '\0';
	utf8_escape(plain, name, OBJECT_NAME);
	return true;
}

static int parts_by_name(const void *a, const void *b)
{
	const struct object_part *x = a, *y = b;

	return strverscmp(x->name, y->name);
}

int object_parts(const struct object *o, const char *sub, struct object_part **parts,
		 size_t *count)
{
	struct object_part *list = NULL, *more, part;
	char folder[PATH_MAX];
	struct dirent *entry;
	DIR *d;

	*parts = NULL;
	*count = 0;
	if (snprintf(folder, sizeof(folder), "%s/%s", o->folder, sub) >= (int)sizeof(folder))
		return -ENAMETOOLONG;
	d = opendir(folder);
	if (!d)
		return errno == ENOENT ? 0 : -errno;
	while ((entry = readdir(d))) {
		if (!name_of(entry->d_name, part.name) ||
		    snprintf(part.path, sizeof(part.path), "%s/%s", folder, entry->d_name) >=
		    (int)sizeof(part.path))
			continue;
		more = reallocarray(list, *count + 1, sizeof(*list));
		if (!more) {
			closedir(d);
			free(list);
			return -ENOMEM;
		}
		list = more;
		list[(*count)++] = part;
	}
	closedir(d);
	if (list)
		qsort(list, *count, sizeof(*list), parts_by_name);
	*parts = list;
	return 0;
}
