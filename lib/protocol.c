// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of protocols and categories. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "request.h"

struct listing {
	kntop_protocol_fn fn;
	void *data;
};

void kntop_protocol_query_init(struct kntop_protocol_query *query)
{
	*query = (struct kntop_protocol_query){ .kind = KNTOP_LABEL_PROTOCOL, .prefix = -1 };
}

static void parse_whose(const struct nlattr *a, struct kntop_protocol *p)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_PROTOCOL_A_INTERFACE:
		kntop_parse_string(a, p->interface, sizeof(p->interface));
		break;
	case KNTOP_PROTOCOL_A_ADDR:
		kntop_parse_address(a, &p->addr);
		break;
	case KNTOP_PROTOCOL_A_PREFIX:
		p->prefix = kntop_parse_u8(a);
		break;
	case KNTOP_PROTOCOL_A_LOCALNET:
		kntop_parse_string(a, p->localnet, sizeof(p->localnet));
		break;
	case KNTOP_PROTOCOL_A_VLAN:
		p->vlan = kntop_parse_u16(a);
		break;
	}
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_protocol p = { .number = -1, .prefix = -1, .vlan = -1 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_PROTOCOL_A_KIND:
			p.kind = kntop_parse_u32(a);
			break;
		case KNTOP_PROTOCOL_A_NUMBER:
			p.number = kntop_parse_u16(a);
			break;
		case KNTOP_PROTOCOL_A_FLOWS:
			p.flows = kntop_parse_u64(a);
			break;
		case KNTOP_PROTOCOL_A_SENT:
			kntop_parse_counter(a, &p.sent);
			break;
		case KNTOP_PROTOCOL_A_RECEIVED:
			kntop_parse_counter(a, &p.received);
			break;
		case KNTOP_PROTOCOL_A_INTERNAL:
			kntop_parse_counter(a, &p.internal);
			break;
		default:
			parse_whose(a, &p);
		}
	}
	return l->fn(&p, l->data);
}

static int check(const struct kntop_protocol_query *q, struct kntop_error *err)
{
	int longest = q->addr.family == 4 ? 32 : 128;

	if (q->kind != KNTOP_LABEL_PROTOCOL && q->kind != KNTOP_LABEL_CATEGORY)
		return kntop_error_argument(err, EINVAL, "only protocols and categories are counted");
	if (q->prefix >= 0 && (!q->addr.family || q->prefix > longest))
		return kntop_error_argument(err, EINVAL, "a prefix length without a fitting address");
	if (q->localnet && q->addr.family)
		return kntop_error_argument(err, EINVAL, "both an address and a network's name");
	if (q->hosts && (q->localnet || q->addr.family))
		return kntop_error_argument(err, EINVAL, "both all hosts and one host or network");
	if (q->interface && strlen(q->interface) >= KNTOP_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "interface name too long");
	if (q->localnet && strlen(q->localnet) >= KNTOP_LOCALNET_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "network name too long");
	return 0;
}

int kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			kntop_protocol_fn fn, void *data, struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;
	int rc = check(query, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_PROTOCOL_GET);
	kntop_request_u32(&rq, KNTOP_PROTOCOL_A_KIND, query->kind);
	if (query->interface)
		kntop_request_string(&rq, KNTOP_PROTOCOL_A_INTERFACE, query->interface);
	if (query->addr.family)
		kntop_request_address(&rq, KNTOP_PROTOCOL_A_ADDR, &query->addr);
	if (query->prefix >= 0)
		kntop_request_u8(&rq, KNTOP_PROTOCOL_A_PREFIX, query->prefix);
	if (query->localnet)
		kntop_request_string(&rq, KNTOP_PROTOCOL_A_LOCALNET, query->localnet);
	if (query->hosts)
		kntop_request_flag(&rq, KNTOP_PROTOCOL_A_HOSTS);
	return kntop_request_dump(k, &rq, !query->hosts, take, &l, err);
}
