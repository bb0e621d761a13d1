// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "query.h"

struct listing {
	kntop_host_fn fn;
	void *data;
};

static void parse_l4(const struct nlattr *nest, struct kntop_host *h)
{
	struct kntop_host_traffic t = { 0 };
	uint32_t kind = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_HOST_L4_A_KIND:
			kind = kntop_parse_u32(a);
			break;
		case KNTOP_HOST_L4_A_SENT:
			kntop_parse_counter(a, &t.sent);
			break;
		case KNTOP_HOST_L4_A_RECEIVED:
			kntop_parse_counter(a, &t.received);
			break;
		}
	}
	if (kind <= KNTOP_HOST_L4_MAX)
		h->l4[kind] = t;
}

static void parse_counts(const struct nlattr *a, struct kntop_host *h)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_HOST_A_SENT:
		kntop_parse_counter(a, &h->sent);
		break;
	case KNTOP_HOST_A_RECEIVED:
		kntop_parse_counter(a, &h->received);
		break;
	case KNTOP_HOST_A_SENT_RATE:
		h->sent_rate = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_RECEIVED_RATE:
		h->received_rate = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_FLOWS:
		h->flows = kntop_parse_u32(a);
		break;
	case KNTOP_HOST_A_FLOWS_CLIENT:
		h->flows_client = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_FLOWS_SERVER:
		h->flows_server = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_RETRANSMITTED:
		h->retransmitted = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_OUT_OF_ORDER:
		h->out_of_order = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_LOST:
		h->lost = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_DNS_ANSWERS:
		h->dns_answers = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_DNS_TIME:
		h->dns_time = kntop_parse_u64(a);
		break;
	case KNTOP_HOST_A_DNS_TIME_MAX:
		h->dns_time_max = kntop_parse_u64(a);
		break;
	}
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_host host = { .vlan = -1 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_HOST_A_ADDR:
			kntop_parse_address(a, &host.addr);
			break;
		case KNTOP_HOST_A_INTERFACE:
			kntop_parse_string(a, host.interface, sizeof(host.interface));
			break;
		case KNTOP_HOST_A_VLAN:
			host.vlan = kntop_parse_u16(a);
			break;
		case KNTOP_HOST_A_LOCAL:
			host.local = true;
			break;
		case KNTOP_HOST_A_LOCALNET:
			kntop_parse_string(a, host.localnet, sizeof(host.localnet));
			break;
		case KNTOP_HOST_A_FIRST:
			host.first = kntop_parse_u64(a);
			break;
		case KNTOP_HOST_A_LAST:
			host.last = kntop_parse_u64(a);
			break;
		case KNTOP_HOST_A_L4:
			parse_l4(a, &host);
			break;
		default:
			parse_counts(a, &host);
		}
	}
	return l->fn(&host, l->data);
}

int kntop_host_list(struct kntop *k, const struct kntop_query *query,
		    kntop_host_fn fn, void *data, struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;
	int rc = kntop_query_check(query, err);

	if (!rc && query && (query->l4 >= 0 || query->port >= 0 || query->protocol >= 0 ||
			     query->category >= 0 || query->risks))
		rc = kntop_error_argument(err, EINVAL, "hosts have no protocol and no port");
	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_HOST_GET);
	kntop_query_put(&rq, query);
	return kntop_request_dump(k, &rq, kntop_query_is_small(query), take, &l, err);
}
