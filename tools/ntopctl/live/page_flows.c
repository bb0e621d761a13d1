// SPDX-License-Identifier: GPL-2.0-or-later
/* Flows. */
#include <string.h>
#include "../format.h"
#include "../view/flow.h"
#include "../view/l7.h"
#include "show.h"
#include "sides.h"

struct row {
	struct sides sides;
	struct kntop_flow flow;
};

static const struct kntop_flow *flow_of(const void *record)
{
	return &((const struct row *)record)->flow;
}

static int copy(void *to, const void *from)
{
	struct row *row = to;

	row->sides = ((const struct row *)from)->sides;
	return kntop_flow_copy(&row->flow, flow_of(from));
}

static void release(void *record)
{
	kntop_flow_release(&((struct row *)record)->flow);
}

static char *put(char *at, const void *octets, size_t len)
{
	memcpy(at, octets, len);
	return at + len;
}

static void identity(const void *record, struct page_id *id)
{
	const struct kntop_flow *f = flow_of(record);
	const int numbers[] = { f->vlan, f->l4 << 8 | f->encapsulation, f->icmp_id,
				f->icmp_type };
	char *at = put(id->octets, f->interface, strnlen(f->interface, KNTOP_NAME_SIZE));

	at = put(at, numbers, sizeof(numbers));
	at = put(at, f->client.addr.octets, f->client.addr.family == 4 ? 4 : 16);
	at = put(at, f->server.addr.octets, f->server.addr.family == 4 ? 4 : 16);
	at = put(at, &f->client.port, 2);
	at = put(at, &f->server.port, 2);
	id->len = at - id->octets;
}

static int take(const struct kntop_flow *f, void *data)
{
	struct pull *p = data;
	struct row row = { .flow = *f };
	struct page_id id;

	row.sides = (struct sides){
		{ f->client.octets, f->client.packets },
		{ f->server.octets, f->server.packets },
		{ f->client.rate, -1 }, { f->server.rate, -1 },
	};
	identity(&row, &id);
	sides_measure(p, &id, &row.sides);
	return ranking_add(&p->v->rows, &row);
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct kntop_query q = live_query(l, v, limit);
	struct pull p = { l, v };

	return kntop_flow_list(l->ctl->kernel, &q, take, &p, err);
}

static void text_protocol(const struct live *l, const void *record, char *buf)
{
	const struct kntop_flow *f = flow_of(record);

	l7_protocol(l->ctl, &f->l7, buf);
	if (!buf[0])
		field_l4(buf, f->l4);
}

static void text_l4(const struct live *l, const void *record, char *buf)
{
	const struct kntop_flow *f = flow_of(record);

	(void)l;
	field_l4(buf, f->l4);
	if (f->icmp_type >= 0)
		snprintf(buf + strlen(buf), FIELD_SIZE - strlen(buf), " %d/%d", f->icmp_type,
			 f->icmp_code);
}

static void text_client(const struct live *l, const void *record, char *buf)
{
	show_endpoint(l, &flow_of(record)->client, flow_of(record)->l4, buf);
}

static void text_server(const struct live *l, const void *record, char *buf)
{
	show_endpoint(l, &flow_of(record)->server, flow_of(record)->l4, buf);
}

static void text_age(const struct live *l, const void *record, char *buf)
{
	show_ago(l, kntop_flow_first(flow_of(record)), buf);
}

static void text_last(const struct live *l, const void *record, char *buf)
{
	show_ago(l, kntop_flow_last(flow_of(record)), buf);
}

static void text_name(const struct live *l, const void *record, char *buf)
{
	l7_name(l->ctl, &flow_of(record)->l7, buf);
}

static void text_state(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_words(buf, kntop_state_name(flow_of(record)->state));
}

static void text_rtt(const struct live *l, const void *record, char *buf)
{
	const struct kntop_flow *f = flow_of(record);

	(void)l;
	buf[0] = '\0';
	if (f->client_rtt >= 0 && f->server_rtt >= 0)
		format_delay(buf, f->client_rtt + f->server_rtt, false);
}

static void text_risk(const struct live *l, const void *record, char *buf)
{
	unsigned int score = flow_of(record)->l7.score;

	(void)l;
	buf[0] = '\0';
	if (score)
		snprintf(buf, FIELD_SIZE, "%u", score);
}

static void text_device(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_name(buf, flow_of(record)->interface);
}

static void text_vlan(const struct live *l, const void *record, char *buf)
{
	(void)l;
	show_vlan(flow_of(record)->vlan, buf);
}

static void text_tunnel(const struct live *l, const void *record, char *buf)
{
	unsigned int kind = flow_of(record)->encapsulation;

	(void)l;
	buf[0] = '\0';
	if (kind)
		snprintf(buf, FIELD_SIZE, "%s", kntop_encapsulation_name(kind));
}

static const struct column columns[] = {
	{ .title = "PROTOCOL", .min = 8, .max = 24, .text = text_protocol,
	  .style = STYLE_PROTOCOL },
	{ .title = "CLIENT", .min = 16, .max = 60, .text = text_client },
	{ .title = "SERVER", .min = 16, .max = 60, .text = text_server },
	{ .title = "SENT", .right = true, .order = 1, .text = sides_text_sent, .style = STYLE_SENT },
	{ .title = "RECEIVED", .right = true, .order = 1, .text = sides_text_received, .style = STYLE_RECEIVED },
	{ .title = "BOTH", .importance = 13, .min = 8, .max = 24,
	  .draw = sides_draw },
	{ .title = "NAME", .importance = 4, .min = 10, .text = text_name },
	{ .title = "AGE", .importance = 2, .right = true, .order = 5, .text = text_age },
	{ .title = "LAST", .importance = 9, .right = true, .order = 4, .text = text_last },
	{ .title = "IN ALL", .importance = 5, .right = true, .order = 2, .text = sides_text_all },
	{ .title = "L4", .importance = 7, .text = text_l4 },
	{ .title = "STATE", .importance = 10, .text = text_state },
	{ .title = "RTT", .importance = 11, .right = true, .text = text_rtt },
	{ .title = "RISK", .importance = 8, .right = true, .text = text_risk,
	  .style = STYLE_WARN },
	{ .title = "DEV", .importance = 6, .text = text_device, .useful = show_has_devices },
	{ .title = "VLAN", .importance = 12, .right = true, .text = text_vlan },
	{ .title = "TUNNEL", .importance = 12, .text = text_tunnel },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_RATE, 0 },
	{ "octets", KNTOP_ORDER_OCTETS, 1 },
	{ "packets", KNTOP_ORDER_PACKETS, 1 },
	{ "last packet", KNTOP_ORDER_LAST, -1 },
	{ "first packet", KNTOP_ORDER_FIRST, -1 },
	{ .name = NULL },
};

static void enter(struct live *l, const void *record)
{
	live_open_flow(l, flow_of(record));
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	flow_view_json(l->ctl, j, flow_of(record), false);
}

const struct page page_flows = {
	.name = "Flows",
	.noun = "flows",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.sides = true,
	.copy = copy,
	.release = release,
	.flows = true,
	.filtered = true,
	.identity = identity,
	.pull = pull,
	.enter = enter,
	.json_row = json_row,
};
