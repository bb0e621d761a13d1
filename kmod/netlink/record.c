// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>

#include "../finding.h"
#include "../localnet.h"
#include "record.h"

static int kntop_record_put_tcp(struct sk_buff *skb,
				const struct kntop_record_side *s)
{
	if (nla_put_u8(skb, KNTOP_ENDPOINT_A_TCP_FLAGS, s->tcp_flags) ||
	    nla_put_u32(skb, KNTOP_ENDPOINT_A_RETRANSMITTED, s->retransmitted) ||
	    nla_put_u32(skb, KNTOP_ENDPOINT_A_OUT_OF_ORDER, s->out_of_order) ||
	    nla_put_u32(skb, KNTOP_ENDPOINT_A_LOST, s->lost))
		return -EMSGSIZE;
	return 0;
}

static int kntop_record_put_times(struct sk_buff *skb, const struct kntop_record *r,
				  const struct kntop_record_side *s)
{
	if (!s->packets)
		return 0;
	if (nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_FIRST,
			      kntop_record_wall(r, s->first), KNTOP_ENDPOINT_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_LAST,
			      kntop_record_wall(r, s->last), KNTOP_ENDPOINT_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int kntop_record_put_net(struct sk_buff *skb, struct kntop_net *kn,
				const union kntop_addr *addr)
{
	const struct kntop_localnet *net;
	int err = 0;

	rcu_read_lock();
	net = kntop_localnet_find(&kn->localnets, addr);
	if (net)
		err = nla_put_flag(skb, KNTOP_ENDPOINT_A_LOCAL);
	if (net && !err && net->name[0])
		err = nla_put_string(skb, KNTOP_ENDPOINT_A_LOCALNET, net->name);
	rcu_read_unlock();
	return err;
}

static int kntop_record_put_endpoint(struct sk_buff *skb, struct kntop_net *kn,
				     const struct kntop_record *r, int side, int attr)
{
	const struct kntop_record_side *s = &r->side[side];
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    kntop_put_addr(skb, KNTOP_ENDPOINT_A_ADDR, &r->key.addr[side]) ||
	    (kntop_record_has_ports(r) &&
	     nla_put_u16(skb, KNTOP_ENDPOINT_A_PORT, r->key.port[side])) ||
	    nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_PACKETS, s->packets,
			      KNTOP_ENDPOINT_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_OCTETS, s->octets,
			      KNTOP_ENDPOINT_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_L3_OCTETS, s->l3_octets,
			      KNTOP_ENDPOINT_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_ENDPOINT_A_RATE, s->rate,
			      KNTOP_ENDPOINT_A_PAD) ||
	    kntop_record_put_times(skb, r, s) ||
	    (r->key.l4 == IPPROTO_TCP && kntop_record_put_tcp(skb, s)) ||
	    kntop_record_put_net(skb, kn, &r->key.addr[side]))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_record_put_icmp(struct sk_buff *skb, const struct kntop_record *r)
{
	if (nla_put_u8(skb, KNTOP_FLOW_A_ICMP_TYPE, r->key.port[1] >> 8) ||
	    nla_put_u8(skb, KNTOP_FLOW_A_ICMP_CODE, r->key.port[1] & 0xff) ||
	    nla_put_u16(skb, KNTOP_FLOW_A_ICMP_ID, r->key.port[0]))
		return -EMSGSIZE;
	return 0;
}

static int kntop_record_put_identity(struct sk_buff *skb,
				     const struct kntop_record *r)
{
	const struct kntop_flow_key *k = &r->key;
	u8 by = (k->about & KNTOP_FLOW_ABOUT_BY) >> KNTOP_FLOW_ABOUT_BY_SHIFT;

	if (nla_put_string(skb, KNTOP_FLOW_A_INTERFACE, r->interface) ||
	    (k->vlan && nla_put_u16(skb, KNTOP_FLOW_A_VLAN, k->vlan)) ||
	    (k->encap && nla_put_u8(skb, KNTOP_FLOW_A_ENCAPSULATION, k->encap)) ||
	    nla_put_u8(skb, KNTOP_FLOW_A_L4, k->l4) ||
	    (kntop_record_has_icmp(r) && kntop_record_put_icmp(skb, r)) ||
	    nla_put_u8(skb, KNTOP_FLOW_A_STATE, r->state) ||
	    nla_put_u8(skb, KNTOP_FLOW_A_DIRECTION_BY, by))
		return -EMSGSIZE;
	return 0;
}

static int kntop_record_put_finding(struct sk_buff *skb,
				    const struct kntop_finding *f)
{
	if (!f)
		return 0;
	if (f->risks &&
	    (nla_put_u64_64bit(skb, KNTOP_L7_A_RISKS, f->risks, KNTOP_L7_A_PAD) ||
	     nla_put_u16(skb, KNTOP_L7_A_SCORE, f->score)))
		return -EMSGSIZE;
	return nla_append(skb, f->size, f->attrs);
}

static int kntop_record_put_l7(struct sk_buff *skb, const struct kntop_record *r)
{
	struct nlattr *nest;

	if (r->label.confidence == KNTOP_CONFIDENCE_NONE && !r->undecided)
		return 0;
	nest = nla_nest_start(skb, KNTOP_FLOW_A_L7);
	if (!nest ||
	    nla_put_u16(skb, KNTOP_L7_A_PROTOCOL, r->label.app) ||
	    (r->label.master &&
	     nla_put_u16(skb, KNTOP_L7_A_MASTER, r->label.master)) ||
	    nla_put_u8(skb, KNTOP_L7_A_CATEGORY, r->label.category) ||
	    nla_put_u8(skb, KNTOP_L7_A_CONFIDENCE, r->label.confidence) ||
	    (r->undecided && nla_put_flag(skb, KNTOP_L7_A_UNDECIDED)) ||
	    kntop_record_put_finding(skb, r->finding))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_record_put_usecs(struct sk_buff *skb, int attr, u32 usecs)
{
	return usecs ? nla_put_u32(skb, attr, usecs) : 0;
}

int kntop_record_fill(struct sk_buff *skb, struct kntop_net *kn,
		      const struct kntop_record *r)
{
	int client = kntop_record_client(r);

	if (kntop_record_put_identity(skb, r) ||
	    kntop_record_put_endpoint(skb, kn, r, client, KNTOP_FLOW_A_CLIENT) ||
	    kntop_record_put_endpoint(skb, kn, r, !client, KNTOP_FLOW_A_SERVER) ||
	    kntop_record_put_usecs(skb, KNTOP_FLOW_A_CLIENT_RTT, r->side[client].rtt) ||
	    kntop_record_put_usecs(skb, KNTOP_FLOW_A_SERVER_RTT, r->side[!client].rtt) ||
	    kntop_record_put_usecs(skb, KNTOP_FLOW_A_LATENCY, r->key.latency) ||
	    kntop_record_put_l7(skb, r))
		return -EMSGSIZE;
	if (!r->end)
		return 0;
	if (nla_put_u8(skb, KNTOP_FLOW_A_END, r->end) ||
	    nla_put_u64_64bit(skb, KNTOP_FLOW_A_END_TIME,
			      kntop_record_wall(r, r->time), KNTOP_FLOW_A_PAD))
		return -EMSGSIZE;
	return 0;
}
