// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing flows that nobody knows. */
#include <inttypes.h>
#include "../format.h"
#include "../table.h"
#include "unknown.h"

const char *const unknown_kind_names[UNKNOWN_KINDS] = {
	[UNKNOWN_FLOWS] = "Unknown", [UNKNOWN_TLS] = "TLS", [UNKNOWN_QUIC] = "QUIC",
	[UNKNOWN_DTLS] = "DTLS",
};

const char *const unknown_split_names[UNKNOWN_SPLITS + 1] = {
	[UNKNOWN_PAYLOAD] = "payload", [UNKNOWN_PORT] = "port", [UNKNOWN_DNS] = "dns",
	[UNKNOWN_ALPN] = "alpn", [UNKNOWN_CERTIFICATE] = "certificate",
	[UNKNOWN_COUNTRY] = "country", [UNKNOWN_AS] = "as",
};

/* Only flows of which nothing else is known have a payload that is looked at, and they have
 * neither ALPN nor certificate.
 */
static bool is_of(int kind, int split)
{
	if (kind == UNKNOWN_FLOWS)
		return split != UNKNOWN_ALPN && split != UNKNOWN_CERTIFICATE;
	return split != UNKNOWN_PAYLOAD;
}

static bool is_wanted(int kind, int split, int only)
{
	return only < 0 ? is_of(kind, split) : split == only;
}

/* The sums behind the first @limit in one; false when there are none. */
static bool rest_of(const struct split *s, uint64_t limit, struct split_sum *rest)
{
	*rest = (struct split_sum){ 0 };
	for (size_t i = limit; i < s->count; i++) {
		rest->flows += s->sums[i]->flows;
		rest->packets += s->sums[i]->packets;
		rest->octets += s->sums[i]->octets;
	}
	return s->count > limit;
}

/* ---- text -------------------------------------------------------------- */

static void row(const struct ctl *ctl, struct table *t, const char *split, const char *text,
		const struct split_sum *sum, const struct split_sum *whole)
{
	char buf[FORMAT_SIZE];

	table_cell(t, split);
	table_cell(t, text);
	table_cell(t, format_count(buf, sum->flows, ctl->raw));
	table_cell(t, format_count(buf, sum->packets, ctl->raw));
	table_cell(t, format_octets(buf, sum->octets, ctl->raw));
	table_cellf(t, "%.1f%%", whole->octets ? 100.0 * sum->octets / whole->octets : 0);
	table_row(t);
}

static void rows(const struct ctl *ctl, struct table *t, const char *name, const struct split *s,
		 const struct split_sum *whole, uint64_t limit)
{
	struct split_sum rest;
	char text[FORMAT_SIZE];

	for (size_t i = 0; i < s->count && i < limit; i++)
		row(ctl, t, name, s->sums[i]->text, s->sums[i], whole);
	if (!rest_of(s, limit, &rest))
		return;
	snprintf(text, sizeof(text), "(%zu more)", s->count - (size_t)limit);
	row(ctl, t, name, text, &rest, whole);
}

static void title(const struct ctl *ctl, const struct unknown *all, int kind)
{
	char a[FORMAT_SIZE], b[FORMAT_SIZE], c[FORMAT_SIZE], d[FORMAT_SIZE];
	const struct split_sum *total = &all->total[kind];

	fprintf(ctl->out, "%s%s: %s live flows, %s", unknown_kind_names[kind],
		kind == UNKNOWN_FLOWS ? "" : " without a name", format_count(a, total->flows, ctl->raw),
		format_octets(b, total->octets, ctl->raw));
	if (kind == UNKNOWN_FLOWS)
		fprintf(ctl->out, "; counted since counting began: %s flows, %s",
			format_count(c, all->counted.flows, ctl->raw),
			format_octets(d, all->counted.octets, ctl->raw));
	putc('\n', ctl->out);
}

static void show_kind(const struct ctl *ctl, const struct unknown *all, int kind, int only,
		      uint64_t limit)
{
	static const struct table_column columns[] = {
		{ "  BY", false }, { "VALUE", false }, { "FLOWS", true }, { "PKTS", true },
		{ "OCTETS", true }, { "SHARE", true },
	};
	struct table *t;
	char name[40];

	title(ctl, all, kind);
	t = table_open(ctl->out, columns, sizeof(columns) / sizeof(columns[0]));
	for (int split = 0; t && split < UNKNOWN_SPLITS; split++) {
		if (!is_wanted(kind, split, only))
			continue;
		snprintf(name, sizeof(name), "  %s", unknown_split_names[split]);
		rows(ctl, t, name, &all->split[kind][split], &all->total[kind], limit);
	}
	table_close(t);
}

static void show_text(const struct ctl *ctl, const struct unknown *all, int only, uint64_t limit)
{
	char a[FORMAT_SIZE];

	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		if (kind == UNKNOWN_FLOWS || all->total[kind].flows)
			show_kind(ctl, all, kind, only, limit);
	if (all->undecided.flows)
		fprintf(ctl->out, "%s live flows are undecided, and in none of these\n",
			format_count(a, all->undecided.flows, ctl->raw));
}

/* ---- JSON -------------------------------------------------------------- */

static void json_counts(struct json *j, const struct split_sum *sum)
{
	json_u64(j, "flows", sum->flows);
	json_u64(j, "packets", sum->packets);
	json_u64(j, "octets", sum->octets);
}

static void json_sum(struct json *j, const char *value, const struct split_sum *sum)
{
	json_object_begin(j, NULL);
	json_string(j, "value", value);
	json_counts(j, sum);
	json_object_end(j);
}

static void json_split(struct json *j, const char *name, const struct split *s, uint64_t limit)
{
	struct split_sum rest;

	json_array_begin(j, name);
	for (size_t i = 0; i < s->count && i < limit; i++)
		json_sum(j, s->sums[i]->text, s->sums[i]);
	if (rest_of(s, limit, &rest))
		json_sum(j, NULL, &rest);
	json_array_end(j);
}

static void json_kind(struct json *j, const struct unknown *all, int kind, int only,
		      uint64_t limit)
{
	json_object_begin(j, NULL);
	json_string(j, "protocol", unknown_kind_names[kind]);
	json_counts(j, &all->total[kind]);
	if (kind == UNKNOWN_FLOWS) {
		json_object_begin(j, "counted");
		json_counts(j, &all->counted);
		json_object_end(j);
		json_u64(j, "undecided_flows", all->undecided.flows);
	}
	json_object_begin(j, "by");
	for (int split = 0; split < UNKNOWN_SPLITS; split++)
		if (is_wanted(kind, split, only))
			json_split(j, unknown_split_names[split], &all->split[kind][split], limit);
	json_object_end(j);
	json_object_end(j);
}

void unknown_view(const struct ctl *ctl, const struct unknown *all, int split, uint64_t limit)
{
	struct json j;

	if (!ctl->json) {
		show_text(ctl, all, split, limit);
		return;
	}
	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		json_kind(&j, all, kind, split, limit);
	json_array_end(&j);
}
