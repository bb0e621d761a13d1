// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing watched interfaces. */
#include <string.h>
#include "../field.h"
#include "../format.h"
#include "../utf8.h"
#include "interface.h"
#include "mirror.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const struct table_column columns[] = {
	{ "INTERFACE", false }, { "WATCHED", false }, { "SINCE", false },
	{ "RECEIVED", true }, { "PKTS", true }, { "RATE", true },
	{ "SENT", true }, { "PKTS", true }, { "RATE", true },
	{ "FLOWS", true }, { "HOSTS", true }, { "NOT IN FLOWS", true },
};

int interface_view_open(struct interface_view *v, const struct ctl *ctl, bool detail)
{
	*v = (struct interface_view){ .ctl = ctl, .detail = detail };
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

static const char *watched(uint32_t flags, char *buf, size_t size)
{
	const char *direction = "both";

	if (flags & KNTOP_INTERFACE_OFFLINE)
		direction = "offline";
	else if (!(flags & KNTOP_INTERFACE_TX))
		direction = "rx";
	else if (!(flags & KNTOP_INTERFACE_RX))
		direction = "tx";
	snprintf(buf, size, "%s%s%s%s", direction,
		 flags & KNTOP_INTERFACE_CONSUME ? " consume" : "",
		 flags & KNTOP_INTERFACE_IGNORE_VLAN ? " ignore-vlan" : "",
		 flags & KNTOP_INTERFACE_IGNORE_TUNNEL ? " ignore-tunnel" : "");
	return buf;
}

static void cells_direction(struct table *t, const struct kntop_counter *c, uint64_t rate,
			    bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, c->octets, raw));
	table_cell(t, format_count(buf, c->packets, raw));
	table_cell(t, format_rate(buf, rate, raw));
}

static uint64_t packets_in_no_flow(const struct kntop_interface *i)
{
	uint64_t packets = 0;

	for (size_t p = 0; p < COUNT(i->parts); p++)
		packets += i->parts[p].packets;
	return packets;
}

static void note_parts(struct interface_view *v, const struct kntop_interface *i)
{
	bool raw = v->ctl->raw;
	char n[FORMAT_SIZE], o[FORMAT_SIZE], f[FORMAT_SIZE], l[FORMAT_SIZE], w[FIELD_SIZE];

	for (size_t p = 0; p < COUNT(i->parts); p++) {
		const struct kntop_part_info *part = &i->parts[p];

		if (!part->packets)
			continue;
		table_note(v->table, "in no flow: %s: %s packets, %s, first %s, last %s",
			   field_words(w, kntop_part_name(p)),
			   format_count(n, part->packets, raw),
			   format_octets(o, part->octets, raw),
			   format_time(f, part->first, v->now, raw),
			   format_time(l, part->last, v->now, raw));
	}
}

static void note_ethertypes(struct interface_view *v, const struct kntop_interface *i)
{
	bool raw = v->ctl->raw;
	char n[FORMAT_SIZE], o[FORMAT_SIZE], type[FIELD_SIZE];

	for (unsigned int e = 0; e < i->ethertype_count; e++)
		table_note(v->table, "not IP: %s: %s packets, %s",
			   field_ethertype(type, i->ethertypes[e].type),
			   format_count(n, i->ethertypes[e].packets, raw),
			   format_octets(o, i->ethertypes[e].octets, raw));
}

static void note_localities(struct interface_view *v, const struct kntop_interface *i)
{
	static const char *const words[] = {
		[KNTOP_LOCALITY_LOCAL_LOCAL] = "local to local",
		[KNTOP_LOCALITY_LOCAL_REMOTE] = "local to remote",
		[KNTOP_LOCALITY_REMOTE_LOCAL] = "remote to local",
		[KNTOP_LOCALITY_REMOTE_REMOTE] = "remote to remote",
	};
	bool raw = v->ctl->raw;
	char n[FORMAT_SIZE], o[FORMAT_SIZE];

	for (size_t k = 0; k < COUNT(words); k++)
		if (i->locality[k].packets)
			table_note(v->table, "%s: %s packets, %s", words[k],
				   format_count(n, i->locality[k].packets, raw),
				   format_octets(o, i->locality[k].octets, raw));
}

static void note_flows(struct interface_view *v, const struct kntop_interface *i)
{
	bool raw = v->ctl->raw;
	char total[FORMAT_SIZE], n[FORMAT_SIZE], o[FORMAT_SIZE], rx[FORMAT_SIZE];
	char tx[FORMAT_SIZE], last[FORMAT_SIZE];

	table_note(v->table, "flows ever %s, last packet of a flow %s, now %s packets/s in, %s out",
		   format_count(total, i->flows_total, raw),
		   format_time(last, i->last, v->now, raw),
		   format_count(rx, i->rx_packet_rate, raw),
		   format_count(tx, i->tx_packet_rate, raw));
	table_note(v->table, "in ended flows: %s packets, %s",
		   format_count(n, i->ended.packets, raw),
		   format_octets(o, i->ended.octets, raw));
}

/* Also without detail: who reads the totals must know that they are not all. */
static void note_filter(struct interface_view *v, const struct kntop_interface *i)
{
	char rx[FORMAT_SIZE], rx_octets[FORMAT_SIZE], tx[FORMAT_SIZE], tx_octets[FORMAT_SIZE];
	char text[2 * KNTOP_FILTER_TEXT_SIZE];
	bool raw = v->ctl->raw;

	if (!i->filter[0] && !i->rx_filtered.packets && !i->tx_filtered.packets)
		return;
	table_note(v->table, "%s%s: left out %s packets, %s in, %s packets, %s out",
		   i->filter[0] ? "filter " : "",
		   i->filter[0] ? utf8_escape(i->filter, text, sizeof(text)) : "filters before",
		   format_count(rx, i->rx_filtered.packets, raw),
		   format_octets(rx_octets, i->rx_filtered.octets, raw),
		   format_count(tx, i->tx_filtered.packets, raw),
		   format_octets(tx_octets, i->tx_filtered.octets, raw));
}

/* Also without detail what makes the totals others than they seem. */
static void note_mirror(struct interface_view *v, const struct kntop_interface *i)
{
	struct mirror_sentence s[MIRROR_SENTENCES];
	int count = mirror_view_sentences(i, v->ctl->raw, v->detail, s);

	for (int n = 0; n < count; n++)
		table_note(v->table, "%s", s[n].text);
}

static void add_row(struct interface_view *v, const struct kntop_interface *i)
{
	bool raw = v->ctl->raw;
	char buf[FORMAT_SIZE], name[FIELD_SIZE];

	table_cell(v->table, field_name(name, i->name));
	table_cell(v->table, watched(i->flags, buf, sizeof(buf)));
	table_cell(v->table, format_time(buf, i->since, v->now, raw));
	cells_direction(v->table, &i->rx, i->rx_rate, raw);
	cells_direction(v->table, &i->tx, i->tx_rate, raw);
	table_cell(v->table, format_count(buf, i->flows, raw));
	table_cell(v->table, format_count(buf, i->hosts, raw));
	table_cell(v->table, format_count(buf, packets_in_no_flow(i), raw));
	table_row(v->table);
	note_filter(v, i);
	note_mirror(v, i);
	if (!v->detail)
		return;
	note_flows(v, i);
	note_parts(v, i);
	note_ethertypes(v, i);
	note_localities(v, i);
}

int interface_view_add(const struct kntop_interface *iface, void *data)
{
	struct interface_view *v = data;

	if (v->table)
		add_row(v, iface);
	else
		interface_view_json(&v->json, NULL, iface);
	return 0;
}

void interface_view_close(struct interface_view *v)
{
	if (v->table)
		table_close(v->table);
	else
		json_array_end(&v->json);
}

static void json_parts(struct json *j, const struct kntop_interface *i)
{
	json_array_begin(j, "parts");
	for (size_t p = 0; p < COUNT(i->parts); p++) {
		if (!i->parts[p].packets)
			continue;
		json_object_begin(j, NULL);
		json_string(j, "reason", kntop_part_name(p));
		json_u64(j, "packets", i->parts[p].packets);
		json_u64(j, "octets", i->parts[p].octets);
		field_json_time(j, "first", i->parts[p].first);
		field_json_time(j, "last", i->parts[p].last);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_ethertypes(struct json *j, const struct kntop_interface *i)
{
	json_array_begin(j, "ethertypes");
	for (unsigned int e = 0; e < i->ethertype_count; e++) {
		json_object_begin(j, NULL);
		json_u64(j, "type", i->ethertypes[e].type);
		json_string(j, "name", kntop_ethertype_name(i->ethertypes[e].type));
		json_u64(j, "packets", i->ethertypes[e].packets);
		json_u64(j, "octets", i->ethertypes[e].octets);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_flags(struct json *j, uint32_t flags)
{
	json_bool(j, "rx", flags & KNTOP_INTERFACE_RX);
	json_bool(j, "tx", flags & KNTOP_INTERFACE_TX);
	json_bool(j, "consume", flags & KNTOP_INTERFACE_CONSUME);
	json_bool(j, "ignore_vlan", flags & KNTOP_INTERFACE_IGNORE_VLAN);
	json_bool(j, "ignore_tunnel", flags & KNTOP_INTERFACE_IGNORE_TUNNEL);
	json_bool(j, "offline", flags & KNTOP_INTERFACE_OFFLINE);
}

static void json_direction(struct json *j, const char *key, const struct kntop_counter *c,
			   uint64_t rate, uint64_t packet_rate)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_u64(j, "packets_per_second", packet_rate);
	json_u64(j, "octets_per_second", rate);
	json_object_end(j);
}

void interface_view_json(struct json *j, const char *key, const struct kntop_interface *i)
{
	json_object_begin(j, key);
	json_string(j, "interface", i->name);
	json_u64(j, "id", i->id);
	field_json_optional(j, "ifindex", i->ifindex ? (int64_t)i->ifindex : -1);
	json_object_begin(j, "flags");
	json_flags(j, i->flags);
	json_object_end(j);
	field_json_name(j, "filter", i->filter);
	json_object_begin(j, "filtered");
	field_json_counter(j, "received", &i->rx_filtered);
	field_json_counter(j, "sent", &i->tx_filtered);
	json_object_end(j);
	mirror_view_json(j, i);
	field_json_time(j, "since", i->since);
	field_json_time(j, "last", i->last);
	json_direction(j, "received", &i->rx, i->rx_rate, i->rx_packet_rate);
	json_direction(j, "sent", &i->tx, i->tx_rate, i->tx_packet_rate);
	json_u64(j, "flows", i->flows);
	json_u64(j, "flows_total", i->flows_total);
	json_u64(j, "hosts", i->hosts);
	field_json_counter_flows(j, "ended", &i->ended);
	json_parts(j, i);
	json_ethertypes(j, i);
	json_object_begin(j, "locality");
	for (unsigned int k = 0; k < COUNT(i->locality); k++)
		field_json_counter(j, kntop_locality_name(k), &i->locality[k]);
	json_object_end(j);
	json_object_end(j);
}
