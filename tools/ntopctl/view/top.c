// SPDX-License-Identifier: GPL-2.0-or-later
/* The few flows or hosts that matter most now. */
#include "top.h"

static int see_flow(const struct kntop_flow *flow, void *data)
{
	(void)flow;
	*(bool *)data = true;
	return 0;
}

static int see_host(const struct kntop_host *host, void *data)
{
	(void)host;
	*(bool *)data = true;
	return 0;
}

static void finish(struct kntop_query *query, bool moving, uint32_t limit)
{
	query->min_rate = 0;
	query->order = moving ? KNTOP_ORDER_RATE : KNTOP_ORDER_OCTETS;
	query->limit = limit;
}

const char *top_flows(struct ctl *ctl, struct kntop_query *query, uint32_t limit)
{
	bool moving = false;

	query->min_rate = 1;
	query->limit = 1;
	kntop_flow_list(ctl->kernel, query, see_flow, &moving, NULL);
	finish(query, moving, limit);
	return moving ? "Fastest flows now" : "Largest flows (nothing moves now)";
}

const char *top_hosts(struct ctl *ctl, struct kntop_query *query, uint32_t limit)
{
	bool moving = false;

	query->min_rate = 1;
	query->limit = 1;
	kntop_host_list(ctl->kernel, query, see_host, &moving, NULL);
	finish(query, moving, limit);
	return moving ? "Fastest hosts now" : "Largest hosts (nothing moves now)";
}
