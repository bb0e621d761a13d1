// SPDX-License-Identifier: GPL-2.0-or-later
/* Interfaces: what passes now, what passed, what was not counted in a flow. */
#include <string.h>
#include "../view/interface.h"
#include "chart.h"
#include "list.h"
#include "show.h"
#include "sides.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/*
 * One interface. Sent is what leaves by it, received what arrives; the histories have
 * no samples where there are none, as those of a capture.
 */
struct row {
	struct sides sides;
	struct kntop_interface iface;
	struct kntop_history past;
	struct kntop_history minute;
};

static void identity(const void *record, struct page_id *id)
{
	const struct row *r = record;

	id->len = snprintf(id->octets, sizeof(id->octets), "%s", r->iface.name);
}

static int take_history(const struct kntop_history *h, void *data)
{
	struct pull *p = data;

	for (size_t i = 0; i < p->v->rows.count; i++) {
		struct row *r = (struct row *)ranking_at(&p->v->rows, i);

		if (strcmp(r->iface.name, h->interface))
			continue;
		if (h->step == 1)
			r->minute = *h;
		if (h->step == show_step(p->l))
			r->past = *h;
	}
	return 0;
}

static int pull_history(struct pull *p, uint32_t step, struct kntop_error *err)
{
	struct kntop_history_query q;

	kntop_history_query_init(&q);
	q.step = step;
	return kntop_history_list(p->l->ctl->kernel, &q, take_history, p, err);
}

static int add(struct pull *p, const struct kntop_interface *i)
{
	struct row row = { .iface = *i };

	row.sides = (struct sides){
		live_traffic(&i->tx), live_traffic(&i->rx),
		{ i->tx_rate, i->tx_packet_rate }, { i->rx_rate, i->rx_packet_rate },
	};
	return ranking_add(&p->v->rows, &row);
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct pull p = { l, v };
	int rc = 0;

	(void)limit;
	for (size_t i = 0; !rc && i < l->interfaces.count; i++)
		/* to choose from: a source that was read from a file is shown when it is chosen */
		if (!l->device[0] || live_shows(l, live_interface(l, i)))
			rc = add(&p, live_interface(l, i));
	if (!rc)
		rc = pull_history(&p, 1, err);
	if (rc >= 0 && show_step(l) != 1)
		rc = pull_history(&p, show_step(l), err);
	return rc;
}

static uint64_t by(const void *record, int order)
{
	const struct row *r = record;

	switch (order) {
	case 0:
		return r->iface.rx_rate + r->iface.tx_rate;
	case 1:
		return r->iface.rx.octets + r->iface.tx.octets;
	default:
		return r->iface.flows;
	}
}

/* Mean of the minute that is over, both ways; what is watched for less has less of it. */
static struct traffic minute(const struct kntop_history *h)
{
	struct traffic t = { 0, 0 };

	for (unsigned int i = 0; i < h->count; i++) {
		t.octets += h->octets[i];
		t.packets += h->rx_packets[i] + h->tx_packets[i];
	}
	if (!h->count)
		return (struct traffic){ -1, -1 };
	return (struct traffic){ t.octets / h->count, t.packets / h->count };
}

static uint64_t in_no_flow(const struct kntop_interface *i)
{
	uint64_t packets = 0;

	for (size_t p = 0; p < COUNT(i->parts); p++)
		packets += i->parts[p].packets;
	return packets;
}

static void text_name(const struct live *l, const void *record, char *buf)
{
	(void)l;
	field_name(buf, ((const struct row *)record)->iface.name);
}

static void text_minute(const struct live *l, const void *record, char *buf)
{
	show_traffic(l, minute(&((const struct row *)record)->minute), buf);
}

static void text_peak(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	show_traffic(l, (struct traffic){ r->minute.count ? (double)r->minute.peak : -1, -1 },
		     buf);
}

static void text_packets(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	show_count(l, r->iface.rx_packet_rate + r->iface.tx_packet_rate, buf);
}

static void text_flows(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->iface.flows, buf);
}

static void text_hosts(const struct live *l, const void *record, char *buf)
{
	show_count(l, ((const struct row *)record)->iface.hosts, buf);
}

static void text_no_flow(const struct live *l, const void *record, char *buf)
{
	show_count(l, in_no_flow(&((const struct row *)record)->iface), buf);
}

static void text_last(const struct live *l, const void *record, char *buf)
{
	show_ago(l, ((const struct row *)record)->iface.last, buf);
}

/* Which way, where gateways tell; no rate of an interface without. */
static void text_uplink(const struct live *l, const struct kntop_interface *i, uint64_t octets,
			uint64_t packets, char *buf)
{
	struct traffic t = { -1, -1 };

	if (i->uplink_count)
		t = (struct traffic){ octets, packets };
	show_traffic(l, t, buf);
}

static void text_download(const struct live *l, const void *record, char *buf)
{
	const struct kntop_interface *i = &((const struct row *)record)->iface;

	text_uplink(l, i, i->mirror.download_rate, i->mirror.download_packet_rate, buf);
}

static void text_upload(const struct live *l, const void *record, char *buf)
{
	const struct kntop_interface *i = &((const struct row *)record)->iface;

	text_uplink(l, i, i->mirror.upload_rate, i->mirror.upload_packet_rate, buf);
}

static bool has_uplinks(const struct live *l, const struct view *v)
{
	bool any = false;

	(void)v;
	for (size_t i = 0; i < l->interfaces.count; i++)
		any |= live_interface(l, i)->uplink_count > 0;
	return any;
}

/* What leaves is seen of none that is a mirror port or a capture. */
static bool has_out(const struct live *l, const struct view *v)
{
	(void)v;
	return live_sees_out(l);
}

static const struct column columns[] = {
	{ .title = "INTERFACE", .min = 9, .text = text_name, .style = STYLE_STRONG },
	{ .title = "IN", .right = true, .order = 1, .text = sides_text_received, .style = STYLE_RECEIVED },
	{ .title = "OUT", .right = true, .order = 1, .text = sides_text_sent,
	  .style = STYLE_SENT, .useful = has_out },
	{ .title = "DOWN", .importance = 1, .right = true, .text = text_download,
	  .style = STYLE_RECEIVED, .useful = has_uplinks },
	{ .title = "UP", .importance = 1, .right = true, .text = text_upload,
	  .style = STYLE_SENT, .useful = has_uplinks },
	{ .title = "1 MIN", .importance = 1, .right = true, .text = text_minute },
	{ .title = "PEAK", .importance = 2, .right = true, .text = text_peak },
	{ .title = "PKT/S", .importance = 3, .right = true, .text = text_packets },
	{ .title = "BOTH", .importance = 9, .min = 8, .max = 40,
	  .draw = sides_draw },
	{ .title = "IN ALL", .importance = 5, .right = true, .order = 2,
	  .text = sides_text_all },
	{ .title = "FLOWS", .importance = 1, .right = true, .order = 3, .text = text_flows },
	{ .title = "HOSTS", .importance = 4, .right = true, .text = text_hosts },
	{ .title = "NOT IN FLOWS", .importance = 6, .right = true, .text = text_no_flow },
	{ .title = "LAST", .importance = 7, .right = true, .text = text_last },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_NONE, 0 },
	{ "octets", KNTOP_ORDER_NONE, 1 },
	{ "flows", KNTOP_ORDER_NONE, -1 },
	{ .name = NULL },
};

/* The list gets what it needs, but a third of the screen at most. */
static int lines(const struct live *l, int height)
{
	int list = l->device[0] ? 2 : 1 + (int)l->interfaces.count;

	if (list > height / 3)
		list = height / 3;
	return list < 2 ? height - 2 : height - list;
}

static void draw_table(const struct live *l, struct canvas *c, int y, int x, int width,
		       unsigned int table)
{
	const struct kntop_table_info *t = &l->stats.tables[table];
	char entries[FIELD_SIZE], limit[FIELD_SIZE];
	int used;

	used = canvas_printf(c, y, x, width, STYLE_NORMAL, "%s %s of %s ",
			     kntop_table_name(table), show_count(l, t->entries, entries),
			     show_count(l, t->limit, limit));
	if (width - used > 4 && t->limit)
		graph_gauge(c, y, x + used, width - used < 24 ? width - used : 24,
			    (double)t->entries / t->limit);
}

/* Why frames of an interface are in no flow, on as many lines as it takes. */
static void draw_parts(const struct live *l, struct canvas *c, const struct area *area,
		       const struct kntop_interface *iface)
{
	char words[FIELD_SIZE], packets[FIELD_SIZE], one[2 * FIELD_SIZE + 16];
	int y = area->y, x = 0, used;

	for (size_t p = 0; p < COUNT(iface->parts); p++) {
		bool lost = p == KNTOP_PART_TABLE_FULL || p == KNTOP_PART_NO_MEMORY;

		if (!iface->parts[p].packets)
			continue;
		used = snprintf(one, sizeof(one), "%s %s",
				field_words(words, kntop_part_name(p)),
				show_count(l, iface->parts[p].packets, packets));
		if (x && x + used > area->width) {
			y++;
			x = 0;
		}
		if (!x && y == area->y)
			x = canvas_text(c, y, area->x, area->width, STYLE_DIM,
					"packets not in flows: ");
		if (y >= area->y + area->height)
			return;
		canvas_text(c, y, area->x + x, area->width - x, lost ? STYLE_BAD : STYLE_NORMAL,
			    one);
		x += used + 3;
	}
}

static int parts_lines(const struct kntop_interface *iface)
{
	return in_no_flow(iface) ? 2 : 0;
}

static void draw_chart(struct live *l, struct canvas *c, const struct area *area,
		       const struct row *r)
{
	char title[FIELD_SIZE + 40], name[FIELD_SIZE];
	struct chart chart = { .title = title, .in_name = "in", .out_name = "out" };

	show_past_graph(l, &r->past, SHOW_PAST_IN, &chart.in);
	if (r->iface.flags & KNTOP_INTERFACE_TX)
		show_past_graph(l, &r->past, SHOW_PAST_OUT, &chart.out);
	snprintf(title, sizeof(title), "%s, last %s%s", field_name(name, r->iface.name),
		 history_name(l->set.span),
		 r->iface.flags & KNTOP_INTERFACE_OFFLINE ? ": a capture has no history" : "");
	chart_draw(l, c, area, &chart);
}

static void draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	const struct row *r = list_record(v, v->chosen);
	struct area rest = *area;
	int half = area->width / 2;

	if (rest.height < 1)
		return;
	draw_table(l, c, rest.y, rest.x, half - 1, KNTOP_TABLE_FLOWS);
	draw_table(l, c, rest.y, rest.x + half, area->width - half, KNTOP_TABLE_HOSTS);
	rest.y++;
	rest.height--;
	if (!r)
		return;
	rest.height -= parts_lines(&r->iface);
	if (rest.height >= CHART_LINES) {
		draw_chart(l, c, &rest, r);
		rest.y += rest.height;
	}
	rest.height = area->y + area->height - rest.y;
	draw_parts(l, c, &rest, &r->iface);
}

static void enter(struct live *l, const void *record)
{
	const struct row *r = record;

	l->chosen = false;
	if (l->device[0]) {
		l->device[0] = '\0';
		live_say(l, "all interfaces");
		return;
	}
	snprintf(l->device, sizeof(l->device), "%s", r->iface.name);
	live_say(l, "all pages show %s only; Enter again on the overview shows all", l->device);
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	const struct row *r = record;

	(void)l;
	interface_view_json(j, NULL, &r->iface);
}

const struct page page_overview = {
	.name = "Overview",
	.noun = "interfaces",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.sides = true,
	.by = by,
	.identity = identity,
	.pull = pull,
	.lines = lines,
	.draw = draw,
	.enter = enter,
	.json_row = json_row,
};
