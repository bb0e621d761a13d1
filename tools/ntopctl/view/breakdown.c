// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing traffic by protocol or by category. */
#include "../field.h"
#include "../format.h"
#include "../label.h"
#include "breakdown.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

#define COLUMNS(noun, way, back) {					\
		{ "DEV", false }, { "VLAN", true }, { "HOST", false },	\
		{ "NETWORK", false }, { noun, false }, { "FLOWS", true }, { "OCTETS", true },		\
		{ "SHARE", true }, { way, true }, { "PKTS", true },		\
		{ back, true }, { "PKTS", true }, { "INTERNAL", true },		\
		{ "PKTS", true },						\
	}

/* By kind, and of an interface or of a host or network. */
static const struct table_column columns[2][2][14] = {
	[KNTOP_LABEL_PROTOCOL] = {
		COLUMNS("PROTOCOL", "FROM CLIENTS", "FROM SERVERS"),
		COLUMNS("PROTOCOL", "SENT", "RECEIVED"),
	},
	[KNTOP_LABEL_CATEGORY] = {
		COLUMNS("CATEGORY", "FROM CLIENTS", "FROM SERVERS"),
		COLUMNS("CATEGORY", "SENT", "RECEIVED"),
	},
};

static bool of_network(const struct breakdown_view *v)
{
	return v->query->prefix >= 0 || v->query->localnet;
}

static bool of_interface(const struct breakdown_view *v)
{
	return !of_network(v) && !v->query->addr.family && !v->query->hosts;
}

uint64_t breakdown_octets(const struct kntop_protocol *p)
{
	return p->sent.octets + p->received.octets + p->internal.octets;
}

int breakdown_view_open(struct breakdown_view *v, const struct ctl *ctl,
			const struct kntop_protocol_query *query)
{
	*v = (struct breakdown_view){ .ctl = ctl, .query = query };
	if (ctl->json) {
		ctl_json(ctl, &v->json);
		json_array_begin(&v->json, NULL);
		return CTL_OK;
	}
	v->table = table_open(ctl->out, columns[query->kind][!of_interface(v)],
			      COUNT(columns[0][0]));
	if (v->table)
		return CTL_OK;
	ctl_complain(ctl, "no memory");
	return CTL_REFUSED;
}

static void cells_owner(struct breakdown_view *v, const struct kntop_protocol *p)
{
	struct table *t = v->table;
	char buf[FIELD_SIZE];

	table_cell(t, v->query->interface ? "" : field_name(buf, p->interface));
	if (p->vlan >= 0)
		table_cellf(t, "%d", p->vlan);
	else
		table_cell(t, "");
	table_cell(t, v->query->hosts ? kntop_address_format(&p->addr, buf) : "");
	table_cell(t, of_network(v) ? field_network(buf, &p->addr, p->prefix) : "");
}

static void cells_counter(struct breakdown_view *v, const struct kntop_counter *c)
{
	char buf[FORMAT_SIZE];

	table_cell(v->table, format_octets(buf, c->octets, v->ctl->raw));
	table_cell(v->table, format_count(buf, c->packets, v->ctl->raw));
}

static void add_row(struct breakdown_view *v, const struct breakdown_row *row)
{
	const struct kntop_protocol *p = &row->share;
	char buf[FORMAT_SIZE], name[FIELD_SIZE];
	struct table *t = v->table;
	bool raw = v->ctl->raw;

	cells_owner(v, p);
	table_cell(t, p->number < 0 ? "(not yet classified)" :
		   label_text(v->ctl, v->query->kind, p->number, name));
	table_cell(t, format_count(buf, p->flows, raw));
	table_cell(t, format_octets(buf, breakdown_octets(p), raw));
	table_cell(t, format_percent(buf, breakdown_octets(p), row->whole));
	if (p->number >= 0) {
		cells_counter(v, &p->sent);
		cells_counter(v, &p->received);
		if (of_network(v))
			cells_counter(v, &p->internal);
	}
	table_row(t);
}

static void json_owner(struct breakdown_view *v, const struct kntop_protocol *p)
{
	struct json *j = &v->json;

	if (!of_interface(v))
		field_json_address(j, "addr", &p->addr);
	if (of_network(v)) {
		json_u64(j, "prefix", p->prefix);
		field_json_name(j, "localnet", p->localnet);
		return;
	}
	json_string(j, "interface", p->interface);
	if (!of_interface(v))
		field_json_optional(j, "vlan", p->vlan);
}

static void json_way(struct json *j, const char *key, const struct kntop_protocol *p,
		     const struct kntop_counter *c)
{
	if (p->number < 0)
		json_null(j, key);
	else
		field_json_counter(j, key, c);
}

static void add_json(struct breakdown_view *v, const struct kntop_protocol *p)
{
	const char *noun = kntop_label_kind_name(v->query->kind);
	struct json *j = &v->json;

	json_object_begin(j, NULL);
	json_owner(v, p);
	if (p->number < 0)
		json_null(j, noun);
	else
		label_json(v->ctl, j, noun, v->query->kind, p->number);
	json_u64(j, "flows", p->flows);
	json_u64(j, "packets", p->sent.packets + p->received.packets + p->internal.packets);
	json_u64(j, "octets", breakdown_octets(p));
	json_way(j, of_interface(v) ? "from_clients" : "sent", p, &p->sent);
	json_way(j, of_interface(v) ? "from_servers" : "received", p, &p->received);
	if (of_network(v))
		json_way(j, "internal", p, &p->internal);
	json_object_end(j);
}

void breakdown_view_add(struct breakdown_view *v, const struct breakdown_row *row)
{
	if (v->table)
		add_row(v, row);
	else
		add_json(v, &row->share);
}

void breakdown_view_close(struct breakdown_view *v)
{
	if (v->table)
		table_close(v->table);
	else
		json_array_end(&v->json);
}
