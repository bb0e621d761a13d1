// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing talkers. */
#include "../field.h"
#include "../format.h"
#include "talker.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const struct table_column columns[] = {
	{ "DEV", false }, { "VLAN", true }, { "HOST A", false }, { "HOST B", false },
	{ "SENT ->", true }, { "PKTS", true }, { "RATE", true },
	{ "<- RECEIVED", true }, { "PKTS", true }, { "RATE", true },
	{ "FLOWS", true }, { "LAST SEEN", false },
};

int talker_view_open(struct talker_view *v, const struct ctl *ctl)
{
	*v = (struct talker_view){ .ctl = ctl };
	v->now = format_now();
	if (ctl->json) {
		ctl_json(ctl, &v->json);
		json_array_begin(&v->json, NULL);
		return CTL_OK;
	}
	v->table = table_open(ctl->out, columns, COUNT(columns));
	if (v->table)
		return CTL_OK;
	ctl_complain(ctl, "no memory");
	return CTL_REFUSED;
}

static void cells_side(struct table *t, const struct kntop_talker_side *s, bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, s->octets, raw));
	table_cell(t, format_count(buf, s->packets, raw));
	table_cell(t, format_rate(buf, s->rate, raw));
}

static void note_networks(struct table *t, const struct kntop_talker *talker)
{
	const struct kntop_talker_side *a = &talker->a, *b = &talker->b;
	char an[FIELD_SIZE], bn[FIELD_SIZE];

	table_note(t, "%s%s%s -> %s%s%s",
		   a->local ? "local" : "remote", a->localnet[0] ? " " : "",
		   field_name(an, a->localnet),
		   b->local ? "local" : "remote", b->localnet[0] ? " " : "",
		   field_name(bn, b->localnet));
}

static void add_row(struct talker_view *v, const struct kntop_talker *talker)
{
	bool raw = v->ctl->raw;
	char buf[FIELD_SIZE];

	table_cell(v->table, field_name(buf, talker->interface));
	if (talker->vlan >= 0)
		table_cell_u64(v->table, talker->vlan);
	else
		table_cell(v->table, "");
	table_cell(v->table, kntop_address_format(&talker->a.addr, buf));
	table_cell(v->table, kntop_address_format(&talker->b.addr, buf));
	cells_side(v->table, &talker->a, raw);
	cells_side(v->table, &talker->b, raw);
	table_cell(v->table, format_count(buf, talker->flows, raw));
	table_cell(v->table, format_time(buf, talker->last, v->now, raw));
	table_row(v->table);
	if (v->ctl->detail)
		note_networks(v->table, talker);
}

static void json_begin(struct talker_view *v)
{
	if (v->begun)
		return;
	v->begun = true;
	json_object_begin(&v->json, NULL);
	json_u64(&v->json, "pairs", v->total.pairs);
	field_json_counter_flows(&v->json, "left_out", &v->total.left_out);
	json_array_begin(&v->json, "talkers");
}

static void json_side(struct json *j, const char *key, const struct kntop_talker_side *s)
{
	json_object_begin(j, key);
	field_json_address(j, "addr", &s->addr);
	json_bool(j, "local", s->local);
	field_json_name(j, "localnet", s->localnet);
	json_u64(j, "packets", s->packets);
	json_u64(j, "octets", s->octets);
	json_u64(j, "octets_per_second", s->rate);
	json_object_end(j);
}

void talker_view_json(struct json *j, const struct kntop_talker *talker)
{
	json_object_begin(j, NULL);
	json_string(j, "interface", talker->interface);
	field_json_optional(j, "vlan", talker->vlan);
	json_side(j, "a", &talker->a);
	json_side(j, "b", &talker->b);
	json_u64(j, "flows", talker->flows);
	field_json_time(j, "last", talker->last);
	json_object_end(j);
}

int talker_view_add(const struct kntop_talker *talker, void *data)
{
	struct talker_view *v = data;

	if (v->table) {
		add_row(v, talker);
		return 0;
	}
	json_begin(v);
	talker_view_json(&v->json, talker);
	return 0;
}

static void print_left_out(const struct talker_view *v)
{
	const struct kntop_counter *left = &v->total.left_out;
	char flows[FORMAT_SIZE], packets[FORMAT_SIZE], octets[FORMAT_SIZE];
	bool raw = v->ctl->raw;

	if (left->flows)
		fprintf(v->ctl->out,
			"Left out, as there are more pairs than the kernel had room for: %s flows, %s packets, %s\n",
			format_count(flows, left->flows, raw),
			format_count(packets, left->packets, raw),
			format_octets(octets, left->octets, raw));
}

void talker_view_close(struct talker_view *v, bool listed)
{
	if (v->table) {
		table_close(v->table);
		if (listed)
			print_left_out(v);
		return;
	}
	if (listed) {
		json_begin(v);
		json_array_end(&v->json);
		json_object_end(&v->json);
	}
	json_array_end(&v->json);
}
