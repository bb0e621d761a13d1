// SPDX-License-Identifier: GPL-2.0-or-later
/* Talkers: who talks with whom. */
#include <errno.h>
#include <string.h>
#include "../view/talker.h"
#include "show.h"
#include "sides.h"

/* What the first host sent is sent, what the second one sent is received. */
struct row {
	struct sides sides;
	struct kntop_talker talker;
};

static const struct kntop_talker *talker_of(const void *record)
{
	return &((const struct row *)record)->talker;
}

static void identity(const void *record, struct page_id *id)
{
	const struct kntop_talker *t = talker_of(record);

	id->len = snprintf(id->octets, 32, "%s %d ", t->interface, t->vlan);
	memcpy(id->octets + id->len, &t->a.addr, sizeof(t->a.addr));
	id->len += sizeof(t->a.addr);
	memcpy(id->octets + id->len, &t->b.addr, sizeof(t->b.addr));
	id->len += sizeof(t->b.addr);
}

static int take(const struct kntop_talker *t, void *data)
{
	struct pull *p = data;
	struct row row = { .talker = *t };
	struct page_id id;

	row.sides = (struct sides){
		{ t->a.octets, t->a.packets }, { t->b.octets, t->b.packets },
		{ t->a.rate, -1 }, { t->b.rate, -1 },
	};
	identity(&row, &id);
	sides_measure(p, &id, &row.sides);
	return ranking_add(&p->v->rows, &row);
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct kntop_query q = live_query(l, v, limit);
	struct kntop_talker_total total = { .pairs = 0 };
	struct pull p = { l, v };
	int rc = kntop_talker_list(l->ctl->kernel, &q, &total, take, &p, err);

	if (rc >= 0 && total.left_out.flows)
		snprintf(v->note, sizeof(v->note), "%llu flows of too many pairs left out",
			 (unsigned long long)total.left_out.flows);
	return rc;
}

static void text_a(const struct live *l, const void *record, char *buf)
{
	show_host(l, &talker_of(record)->a.addr, buf);
}

static void text_b(const struct live *l, const void *record, char *buf)
{
	show_host(l, &talker_of(record)->b.addr, buf);
}

static void text_net_a(const struct live *l, const void *record, char *buf)
{
	(void)l;
	show_locality(talker_of(record)->a.local, talker_of(record)->a.localnet, buf);
}

static void text_net_b(const struct live *l, const void *record, char *buf)
{
	(void)l;
	show_locality(talker_of(record)->b.local, talker_of(record)->b.localnet, buf);
}

static void text_flows(const struct live *l, const void *record, char *buf)
{
	show_count(l, talker_of(record)->flows, buf);
}

static void text_last(const struct live *l, const void *record, char *buf)
{
	show_ago(l, talker_of(record)->last, buf);
}

static void text_device(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_name(buf, talker_of(record)->interface);
}

static void text_vlan(const struct live *l, const void *record, char *buf)
{
	(void)l;
	show_vlan(talker_of(record)->vlan, buf);
}

static const struct column columns[] = {
	{ .title = "HOST", .min = 15, .text = text_a, .style = STYLE_STRONG },
	{ .title = "SENDS", .right = true, .order = 1, .text = sides_text_sent, .style = STYLE_SENT },
	{ .title = "<- BOTH ->", .importance = 1, .min = 11, .max = 41,
	  .draw = sides_draw_pair },
	{ .title = "SENDS", .right = true, .order = 1, .text = sides_text_received,
	  .style = STYLE_RECEIVED },
	{ .title = "HOST", .min = 15, .text = text_b, .style = STYLE_STRONG },
	{ .title = "FLOWS", .importance = 2, .right = true, .text = text_flows },
	{ .title = "IN ALL", .importance = 3, .right = true, .order = 2,
	  .text = sides_text_all },
	{ .title = "LAST", .importance = 5, .right = true, .order = 4, .text = text_last },
	{ .title = "NETWORK", .importance = 7, .min = 7, .max = 31, .text = text_net_a },
	{ .title = "NETWORK", .importance = 8, .min = 7, .max = 31, .text = text_net_b },
	{ .title = "DEV", .importance = 6, .text = text_device, .useful = show_has_devices },
	{ .title = "VLAN", .importance = 9, .right = true, .text = text_vlan },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_RATE, 0 },
	{ "octets", KNTOP_ORDER_OCTETS, 1 },
	{ "packets", KNTOP_ORDER_PACKETS, 1 },
	{ "last packet", KNTOP_ORDER_LAST, -1 },
	{ .name = NULL },
};

static int first_host(const struct kntop_host *h, void *data)
{
	*(struct kntop_host *)data = *h;
	return -ECANCELED;
}

/* To all about the first host, which tells of the second one, too. */
static void enter(struct live *l, const void *record)
{
	const struct kntop_talker *t = talker_of(record);
	struct kntop_host host = { .addr.family = 0 };
	struct kntop_query q;

	kntop_query_init(&q);
	q.addr = t->a.addr;
	q.interface = t->interface;
	q.vlan = t->vlan < 0 ? 0 : t->vlan;
	kntop_host_list(l->ctl->kernel, &q, first_host, &host, NULL);
	if (host.addr.family)
		live_open_host(l, &host);
	else
		live_say(l, "that host is not known any more");
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	(void)l;
	talker_view_json(j, talker_of(record));
}

const struct page page_talkers = {
	.name = "Talkers",
	.noun = "talkers",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.sides = true,
	.flows = true,
	.filtered = true,
	.identity = identity,
	.pull = pull,
	.enter = enter,
	.json_row = json_row,
};
