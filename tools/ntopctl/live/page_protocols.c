// SPDX-License-Identifier: GPL-2.0-or-later
/* Protocols or categories: share, rate, history; also flows by protocol. */
#include <errno.h>
#include <string.h>
#include "../label.h"
#include "chart.h"
#include "list.h"
#include "show.h"
#include "sides.h"

/* Columns of the small history of each. */
#define SPARK	16

/* One protocol, of all interfaces that are shown; -1 what is in none yet. */
struct row {
	struct sides sides;
	int32_t number;
	bool category;
	uint64_t flows;
	double share;
	struct kntop_history past;
};

static const struct row *row_of(const void *record)
{
	return record;
}

static void identity(const void *record, struct page_id *id)
{
	id->len = snprintf(id->octets, sizeof(id->octets), "%d %d", row_of(record)->category,
			   row_of(record)->number);
}

/* The row of a number, made when there is none yet. */
static struct row *row_at(struct pull *p, int32_t number, bool category)
{
	struct row fresh = { .number = number, .category = category };
	struct ranking *rows = &p->v->rows;

	for (size_t i = 0; i < rows->count; i++)
		if (row_of(ranking_at(rows, i))->number == number)
			return (struct row *)ranking_at(rows, i);
	if (ranking_add(rows, &fresh))
		return NULL;
	return (struct row *)ranking_at(rows, rows->count - 1);
}

static void add(struct traffic *to, const struct kntop_counter *c)
{
	*to = live_sum(*to, live_traffic(c));
}

static int take(const struct kntop_protocol *share, void *data)
{
	struct row *row = row_at(data, share->number, share->kind == KNTOP_LABEL_CATEGORY);

	if (!row)
		return -1;
	row->flows += share->flows;
	add(&row->sides.sent, &share->sent);
	add(&row->sides.received, &share->received);
	return 0;
}

/* Steps of several interfaces end at moments of their own: the newest are put together. */
static int take_history(const struct kntop_history *h, void *data)
{
	struct row *row = h->protocol < 0 ? NULL : row_at(data, h->protocol, false);
	struct kntop_history *to = row ? &row->past : NULL;
	unsigned int n;

	if (!to)
		return 0;
	if (!to->count) {
		*to = *h;
		return 0;
	}
	n = to->count < h->count ? to->count : h->count;
	for (unsigned int i = 1; i <= n; i++)
		to->octets[to->count - i] += h->octets[h->count - i];
	return 0;
}

static int pull_history(struct pull *p, struct kntop_error *err)
{
	struct kntop_history_query q;
	int rc;

	kntop_history_query_init(&q);
	q.step = show_step(p->l);
	q.protocol = KNTOP_HISTORY_ALL;
	q.interface = p->l->device[0] ? p->l->device : NULL;
	rc = kntop_history_list(p->l->ctl->kernel, &q, take_history, p, err);
	/* a capture has none */
	return rc == -EOPNOTSUPP ? 0 : rc;
}

static void measure(struct pull *p)
{
	struct ranking *rows = &p->v->rows;
	double whole = 0;

	for (size_t i = 0; i < rows->count; i++) {
		struct row *row = (struct row *)ranking_at(rows, i);
		struct page_id id;

		row->sides.sent_rate = (struct traffic){ -1, -1 };
		row->sides.received_rate = (struct traffic){ -1, -1 };
		identity(row, &id);
		sides_measure(p, &id, &row->sides);
		whole += row->sides.sent.octets + row->sides.received.octets;
	}
	for (size_t i = 0; i < rows->count; i++) {
		struct row *row = (struct row *)ranking_at(rows, i);

		row->share = whole > 0 ? (row->sides.sent.octets + row->sides.received.octets) /
					 whole : 0;
	}
}

static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	bool categories = l->set.categories && v == &l->view[LIVE_PROTOCOLS];
	struct kntop_protocol_query q;
	struct pull p = { l, v };
	int rc;

	(void)limit;
	kntop_protocol_query_init(&q);
	q.kind = categories ? KNTOP_LABEL_CATEGORY : KNTOP_LABEL_PROTOCOL;
	q.interface = l->device[0] ? l->device : NULL;
	rc = kntop_protocol_list(l->ctl->kernel, &q, take, &p, err);
	if (rc >= 0 && !categories)
		rc = pull_history(&p, err);
	if (rc >= 0)
		measure(&p);
	return rc;
}

static double known(double value)
{
	return value > 0 ? value : 0;
}

static uint64_t by(const void *record, int order)
{
	const struct row *r = record;

	/* What is in no protocol yet comes last. */
	if (r->number < 0)
		return 0;
	switch (order) {
	case 0:
		return 1 + known(r->sides.sent_rate.octets) +
		       known(r->sides.received_rate.octets);
	case 1:
		return 1 + r->sides.sent.octets + r->sides.received.octets;
	case 2:
		return 1 + r->sides.sent.packets + r->sides.received.packets;
	default:
		return 1 + r->flows;
	}
}

static void text_name(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	if (r->number < 0)
		strcpy(buf, "not decided yet");
	else
		label_text(l->ctl, r->category ? KNTOP_LABEL_CATEGORY : KNTOP_LABEL_PROTOCOL,
			   r->number, buf);
}

static void text_share(const struct live *l, const void *record, char *buf)
{
	(void)l;
	snprintf(buf, FIELD_SIZE, "%.1f %%", row_of(record)->share * 100);
}

static void text_flows(const struct live *l, const void *record, char *buf)
{
	const struct row *r = record;

	buf[0] = '\0';
	if (r->number >= 0)
		show_count(l, r->flows, buf);
}

static void draw_spark(const struct live *l, const void *record, struct canvas *c,
		       const struct area *area)
{
	const struct row *r = record;
	struct graph g = { .style = STYLE_PROTOCOL };

	show_past_graph(l, &r->past, SHOW_PAST_BOTH, &g);
	for (unsigned int i = 0; i < g.count; i++)
		g.top = g.value[i] > g.top ? g.value[i] : g.top;
	if (g.top > 0)
		graph_spark(c, area->y, area->x, area->width, &g);
}

static const struct column columns[] = {
	{ .title = "PROTOCOL", .min = 10, .max = 40, .text = text_name,
	  .style = STYLE_PROTOCOL },
	{ .title = "SHARE", .right = true, .order = 2, .text = text_share },
	{ .title = "CLIENTS", .right = true, .order = 1, .text = sides_text_sent, .style = STYLE_SENT },
	{ .title = "SERVERS", .right = true, .order = 1, .text = sides_text_received,
	  .style = STYLE_RECEIVED },
	{ .title = "BOTH", .importance = 4, .min = 10, .max = 40,
	  .draw = sides_draw },
	{ .title = "IN ALL", .importance = 2, .right = true, .order = 2,
	  .text = sides_text_all },
	{ .title = "FLOWS", .importance = 1, .right = true, .order = 4, .text = text_flows },
	{ .title = "HISTORY", .importance = 3, .min = SPARK, .max = 62, .draw = draw_spark },
	{ .title = NULL },
};

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_NONE, 0 },
	{ "octets", KNTOP_ORDER_NONE, 1 },
	{ "packets", KNTOP_ORDER_NONE, 1 },
	{ "flows", KNTOP_ORDER_NONE, -1 },
	{ .name = NULL },
};

static int lines(const struct live *l, int height)
{
	return l->set.categories || height < 16 ? 0 : height / 3;
}

static void draw(struct live *l, struct view *v, struct canvas *c, const struct area *area)
{
	const struct row *r = list_record(v, v->chosen);
	char title[FIELD_SIZE + 40], name[FIELD_SIZE];
	struct chart chart = { .title = title, .in_name = "both" };

	if (!r || area->height < CHART_LINES)
		return;
	text_name(l, r, name);
	show_past_graph(l, &r->past, SHOW_PAST_BOTH, &chart.in);
	snprintf(title, sizeof(title), "%s, last %s%s", name, history_name(l->set.span),
		 !r->past.count ? ": no history" :
		 l->set.units.count == UNITS_PACKETS ? ": of octets only" : "");
	chart_draw(l, c, area, &chart);
}

/* To its flows. */
static void enter(struct live *l, const void *record)
{
	const struct row *r = record;
	char words[PAGE_FILTER], name[FIELD_SIZE];

	if (r->number < 0)
		return;
	text_name(l, r, name);
	snprintf(words, sizeof(words), "%s \"%s\"", r->category ? "category" : "l7", name);
	if (!live_filter(l, LIVE_FLOWS, words))
		return;
	l->set.group = LIVE_FLOWS;
	live_open(l, LIVE_FLOWS);
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	const struct row *r = record;
	char name[FIELD_SIZE];

	json_object_begin(j, NULL);
	if (r->number < 0) {
		json_null(j, "number");
		json_null(j, "name");
	} else {
		json_u64(j, "number", r->number);
		text_name(l, r, name);
		json_string(j, "name", name);
	}
	json_u64(j, "flows", r->flows);
	json_u64(j, "sent_octets", r->sides.sent.octets);
	json_u64(j, "sent_packets", r->sides.sent.packets);
	json_u64(j, "received_octets", r->sides.received.octets);
	json_u64(j, "received_packets", r->sides.received.packets);
	sides_json(j, "sent_rate", r->sides.sent_rate);
	sides_json(j, "received_rate", r->sides.received_rate);
	json_object_end(j);
}

const struct page page_protocols = {
	.name = "Protocols",
	.noun = "protocols",
	.columns = columns,
	.orders = orders,
	.record = sizeof(struct row),
	.sides = true,
	.ticks = true,
	.by = by,
	.identity = identity,
	.pull = pull,
	.lines = lines,
	.draw = draw,
	.enter = enter,
	.json_row = json_row,
};
