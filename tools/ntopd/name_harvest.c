// SPDX-License-Identifier: GPL-2.0-or-later
/* What the module knows of names: flows that carry some, and hosts that want one. */
#include <unistd.h>
#include "name_harvest.h"
#include "watch.h"

/**
 * struct reading - flows being read
 * @harvest: where we are
 * @fns: who is told
 */
struct reading {
	struct name_harvest *harvest;
	const struct name_harvest_fns *fns;
};

void name_harvest_close(struct name_harvest *h)
{
	kntop_close(h->kernel);
	*h = (struct name_harvest){ 0 };
}

/* Asking for the family would load the module. */
static bool is_open(struct name_harvest *h)
{
	if (!h->kernel && !access(WATCH_MODULE, F_OK))
		h->kernel = kntop_open(NULL);
	return h->kernel;
}

/* A new module counts from the beginning, and has other labels. */
static void look_at(struct name_harvest *h, int rc)
{
	if (rc < 0)
		name_harvest_close(h);
}

static int take_flow(const struct kntop_flow *flow, void *data)
{
	struct reading *r = data;
	const struct kntop_l7 *l7 = &flow->l7;
	struct kntop *k = r->harvest->kernel;
	struct name_seen seen;

	if (!l7->text[KNTOP_L7_SERVER_NAME].len)
		return 0;
	if (name_seen_of(flow, kntop_label_name(k, KNTOP_LABEL_PROTOCOL, l7->protocol),
			 l7->master ? kntop_label_name(k, KNTOP_LABEL_PROTOCOL, l7->master) : NULL,
			 &seen))
		r->fns->seen(&seen, r->fns->data);
	return 0;
}

void name_harvest_ended(struct name_harvest *h, const struct name_harvest_fns *fns)
{
	struct reading r = { h, fns };

	if (is_open(h))
		look_at(h, kntop_ended_read(h->kernel, NULL, 0, &h->ended, NAME_HARVEST_ENDED,
					    take_flow, &r, NULL));
}

void name_harvest_live(struct name_harvest *h, const struct name_harvest_fns *fns)
{
	struct reading r = { h, fns };
	struct kntop_query query;

	kntop_query_init(&query);
	query.order = KNTOP_ORDER_LAST;
	query.limit = NAME_HARVEST_FLOWS;
	if (is_open(h))
		look_at(h, kntop_flow_list(h->kernel, &query, take_flow, &r, NULL));
}

static int take_host(const struct kntop_host *host, void *data)
{
	const struct name_harvest_fns *fns = data;

	fns->host(&host->addr, fns->data);
	return 0;
}

void name_harvest_hosts(struct name_harvest *h, bool local, const struct name_harvest_fns *fns)
{
	struct kntop_query query;
	int rc;

	if (!is_open(h))
		return;
	kntop_query_init(&query);
	query.order = KNTOP_ORDER_OCTETS;
	query.limit = NAME_HARVEST_HOSTS;
	query.locality = KNTOP_QUERY_LOCAL;
	rc = kntop_host_list(h->kernel, &query, take_host, (void *)fns, NULL);
	query.locality = 0;
	if (rc >= 0 && !local)
		rc = kntop_host_list(h->kernel, &query, take_host, (void *)fns, NULL);
	look_at(h, rc);
}
