// SPDX-License-Identifier: GPL-2.0-or-later
/* Live flows that nobody knows, split by what is known of them. */
#include <errno.h>
#include <string.h>
#include "domain.h"
#include "field.h"
#include "geo/geo.h"
#include "label.h"
#include "service.h"
#include "unknown.h"
#include "utf8.h"
#include "view/unknown.h"
#include "watched.h"

/* Lines of a split unless it is said. */
#define LIMIT	10

enum word { DEV, BY, LIMIT_WORD };

/**
 * struct request - what was asked for
 * @interface: only of this one, or NULL
 * @split: the only &enum unknown_split, -1 all
 * @limit: lines of each
 */
struct request {
	const char *interface;
	int split;
	uint64_t limit;
};

static int parse_split(const struct ctl *ctl, struct args *args, struct request *rq)
{
	if (!args_peek(args))
		return ctl_complain(ctl, "by SPLIT is missing (payload, port, dns, alpn, certificate, country, as)");
	rq->split = args_keyword(ctl, args, unknown_split_names);
	return rq->split < 0 ? CTL_USAGE : CTL_OK;
}

static int parse(const struct ctl *ctl, struct args *args, struct request *rq)
{
	static const char *const words[] = { "dev", "by", "limit", NULL };
	unsigned int seen = 0;
	int word, rc;

	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0)
			return CTL_USAGE;
		if (seen & 1U << word)
			return ctl_complain(ctl, "%s is there twice", words[word]);
		seen |= 1U << word;
		if (word == DEV)
			rc = args_interface_name(ctl, args, "dev NAME", &rq->interface);
		else if (word == BY)
			rc = parse_split(ctl, args, rq);
		else
			rc = args_number(ctl, args, "limit N", 1, UINT32_MAX, &rq->limit);
		if (rc)
			return CTL_USAGE;
	}
	return CTL_OK;
}

/* ---- what a flow is split by ------------------------------------------- */

static const char *payload_of(const struct kntop_l7 *l7)
{
	switch (l7->payload) {
	case KNTOP_PAYLOAD_ENCRYPTED:
		return "encrypted or compressed";
	case KNTOP_PAYLOAD_CLEAR:
		return "cleartext";
	case KNTOP_PAYLOAD_UNCLEAR:
		return "cannot tell";
	}
	return l7->confidence == KNTOP_CONFIDENCE_UNKNOWN ? "no payload seen" : "not inspected";
}

static char *port_of(const struct kntop_flow *f, char *buf)
{
	const char *name = service_name(f->l4, f->server.port);
	char l4[FIELD_SIZE];

	field_l4(l4, f->l4);
	if (f->server.port < 0)
		snprintf(buf, FIELD_SIZE, "%s", l4);
	else
		snprintf(buf, FIELD_SIZE, "%.40s/%d%s%.60s%s", l4, f->server.port, name ? " (" : "",
			 name ? name : "", name ? ")" : "");
	return buf;
}

static char *safe_text(const char *text, size_t len, char *buf)
{
	return len ? utf8_escape_text(text, len, buf, FIELD_SIZE) : strcpy(buf, "none");
}

/* Of several names, with commas between, the first one's. */
static char *domain_of(const struct kntop_text *text, char *buf)
{
	const char *comma = text->len ? memchr(text->data, ',', text->len) : NULL;
	const char *domain = text->data;
	size_t len = comma ? (size_t)(comma - text->data) : text->len;

	if (len)
		domain = domain_registrable(text->data, len, &len);
	return safe_text(domain, len, buf);
}

static char *as_of(const struct geo *g, char *buf)
{
	char name[FIELD_SIZE];

	if (!g->as)
		return strcpy(buf, "none");
	snprintf(buf, FIELD_SIZE, "AS%u%s%.100s", g->as, g->as_name && *g->as_name ? " " : "",
		 field_name(name, g->as_name ? g->as_name : ""));
	return buf;
}

static char *value_of(const struct kntop_flow *f, enum unknown_split split, char *buf)
{
	struct geo g = { 0 };

	switch (split) {
	case UNKNOWN_PAYLOAD:
		return strcpy(buf, payload_of(&f->l7));
	case UNKNOWN_PORT:
		return port_of(f, buf);
	case UNKNOWN_DNS:
		return domain_of(&f->l7.text[KNTOP_L7_DNS_NAME], buf);
	case UNKNOWN_ALPN:
		return safe_text(f->l7.text[KNTOP_L7_ALPN].data, f->l7.text[KNTOP_L7_ALPN].len, buf);
	case UNKNOWN_CERTIFICATE:
		return domain_of(&f->l7.text[KNTOP_L7_TLS_SERVER_NAMES], buf);
	default:
		g = geo_find(&f->server.addr);
	}
	if (split == UNKNOWN_AS)
		return as_of(&g, buf);
	return strcpy(buf, g.country[0] ? g.country : "none");
}

/* ---- flows ------------------------------------------------------------- */

/**
 * struct gathering - what is being added up
 * @rq: what was asked for
 * @all: the sums
 * @carrier: number of the label that each kind but the first has, -1 none
 */
struct gathering {
	const struct request *rq;
	struct unknown *all;
	int carrier[UNKNOWN_KINDS];
};

static int kind_of(const struct gathering *g, const struct kntop_l7 *l7)
{
	/* also one that nobody has looked at: so it is counted */
	if (!l7->seen || (!l7->protocol && !l7->master))
		return UNKNOWN_FLOWS;
	if (l7->text[KNTOP_L7_SERVER_NAME].len || (l7->master && l7->master != l7->protocol))
		return -1;
	for (int kind = UNKNOWN_FLOWS + 1; kind < UNKNOWN_KINDS; kind++)
		if (g->carrier[kind] == l7->protocol)
			return kind;
	return -1;
}

static int add(const struct kntop_flow *flow, void *data)
{
	struct gathering *g = data;
	char buf[FIELD_SIZE];
	int kind, rc = 0;

	if (flow->l7.seen && flow->l7.undecided) {
		split_count(&g->all->undecided, flow);
		return 0;
	}
	kind = kind_of(g, &flow->l7);
	if (kind < 0)
		return 0;
	split_count(&g->all->total[kind], flow);
	for (int split = 0; split < UNKNOWN_SPLITS && !rc; split++)
		if (g->rq->split < 0 || g->rq->split == split)
			rc = split_add(&g->all->split[kind][split], value_of(flow, split, buf), flow);
	return rc;
}

static int count(const struct kntop_protocol *p, void *data)
{
	struct unknown *all = data;

	if (p->number)
		return 0;
	all->counted.flows += p->flows;
	all->counted.packets += p->sent.packets + p->received.packets;
	all->counted.octets += p->sent.octets + p->received.octets;
	return 0;
}

/* Flows that are live now first: what ends meanwhile is counted, not the other way round. */
static int gather(struct ctl *ctl, struct gathering *g, struct kntop_error *err)
{
	struct kntop_protocol_query counters;
	struct kntop_query live;
	int rc;

	kntop_query_init(&live);
	live.interface = g->rq->interface;
	rc = kntop_flow_list(ctl->kernel, &live, add, g, err);
	if (rc < 0)
		return rc;
	kntop_protocol_query_init(&counters);
	counters.kind = KNTOP_LABEL_PROTOCOL;
	counters.interface = g->rq->interface;
	return kntop_protocol_list(ctl->kernel, &counters, count, g->all, err);
}

static int sort(struct unknown *all)
{
	int rc = 0;

	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		for (int split = 0; split < UNKNOWN_SPLITS && !rc; split++)
			rc = split_sort(&all->split[kind][split]);
	return rc;
}

static void look_up(struct ctl *ctl, struct gathering *g)
{
	const struct kntop_label *label;
	unsigned int number;

	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		g->carrier[kind] = -1;
	for (number = 1; (label = kntop_label_find(ctl->kernel, KNTOP_LABEL_PROTOCOL, number));
	     number++)
		for (int kind = UNKNOWN_FLOWS + 1; kind < UNKNOWN_KINDS; kind++)
			if (!strcmp(label->name, unknown_kind_names[kind]))
				g->carrier[kind] = number;
}

static int show(struct ctl *ctl, const struct request *rq)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	struct unknown all = { 0 };
	struct gathering g = { .rq = rq, .all = &all };
	int rc;

	look_up(ctl, &g);
	rc = gather(ctl, &g, &err);
	if (rc >= 0 && sort(&all))
		rc = -ENOMEM;
	if (rc >= 0)
		unknown_view(ctl, &all, rq->split, rq->limit);
	for (int kind = 0; kind < UNKNOWN_KINDS; kind++)
		for (int split = 0; split < UNKNOWN_SPLITS; split++)
			split_free(&all.split[kind][split]);
	if (rc == -ENODEV && rq->interface)
		return watched_complain(ctl, "protocol show unknown", rq->interface);
	return ctl_listed(ctl, rc, &err, "protocol show unknown");
}

int unknown_show(struct ctl *ctl, struct args *args)
{
	struct request rq = { .split = -1, .limit = LIMIT };
	int rc;

	if (parse(ctl, args, &rq))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = geo_open(ctl);
	if (rc)
		return rc;
	watched_source(ctl, "protocol show unknown", &rq.interface);
	return show(ctl, &rq);
}
