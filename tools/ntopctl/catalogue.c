// SPDX-License-Identifier: GPL-2.0-or-later
/* All names of a kind, printed. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include "catalogue.h"
#include "field.h"
#include "label.h"
#include "ranking.h"
#include "table.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static int collect(const struct kntop_label *label, void *data)
{
	return ranking_add(data, label);
}

static int by_name(const void *a, const void *b)
{
	return strcasecmp(((const struct kntop_label *)a)->name,
			  ((const struct kntop_label *)b)->name);
}

/* What nobody recognized is not said to be encrypted. */
static bool is_encrypted(const struct kntop_label *l)
{
	return l->number && !l->cleartext;
}

static void add_json(const struct ctl *ctl, struct json *j, const struct kntop_label *l)
{
	json_object_begin(j, NULL);
	json_string(j, "name", l->name);
	if (l->kind == KNTOP_LABEL_PROTOCOL) {
		json_string(j, "breed",
			    kntop_label_name(ctl->kernel, KNTOP_LABEL_BREED, l->breed));
		label_json(ctl, j, "category", KNTOP_LABEL_CATEGORY, l->category);
		json_bool(j, "encrypted", is_encrypted(l));
		json_bool(j, "custom", l->custom);
	}
	if (l->kind == KNTOP_LABEL_RISK)
		json_u64(j, "score", l->score);
	json_u64(j, "number", l->number);
	json_object_end(j);
}

static void add_row(const struct ctl *ctl, struct table *t, const struct kntop_label *l)
{
	const char *breed = kntop_label_name(ctl->kernel, KNTOP_LABEL_BREED, l->breed);
	char buf[FIELD_SIZE];

	table_cell(t, field_name(buf, l->name));
	if (l->kind == KNTOP_LABEL_RISK)
		table_cellf(t, "%u", l->score);
	else
		table_cell(t, "");
	if (l->kind == KNTOP_LABEL_PROTOCOL) {
		table_cell(t, breed ? field_name(buf, breed) : "");
		table_cell(t, label_text(ctl, KNTOP_LABEL_CATEGORY, l->category, buf));
		table_cell(t, is_encrypted(l) ? "yes" : "no");
		table_cell(t, l->custom ? "custom" : "");
	}
	table_row(t);
}

static void print(struct ctl *ctl, const struct ranking *r)
{
	static const struct table_column columns[] = {
		{ "NAME", false }, { "SCORE", true }, { "BREED", false }, { "CATEGORY", false },
		{ "ENCRYPTED", false }, { "RULES", false },
	};
	struct table *t = ctl->json ? NULL : table_open(ctl->out, columns, COUNT(columns));
	struct json j;

	if (ctl->json) {
		ctl_json(ctl, &j);
		json_array_begin(&j, NULL);
	}
	for (size_t i = 0; i < r->count; i++) {
		if (ctl->json)
			add_json(ctl, &j, ranking_at(r, i));
		else if (t)
			add_row(ctl, t, ranking_at(r, i));
	}
	if (ctl->json)
		json_array_end(&j);
	table_close(t);
}

int catalogue_show(struct ctl *ctl, struct args *args, enum kntop_label_kind kind)
{
	struct ranking r = { .size = sizeof(struct kntop_label) };
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	char what[FIELD_SIZE];
	int rc;

	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	snprintf(what, sizeof(what), "%s list", kntop_label_kind_name(kind));
	rc = kntop_label_list(ctl->kernel, kind, collect, &r, &err);
	if (rc >= 0) {
		if (r.count)
			qsort(r.records, r.count, r.size, by_name);
		print(ctl, &r);
		if (r.count <= 1)
			label_hint_classifier(ctl, what);
	}
	ranking_free(&r);
	return ctl_listed(ctl, rc, &err, what);
}
