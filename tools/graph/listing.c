// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl history without an object. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "../ntopctl/format.h"
#include "../ntopctl/table.h"
#include "archive.h"
#include "listing.h"
#include "tenure.h"

#define NS	1000000000ULL

/* A source that every recording of a kind has. */
static const char *const usual[OBJECT_KINDS] = {
	[OBJECT_INTERFACE] = "rx_octets", [OBJECT_NETWORK] = "sent_octets",
	[OBJECT_COUNTRY] = "sent_octets", [OBJECT_AS] = "sent_octets",
	[OBJECT_HOST] = "sent_octets", [OBJECT_MODULE] = "flows",
};

/* What is told of one object. */
struct item {
	const struct object *object;
	time_t first;
	time_t last;
	unsigned long files;
	uint64_t bytes;
};

static void note_first(time_t end, double value, void *data)
{
	time_t *first = data;

	if (!isnan(value) && !*first)
		*first = end;
}

/*
 * When recording began. A coarser archive is only asked of what is older than a finer one
 * goes back to, as the finer one knows it better.
 */
static time_t find_first(const char *path, const struct archives *a, const char *const *source)
{
	char reason[ARCHIVE_REASON];
	time_t first = 0;

	for (unsigned int i = 0; i < a->count; i++) {
		unsigned int step = a->list[i].step;
		time_t end = 0;
		struct archive_query q = {
			.path = path, .sources = source, .count = 1, .step = step,
			.from = archives_begin(a, i), .to = archives_end(a, i),
			.row = note_first, .data = &end,
		};

		if (archive_fetch(&q, reason) || !end)
			continue;
		if (!first || end <= archives_begin(a, i - 1))
			first = end - step;
	}
	return first;
}

static void count_file(struct item *item, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return;
	item->files++;
	item->bytes += st.st_size;
}

static void count_parts(struct item *item, const char *sub)
{
	struct object_part *parts;
	size_t count;

	if (object_parts(item->object, sub, &parts, &count))
		return;
	for (size_t i = 0; i < count; i++)
		count_file(item, parts[i].path);
	free(parts);
}

static int look(struct ctl *ctl, struct item *item, const struct request *r)
{
	const struct object *o = item->object;
	char path[PATH_MAX + 16], slots[PATH_MAX + 16], reason[ARCHIVE_REASON];
	struct archives a;
	int rc;

	snprintf(path, sizeof(path), "%s/traffic.rrd", o->folder);
	count_file(item, path);
	if (o->kind == OBJECT_INTERFACE) {
		count_parts(item, "protocol");
		count_parts(item, "category");
	}
	if (o->kind == OBJECT_HOST && snprintf(slots, sizeof(slots), "%s/" TENURE_RECORDING,
					       o->folder) < PATH_MAX)
		count_file(item, slots);
	rc = archive_flush(r->daemon, path, reason);
	if (rc)
		return request_failed(ctl, r, path, rc, reason);
	/* What cannot be read has no times. */
	if (archives_read(path, &a, reason))
		return CTL_OK;
	item->last = a.last;
	item->first = find_first(path, &a, &usual[o->kind]);
	return CTL_OK;
}

static void write_time(struct json *j, const char *key, time_t t)
{
	if (t)
		json_u64(j, key, t * NS);
	else
		json_null(j, key);
}

static void write_text(struct json *j, const char *key, const char *text)
{
	json_string(j, key, text[0] ? text : NULL);
}

static void write_item(struct json *j, const struct item *item)
{
	const struct object *o = item->object;

	json_object_begin(j, NULL);
	json_string(j, "kind", object_kind_name(o->kind));
	write_text(j, "object", o->name);
	write_text(j, "name", o->kind == OBJECT_HOST ? o->label : o->alias);
	write_text(j, "interface", o->kind == OBJECT_HOST ? o->alias : "");
	write_text(j, "vlan", o->vlan);
	write_time(j, "first", item->first);
	write_time(j, "last", item->last);
	json_u64(j, "files", item->files);
	json_u64(j, "octets", item->bytes);
	json_object_end(j);
}

static void print_item(struct table *t, const struct item *item, bool raw)
{
	char title[OBJECT_TITLE], moment[SPAN_TEXT], size[FORMAT_SIZE];

	table_cell(t, object_kind_name(item->object->kind));
	table_cell(t, object_title(item->object, title));
	table_cell(t, item->first ? span_moment(moment, item->first) : "-");
	table_cell(t, item->last ? span_moment(moment, item->last) : "-");
	table_cell_u64(t, item->files);
	table_cell(t, format_octets(size, item->bytes, raw));
	table_row(t);
}

static int show_json(struct ctl *ctl, const struct request *r, const struct objects *all)
{
	struct json j;
	int rc = CTL_OK;

	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	for (size_t i = 0; !rc && i < all->count; i++) {
		struct item item = { .object = &all->list[i] };

		if (object_is_group(item.object))
			continue;
		rc = look(ctl, &item, r);
		write_item(&j, &item);
	}
	json_array_end(&j);
	return rc;
}

static int show_text(struct ctl *ctl, const struct request *r, const struct objects *all)
{
	static const struct table_column columns[] = {
		{ "KIND", false }, { "OBJECT", false }, { "FIRST", false }, { "LAST", false },
		{ "FILES", true }, { "SIZE", true },
	};
	struct table *t = table_open(ctl->out, columns, sizeof(columns) / sizeof(columns[0]));
	int rc = CTL_OK;

	if (!t) {
		ctl_complain(ctl, "history: no memory");
		return CTL_REFUSED;
	}
	for (size_t i = 0; !rc && i < all->count; i++) {
		struct item item = { .object = &all->list[i] };

		if (object_is_group(item.object))
			continue;
		rc = look(ctl, &item, r);
		print_item(t, &item, ctl->raw);
	}
	table_close(t);
	return rc;
}

int listing_show(struct ctl *ctl, const struct request *r)
{
	struct objects all;
	int rc = objects_find(r->dir, &all);

	if (rc)
		return request_failed(ctl, r, r->dir, rc, NULL);
	if (!all.count && !ctl->json)
		ctl_complain(ctl, "history: nothing is recorded in %s yet (does ntopd record there? word: dir DIR)",
			     r->dir);
	if (ctl->json)
		rc = show_json(ctl, r, &all);
	else
		rc = show_text(ctl, r, &all);
	objects_free(&all);
	return rc;
}
