// SPDX-License-Identifier: GPL-2.0-or-later
/* Which flows or hosts, in which order, how many. */
#include <errno.h>
#include <string.h>
#include "error.h"
#include "query.h"

void kntop_query_init(struct kntop_query *query)
{
	*query = (struct kntop_query){ .prefix = -1, .l4 = -1, .port = -1, .vlan = -1,
					.protocol = -1, .category = -1 };
}

static bool out_of_range(const struct kntop_query *q)
{
	int longest = q->addr.family == 4 ? 32 : 128;

	return q->prefix > longest || q->l4 > 255 || q->port > 65535 || q->vlan > 4095 ||
	       q->protocol > 65535 || q->category > 255 ||
	       (q->family != 0 && q->family != 4 && q->family != 6);
}

int kntop_query_check(const struct kntop_query *query, struct kntop_error *err)
{
	if (!query)
		return 0;
	if (out_of_range(query))
		return kntop_error_argument(err, EINVAL, "a value is out of range");
	if (query->prefix >= 0 && !query->addr.family)
		return kntop_error_argument(err, EINVAL, "a prefix length without an address");
	if (query->order != KNTOP_ORDER_NONE &&
	    (!query->limit || query->limit > KNTOP_ORDER_LIMIT_MAX))
		return kntop_error_argument(err, EINVAL, "ranking needs a limit up to 16384");
	if (query->interface && strlen(query->interface) >= KNTOP_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "interface name too long");
	if (query->localnet && strlen(query->localnet) >= KNTOP_LOCALNET_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "network name too long");
	return 0;
}

bool kntop_query_is_small(const struct kntop_query *query)
{
	return query && query->limit && query->limit <= KNTOP_ORDER_LIMIT_MAX;
}

static void put_where(struct kntop_request *rq, const struct kntop_query *query)
{
	if (query->interface)
		kntop_request_string(rq, KNTOP_QUERY_A_INTERFACE, query->interface);
	if (query->addr.family)
		kntop_request_address(rq, KNTOP_QUERY_A_ADDR, &query->addr);
	if (query->prefix >= 0)
		kntop_request_u8(rq, KNTOP_QUERY_A_PREFIX, query->prefix);
	if (query->localnet)
		kntop_request_string(rq, KNTOP_QUERY_A_LOCALNET, query->localnet);
	if (query->locality)
		kntop_request_u32(rq, KNTOP_QUERY_A_LOCALITY, query->locality);
	if (query->vlan >= 0)
		kntop_request_u16(rq, KNTOP_QUERY_A_VLAN, query->vlan);
}

void kntop_query_put(struct kntop_request *rq, const struct kntop_query *query)
{
	if (!query)
		return;
	put_where(rq, query);
	if (query->l4 >= 0)
		kntop_request_u8(rq, KNTOP_QUERY_A_L4, query->l4);
	if (query->port >= 0)
		kntop_request_u16(rq, KNTOP_QUERY_A_PORT, query->port);
	if (query->family)
		kntop_request_u8(rq, KNTOP_QUERY_A_FAMILY, query->family);
	if (query->min_rate)
		kntop_request_u64(rq, KNTOP_QUERY_A_MIN_RATE, query->min_rate);
	if (query->protocol >= 0)
		kntop_request_u16(rq, KNTOP_QUERY_A_PROTOCOL, query->protocol);
	if (query->category >= 0)
		kntop_request_u8(rq, KNTOP_QUERY_A_CATEGORY, query->category);
	if (query->risks)
		kntop_request_u64(rq, KNTOP_QUERY_A_RISKS, query->risks);
	if (query->id)
		kntop_request_u64(rq, KNTOP_QUERY_A_ID, query->id);
	if (query->tunnel)
		kntop_request_u32(rq, KNTOP_QUERY_A_TUNNEL, query->tunnel);
	if (query->order != KNTOP_ORDER_NONE)
		kntop_request_u32(rq, KNTOP_QUERY_A_ORDER, query->order);
	if (query->limit)
		kntop_request_u32(rq, KNTOP_QUERY_A_LIMIT, query->limit);
}
