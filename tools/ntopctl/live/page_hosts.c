// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts, also flows by host. */
#include <string.h>
#include "../geo/geo.h"
#include "../view/host.h"
#include "show.h"
#include "sides.h"

struct row {
	struct sides sides;
	struct kntop_host host;
};

static void identity(const void *record, struct page_id *id)
{
	const struct kntop_host *h = &((const struct row *)record)->host;

	id->len = snprintf(id->octets, sizeof(id->octets), "%s %d ", h->interface, h->vlan);
	memcpy(id->octets + id->len, &h->addr, sizeof(h->addr));
	id->len += sizeof(h->addr);
}

static int take(const struct kntop_host *h, void *data)
{
	struct pull *p = data;
	struct row row = { .host = *h };
	struct page_id id;

	if (!filter_takes(&p->v->filter, h) || p->v->rows.count == PAGE_ROWS)
		return 0;
	row.sides = (struct sides){
		live_traffic(&h->sent), live_traffic(&h->received),
		{ h->sent_rate, -1 }, { h->received_rate, -1 },
	};
	identity(&row, &id);
	sides_measure(p, &id, &row.sides);
	return ranking_add(&p->v->rows, &row);
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct kntop_query q = live_query(l, v, limit);
	struct pull p = { l, v };

	if (!q.locality && v == &l->view[LIVE_HOSTS])
		q.locality = l->set.locality;
	/* the kernel knows nothing of places: they are looked for among its first */
	if (filter_has_geo(&v->filter))
		q.limit = KNTOP_ORDER_LIMIT_MAX;
	return kntop_host_list(l->ctl->kernel, &q, take, &p, err);
}

static void text_host(const struct live *l, const void *record, char *buf)
{
	show_host(l, &((const struct row *)record)->host.addr, buf);
}

static void text_device(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_name(buf, ((const struct row *)record)->host.interface);
}

static void text_vlan(const struct live *l, const void *record, char *buf)
{
	(void)l;
	show_vlan(((const struct row *)record)->host.vlan, buf);
}

static void text_network(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	(void)l;
	show_locality(r->host.local, r->host.localnet, buf);
}

static void text_place(const struct live *l, const void *record, char *buf)
{
	(void)l;
	geo_text_of(buf, &((const struct row *)record)->host.addr);
}

static bool has_places(const struct live *l, const struct view *v)
{
	(void)l;
	(void)v;
	return geo_is_there();
}

static void text_flows(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->host.flows, buf);
}

static void text_client(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->host.flows_client, buf);
}

static void text_server(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->host.flows_server, buf);
}

static void text_again(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->host.retransmitted, buf);
}

static void text_first(const struct live *l, const void *record, char *buf)
{
	show_ago(l, ((const struct row *)record)->host.first, buf);
}

static void text_last(const struct live *l, const void *record, char *buf)
{
	show_ago(l, ((const struct row *)record)->host.last, buf);
}

static const struct column columns[] = {
	{ .title = "HOST", .min = 15, .text = text_host, .style = STYLE_STRONG },
	{ .title = "DEV", .importance = 6, .text = text_device, .useful = show_has_devices },
	{ .title = "VLAN", .importance = 7, .right = true, .text = text_vlan },
	{ .title = "NETWORK", .importance = 5, .min = 7, .max = 31, .text = text_network },
	{ .title = "PLACE", .importance = 5, .text = text_place, .useful = has_places },
	{ .title = "SENT", .right = true, .order = 1, .text = sides_text_sent, .style = STYLE_SENT },
	{ .title = "RECEIVED", .right = true, .order = 1, .text = sides_text_received, .style = STYLE_RECEIVED },
	{ .title = "BOTH", .importance = 9, .min = 8, .max = 40, .draw = sides_draw },
	{ .title = "IN ALL", .importance = 4, .right = true, .order = 2, .text = sides_text_all },
	{ .title = "FLOWS", .importance = 2, .right = true, .text = text_flows },
	{ .title = "CLIENT", .importance = 10, .right = true, .text = text_client },
	{ .title = "SERVER", .importance = 10, .right = true, .text = text_server },
	{ .title = "RESENT", .importance = 8, .right = true, .text = text_again },
	{ .title = "FIRST", .importance = 11, .right = true, .order = 5, .text = text_first },
	{ .title = "LAST", .importance = 3, .right = true, .order = 4, .text = text_last },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_RATE, 0 },
	{ "octets", KNTOP_ORDER_OCTETS, 1 },
	{ "packets", KNTOP_ORDER_PACKETS, 1 },
	{ "last seen", KNTOP_ORDER_LAST, -1 },
	{ "first seen", KNTOP_ORDER_FIRST, -1 },
	{ .name = NULL },
};

/* By host: to its flows; else to all about it. */
static void enter(struct live *l, const void *record)
{
	const struct kntop_host *h = &((const struct row *)record)->host;
	char words[PAGE_FILTER], address[KNTOP_ADDRESS_TEXT];

	if (l->open != LIVE_FLOWS) {
		live_open_host(l, h);
		return;
	}
	snprintf(words, sizeof(words), "host %s", kntop_address_format(&h->addr, address));
	l->set.group = LIVE_FLOWS;
	live_filter(l, LIVE_FLOWS, words);
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	(void)l;
	host_view_json(j, NULL, &((const struct row *)record)->host);
}

const struct page page_hosts = {
	.name = "Hosts",
	.noun = "hosts",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.sides = true,
	.ticks = true,
	.filtered = true,
	.identity = identity,
	.pull = pull,
	.enter = enter,
	.json_row = json_row,
};
