// SPDX-License-Identifier: GPL-2.0-or-later
/* What ntopctl says when it is asked nothing. */
#include <errno.h>
#include <string.h>
#include "format.h"
#include "ranking.h"
#include "summary.h"
#include "view/flow.h"
#include "view/host.h"
#include "view/interface.h"
#include "view/top.h"
#include "watched.h"

#define TOP		5
#define INTERFACES	10
#define MOVING		((uint64_t)1 << 63)

static const char nothing_watched[] =
	"kntop is loaded, but watches nothing yet.\n"
	"\n"
	"  ntopctl interface add eth0          watch a network device (see: ip link)\n"
	"  ntopctl interface add span0 consume watch a mirror port\n"
	"  ntopctl read FILE                   read a capture (pcap, pcapng)\n"
	"  ntopctl localnet add 10.0.0.0/8     say which hosts are yours\n"
	"  ntopctl --help                      everything else\n";

static const char sources_only[] =
	"\nNothing is watched; what was read from files is shown with: dev NAME\n";

static const char next[] =
	"Next: ntopctl flow show sort rate limit 20   ntopctl host show ADDRESS\n"
	"      ntopctl -s interface show              ntopctl --help\n";

/**
 * struct totals - of what is watched, or of the only source that was read from a file
 * @source: that source, or NULL
 * @interfaces: watched ones and sources
 * @watched: those that the totals are of
 * @packets: their packets
 * @octets: their octets
 * @flows: live flows
 * @hosts: hosts
 * @localnets: local networks
 */
struct totals {
	const char *source;
	uint64_t interfaces;
	uint64_t watched;
	uint64_t packets;
	uint64_t octets;
	uint64_t flows;
	uint64_t hosts;
	uint64_t localnets;
};

static int add_interface(const struct kntop_interface *i, void *data)
{
	struct totals *t = data;

	t->interfaces++;
	if (t->source ? strcmp(t->source, i->name) != 0 : i->flags & KNTOP_INTERFACE_OFFLINE) {
		t->flows -= i->flows < t->flows ? i->flows : t->flows;
		t->hosts -= i->hosts < t->hosts ? i->hosts : t->hosts;
		return 0;
	}
	t->watched++;
	t->packets += i->rx.packets + i->tx.packets;
	t->octets += i->rx.octets + i->tx.octets;
	return 0;
}

static int add_localnet(const struct kntop_localnet *net, void *data)
{
	struct totals *t = data;

	(void)net;
	t->localnets++;
	return 0;
}

static int json_interface(const struct kntop_interface *i, void *data)
{
	interface_view_json(data, NULL, i);
	return 0;
}

struct json_flows {
	const struct ctl *ctl;
	struct json *json;
};

static int json_flow(const struct kntop_flow *f, void *data)
{
	struct json_flows *flows = data;

	flow_view_json(flows->ctl, flows->json, f, false);
	return 0;
}

static int json_host(const struct kntop_host *h, void *data)
{
	host_view_json(data, NULL, h);
	return 0;
}

static int summary_json(struct ctl *ctl, const struct totals *t, struct kntop_error *err)
{
	struct kntop_query flows, hosts;
	struct json j;
	struct json_flows to = { ctl, &j };
	int rc;

	kntop_query_init(&flows);
	kntop_query_init(&hosts);
	flows.interface = hosts.interface = t->source;
	top_flows(ctl, &flows, TOP);
	top_hosts(ctl, &hosts, TOP);
	ctl_json(ctl, &j);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_u64(&j, "packets", t->packets);
	json_u64(&j, "octets", t->octets);
	json_u64(&j, "flows", t->flows);
	json_u64(&j, "hosts", t->hosts);
	json_u64(&j, "localnets", t->localnets);
	json_array_begin(&j, "interfaces");
	rc = kntop_interface_list(ctl->kernel, json_interface, &j, err);
	json_array_end(&j);
	json_array_begin(&j, "top_flows");
	if (rc >= 0)
		rc = kntop_flow_list(ctl->kernel, &flows, json_flow, &to, err);
	json_array_end(&j);
	json_array_begin(&j, "top_hosts");
	if (rc >= 0)
		rc = kntop_host_list(ctl->kernel, &hosts, json_host, &j, err);
	json_array_end(&j);
	json_object_end(&j);
	json_array_end(&j);
	return rc;
}

/* What moves comes before what is large. */
static uint64_t importance(const void *record, int arg)
{
	const struct kntop_interface *i = record;
	uint64_t rate = i->rx_rate + i->tx_rate;

	(void)arg;
	return rate ? MOVING | rate : (i->rx.octets + i->tx.octets) & ~MOVING;
}

static int collect(const struct kntop_interface *i, void *data)
{
	return ranking_add(data, i);
}

static int text_interfaces(struct ctl *ctl, struct kntop_error *err)
{
	struct ranking r = { .size = sizeof(struct kntop_interface), .key = importance };
	struct interface_view v;
	size_t i;
	int rc;

	if (interface_view_open(&v, ctl, false))
		return -ENOMEM;
	rc = kntop_interface_list(ctl->kernel, collect, &r, err);
	ranking_sort(&r);
	for (i = 0; i < r.count && i < INTERFACES; i++)
		interface_view_add(ranking_at(&r, i), &v);
	interface_view_close(&v);
	if (i < r.count)
		fprintf(ctl->out, "and %zu more (see: ntopctl interface show)\n", r.count - i);
	ranking_free(&r);
	return rc;
}

static int text_flows(struct ctl *ctl, const char *source, struct kntop_error *err)
{
	struct kntop_query top;
	struct flow_view v;
	int rc;

	kntop_query_init(&top);
	top.interface = source;
	fprintf(ctl->out, "\n%s\n", top_flows(ctl, &top, TOP));
	if (flow_view_open(&v, ctl, false, false))
		return -ENOMEM;
	rc = kntop_flow_list(ctl->kernel, &top, flow_view_add, &v, err);
	flow_view_close(&v);
	return rc;
}

static int text_hosts(struct ctl *ctl, const char *source, struct kntop_error *err)
{
	struct kntop_query top;
	struct host_view v;
	int rc;

	kntop_query_init(&top);
	top.interface = source;
	fprintf(ctl->out, "\n%s\n", top_hosts(ctl, &top, TOP));
	if (host_view_open(&v, ctl))
		return -ENOMEM;
	rc = kntop_host_list(ctl->kernel, &top, host_view_add, &v, err);
	host_view_close(&v);
	return rc;
}

static int summary_text(struct ctl *ctl, const struct totals *t, struct kntop_error *err)
{
	char packets[FORMAT_SIZE], octets[FORMAT_SIZE], flows[FORMAT_SIZE];
	char hosts[FORMAT_SIZE], nets[FORMAT_SIZE];
	int rc;

	if (!t->interfaces) {
		fputs(nothing_watched, ctl->out);
		return 0;
	}
	fprintf(ctl->out, "%s packets, %s seen; %s live flow%s, %s host%s; %s local network%s%s\n\n",
		format_count(packets, t->packets, ctl->raw),
		format_octets(octets, t->octets, ctl->raw),
		format_count(flows, t->flows, ctl->raw), t->flows == 1 ? "" : "s",
		format_count(hosts, t->hosts, ctl->raw), t->hosts == 1 ? "" : "s",
		format_count(nets, t->localnets, ctl->raw), t->localnets == 1 ? "" : "s",
		t->localnets ? "" : " (say which hosts are yours: ntopctl localnet add NET)");
	rc = text_interfaces(ctl, err);
	if (rc >= 0 && !t->watched)
		fputs(sources_only, ctl->out);
	if (rc >= 0 && t->flows)
		rc = text_flows(ctl, t->source, err);
	if (rc >= 0 && t->hosts)
		rc = text_hosts(ctl, t->source, err);
	if (rc >= 0)
		fprintf(ctl->out, "\n%s", next);
	return rc;
}

static int add_up(struct ctl *ctl, struct totals *t, struct kntop_error *err)
{
	struct kntop_stats stats;
	int rc = kntop_stats_get(ctl->kernel, &stats, err);

	if (rc < 0)
		return rc;
	/* The tables know of flows that the worker has not come to yet. */
	t->flows = stats.tables[KNTOP_TABLE_FLOWS].entries;
	t->hosts = stats.tables[KNTOP_TABLE_HOSTS].entries;
	rc = kntop_interface_list(ctl->kernel, add_interface, t, err);
	if (rc >= 0)
		rc = kntop_localnet_list(ctl->kernel, add_localnet, t, err);
	return rc;
}

int summary_run(struct ctl *ctl)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	struct totals t = { 0 };
	int rc;

	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	watched_source(ctl, NULL, &t.source);
	rc = add_up(ctl, &t, &err);
	if (rc >= 0)
		rc = ctl->json ? summary_json(ctl, &t, &err) : summary_text(ctl, &t, &err);
	return ctl_listed(ctl, rc, &err, "cannot ask kntop");
}
