// SPDX-License-Identifier: GPL-2.0-or-later
/* Records of ended flows, by sequence number. */
#include <errno.h>
#include <string.h>
#include "error.h"
#include "flow.h"
#include "request.h"

int kntop_ended_list(struct kntop *k, uint64_t since, uint32_t limit,
		     kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	return kntop_ended_list_of(k, NULL, since, limit, fn, data, err);
}

int kntop_ended_list_of(struct kntop *k, const char *interface, uint64_t since, uint32_t limit,
			kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	struct kntop_flow_listing l = { fn, data };
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
	return kntop_request_dump(k, &rq, small, kntop_flow_take, &l, err);
}
