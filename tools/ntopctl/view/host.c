// SPDX-License-Identifier: GPL-2.0-or-later
/* Printing hosts. */
#include <inttypes.h>
#include "../field.h"
#include "../format.h"
#include "../geo/geo.h"
#include "../hostname.h"
#include "host.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const struct table_column columns[] = {
	{ "HOST", false }, { "DEV", false }, { "VLAN", true }, { "NETWORK", false }, { "PLACE", false },
	{ "SENT", true }, { "PKTS", true }, { "RATE", true },
	{ "RECEIVED", true }, { "PKTS", true }, { "RATE", true },
	{ "FLOWS", true }, { "LAST SEEN", false }, { "NAME", false },
};

int host_view_open(struct host_view *v, const struct ctl *ctl)
{
	*v = (struct host_view){ .ctl = ctl };
	v->now = format_now();
	if (ctl->json) {
		ctl_json(ctl, &v->json);
		json_array_begin(&v->json, NULL);
		return CTL_OK;
	}
	v->named = hostname_any();
	v->table = table_open(ctl->out, columns, COUNT(columns) - !v->named);
	if (v->table)
		return CTL_OK;
	ctl_complain(ctl, "no memory");
	return CTL_REFUSED;
}

static const char *network(const struct kntop_host *h, char *buf)
{
	if (h->localnet[0])
		return field_name(buf, h->localnet);
	return h->local ? "local" : "remote";
}

static void cells_direction(struct table *t, const struct kntop_counter *c, uint64_t rate,
			    bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, format_octets(buf, c->octets, raw));
	table_cell(t, format_count(buf, c->packets, raw));
	table_cell(t, format_rate(buf, rate, raw));
}

static void note_dns(struct host_view *v, const struct kntop_host *h)
{
	bool raw = v->ctl->raw;
	char answers[FORMAT_SIZE], mean[FORMAT_SIZE], most[FORMAT_SIZE];

	table_note(v->table, "DNS answers %s, after %s on average, %s at most",
		   format_count(answers, h->dns_answers, raw),
		   format_delay(mean, host_view_dns_mean(h), raw),
		   format_delay(most, h->dns_time_max, raw));
}

static void note_detail(struct host_view *v, const struct kntop_host *h)
{
	bool raw = v->ctl->raw;
	char first[FORMAT_SIZE], client[FORMAT_SIZE], server[FORMAT_SIZE];
	char again[FORMAT_SIZE], late[FORMAT_SIZE], lost[FORMAT_SIZE];

	table_note(v->table,
		   "first seen %s  flows ever: as client %s, as server %s  TCP sent: again %s, late %s, lost %s",
		   format_time(first, h->first, v->now, raw),
		   format_count(client, h->flows_client, raw),
		   format_count(server, h->flows_server, raw),
		   format_count(again, h->retransmitted, raw),
		   format_count(late, h->out_of_order, raw),
		   format_count(lost, h->lost, raw));
	if (h->dns_answers)
		note_dns(v, h);
}

static void add_row(struct host_view *v, const struct kntop_host *h)
{
	bool raw = v->ctl->raw;
	char buf[FIELD_SIZE];

	table_cell(v->table, kntop_address_format(&h->addr, buf));
	table_cell(v->table, field_name(buf, h->interface));
	if (h->vlan >= 0)
		table_cell_u64(v->table, h->vlan);
	else
		table_cell(v->table, "");
	table_cell(v->table, network(h, buf));
	table_cell(v->table, geo_text_of(buf, &h->addr));
	cells_direction(v->table, &h->sent, h->sent_rate, raw);
	cells_direction(v->table, &h->received, h->received_rate, raw);
	table_cell(v->table, format_count(buf, h->flows, raw));
	table_cell(v->table, format_time(buf, h->last, v->now, raw));
	if (v->named)
		table_cell(v->table, hostname_text(&h->addr, buf));
	table_row(v->table);
	if (v->ctl->detail)
		note_detail(v, h);
}

int host_view_add(const struct kntop_host *host, void *data)
{
	struct host_view *v = data;

	if (v->table)
		add_row(v, host);
	else
		host_view_json(&v->json, NULL, host);
	return 0;
}

void host_view_close(struct host_view *v)
{
	if (v->table)
		table_close(v->table);
	else
		json_array_end(&v->json);
}

int64_t host_view_dns_mean(const struct kntop_host *h)
{
	return h->dns_answers ? (int64_t)(h->dns_time / h->dns_answers) : -1;
}

static void json_l4(struct json *j, const struct kntop_host *h)
{
	json_object_begin(j, "l4");
	for (size_t i = 0; i < COUNT(h->l4); i++) {
		json_object_begin(j, kntop_host_l4_name(i));
		field_json_counter(j, "sent", &h->l4[i].sent);
		field_json_counter(j, "received", &h->l4[i].received);
		json_object_end(j);
	}
	json_object_end(j);
}

void host_view_json_members(struct json *j, const struct kntop_host *h)
{
	field_json_address(j, "addr", &h->addr);
	hostname_json(j, &h->addr);
	json_string(j, "interface", h->interface);
	field_json_optional(j, "vlan", h->vlan);
	json_bool(j, "local", h->local);
	field_json_name(j, "localnet", h->localnet);
	geo_json(j, &h->addr);
	field_json_time(j, "first", h->first);
	field_json_time(j, "last", h->last);
	field_json_counter(j, "sent", &h->sent);
	field_json_counter(j, "received", &h->received);
	json_u64(j, "sent_octets_per_second", h->sent_rate);
	json_u64(j, "received_octets_per_second", h->received_rate);
	json_u64(j, "flows", h->flows);
	json_u64(j, "flows_client", h->flows_client);
	json_u64(j, "flows_server", h->flows_server);
	json_u64(j, "retransmitted", h->retransmitted);
	json_u64(j, "out_of_order", h->out_of_order);
	json_u64(j, "lost", h->lost);
	json_u64(j, "dns_answers", h->dns_answers);
	field_json_optional(j, "dns_latency_mean_us", host_view_dns_mean(h));
	field_json_optional(j, "dns_latency_max_us",
			    h->dns_answers ? (int64_t)h->dns_time_max : -1);
	json_l4(j, h);
}

void host_view_json(struct json *j, const char *key, const struct kntop_host *h)
{
	json_object_begin(j, key);
	host_view_json_members(j, h);
	json_object_end(j);
}

static void detail_counter(struct table *t, const char *what,
			   const struct kntop_host_traffic *traffic, uint64_t whole, bool raw)
{
	char buf[FORMAT_SIZE];

	table_cell(t, what);
	table_cell(t, format_octets(buf, traffic->sent.octets, raw));
	table_cell(t, format_count(buf, traffic->sent.packets, raw));
	table_cell(t, format_octets(buf, traffic->received.octets, raw));
	table_cell(t, format_count(buf, traffic->received.packets, raw));
	table_cell(t, format_percent(buf, traffic->sent.octets + traffic->received.octets,
				     whole));
	table_row(t);
}

static void detail_traffic(const struct ctl *ctl, const struct kntop_host *h)
{
	static const struct table_column parts[] = {
		{ "TRAFFIC", false }, { "SENT", true }, { "PKTS", true },
		{ "RECEIVED", true }, { "PKTS", true }, { "SHARE", true },
	};
	const struct kntop_host_traffic all = { h->sent, h->received };
	uint64_t whole = h->sent.octets + h->received.octets;
	struct table *t = table_open(ctl->out, parts, COUNT(parts));

	if (!t)
		return;
	for (size_t i = 0; i < COUNT(h->l4); i++)
		if (h->l4[i].sent.packets || h->l4[i].received.packets)
			detail_counter(t, kntop_host_l4_name(i), &h->l4[i], whole, ctl->raw);
	detail_counter(t, "all", &all, whole, ctl->raw);
	table_close(t);
}

void host_view_detail(const struct ctl *ctl, const struct kntop_host *h)
{
	uint64_t now = format_now();
	char a[FIELD_SIZE], b[FIELD_SIZE];
	bool raw = ctl->raw;

	fprintf(ctl->out, "%s on %s", kntop_address_format(&h->addr, a),
		field_name(b, h->interface));
	if (h->vlan >= 0)
		fprintf(ctl->out, " VLAN %d", h->vlan);
	fprintf(ctl->out, ", %s%s%s\n", h->local ? "local" : "remote",
		h->localnet[0] ? ", network " : "", field_name(a, h->localnet));
	if (hostname_find(&h->addr))
		fprintf(ctl->out, "  name          %s\n", hostname_with_source(&h->addr, a));
	geo_detail(ctl->out, &h->addr);
	fprintf(ctl->out, "  first seen    %s\n", format_time(a, h->first, now, raw));
	fprintf(ctl->out, "  last seen     %s\n", format_time(a, h->last, now, raw));
	fprintf(ctl->out, "  rate now      sends %s, receives %s\n",
		format_rate(a, h->sent_rate, raw), format_rate(b, h->received_rate, raw));
	fprintf(ctl->out, "  flows         %" PRIu32 " live; ever %" PRIu64 " as client, %"
		PRIu64 " as server\n", h->flows, h->flows_client, h->flows_server);
	fprintf(ctl->out, "  TCP it sent   %" PRIu64 " packets again, %" PRIu64 " late, %"
		PRIu64 " lost\n", h->retransmitted, h->out_of_order, h->lost);
	if (h->dns_answers)
		fprintf(ctl->out, "  DNS           %" PRIu64 " answers, after %s on average, %s at most\n",
			h->dns_answers, format_delay(a, host_view_dns_mean(h), raw),
			format_delay(b, h->dns_time_max, raw));
	fputc('\n', ctl->out);
	detail_traffic(ctl, h);
}
