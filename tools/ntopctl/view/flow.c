// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing flows, live and ended, as a table. */
#include "../field.h"
#include "../format.h"
#include "../geo/geo.h"
#include "../service.h"
#include "flow.h"
#include "l7.h"
#include "tunnel.h"

#define TCP	6

static const struct table_column live_columns[] = {
	{ "DEV", false }, { "VLAN", true }, { "TUNNEL", false }, { "L4", false },
	{ "PROTOCOL", false }, { "CLIENT", false }, { "", false }, { "SERVER", false },
	{ "SENT", true }, { "PKTS", true }, { "RECEIVED", true }, { "PKTS", true },
	{ "RATE", true }, { "DURATION", true }, { "STATE", false }, { "NAME", false },
};

static const struct table_column ended_columns[] = {
	{ "SEQ", true }, { "ENDED", false },
	{ "DEV", false }, { "VLAN", true }, { "TUNNEL", false }, { "L4", false },
	{ "PROTOCOL", false }, { "CLIENT", false }, { "", false }, { "SERVER", false },
	{ "SENT", true }, { "PKTS", true }, { "RECEIVED", true }, { "PKTS", true },
	{ "DURATION", true }, { "WHY", false }, { "NAME", false },
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

int flow_view_open(struct flow_view *v, const struct ctl *ctl, bool ended, bool lines)
{
	*v = (struct flow_view){ .ctl = ctl, .ended = ended, .lines = lines };
	v->now = format_now();
	if (ctl->detail && geo_open(ctl))
		return CTL_USAGE;
	if (ctl->json) {
		ctl_json(ctl, &v->json);
		if (!lines)
			json_array_begin(&v->json, NULL);
		return CTL_OK;
	}
	if (ended)
		v->table = table_open(ctl->out, ended_columns, COUNT(ended_columns));
	else
		v->table = table_open(ctl->out, live_columns, COUNT(live_columns));
	if (!v->table) {
		ctl_complain(ctl, "no memory");
		return CTL_REFUSED;
	}
	table_spare(v->table, (ended ? COUNT(ended_columns) : COUNT(live_columns)) - 1);
	return CTL_OK;
}

static void cell_l4(struct table *t, const struct kntop_flow *f)
{
	char l4[FIELD_SIZE];

	field_l4(l4, f->l4);
	if (f->icmp_type < 0)
		table_cell(t, l4);
	else if (f->icmp_id > 0)
		table_cellf(t, "%s %d/%d id %d", l4, f->icmp_type, f->icmp_code, f->icmp_id);
	else
		table_cellf(t, "%s %d/%d", l4, f->icmp_type, f->icmp_code);
}

static void cells_key(const struct flow_view *v, const struct kntop_flow *f)
{
	struct table *t = v->table;
	char buf[FIELD_SIZE];

	table_cell(t, field_name(buf, f->interface));
	if (f->vlan >= 0)
		table_cell_u64(t, f->vlan);
	else
		table_cell(t, "");
	table_cell(t, tunnel_view_text(buf, &f->tunnel, f->encapsulation));
	cell_l4(t, f);
	table_cell(t, l7_protocol(v->ctl, &f->l7, buf));
	table_cell(t, field_endpoint(buf, &f->client.addr, f->client.port));
	table_cell(t, "->");
	table_cell(t, field_endpoint(buf, &f->server.addr, f->server.port));
}

static void cells_counters(struct table *t, const struct kntop_endpoint *e, bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, e->octets, raw));
	table_cell(t, format_count(buf, e->packets, raw));
}

/* "remote US AS15169", in 3 * FIELD_SIZE octets at @buf. */
static char *where(char *buf, const struct kntop_endpoint *e)
{
	char name[FIELD_SIZE], place[FIELD_SIZE];

	field_name(name, e->localnet);
	geo_text_of(place, &e->addr);
	snprintf(buf, 3 * FIELD_SIZE, "%s%s%s%s%s", e->local ? "local" : "remote",
		 name[0] ? " " : "", name, place[0] ? " " : "", place);
	return buf;
}

/* Counts of both sides, where they are not 0: few flows have them. */
static void rare(char *buf, size_t size, const char *word, uint32_t client, uint32_t server)
{
	size_t used = strlen(buf);

	if (client || server)
		snprintf(buf + used, size - used, "  %s %u/%u", word, client, server);
}

static void note_times(struct flow_view *v, const struct kntop_flow *f)
{
	bool raw = v->ctl->raw;
	char first[FORMAT_SIZE], last[FORMAT_SIZE], c[FORMAT_SIZE], s[FORMAT_SIZE];
	char latency[FORMAT_SIZE], cw[3 * FIELD_SIZE], sw[3 * FIELD_SIZE], cf[FIELD_SIZE];
	char sf[FIELD_SIZE], tcp[4 * FIELD_SIZE] = "";

	if (f->l4 == TCP)
		snprintf(tcp, sizeof(tcp),
			 "  flags %s/%s  retransmitted %u/%u  late %u/%u  lost %u/%u",
			 field_tcp_flags(cf, f->client.tcp_flags),
			 field_tcp_flags(sf, f->server.tcp_flags),
			 f->client.retransmitted, f->server.retransmitted,
			 f->client.out_of_order, f->server.out_of_order,
			 f->client.lost, f->server.lost);
	rare(tcp, sizeof(tcp), "zero windows", f->client.zero_windows, f->server.zero_windows);
	rare(tcp, sizeof(tcp), "keep-alives", f->client.keep_alives, f->server.keep_alives);
	rare(tcp, sizeof(tcp), "ICMP errors", f->client.icmp_errors, f->server.icmp_errors);
	table_note(v->table,
		   "first %s  last %s  rtt %s/%s  answer %s%s  told by %s  %s -> %s",
		   format_time(first, kntop_flow_first(f), v->now, raw),
		   format_time(last, kntop_flow_last(f), v->now, raw),
		   format_delay(c, f->client_rtt, raw), format_delay(s, f->server_rtt, raw),
		   format_delay(latency, f->latency, raw), tcp,
		   kntop_direction_by_name(f->direction_by),
		   where(cw, &f->client), where(sw, &f->server));
}

/* Which flow, and what its records said before. */
static void note_records(struct flow_view *v, const struct kntop_flow *f)
{
	bool raw = v->ctl->raw;
	char id[FIELD_SIZE], since[FORMAT_SIZE], so[FORMAT_SIZE], sp[FORMAT_SIZE];
	char ro[FORMAT_SIZE], rp[FORMAT_SIZE];

	field_id(id, f->id);
	if (!f->number && (!v->ended || f->end != KNTOP_END_ACTIVE)) {
		table_note(v->table, "id %s", id);
		return;
	}
	table_note(v->table, "id %s  %s %u  new since %s: sent %s in %s, received %s in %s packets",
		   id, v->ended ? "record" : "records before", f->number,
		   format_time(since, f->since, v->now, raw),
		   format_octets(so, f->client.new_octets, raw),
		   format_count(sp, f->client.new_packets, raw),
		   format_octets(ro, f->server.new_octets, raw),
		   format_count(rp, f->server.new_packets, raw));
}

/* Where nobody knows more, what the server's port is registered for. */
static void note_port(struct flow_view *v, const struct kntop_flow *f)
{
	const char *name = l7_is_unknown(&f->l7) ? service_name(f->l4, f->server.port) : NULL;
	char l4[FIELD_SIZE], safe[FIELD_SIZE];

	if (name)
		table_note(v->table, "port %s/%d is registered for %s, which may be something else",
			   field_l4(l4, f->l4), f->server.port, field_name(safe, name));
}

static void add_row(struct flow_view *v, const struct kntop_flow *f)
{
	bool raw = v->ctl->raw;
	char buf[FORMAT_SIZE], name[FIELD_SIZE];

	if (v->ended) {
		table_cell_u64(v->table, f->seq);
		table_cell(v->table, format_time(buf, f->end_time, v->now, raw));
	}
	cells_key(v, f);
	cells_counters(v->table, &f->client, raw);
	cells_counters(v->table, &f->server, raw);
	if (!v->ended)
		table_cell(v->table, format_rate(buf, f->client.rate + f->server.rate, raw));
	table_cell(v->table,
		   format_duration(buf, kntop_flow_last(f) - kntop_flow_first(f), raw));
	if (v->ended)
		table_cell(v->table, kntop_end_name(f->end));
	else
		table_cell(v->table, kntop_state_name(f->state));
	table_cell(v->table, l7_name(v->ctl, &f->l7, name));
	table_row(v->table);
	if (!v->ctl->detail)
		return;
	note_times(v, f);
	note_records(v, f);
	l7_notes(v->ctl, v->table, &f->l7);
	note_port(v, f);
}

int flow_view_add(const struct kntop_flow *flow, void *data)
{
	struct flow_view *v = data;

	if (v->table)
		add_row(v, flow);
	else
		flow_view_json(v->ctl, &v->json, flow, v->ended);
	return 0;
}

void flow_view_flush(struct flow_view *v)
{
	if (v->table)
		table_flush(v->table);
	else
		fflush(v->ctl->out);
}

void flow_view_close(struct flow_view *v)
{
	if (v->table)
		table_close(v->table);
	else if (!v->lines)
		json_array_end(&v->json);
}
