// SPDX-License-Identifier: GPL-2.0-or-later
/* Tunnels, and what they carried. */
#include "error.h"
#include "parse.h"
#include "query.h"
#include "tunnel.h"

struct listing {
	kntop_tunnel_fn fn;
	void *data;
};

void kntop_tunnel_init(struct kntop_tunnel *t)
{
	*t = (struct kntop_tunnel){ .vlan = -1, .number = -1, .number_back = -1 };
}

void kntop_tunnel_take(const struct nlattr *a, struct kntop_tunnel *t)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_TUNNEL_A_ID:
		t->id = kntop_parse_u32(a);
		break;
	case KNTOP_TUNNEL_A_ENCAPSULATION:
		t->encapsulation = kntop_parse_u8(a);
		break;
	case KNTOP_TUNNEL_A_VLAN:
		t->vlan = kntop_parse_u16(a);
		break;
	case KNTOP_TUNNEL_A_NESTED:
		t->nested = true;
		break;
	case KNTOP_TUNNEL_A_A:
		kntop_parse_address(a, &t->a);
		break;
	case KNTOP_TUNNEL_A_B:
		kntop_parse_address(a, &t->b);
		break;
	case KNTOP_TUNNEL_A_NUMBER:
		t->number = kntop_parse_u32(a);
		break;
	case KNTOP_TUNNEL_A_NUMBER_BACK:
		t->number_back = kntop_parse_u32(a);
		break;
	}
}

void kntop_tunnel_parse(const struct nlattr *nest, struct kntop_tunnel *t)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest)
		kntop_tunnel_take(a, t);
}

static void take_counts(const struct nlattr *a, struct kntop_tunnel_info *info)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_TUNNEL_A_INTERFACE:
		kntop_parse_string(a, info->interface, sizeof(info->interface));
		break;
	case KNTOP_TUNNEL_A_SENT:
		kntop_parse_counter(a, &info->sent);
		break;
	case KNTOP_TUNNEL_A_RECEIVED:
		kntop_parse_counter(a, &info->received);
		break;
	case KNTOP_TUNNEL_A_SENT_RATE:
		info->sent_rate = kntop_parse_u64(a);
		break;
	case KNTOP_TUNNEL_A_RECEIVED_RATE:
		info->received_rate = kntop_parse_u64(a);
		break;
	case KNTOP_TUNNEL_A_FLOWS:
		info->flows = kntop_parse_u32(a);
		break;
	case KNTOP_TUNNEL_A_FLOWS_TOTAL:
		info->flows_total = kntop_parse_u64(a);
		break;
	case KNTOP_TUNNEL_A_FIRST:
		info->first = kntop_parse_u64(a);
		break;
	case KNTOP_TUNNEL_A_LAST:
		info->last = kntop_parse_u64(a);
		break;
	default:
		kntop_tunnel_take(a, &info->tunnel);
	}
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_tunnel_info info = { 0 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_tunnel_init(&info.tunnel);
	kntop_for_each_attr(a, head, len, rest)
		take_counts(a, &info);
	return l->fn(&info, l->data);
}

int kntop_tunnel_list(struct kntop *k, const struct kntop_query *query, kntop_tunnel_fn fn,
		      void *data, struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;
	int rc = kntop_query_check(query, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_TUNNEL_GET);
	kntop_query_put(&rq, query);
	return kntop_request_dump(k, &rq, kntop_query_is_small(query), take, &l, err);
}
