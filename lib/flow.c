// SPDX-License-Identifier: GPL-2.0-or-later
/* Live flows, and reading the record that live and ended flows share. */
#include <stdlib.h>
#include "error.h"
#include "flow.h"
#include "l7.h"
#include "parse.h"
#include "query.h"
#include "tunnel.h"

static void parse_endpoint_tcp(const struct nlattr *a, struct kntop_endpoint *e)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_ENDPOINT_A_TCP_FLAGS:
		e->tcp_flags = kntop_parse_u8(a);
		break;
	case KNTOP_ENDPOINT_A_RETRANSMITTED:
		e->retransmitted = kntop_parse_u32(a);
		break;
	case KNTOP_ENDPOINT_A_OUT_OF_ORDER:
		e->out_of_order = kntop_parse_u32(a);
		break;
	case KNTOP_ENDPOINT_A_LOST:
		e->lost = kntop_parse_u32(a);
		break;
	case KNTOP_ENDPOINT_A_ZERO_WINDOWS:
		e->zero_windows = kntop_parse_u32(a);
		break;
	case KNTOP_ENDPOINT_A_KEEP_ALIVES:
		e->keep_alives = kntop_parse_u32(a);
		break;
	case KNTOP_ENDPOINT_A_ICMP_ERRORS:
		e->icmp_errors = kntop_parse_u32(a);
		break;
	}
}

static void parse_endpoint(const struct nlattr *nest, struct kntop_endpoint *e)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_ENDPOINT_A_ADDR:
			kntop_parse_address(a, &e->addr);
			break;
		case KNTOP_ENDPOINT_A_PORT:
			e->port = kntop_parse_u16(a);
			break;
		case KNTOP_ENDPOINT_A_PACKETS:
			e->packets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_OCTETS:
			e->octets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_L3_OCTETS:
			e->l3_octets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_FIRST:
			e->first = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_LAST:
			e->last = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_RATE:
			e->rate = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_NEW_PACKETS:
			e->new_packets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_NEW_OCTETS:
			e->new_octets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_NEW_L3_OCTETS:
			e->new_l3_octets = kntop_parse_u64(a);
			break;
		case KNTOP_ENDPOINT_A_LOCAL:
			e->local = true;
			break;
		case KNTOP_ENDPOINT_A_LOCALNET:
			kntop_parse_string(a, e->localnet, sizeof(e->localnet));
			break;
		default:
			parse_endpoint_tcp(a, e);
		}
	}
}

/* Which flow, and which of its records. */
static void parse_place(const struct nlattr *a, struct kntop_flow *f)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_FLOW_A_ID:
		f->id = kntop_parse_u64(a);
		break;
	case KNTOP_FLOW_A_NUMBER:
		f->number = kntop_parse_u32(a);
		break;
	case KNTOP_FLOW_A_SINCE:
		f->since = kntop_parse_u64(a);
		break;
	case KNTOP_FLOW_A_INSTANCE:
		f->instance = kntop_parse_u64(a);
		break;
	case KNTOP_FLOW_A_SEQ:
		f->seq = kntop_parse_u64(a);
		break;
	}
}

static void parse_extra(const struct nlattr *a, struct kntop_flow *f)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_FLOW_A_ICMP_TYPE:
		f->icmp_type = kntop_parse_u8(a);
		break;
	case KNTOP_FLOW_A_ICMP_CODE:
		f->icmp_code = kntop_parse_u8(a);
		break;
	case KNTOP_FLOW_A_ICMP_ID:
		f->icmp_id = kntop_parse_u16(a);
		break;
	case KNTOP_FLOW_A_CLIENT_RTT:
		f->client_rtt = kntop_parse_u32(a);
		break;
	case KNTOP_FLOW_A_SERVER_RTT:
		f->server_rtt = kntop_parse_u32(a);
		break;
	case KNTOP_FLOW_A_LATENCY:
		f->latency = kntop_parse_u32(a);
		break;
	case KNTOP_FLOW_A_END:
		f->end = kntop_parse_u8(a);
		break;
	case KNTOP_FLOW_A_END_TIME:
		f->end_time = kntop_parse_u64(a);
		break;
	case KNTOP_FLOW_A_TUNNEL:
		kntop_tunnel_parse(a, &f->tunnel);
		break;
	case KNTOP_FLOW_A_L7:
		kntop_l7_parse(a, &f->l7);
		break;
	default:
		parse_place(a, f);
	}
}

static void init(struct kntop_flow *f)
{
	memset(f, 0, sizeof(*f));
	f->vlan = -1;
	f->icmp_type = -1;
	f->icmp_code = -1;
	f->icmp_id = -1;
	f->client.port = -1;
	f->server.port = -1;
	f->client_rtt = -1;
	f->server_rtt = -1;
	f->latency = -1;
	kntop_tunnel_init(&f->tunnel);
	kntop_l7_init(&f->l7);
}

static void parse(const struct nlattr *head, int len, struct kntop_flow *f)
{
	const struct nlattr *a;
	int rest;

	init(f);
	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_FLOW_A_INTERFACE:
			kntop_parse_string(a, f->interface, sizeof(f->interface));
			break;
		case KNTOP_FLOW_A_VLAN:
			f->vlan = kntop_parse_u16(a);
			break;
		case KNTOP_FLOW_A_ENCAPSULATION:
			f->encapsulation = kntop_parse_u8(a);
			break;
		case KNTOP_FLOW_A_L4:
			f->l4 = kntop_parse_u8(a);
			break;
		case KNTOP_FLOW_A_STATE:
			f->state = kntop_parse_u8(a);
			break;
		case KNTOP_FLOW_A_DIRECTION_BY:
			f->direction_by = kntop_parse_u8(a);
			break;
		case KNTOP_FLOW_A_CLIENT:
			parse_endpoint(a, &f->client);
			break;
		case KNTOP_FLOW_A_SERVER:
			parse_endpoint(a, &f->server);
			break;
		default:
			parse_extra(a, f);
		}
	}
}

/* As the first record of a flow would say it. */
static void all_is_new(struct kntop_endpoint *e)
{
	e->new_packets = e->packets;
	e->new_octets = e->octets;
	e->new_l3_octets = e->l3_octets;
}

int kntop_flow_take(const struct nlattr *head, int len, void *data)
{
	struct kntop_flow_listing *l = data;
	struct kntop_flow flow;

	parse(head, len, &flow);
	if (!flow.since) {
		all_is_new(&flow.client);
		all_is_new(&flow.server);
		flow.since = kntop_flow_first(&flow);
	}
	return l->fn(&flow, l->data);
}

int kntop_flow_list(struct kntop *k, const struct kntop_query *query,
		    kntop_flow_fn fn, void *data, struct kntop_error *err)
{
	struct kntop_flow_listing l = { fn, data };
	struct kntop_request rq;
	int rc = kntop_query_check(query, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_FLOW_GET);
	kntop_query_put(&rq, query);
	return kntop_request_dump(k, &rq, kntop_query_is_small(query), kntop_flow_take, &l,
				  err);
}

int kntop_flow_reset(struct kntop *k, const char *interface, struct kntop_error *err)
{
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_FLOW_RESET);
	if (interface)
		kntop_request_string(&rq, KNTOP_QUERY_A_INTERFACE, interface);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_flow_copy(struct kntop_flow *copy, const struct kntop_flow *flow)
{
	*copy = *flow;
	return kntop_l7_keep(&copy->l7);
}

void kntop_flow_release(struct kntop_flow *copy)
{
	free(copy->l7.copy);
	memset(copy->l7.text, 0, sizeof(copy->l7.text));
	copy->l7.copy = NULL;
}

uint64_t kntop_flow_first(const struct kntop_flow *flow)
{
	uint64_t c = flow->client.first, s = flow->server.first;

	if (!c || !s)
		return c ? c : s;
	return c < s ? c : s;
}

uint64_t kntop_flow_last(const struct kntop_flow *flow)
{
	uint64_t c = flow->client.last, s = flow->server.last;

	return c > s ? c : s;
}
