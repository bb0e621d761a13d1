// SPDX-License-Identifier: GPL-2.0-or-later
/* Talkers: pairs of hosts. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "query.h"

struct listing {
	struct kntop_talker_total *total;
	kntop_talker_fn fn;
	void *data;
};

static void parse_side(const struct nlattr *nest, struct kntop_talker_side *s)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_ENDPOINT_A_ADDR:
			kntop_parse_address(a, &s->addr);
			break;
		case KNTOP_ENDPOINT_A_PACKETS:
			s->packets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_OCTETS:
			s->octets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_RATE:
			s->rate = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_LOCAL:
			s->local = true;
			break;
		case KNTOP_ENDPOINT_A_LOCALNET:
			kntop_parse_string(a, s->localnet, sizeof(s->localnet));
			break;
		}
	}
}

/* The first message, which has no pair. */
static int take_total(const struct nlattr *head, int len, struct kntop_talker_total *total)
{
	const struct nlattr *a;
	int rest;

	if (!total)
		return 0;
	kntop_for_each_attr(a, head, len, rest) {
		if (kntop_attr_type(a) == KNTOP_TALKER_A_PAIRS)
			total->pairs = kntop_parse_u64(a);
		else if (kntop_attr_type(a) == KNTOP_TALKER_A_LEFT_OUT)
			kntop_parse_counter(a, &total->left_out);
	}
	return 0;
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_talker talker = { .vlan = -1 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_TALKER_A_INTERFACE:
			kntop_parse_string(a, talker.interface, sizeof(talker.interface));
			break;
		case KNTOP_TALKER_A_VLAN:
			talker.vlan = kntop_parse_u16(a);
			break;
		case KNTOP_TALKER_A_A:
			parse_side(a, &talker.a);
			break;
		case KNTOP_TALKER_A_B:
			parse_side(a, &talker.b);
			break;
		case KNTOP_TALKER_A_FLOWS:
			talker.flows = kntop_parse_u32(a);
			break;
		case KNTOP_TALKER_A_LAST:
			talker.last = kntop_parse_u64(a);
			break;
		case KNTOP_TALKER_A_PAIRS:
			return take_total(head, len, l->total);
		}
	}
	return l->fn(&talker, l->data);
}

static int check(const struct kntop_query *query, struct kntop_error *err)
{
	if (!query || query->order == KNTOP_ORDER_NONE)
		return kntop_error_argument(err, EINVAL, "talkers need an order");
	if (query->order == KNTOP_ORDER_FIRST)
		return kntop_error_argument(err, EINVAL, "talkers have no first packet");
	return kntop_query_check(query, err);
}

int kntop_talker_list(struct kntop *k, const struct kntop_query *query,
		      struct kntop_talker_total *total, kntop_talker_fn fn, void *data,
		      struct kntop_error *err)
{
	struct listing l = { total, fn, data };
	struct kntop_request rq;
	int rc = check(query, err);

	if (rc)
		return rc;
	if (total)
		*total = (struct kntop_talker_total){ 0 };
	kntop_request_init(&rq, k, KNTOP_CMD_TALKER_GET);
	kntop_query_put(&rq, query);
	return kntop_request_dump(k, &rq, true, take, &l, err);
}
