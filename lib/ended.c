// SPDX-License-Identifier: GPL-2.0-or-later
/* Records of ended flows, by sequence number. */
#include "flow.h"
#include "request.h"

int kntop_ended_list(struct kntop *k, uint64_t since, uint32_t limit,
		     kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	return kntop_ended_list_tunnel(k, since, limit, 0, fn, data, err);
}

int kntop_ended_list_tunnel(struct kntop *k, uint64_t since, uint32_t limit, uint32_t tunnel,
			    kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	struct kntop_flow_listing l = { fn, data };
	bool small = limit && limit <= KNTOP_ORDER_LIMIT_MAX;
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_ENDED_GET);
	if (since)
		kntop_request_u64(&rq, KNTOP_ENDED_A_SINCE, since);
	if (limit)
		kntop_request_u32(&rq, KNTOP_ENDED_A_LIMIT, limit);
	if (tunnel)
		kntop_request_u32(&rq, KNTOP_ENDED_A_TUNNEL, tunnel);
	return kntop_request_dump(k, &rq, small, kntop_flow_take, &l, err);
}
