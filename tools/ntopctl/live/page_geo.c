// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts by country, and by autonomous system. */
#include <errno.h>
#include <string.h>
#include "../geo/tally.h"
#include "list.h"
#include "show.h"
#include "sides.h"

/* A walk over all hosts is followed by a pause of so many times what it took. */
#define PAUSE	9

struct row {
	struct sides sides;
	enum tally_by by;
	struct tally_row tally;
	double share;
};

/* The last walk, of whichever of the two pages: how it was asked for, what came of it. */
static struct {
	char question[PAGE_FILTER + KNTOP_NAME_SIZE + 16];
	uint64_t again;
	struct ranking rows;
} last;

static const struct row *row_of(const void *record)
{
	return record;
}

static enum tally_by kind_of(const struct view *v)
{
	return v->page == &page_ases ? TALLY_AS : TALLY_COUNTRY;
}

static void identity(const void *record, struct page_id *id)
{
	const struct row *r = record;
	char name[FIELD_SIZE];

	id->len = snprintf(id->octets, sizeof(id->octets), "%d %.60s", r->by,
			   tally_name(name, r->by, &r->tally.geo));
}

struct choice {
	const struct filter *filter;
	struct tally tally;
};

static int take(const struct kntop_host *host, void *data)
{
	struct choice *c = data;

	return filter_takes(c->filter, host) ? tally_add(&c->tally, host) : 0;
}

static int add_row(struct pull *p, const struct tally *t, const struct tally_row *of)
{
	double whole = t->sum.sent.octets + t->sum.received.octets;
	struct row row = { .by = t->by, .tally = *of };
	struct page_id id;

	row.sides = (struct sides){
		live_traffic(&of->sent), live_traffic(&of->received),
		{ of->sent_rate, -1 }, { of->received_rate, -1 },
	};
	row.share = whole > 0 ? (of->sent.octets + of->received.octets) / whole : 0;
	identity(&row, &id);
	sides_measure(p, &id, &row.sides);
	return ranking_add(&p->v->rows, &row);
}

static int add_rows(struct pull *p, const struct tally *t)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < t->rows.count; i++)
		rc = add_row(p, t, ranking_at(&t->rows, i));
	return rc;
}

static int walk(struct pull *p, const struct kntop_query *q, struct kntop_error *err)
{
	struct choice c = { .filter = &p->v->filter };
	uint64_t begin = live_clock();
	int rc;

	tally_init(&c.tally, kind_of(p->v));
	rc = kntop_host_list(p->l->ctl->kernel, q, take, &c, err);
	if (rc >= 0)
		rc = add_rows(p, &c.tally);
	tally_free(&c.tally);
	last.again = live_clock() + PAUSE * (live_clock() - begin);
	return rc;
}

static int copy_rows(struct ranking *to, const struct ranking *from)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < from->count; i++)
		rc = ranking_add(to, ranking_at(from, i));
	return rc;
}

/* The kernel does not know of places: all hosts are asked for, so that it is not done often
 * where they are many.
 */
static int pull(struct live *l, struct view *v, uint32_t limit, struct kntop_error *err)
{
	struct kntop_query q = v->filter.query;
	char question[sizeof(last.question)];
	struct pull p = { l, v };
	int rc;

	(void)limit;
	if (l->device[0])
		q.interface = l->device;
	q.order = KNTOP_ORDER_NONE;
	q.limit = 0;
	if (!q.locality)
		q.locality = l->set.locality;
	snprintf(question, sizeof(question), "%d %u %s %s", kind_of(v), q.locality, l->device,
		 v->filter_text);
	if (!strcmp(question, last.question) && live_clock() < last.again)
		return copy_rows(&v->rows, &last.rows);
	rc = walk(&p, &q, err);
	ranking_free(&last.rows);
	last.rows = (struct ranking){ .size = sizeof(struct row) };
	last.question[0] = '\0';
	if (rc >= 0 && !copy_rows(&last.rows, &v->rows))
		strcpy(last.question, question);
	return rc;
}

/* The order of a tally that is an order of the pages. */
static int order_of(int order)
{
	static const int tally[] = {
		FILTER_BY_RATE, FILTER_BY_OCTETS, FILTER_BY_PACKETS, FILTER_BY_HOSTS,
		FILTER_BY_FLOWS,
	};

	return tally[order];
}

static uint64_t by(const void *record, int order)
{
	return tally_rank(&row_of(record)->tally, order_of(order));
}

static void text_name(const struct live *l, const void *record, char *buf)
{
	(void)l;
	tally_name(buf, row_of(record)->by, &row_of(record)->tally.geo);
}

static void text_title(const struct live *l, const void *record, char *buf)
{
	(void)l;
	tally_title(buf, row_of(record)->by, &row_of(record)->tally.geo);
}

static void text_share(const struct live *l, const void *record, char *buf)
{
	(void)l;
	snprintf(buf, FIELD_SIZE, "%.1f %%", row_of(record)->share * 100);
}

static void text_hosts(const struct live *l, const void *record, char *buf)
{
	show_count(l, row_of(record)->tally.hosts, buf);
}

static void text_flows(const struct live *l, const void *record, char *buf)
{
	show_count(l, row_of(record)->tally.flows, buf);
}

#define COLUMNS(noun) {								\
	{ .title = noun, .text = text_name, .style = STYLE_STRONG },			\
	{ .title = "NAME", .importance = 2, .min = 10, .max = 40, .text = text_title },	\
	{ .title = "HOSTS", .importance = 1, .right = true, .order = 4, .text = text_hosts },	\
	{ .title = "SHARE", .importance = 3, .right = true, .order = 2, .text = text_share },	\
	{ .title = "SENT", .right = true, .order = 1, .text = sides_text_sent,		\
	  .style = STYLE_SENT },							\
	{ .title = "RECEIVED", .right = true, .order = 1, .text = sides_text_received,	\
	  .style = STYLE_RECEIVED },							\
	{ .title = "BOTH", .importance = 6, .min = 8, .max = 40, .draw = sides_draw },	\
	{ .title = "IN ALL", .importance = 4, .right = true, .order = 2,		\
	  .text = sides_text_all },							\
	{ .title = "FLOWS", .importance = 5, .right = true, .order = 5, .text = text_flows },	\
	{ .title = NULL },								\
}

static const struct column country_columns[] = COLUMNS("COUNTRY");
static const struct column as_columns[] = COLUMNS("AS");

static const struct order orders[] = {
	{ "rate", KNTOP_ORDER_RATE, 0 },
	{ "octets", KNTOP_ORDER_OCTETS, 1 },
	{ "packets", KNTOP_ORDER_PACKETS, 1 },
	{ "hosts", KNTOP_ORDER_NONE, -1 },
	{ "flows", KNTOP_ORDER_NONE, -1 },
	{ .name = NULL },
};

/* To its hosts. */
static void enter(struct live *l, const void *record)
{
	const struct row *r = record;
	const struct view *v = live_view(l);
	char words[PAGE_FILTER + FIELD_SIZE + 16], value[FIELD_SIZE];
	int len;

	text_name(l, r, value);
	len = snprintf(words, sizeof(words), "%s%s%s %s", v->filter_text,
		       v->filter_text[0] ? " " : "", r->by == TALLY_AS ? "as" : "country",
		       strcmp(value, "-") ? value : FILTER_NOWHERE);
	if (len >= PAGE_FILTER || !live_filter(l, LIVE_HOSTS, words))
		return;
	l->set.host_group = LIVE_HOSTS;
	live_open(l, LIVE_HOSTS);
}

static void json_row(const struct live *l, const void *record, struct json *j)
{
	(void)l;
	json_object_begin(j, NULL);
	tally_json(j, row_of(record)->by, &row_of(record)->tally);
	json_object_end(j);
}

#define PAGE(tab, key, list)				\
	{						\
		.name = tab,				\
		.noun = key,				\
		.columns = list,			\
		.orders = orders,			\
		.record = sizeof(struct row),		\
		.sides = true,				\
		.ticks = true,				\
		.filtered = true,			\
		.by = by,				\
		.identity = identity,			\
		.pull = pull,				\
		.enter = enter,				\
		.json_row = json_row,			\
	}

const struct page page_countries = PAGE("Countries", "countries", country_columns);
const struct page page_ases = PAGE("ASes", "ases", as_columns);
