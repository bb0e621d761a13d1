// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl host: hosts, and one host with all that is known of it. */
#include <errno.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../filter.h"
#include "../geo/geo.h"
#include "../ranking.h"
#include "../view/flow.h"
#include "../view/host.h"
#include "../view/top.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl host show [WORDS]\n"
	"       ntopctl host show ADDRESS [dev NAME] [vlan ID]\n"
	"\n"
	"Show the hosts, or one host with all that is known of it: its traffic by\n"
	"protocol, its part in flows, TCP trouble, its network, its fastest flows now.\n"
	"A host is an address on one interface and VLAN. PLACE is its country and autonomous\n"
	"system where a database says so (see: ntopctl country --help).\n"
	"\n"
	"Verbs:\n"
	"  show              print hosts (the default; also: list)\n"
	"\n"
	"Words:\n"
	FILTER_HELP_HOST
	"\n"
	"With -s each host gets a second line: first seen, flows as client and as server,\n"
	"and the TCP packets it sent again, late, or lost.\n"
	"\n"
	"Examples:\n"
	"  ntopctl host show local sort rate limit 20\n"
	"  ntopctl host show 10.0.0.5\n";

/* Flows printed below a single host. */
#define TOP	10

static uint64_t rank(const void *record, int order)
{
	const struct kntop_host *h = record;

	switch (order) {
	case KNTOP_ORDER_OCTETS:
		return h->sent.octets + h->received.octets;
	case KNTOP_ORDER_PACKETS:
		return h->sent.packets + h->received.packets;
	case KNTOP_ORDER_RATE:
		return h->sent_rate + h->received_rate;
	case KNTOP_ORDER_LAST:
		return h->last;
	default:
		return h->first;
	}
}

static int collect(const struct kntop_host *host, void *data)
{
	return ranking_add(data, host);
}

struct choice {
	const struct filter *filter;
	struct ranking *ranking;
};

static int choose(const struct kntop_host *host, void *data)
{
	struct choice *c = data;

	return filter_takes(c->filter, host) ? ranking_add(c->ranking, host) : 0;
}

static struct ranking new_ranking(const struct filter *f)
{
	return (struct ranking){
		.size = sizeof(struct kntop_host),
		.key = rank,
		.arg = f->order,
		.ascending = f->order == KNTOP_ORDER_FIRST,
	};
}

static int failed(struct ctl *ctl, int rc, const struct filter *f,
		  const struct kntop_error *err)
{
	if (rc == -ENODEV && f->query.interface)
		return watched_complain(ctl, "host show", f->query.interface);
	return ctl_listed(ctl, rc, err, "host show");
}

static int list_ranked(struct ctl *ctl, const struct filter *f, struct host_view *v)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	struct ranking r = new_ranking(f);
	struct choice c = { f, &r };
	int rc = kntop_host_list(ctl->kernel, &f->query, choose, &c, &err);

	if (rc >= 0) {
		if (f->order != KNTOP_ORDER_NONE)
			ranking_sort(&r);
		for (size_t i = 0; i < r.count && (!f->limit || i < f->limit); i++)
			host_view_add(ranking_at(&r, i), v);
	}
	ranking_free(&r);
	return failed(ctl, rc, f, &err);
}

static int list(struct ctl *ctl, struct filter *f)
{
	struct kntop_error err;
	struct host_view v;
	int rc;

	rc = filter_look_up(ctl, f);
	if (rc)
		return rc;
	rc = host_view_open(&v, ctl);
	if (rc)
		return rc;
	if (filter_ranks_here(f)) {
		rc = list_ranked(ctl, f, &v);
	} else {
		rc = kntop_host_list(ctl->kernel, &f->query, host_view_add, &v, &err);
		rc = failed(ctl, rc, f, &err);
	}
	if (!rc && v.table && !table_rows(v.table))
		watched_hint(ctl, "host show");
	host_view_close(&v);
	return rc;
}

struct json_flows {
	const struct ctl *ctl;
	struct json *json;
};

static int json_flow(const struct kntop_flow *flow, void *data)
{
	struct json_flows *flows = data;

	flow_view_json(flows->ctl, flows->json, flow, false);
	return 0;
}

static struct kntop_query flows_of(const struct kntop_host *h)
{
	struct kntop_query q;

	kntop_query_init(&q);
	q.interface = h->interface;
	q.addr = h->addr;
	q.vlan = h->vlan < 0 ? 0 : h->vlan;
	return q;
}

static int detail_json(struct ctl *ctl, const struct kntop_host *h, struct json *j,
		       struct kntop_error *err)
{
	struct json_flows flows = { ctl, j };
	struct kntop_query q = flows_of(h);
	int rc;

	top_flows(ctl, &q, TOP);
	json_object_begin(j, NULL);
	host_view_json_members(j, h);
	json_array_begin(j, "top_flows");
	rc = kntop_flow_list(ctl->kernel, &q, json_flow, &flows, err);
	json_array_end(j);
	json_object_end(j);
	return rc;
}

static int detail_text(struct ctl *ctl, const struct kntop_host *h, struct kntop_error *err)
{
	struct kntop_query q = flows_of(h);
	struct flow_view v;
	int rc;

	host_view_detail(ctl, h);
	if (!h->flows)
		return 0;
	fprintf(ctl->out, "\n%s\n", top_flows(ctl, &q, TOP));
	if (flow_view_open(&v, ctl, false, false))
		return -ENOMEM;
	rc = kntop_flow_list(ctl->kernel, &q, flow_view_add, &v, err);
	flow_view_close(&v);
	return rc;
}

static int details(struct ctl *ctl, const struct ranking *r, struct kntop_error *err)
{
	struct json j;
	int rc = 0;

	if (ctl->json) {
		ctl_json(ctl, &j);
		json_array_begin(&j, NULL);
	}
	for (size_t i = 0; rc >= 0 && i < r->count; i++) {
		if (ctl->json) {
			rc = detail_json(ctl, ranking_at(r, i), &j, err);
			continue;
		}
		fputs(i ? "\n" : "", ctl->out);
		rc = detail_text(ctl, ranking_at(r, i), err);
	}
	if (ctl->json)
		json_array_end(&j);
	return rc;
}

static int show_one(struct ctl *ctl, struct filter *f)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	char address[KNTOP_ADDRESS_TEXT];
	struct ranking r;
	int rc;

	f->order = KNTOP_ORDER_OCTETS;
	r = new_ranking(f);
	rc = kntop_host_list(ctl->kernel, &f->query, collect, &r, &err);
	if (rc >= 0 && !r.count) {
		ctl_complain(ctl, "host show: no traffic of %s was seen, or it is forgotten (see: ntopctl host show)",
			     kntop_address_format(&f->query.addr, address));
		return CTL_USAGE;
	}
	if (rc >= 0) {
		ranking_sort(&r);
		rc = details(ctl, &r, &err);
	}
	ranking_free(&r);
	return failed(ctl, rc, f, &err);
}

/* The words behind an address; the address itself was taken. */
static int parse_one(struct ctl *ctl, struct args *args, struct filter *f,
		     const struct kntop_address *addr)
{
	if (filter_parse(ctl, args, FILTER_HOSTS, f))
		return CTL_USAGE;
	if (f->query.addr.family || f->query.localnet || f->query.locality || f->limit ||
	    f->query.min_rate || f->query.family || f->order != KNTOP_ORDER_NONE ||
	    filter_has_geo(f))
		return ctl_complain(ctl, "host show ADDRESS: only dev NAME and vlan ID can be added");
	f->query.addr = *addr;
	return CTL_OK;
}

static int show(struct ctl *ctl, struct args *args)
{
	const char *word = args_peek(args);
	struct kntop_address addr;
	struct filter f;
	bool one = word && !kntop_address_parse(word, &addr);

	if (one)
		args_take(args);
	if (one ? parse_one(ctl, args, &f, &addr) : filter_parse(ctl, args, FILTER_HOSTS, &f))
		return CTL_USAGE;
	if (geo_open(ctl))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	watched_source(ctl, "host show", &f.query.interface);
	return one ? show_one(ctl, &f) : list(ctl, &f);
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command host = {
	.name = "host",
	.summary = "hosts, and one host with all that is known of it",
	.help = help,
	.verbs = verbs,
};
COMMAND(host);
