// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>

#include "../finding.h"
#include "../localnet.h"
#include "../tunnel.h"
#include "attr.h"
#include "record.h"

/* Most octets of an endpoint: address, port, times and counters, new ones, TCP, network. */
#define KNTOP_RECORD_ENDPOINT_ROOM \
	(NLA_HDRLEN + KNTOP_ATTR_SIZE(16) + KNTOP_ATTR_SIZE(2) + \
	 9 * KNTOP_ATTR_U64_SIZE + KNTOP_ATTR_SIZE(1) + 6 * KNTOP_ATTR_SIZE(4) + \
	 KNTOP_ATTR_SIZE(0) + KNTOP_ATTR_SIZE(KNTOP_LOCALNET_NAME_SIZE))
/* Of the nest l7 without the finding's attributes. */
#define KNTOP_RECORD_L7_ROOM \
	(NLA_HDRLEN + 3 * KNTOP_ATTR_SIZE(2) + 2 * KNTOP_ATTR_SIZE(1) + \
	 KNTOP_ATTR_SIZE(0) + KNTOP_ATTR_U64_SIZE)
/* Of a message without the finding's attributes. */
#define KNTOP_RECORD_ROOM \
	(NLMSG_HDRLEN + GENL_HDRLEN + KNTOP_ATTR_SIZE(KNTOP_NAME_SIZE) + \
	 5 * KNTOP_ATTR_U64_SIZE + 2 * KNTOP_ATTR_SIZE(2) + 7 * KNTOP_ATTR_SIZE(1) + \
	 4 * KNTOP_ATTR_SIZE(4) + 2 * KNTOP_RECORD_ENDPOINT_ROOM + KNTOP_RECORD_L7_ROOM + \
	 NLA_HDRLEN + KNTOP_RECORD_TUNNEL_ROOM)

static void *kntop_record_put_tcp(void *at, const struct kntop_record_side *s)
{
	at = kntop_attr_u8(at, KNTOP_ENDPOINT_A_TCP_FLAGS, s->tcp_flags);
	at = kntop_attr_u32(at, KNTOP_ENDPOINT_A_RETRANSMITTED, s->retransmitted);
	at = kntop_attr_u32(at, KNTOP_ENDPOINT_A_OUT_OF_ORDER, s->out_of_order);
	at = kntop_attr_u32(at, KNTOP_ENDPOINT_A_LOST, s->lost);
	at = kntop_attr_u32(at, KNTOP_ENDPOINT_A_ZERO_WINDOWS, s->zero_windows);
	return kntop_attr_u32(at, KNTOP_ENDPOINT_A_KEEP_ALIVES, s->keep_alives);
}

static __always_inline void *kntop_record_put_u64(void *at, u16 type, u64 value)
{
	return kntop_attr_u64(at, type, value, KNTOP_ENDPOINT_A_PAD);
}

static __always_inline void *
kntop_record_put_counters(void *at, const struct kntop_record *r,
			  const struct kntop_record_side *s, u64 wall)
{
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_PACKETS, s->packets);
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_OCTETS, s->octets);
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_L3_OCTETS, s->l3_octets);
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_RATE, s->rate);
	if (!s->packets)
		return at;
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_FIRST,
				  kntop_record_wall(r->key.ifid, s->first, wall));
	return kntop_record_put_u64(at, KNTOP_ENDPOINT_A_LAST,
				    kntop_record_wall(r->key.ifid, s->last, wall));
}

/* Of a live flow without a record all is new, which goes without saying. */
static bool kntop_record_has_place(const struct kntop_record *r)
{
	return r->end || r->number;
}

static __always_inline void *
kntop_record_put_fresh(void *at, const struct kntop_record_volume *v)
{
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_NEW_PACKETS, v->packets);
	at = kntop_record_put_u64(at, KNTOP_ENDPOINT_A_NEW_OCTETS, v->octets);
	return kntop_record_put_u64(at, KNTOP_ENDPOINT_A_NEW_L3_OCTETS, v->l3_octets);
}

static void *kntop_record_put_net(void *at, struct kntop_net *kn,
				  const union kntop_addr *addr)
{
	const struct kntop_localnet *net;

	if (!rcu_access_pointer(kn->localnets.set))
		return at;
	net = kntop_localnet_find(&kn->localnets, addr);
	if (!net)
		return at;
	at = kntop_attr_flag(at, KNTOP_ENDPOINT_A_LOCAL);
	if (net->name[0])
		at = kntop_attr_string(at, KNTOP_ENDPOINT_A_LOCALNET, net->name);
	return at;
}

static void *kntop_record_put_endpoint(void *nest, struct kntop_net *kn,
				       const struct kntop_record *r, int side,
				       u16 type, u64 wall)
{
	const struct kntop_record_side *s = &r->side[side];
	void *at = nest + NLA_HDRLEN;

	at = kntop_attr_addr(at, KNTOP_ENDPOINT_A_ADDR, &r->key.addr[side]);
	if (kntop_flow_l4_has_ports(r->key.l4))
		at = kntop_attr_u16(at, KNTOP_ENDPOINT_A_PORT, r->key.port[side]);
	at = kntop_record_put_counters(at, r, s, wall);
	if (kntop_record_has_place(r))
		at = kntop_record_put_fresh(at, &s->fresh);
	if (r->key.l4 == IPPROTO_TCP)
		at = kntop_record_put_tcp(at, s);
	if (s->icmp_errors)
		at = kntop_attr_u32(at, KNTOP_ENDPOINT_A_ICMP_ERRORS, s->icmp_errors);
	at = kntop_record_put_net(at, kn, &r->key.addr[side]);
	kntop_attr_nest_end(nest, type, at);
	return at;
}

static void *kntop_record_put_icmp(void *at, const struct kntop_flow_key *k)
{
	at = kntop_attr_u8(at, KNTOP_FLOW_A_ICMP_TYPE, k->port[1] >> 8);
	at = kntop_attr_u8(at, KNTOP_FLOW_A_ICMP_CODE, k->port[1] & 0xff);
	return kntop_attr_u16(at, KNTOP_FLOW_A_ICMP_ID, k->port[0]);
}

/* Which flow it is, and what was told of it before. */
static void *kntop_record_put_place(void *at, const struct kntop_record *r, u64 wall)
{
	at = kntop_attr_u64(at, KNTOP_FLOW_A_ID, r->id, KNTOP_FLOW_A_PAD);
	if (!kntop_record_has_place(r))
		return at;
	at = kntop_attr_u32(at, KNTOP_FLOW_A_NUMBER, r->number);
	return kntop_attr_u64(at, KNTOP_FLOW_A_SINCE,
			      kntop_record_wall(r->key.ifid, r->since, wall), KNTOP_FLOW_A_PAD);
}

void *kntop_record_put_tunnel_names(void *at, const struct kntop_tunnel_entry *e)
{
	const struct kntop_tunnel_name *n = kntop_tunnel_any(e);
	bool two = n->numbered && !kntop_tunnel_has_one_number(n->kind);

	at = kntop_attr_u32(at, KNTOP_TUNNEL_A_ID, e->id);
	at = kntop_attr_u8(at, KNTOP_TUNNEL_A_ENCAPSULATION, n->kind);
	if (n->vlan)
		at = kntop_attr_u16(at, KNTOP_TUNNEL_A_VLAN, n->vlan);
	if (n->nested)
		at = kntop_attr_flag(at, KNTOP_TUNNEL_A_NESTED);
	if (n->ends > KNTOP_TUNNEL_ENDS_MAC) {
		at = kntop_attr_addr(at, KNTOP_TUNNEL_A_A, &n->addr[0]);
		at = kntop_attr_addr(at, KNTOP_TUNNEL_A_B, &n->addr[1]);
	}
	if (n->numbered && e->known[0])
		at = kntop_attr_u32(at, KNTOP_TUNNEL_A_NUMBER, e->link[0].name.number);
	/* pairs with the store behind the one of the name */
	if (two && smp_load_acquire(&e->known[1]))
		at = kntop_attr_u32(at, KNTOP_TUNNEL_A_NUMBER_BACK, e->link[1].name.number);
	return at;
}

/* Kind of encapsulation, and which tunnel. */
static void *kntop_record_put_tunnel(void *at, const struct kntop_tunnel_entry *e, u16 key)
{
	void *nest;

	at = kntop_attr_u8(at, KNTOP_FLOW_A_ENCAPSULATION, kntop_tunnel_kind(e, key));
	if (!e)
		return at;
	nest = at;
	at = kntop_record_put_tunnel_names(nest + NLA_HDRLEN, e);
	kntop_attr_nest_end(nest, KNTOP_FLOW_A_TUNNEL, at);
	return at;
}

static void *kntop_record_put_identity(void *at, const struct kntop_record *r)
{
	const struct kntop_flow_key *k = &r->key;

	at = kntop_attr_string(at, KNTOP_FLOW_A_INTERFACE, r->interface);
	if (k->vlan)
		at = kntop_attr_u16(at, KNTOP_FLOW_A_VLAN, k->vlan);
	if (k->tunnel && k->tunnel != KNTOP_TUNNEL_CARRIER)
		at = kntop_record_put_tunnel(at, r->tunnel, k->tunnel);
	at = kntop_attr_u8(at, KNTOP_FLOW_A_L4, k->l4);
	if (kntop_record_has_icmp(r))
		at = kntop_record_put_icmp(at, k);
	at = kntop_attr_u8(at, KNTOP_FLOW_A_STATE, r->state);
	return kntop_attr_u8(at, KNTOP_FLOW_A_DIRECTION_BY,
			     (k->about & KNTOP_FLOW_ABOUT_BY) >> KNTOP_FLOW_ABOUT_BY_SHIFT);
}

static void *kntop_record_put_finding(void *at, const struct kntop_finding *f)
{
	if (f->risks) {
		at = kntop_attr_u64(at, KNTOP_L7_A_RISKS, f->risks, KNTOP_L7_A_PAD);
		at = kntop_attr_u16(at, KNTOP_L7_A_SCORE, f->score);
	}
	memcpy(at, f->attrs, f->size);
	return at + f->size;
}

static void *kntop_record_put_l7(void *nest, const struct kntop_record *r)
{
	void *at = nest + NLA_HDRLEN;

	if (r->label.confidence == KNTOP_CONFIDENCE_NONE && !r->undecided)
		return nest;
	at = kntop_attr_u16(at, KNTOP_L7_A_PROTOCOL, r->label.app);
	if (r->label.master)
		at = kntop_attr_u16(at, KNTOP_L7_A_MASTER, r->label.master);
	at = kntop_attr_u8(at, KNTOP_L7_A_CATEGORY, r->label.category);
	at = kntop_attr_u8(at, KNTOP_L7_A_CONFIDENCE, r->label.confidence);
	if (r->undecided)
		at = kntop_attr_flag(at, KNTOP_L7_A_UNDECIDED);
	if (r->finding)
		at = kntop_record_put_finding(at, r->finding);
	kntop_attr_nest_end(nest, KNTOP_FLOW_A_L7, at);
	return at;
}

static __always_inline void *kntop_record_put_usecs(void *at, u16 type, u32 usecs)
{
	return usecs ? kntop_attr_u32(at, type, usecs) : at;
}

static void *kntop_record_put_end(void *at, const struct kntop_record *r, u64 wall)
{
	at = kntop_attr_u8(at, KNTOP_FLOW_A_END, r->end);
	return kntop_attr_u64(at, KNTOP_FLOW_A_END_TIME,
			      kntop_record_wall(r->key.ifid, r->time, wall),
			      KNTOP_FLOW_A_PAD);
}

static void *kntop_record_put(void *at, struct kntop_net *kn,
			      const struct kntop_record *r, u64 wall)
{
	int client = kntop_record_client(r);

	at = kntop_record_put_place(at, r, wall);
	at = kntop_record_put_identity(at, r);
	at = kntop_record_put_endpoint(at, kn, r, client, KNTOP_FLOW_A_CLIENT, wall);
	at = kntop_record_put_endpoint(at, kn, r, !client, KNTOP_FLOW_A_SERVER, wall);
	at = kntop_record_put_usecs(at, KNTOP_FLOW_A_CLIENT_RTT, r->side[client].rtt);
	at = kntop_record_put_usecs(at, KNTOP_FLOW_A_SERVER_RTT, r->side[!client].rtt);
	at = kntop_record_put_usecs(at, KNTOP_FLOW_A_LATENCY, r->key.latency);
	at = kntop_record_put_l7(at, r);
	return r->end ? kntop_record_put_end(at, r, wall) : at;
}

int kntop_record_send(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		      const struct kntop_record *r, u64 seq, u64 wall)
{
	size_t room = KNTOP_RECORD_ROOM + (r->finding ? r->finding->size : 0);
	struct kntop_net *kn = kntop_dump_net(cb);
	void *at;

	/* what a dump's message has room for at least */
	BUILD_BUG_ON(KNTOP_RECORD_ROOM + KNTOP_FINDING_MAX > NLMSG_GOODSIZE);
	if (skb_tailroom(skb) < room)
		return -EMSGSIZE;
	at = kntop_message_begin(skb, cb, cmd);
	if (seq) {
		at = kntop_attr_u64(at, KNTOP_FLOW_A_INSTANCE, kn->instance, KNTOP_FLOW_A_PAD);
		at = kntop_attr_u64(at, KNTOP_FLOW_A_SEQ, seq, KNTOP_FLOW_A_PAD);
	}
	kntop_message_end(skb, kntop_record_put(at, kn, r, wall));
	return 0;
}
