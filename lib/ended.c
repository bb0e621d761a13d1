// SPDX-License-Identifier: GPL-2.0-or-later
/* Records of ended flows, by sequence number. */
#include <errno.h>
#include <string.h>
#include "error.h"
#include "flow.h"
#include "request.h"

static int list(struct kntop *k, const char *interface, uint32_t tunnel, uint64_t instance,
		uint64_t since, uint32_t limit, struct kntop_flow_listing *l,
		struct kntop_error *err)
{
	bool small = limit && limit <= KNTOP_ORDER_LIMIT_MAX;
	struct kntop_request rq;

	if (interface && strlen(interface) >= KNTOP_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "interface name too long");
	kntop_request_init(&rq, k, KNTOP_CMD_ENDED_GET);
	if (since)
		kntop_request_u64(&rq, KNTOP_ENDED_A_SINCE, since);
	if (limit)
		kntop_request_u32(&rq, KNTOP_ENDED_A_LIMIT, limit);
	if (interface)
		kntop_request_string(&rq, KNTOP_ENDED_A_INTERFACE, interface);
	if (instance)
		kntop_request_u64(&rq, KNTOP_ENDED_A_INSTANCE, instance);
	if (tunnel)
		kntop_request_u32(&rq, KNTOP_ENDED_A_TUNNEL, tunnel);
	return kntop_request_dump(k, &rq, small, kntop_flow_take, l, err);
}

int kntop_ended_list(struct kntop *k, uint64_t since, uint32_t limit,
		     kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	return kntop_ended_list_of(k, NULL, 0, since, limit, fn, data, err);
}

int kntop_ended_list_of(struct kntop *k, const char *interface, uint32_t tunnel, uint64_t since,
			uint32_t limit, kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	struct kntop_flow_listing l = { fn, data };

	return list(k, interface, tunnel, 0, since, limit, &l, err);
}

/* A position that moves on. */
struct reading {
	struct kntop_ended_position *at;
	bool all;		/* numbers are left out only where records were lost */
	kntop_flow_fn fn;
	void *data;
};

static int take(const struct kntop_flow *flow, void *data)
{
	struct reading *r = data;
	struct kntop_ended_position *at = r->at;

	if (r->all && at->next && flow->seq > at->next)
		at->lost += flow->seq - at->next;
	at->next = flow->seq + 1;
	return r->fn(flow, r->data);
}

int kntop_ended_read(struct kntop *k, const char *interface, uint32_t tunnel,
		     struct kntop_ended_position *at, uint32_t limit, kntop_flow_fn fn, void *data,
		     struct kntop_error *err)
{
	struct reading r = { at, !interface && !tunnel, fn, data };
	struct kntop_flow_listing l = { take, &r };
	struct kntop_stats stats;
	int rc;

	if (!at->instance) {
		rc = kntop_stats_get(k, &stats, err);
		if (rc < 0)
			return rc;
		at->instance = stats.instance;
	}
	return list(k, interface, tunnel, at->instance, at->next, limit, &l, err);
}

void kntop_ended_restart(struct kntop_ended_position *at)
{
	at->instance = 0;
	at->next = 1;
}
