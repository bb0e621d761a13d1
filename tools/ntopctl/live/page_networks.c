// SPDX-License-Identifier: GPL-2.0-or-later
/* Local networks; also flows by network. */
#include <string.h>
#include "show.h"
#include "sides.h"

/* What leaves the network is sent; what stays in it is apart. */
struct row {
	struct sides sides;
	struct traffic internal_rate;
	struct kntop_localnet net;
};

static const struct kntop_localnet *net_of(const void *record)
{
	return &((const struct row *)record)->net;
}

static void identity(const void *record, struct page_id *id)
{
	const struct kntop_localnet *n = net_of(record);

	memcpy(id->octets, &n->addr, sizeof(n->addr));
	id->octets[sizeof(n->addr)] = n->prefix;
	id->len = sizeof(n->addr) + 1;
}

static int take(const struct kntop_localnet *n, void *data)
{
	const struct traffic total[DELTA_VALUES] = {
		live_traffic(&n->sent), live_traffic(&n->received),
		live_traffic(&n->internal),
	};
	struct traffic rate[DELTA_VALUES];
	struct row row = { .net = *n };
	struct pull *p = data;
	struct page_id id;

	identity(&row, &id);
	delta_rates(&p->v->rates, id.octets, id.len, total, rate);
	row.sides = (struct sides){ total[0], total[1], rate[0], rate[1] };
	row.internal_rate = rate[2];
	return ranking_add(&p->v->rows, &row);
}

/* Interfaces that are watched share the counters, a source read from a file has its own. */
static const char *source(const struct live *l)
{
	for (size_t i = 0; l->device[0] && i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (live_shows(l, iface))
			return iface->flags & KNTOP_INTERFACE_OFFLINE ? l->device : NULL;
	}
	return NULL;
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct pull p = { l, v };

	(void)limit;
	return kntop_localnet_list_of(l->ctl->kernel, source(l), take, &p, err);
}

static uint64_t octets(const struct kntop_localnet *n)
{
	return n->sent.octets + n->received.octets + n->internal.octets;
}

static uint64_t by(const void *record, int order)
{
	const struct row *r = record;
	double rate = r->sides.sent_rate.octets + r->sides.received_rate.octets +
		      r->internal_rate.octets;

	switch (order) {
	case 0:
		return rate > 0 ? rate : 0;
	case 1:
		return octets(&r->net);
	default:
		return r->net.hosts;
	}
}

static void text_network(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_network(buf, &net_of(record)->addr, net_of(record)->prefix);
}

static void text_name(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_name(buf, net_of(record)->name);
}

static void text_internal(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	show_traffic(l, show_either(l, r->internal_rate, live_traffic(&r->net.internal)), buf);
}

static void text_all(const struct live *l, const void *record, char *buf)
{
	const struct kntop_localnet *n = net_of(record);

	show_traffic(l, live_sum(live_sum(live_traffic(&n->sent), live_traffic(&n->received)),
				 live_traffic(&n->internal)), buf);
}

static void text_hosts(const struct live *l, const void *record, char *buf)
{
	show_count(l, net_of(record)->hosts, buf);
}

static const struct column columns[] = {
	{ .title = "NETWORK", .min = 14, .text = text_network, .style = STYLE_STRONG },
	{ .title = "NAME", .importance = 2, .min = 6, .max = 31, .text = text_name },
	{ .title = "HOSTS", .importance = 1, .right = true, .order = 3, .text = text_hosts },
	{ .title = "SENT", .right = true, .order = 1, .text = sides_text_sent, .style = STYLE_SENT },
	{ .title = "RECEIVED", .right = true, .order = 1, .text = sides_text_received,
	  .style = STYLE_RECEIVED },
	{ .title = "INSIDE", .importance = 1, .right = true, .text = text_internal },
	{ .title = "BOTH", .importance = 4, .min = 8, .max = 40,
	  .draw = sides_draw },
	{ .title = "IN ALL", .importance = 3, .right = true, .order = 2, .text = text_all },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_NONE, 0 },
	{ "octets", KNTOP_ORDER_NONE, 1 },
	{ "hosts", KNTOP_ORDER_NONE, -1 },
	{ .name = NULL },
};

/* To its flows when flows are shown by network, else to its hosts. */
static void enter(struct live *l, const void *record)
{
	enum live_page to = l->open == LIVE_FLOWS ? LIVE_FLOWS : LIVE_HOSTS;
	char words[PAGE_FILTER], network[FIELD_SIZE];

	text_network(l, record, network);
	snprintf(words, sizeof(words), "net %s", network);
	if (!live_filter(l, to, words))
		return;
	l->set.group = LIVE_FLOWS;
	live_open(l, to);
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	const struct row *r = record;
	char network[FIELD_SIZE];

	text_network(l, record, network);
	json_object_begin(j, NULL);
	json_string(j, "network", network);
	field_json_name(j, "name", r->net.name);
	json_u64(j, "hosts", r->net.hosts);
	field_json_counter_flows(j, "sent", &r->net.sent);
	field_json_counter_flows(j, "received", &r->net.received);
	field_json_counter_flows(j, "internal", &r->net.internal);
	sides_json(j, "sent_rate", r->sides.sent_rate);
	sides_json(j, "received_rate", r->sides.received_rate);
	sides_json(j, "internal_rate", r->internal_rate);
	json_object_end(j);
}

const struct page page_networks = {
	.name = "Networks",
	.noun = "localnets",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.ticks = true,
	.sides = true,
	.by = by,
	.identity = identity,
	.pull = pull,
	.enter = enter,
	.json_row = json_row,
};
