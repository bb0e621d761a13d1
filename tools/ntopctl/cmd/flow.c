// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl flow: live flows. */
#include <errno.h>
#include "../command.h"
#include "../field.h"
#include "../filter.h"
#include "../ranking.h"
#include "../view/flow.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl flow show [WORDS]\n"
	"       ntopctl flow reset [dev NAME]\n"
	"\n"
	"Show the flows that are live now, or end them all. A flow is one line for both\n"
	"directions: SENT is what the client sent, RECEIVED what it got.\n"
	"\n"
	"Verbs:\n"
	"  show              print flows (the default; also: list)\n"
	"  reset             end the flows, of one interface or all that are watched, and forget\n"
	"                    idle hosts\n"
	"\n"
	"Words:\n"
	FILTER_HELP_FLOW
	"\n"
	"All words that are given must match. Without sort, flows come in no order.\n"
	"With -s each flow gets further lines: times, round trips client/server, TCP flags\n"
	"(FSRPAUEC), retransmitted, late and lost packets client/server, how client and\n"
	"server were told apart, local networks; what is known of the application: category,\n"
	"risks, names, TLS, HTTP, DNS and SSH. A protocol with ? is a guess, one with ...\n"
	"may still change.\n"
	"\n"
	"Examples:\n"
	"  ntopctl flow show sort rate limit 20\n"
	"  ntopctl flow show dev eth0 host 10.0.0.5 l4 tcp port 443\n"
	"  ntopctl -s flow show l7 TLS risk any\n"
	"  ntopctl -j -p flow show net 192.168.0.0/16 remote min-rate 1M\n";

static uint64_t rank(const void *record, int order)
{
	const struct kntop_flow *f = record;

	switch (order) {
	case KNTOP_ORDER_OCTETS:
		return f->client.octets + f->server.octets;
	case KNTOP_ORDER_PACKETS:
		return f->client.packets + f->server.packets;
	case KNTOP_ORDER_RATE:
		return f->client.rate + f->server.rate;
	case KNTOP_ORDER_LAST:
		return kntop_flow_last(f);
	default:
		return kntop_flow_first(f);
	}
}

static int copy(void *to, const void *from)
{
	return kntop_flow_copy(to, from);
}

static void release(void *record)
{
	kntop_flow_release(record);
}

static int collect(const struct kntop_flow *flow, void *data)
{
	return ranking_add(data, flow);
}

static int show_ranked(struct ctl *ctl, const struct filter *f, struct flow_view *v)
{
	struct ranking r = {
		.size = sizeof(struct kntop_flow),
		.key = rank,
		.arg = f->order,
		.ascending = f->order == KNTOP_ORDER_FIRST,
		.copy = copy,
		.release = release,
	};
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	int rc = kntop_flow_list(ctl->kernel, &f->query, collect, &r, &err);

	if (rc >= 0) {
		ranking_sort(&r);
		for (size_t i = 0; i < r.count && (!f->limit || i < f->limit); i++)
			flow_view_add(ranking_at(&r, i), v);
	}
	ranking_free(&r);
	if (rc == -ENODEV && f->query.interface)
		return watched_complain(ctl, "flow show", f->query.interface);
	return ctl_listed(ctl, rc, &err, "flow show");
}

static int show_listed(struct ctl *ctl, const struct filter *f, struct flow_view *v)
{
	struct kntop_error err;
	int rc = kntop_flow_list(ctl->kernel, &f->query, flow_view_add, v, &err);

	if (rc == -ENODEV && f->query.interface)
		return watched_complain(ctl, "flow show", f->query.interface);
	return ctl_listed(ctl, rc, &err, "flow show");
}

static int show(struct ctl *ctl, struct args *args)
{
	struct flow_view v;
	struct filter f;
	int rc;

	rc = filter_parse(ctl, args, FILTER_FLOWS, &f);
	if (rc)
		return rc;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = filter_look_up(ctl, &f);
	if (rc)
		return rc;
	watched_source(ctl, "flow show", &f.query.interface);
	rc = flow_view_open(&v, ctl, false, false);
	if (rc)
		return rc;
	rc = filter_ranks_here(&f) ? show_ranked(ctl, &f, &v) : show_listed(ctl, &f, &v);
	if (!rc && v.table && !table_rows(v.table))
		watched_hint(ctl, "flow show");
	flow_view_close(&v);
	return rc;
}

static int reset(struct ctl *ctl, struct args *args)
{
	static const char *const words[] = { "dev", NULL };
	const char *name = NULL;
	struct kntop_error err;
	int rc;

	if (args_peek(args) && (args_keyword(ctl, args, words) < 0 ||
				args_interface_name(ctl, args, "dev NAME", &name)))
		return CTL_USAGE;
	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	watched_source(ctl, "flow reset", &name);
	rc = kntop_flow_reset(ctl->kernel, name, &err);
	if (rc == -ENODEV && name)
		return watched_complain(ctl, "flow reset", name);
	return rc < 0 ? ctl_refused(ctl, &err, "flow reset") : CTL_OK;
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ "reset", NULL, reset },
	{ NULL, NULL, NULL },
};

static const struct command flow = {
	.name = "flow",
	.summary = "live flows",
	.help = help,
	.verbs = verbs,
};
COMMAND(flow);
