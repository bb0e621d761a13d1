// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing tunnels. */
#include <inttypes.h>
#include "../field.h"
#include "../format.h"
#include "tunnel.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const struct table_column columns[] = {
	{ "ID", true }, { "DEV", false }, { "VLAN", true }, { "KIND", false },
	{ "END A", false }, { "END B", false }, { "NUMBER", true }, { "BACK", true },
	{ "SENT ->", true }, { "PKTS", true }, { "<- RECEIVED", true }, { "PKTS", true },
	{ "RATE", true }, { "FLOWS", true }, { "LAST SEEN", false },
};

int tunnel_view_open(struct tunnel_view *v, const struct ctl *ctl)
{
	*v = (struct tunnel_view){ .ctl = ctl };
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

const char *tunnel_view_text(char *buf, const struct kntop_tunnel *t, unsigned int encapsulation)
{
	if (!encapsulation)
		return "";
	if (!t->id)
		return kntop_encapsulation_name(encapsulation);
	snprintf(buf, FIELD_SIZE, "%s %" PRIu32, kntop_encapsulation_name(encapsulation), t->id);
	return buf;
}

static void cell_optional(struct table *t, int64_t value)
{
	if (value >= 0)
		table_cell_u64(t, value);
	else
		table_cell(t, "");
}

static void cell_end(struct table *t, const struct kntop_address *end)
{
	char buf[FIELD_SIZE];

	table_cell(t, end->family ? kntop_address_format(end, buf) : "");
}

static void cells_counter(struct table *t, const struct kntop_counter *c, bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, c->octets, raw));
	table_cell(t, format_count(buf, c->packets, raw));
}

static void add_row(struct tunnel_view *v, const struct kntop_tunnel_info *info)
{
	const struct kntop_tunnel *t = &info->tunnel;
	bool raw = v->ctl->raw;
	char buf[FIELD_SIZE];

	table_cell_u64(v->table, t->id);
	table_cell(v->table, field_name(buf, info->interface));
	cell_optional(v->table, t->vlan);
	table_cellf(v->table, "%s%s", kntop_encapsulation_name(t->encapsulation),
		    t->nested ? " nested" : "");
	cell_end(v->table, &t->a);
	cell_end(v->table, &t->b);
	cell_optional(v->table, t->number);
	cell_optional(v->table, t->number_back);
	cells_counter(v->table, &info->sent, raw);
	cells_counter(v->table, &info->received, raw);
	table_cell(v->table, format_rate(buf, info->sent_rate + info->received_rate, raw));
	table_cell(v->table, format_count(buf, info->flows, raw));
	table_cell(v->table, format_time(buf, info->last, v->now, raw));
	table_row(v->table);
}

void tunnel_view_names(struct json *j, const struct kntop_tunnel *t)
{
	json_u64(j, "id", t->id);
	json_string(j, "kind", kntop_encapsulation_name(t->encapsulation));
	field_json_optional(j, "vlan", t->vlan);
	json_bool(j, "nested", t->nested);
	field_json_address(j, "a", &t->a);
	field_json_address(j, "b", &t->b);
	field_json_optional(j, "number", t->number);
	field_json_optional(j, "number_back", t->number_back);
}

static void add_json(struct json *j, const struct kntop_tunnel_info *info)
{
	json_object_begin(j, NULL);
	json_string(j, "interface", info->interface);
	tunnel_view_names(j, &info->tunnel);
	field_json_counter(j, "sent", &info->sent);
	field_json_counter(j, "received", &info->received);
	json_u64(j, "sent_octets_per_second", info->sent_rate);
	json_u64(j, "received_octets_per_second", info->received_rate);
	json_u64(j, "flows", info->flows);
	json_u64(j, "flows_total", info->flows_total);
	field_json_time(j, "first", info->first);
	field_json_time(j, "last", info->last);
	json_object_end(j);
}

int tunnel_view_add(const struct kntop_tunnel_info *tunnel, void *data)
{
	struct tunnel_view *v = data;

	if (v->table)
		add_row(v, tunnel);
	else
		add_json(&v->json, tunnel);
	return 0;
}

void tunnel_view_close(struct tunnel_view *v)
{
	if (v->table)
		table_close(v->table);
	else
		json_array_end(&v->json);
}
