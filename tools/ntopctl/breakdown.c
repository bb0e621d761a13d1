// SPDX-License-Identifier: GPL-2.0-or-later
/* Traffic by protocol or by category: asked for, put in order, printed. */
#include <errno.h>
#include <string.h>
#include "breakdown.h"
#include "field.h"
#include "filter.h"
#include "label.h"
#include "ranking.h"
#include "view/breakdown.h"
#include "watched.h"

enum word { DEV, HOST, HOSTS, NET, SORT };

enum order { OCTETS, PACKETS, FLOWS, SENT, RECEIVED };

/**
 * struct request - what was asked for
 * @query: what the kernel is asked; points into the words
 * @order: enum order
 * @limit: rows to print, 0 all
 */
struct request {
	struct kntop_protocol_query query;
	int order;
	uint64_t limit;
};

static int parse_sort(const struct ctl *ctl, struct args *args, struct request *rq)
{
	static const char *const orders[] = {
		"octets", "packets", "flows", "sent", "received", NULL
	};

	if (!args_peek(args))
		return ctl_complain(ctl, "sort ORDER is missing (octets, packets, flows, sent, received)");
	rq->order = args_keyword(ctl, args, orders);
	return rq->order < 0 ? CTL_USAGE : CTL_OK;
}

static int parse_word(const struct ctl *ctl, struct args *args, int word, struct request *rq)
{
	struct kntop_protocol_query *q = &rq->query;

	switch (word) {
	case DEV:
		return args_interface_name(ctl, args, "dev NAME", &q->interface);
	case HOST:
		return args_address(ctl, args, "host ADDRESS", &q->addr);
	case HOSTS:
		q->hosts = true;
		return CTL_OK;
	case NET:
		return filter_parse_net(ctl, args, &q->addr, &q->prefix, &q->localnet);
	case SORT:
		return parse_sort(ctl, args, rq);
	default:
		return args_number(ctl, args, "limit N", 1, UINT32_MAX, &rq->limit);
	}
}

static int parse(const struct ctl *ctl, struct args *args, struct request *rq)
{
	static const char *const words[] = {
		"dev", "host", "hosts", "net", "sort", "limit", NULL
	};
	unsigned int seen = 0;
	int word;

	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0)
			return CTL_USAGE;
		if (seen & 1U << word)
			return ctl_complain(ctl, "%s is there twice", words[word]);
		seen |= 1U << word;
		if (parse_word(ctl, args, word, rq))
			return CTL_USAGE;
	}
	if (seen & 1 << NET && seen & (1 << HOST | 1 << HOSTS))
		return ctl_complain(ctl, "net excludes host and hosts");
	if (seen & 1 << HOST && seen & 1 << HOSTS)
		return ctl_complain(ctl, "host excludes hosts");
	return CTL_OK;
}

static uint64_t rank(const void *record, int order)
{
	const struct breakdown_row *r = record;
	const struct kntop_protocol *p = &r->share;

	/* What is in no protocol yet comes last. */
	if (p->number < 0)
		return 0;
	switch (order) {
	case OCTETS:
		return 1 + breakdown_octets(p);
	case PACKETS:
		return 1 + p->sent.packets + p->received.packets + p->internal.packets;
	case FLOWS:
		return 1 + p->flows;
	case SENT:
		return 1 + p->sent.octets;
	default:
		return 1 + p->received.octets;
	}
}

static int collect(const struct kntop_protocol *share, void *data)
{
	struct breakdown_row row = { .share = *share };

	return ranking_add(data, &row);
}

static bool is_same_owner(const struct kntop_protocol *a, const struct kntop_protocol *b)
{
	return !strcmp(a->interface, b->interface) && a->vlan == b->vlan &&
	       a->prefix == b->prefix && !memcmp(&a->addr, &b->addr, sizeof(a->addr));
}

/* The rows of one owner follow each other, as the kernel sends them. */
static void add_up(struct ranking *r)
{
	struct breakdown_row *rows = (struct breakdown_row *)r->records;
	size_t begin = 0;
	uint64_t whole;

	while (begin < r->count) {
		size_t end = begin;

		for (whole = 0; end < r->count &&
		     is_same_owner(&rows[begin].share, &rows[end].share); end++)
			whole += breakdown_octets(&rows[end].share);
		while (begin < end)
			rows[begin++].whole = whole;
	}
}

static int refused(struct ctl *ctl, const struct kntop_protocol_query *q, int rc,
		   const struct kntop_error *err, const char *what)
{
	char text[FIELD_SIZE];

	if (rc == -ENODEV && q->interface)
		return watched_complain(ctl, what, q->interface);
	if (rc == -ENOENT && q->prefix >= 0)
		return ctl_complain(ctl, "%s: %s is no local network (see: ntopctl localnet show)",
				    what, field_network(text, &q->addr, q->prefix));
	if (rc == -ENOENT && q->addr.family)
		return ctl_complain(ctl, "%s: no traffic of %s was seen, or it is forgotten (see: ntopctl host show)",
				    what, kntop_address_format(&q->addr, text));
	return ctl_listed(ctl, rc, err, what);
}

/* Why there is nothing but what is unknown. */
static void hint(const struct ctl *ctl, const struct request *rq, const struct ranking *r,
		 const char *what)
{
	char text[FIELD_SIZE];

	for (size_t i = 0; i < r->count; i++)
		if (((const struct breakdown_row *)ranking_at(r, i))->share.number > 0)
			return;
	label_hint_classifier(ctl, what);
	if (!r->count && rq->query.addr.family && rq->query.prefix < 0)
		ctl_complain(ctl, "%s: nothing of %s is counted so far; only of local hosts it is (see: ntopctl localnet --help)",
			     what, kntop_address_format(&rq->query.addr, text));
}

static int show(struct ctl *ctl, struct request *rq)
{
	struct ranking r = {
		.size = sizeof(struct breakdown_row), .key = rank, .arg = rq->order,
	};
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	struct breakdown_view v;
	char what[FIELD_SIZE];
	int rc;

	snprintf(what, sizeof(what), "%s show", kntop_label_kind_name(rq->query.kind));
	watched_source(ctl, what, &rq->query.interface);
	rc = kntop_protocol_list(ctl->kernel, &rq->query, collect, &r, &err);
	if (rc >= 0 && breakdown_view_open(&v, ctl, &rq->query))
		rc = -ENOMEM;
	if (rc >= 0) {
		add_up(&r);
		ranking_sort(&r);
		for (size_t i = 0; i < r.count && (!rq->limit || i < rq->limit); i++)
			breakdown_view_add(&v, ranking_at(&r, i));
		breakdown_view_close(&v);
		hint(ctl, rq, &r, what);
	}
	ranking_free(&r);
	return refused(ctl, &rq->query, rc, &err, what);
}

int breakdown_show(struct ctl *ctl, struct args *args, enum kntop_label_kind kind)
{
	struct request rq = { .order = OCTETS };
	int rc;

	kntop_protocol_query_init(&rq.query);
	rq.query.kind = kind;
	if (parse(ctl, args, &rq))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = filter_check_net(ctl, rq.query.localnet);
	return rc ? rc : show(ctl, &rq);
}
