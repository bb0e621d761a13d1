// SPDX-License-Identifier: GPL-2.0-or-later
/* Building a request. */
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include "request.h"

static void init(struct kntop_request *rq, struct kntop *k, uint8_t cmd,
		 struct nl_msg *msg)
{
	rq->msg = msg;
	rq->failed = !msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, k->family, 0, 0,
					  cmd, KNTOP_GENL_VERSION);
}

void kntop_request_init(struct kntop_request *rq, struct kntop *k, uint8_t cmd)
{
	init(rq, k, cmd, nlmsg_alloc());
}

void kntop_request_init_size(struct kntop_request *rq, struct kntop *k, uint8_t cmd,
			     size_t size)
{
	init(rq, k, cmd, nlmsg_alloc_size(size));
}

static void put(struct kntop_request *rq, int type, int len, const void *value)
{
	if (rq->failed || nla_put(rq->msg, type, len, value) < 0)
		rq->failed = true;
}

void kntop_request_u8(struct kntop_request *rq, int type, uint8_t value)
{
	put(rq, type, sizeof(value), &value);
}

void kntop_request_u16(struct kntop_request *rq, int type, uint16_t value)
{
	put(rq, type, sizeof(value), &value);
}

void kntop_request_u32(struct kntop_request *rq, int type, uint32_t value)
{
	put(rq, type, sizeof(value), &value);
}

void kntop_request_u64(struct kntop_request *rq, int type, uint64_t value)
{
	put(rq, type, sizeof(value), &value);
}

void kntop_request_string(struct kntop_request *rq, int type, const char *value)
{
	if (rq->failed || nla_put_string(rq->msg, type, value) < 0)
		rq->failed = true;
}

void kntop_request_address(struct kntop_request *rq, int type,
			   const struct kntop_address *addr)
{
	put(rq, type, addr->family == 4 ? 4 : 16, addr->octets);
}

void kntop_request_octets(struct kntop_request *rq, int type, const void *value, size_t len)
{
	put(rq, type, len, value);
}

void kntop_request_flag(struct kntop_request *rq, int type)
{
	put(rq, type, 0, NULL);
}
