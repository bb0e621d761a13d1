// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/math64.h>
#include <linux/sched.h>

#include "../watch.h"
#include "query.h"
#include "record.h"

/* Most octets of a message: what tells it apart, counters of both ways, the rest. */
#define KNTOP_TUNNEL_ROOM \
	(NLMSG_HDRLEN + GENL_HDRLEN + KNTOP_RECORD_TUNNEL_ROOM + \
	 KNTOP_ATTR_SIZE(KNTOP_NAME_SIZE) + 2 * (NLA_HDRLEN + 2 * KNTOP_ATTR_U64_SIZE) + \
	 KNTOP_ATTR_SIZE(4) + 5 * KNTOP_ATTR_U64_SIZE)

/* A tunnel at one moment. */
struct kntop_tunnel_view {
	struct kntop_tunnel_entry	*tunnel;
	struct kntop_volume		volume[2];
	u64				rate[2];
	u32				flows;
	u64				flows_total;
	u64				first;
	u64				last;
	char				interface[KNTOP_NAME_SIZE];
};

/* Octets of the last whole tick, over its length; offline over its life. */
static void kntop_tunnel_rates(struct kntop_net *kn, struct kntop_tunnel_view *v, bool offline)
{
	const struct kntop_tunnel_entry *e = v->tunnel;
	u64 span = offline ? max_t(u64, v->last - v->first, NSEC_PER_SEC) :
			     max_t(u64, READ_ONCE(kn->tick_length), NSEC_PER_MSEC);
	int way;

	for (way = 0; way < 2; way++) {
		u64 octets = READ_ONCE(e->tick_octets[way]);

		if (offline)
			octets = v->volume[way].octets;
		else if (READ_ONCE(e->tick) != READ_ONCE(kn->tick))
			octets = 0;
		v->rate[way] = mul_u64_u64_div_u64(octets, NSEC_PER_SEC, span);
	}
}

static u64 kntop_tunnel_wall(bool offline, u64 ns)
{
	return offline ? ns : kntop_net_wall(ns);
}

/* RCU. Returns false if its interface has gone. */
static bool kntop_tunnel_view(struct kntop_net *kn, struct kntop_tunnel_entry *e,
			      struct kntop_tunnel_view *v)
{
	struct kntop_interface *i = xa_load(&kn->interfaces, kntop_tunnel_any(e)->ifid);
	bool offline;
	int way;

	if (!i)
		return false;
	offline = kntop_interface_is_offline(i);
	v->tunnel = e;
	for (way = 0; way < 2; way++) {
		v->volume[way].packets = READ_ONCE(e->volume[way].packets);
		v->volume[way].octets = READ_ONCE(e->volume[way].octets);
	}
	v->flows = READ_ONCE(e->flows);
	v->flows_total = READ_ONCE(e->flows_total);
	v->first = kntop_tunnel_wall(offline, READ_ONCE(e->first));
	v->last = kntop_tunnel_wall(offline, READ_ONCE(e->last));
	kntop_tunnel_rates(kn, v, offline);
	memcpy(v->interface, i->name, sizeof(v->interface));
	return true;
}

/* Of one that left only because it was tied to another, flows go on. */
static bool kntop_tunnel_matches(const struct kntop_query *q, const struct kntop_tunnel_entry *e)
{
	const struct kntop_tunnel_name *n = kntop_tunnel_any(e);

	return (q->ifid ? q->ifid == n->ifid : !(n->ifid & KNTOP_INTERFACE_ID_OFFLINE)) && (!q->has_vlan || q->vlan == n->vlan) &&
	       (!q->family || q->family == n->ends) && (!q->tunnel || q->tunnel == e->id) &&
	       (!q->has_addr || (n->ends > KNTOP_TUNNEL_ENDS_MAC &&
				 (kntop_query_addr(q, &n->addr[0]) ||
				  kntop_query_addr(q, &n->addr[1]))));
}

/* RCU. Returns false if it is none to show. */
static bool kntop_tunnel_read(struct kntop_net *kn, const struct kntop_query *q,
			      struct kntop_tunnel_entry *e, struct kntop_tunnel_view *v)
{
	return kntop_tunnel_matches(q, e) && kntop_tunnel_view(kn, e, v) &&
	       v->rate[0] + v->rate[1] >= q->min_rate;
}

/* ---- messages ---------------------------------------------------------- */

static void *kntop_tunnel_put_counter(void *nest, u16 type, const struct kntop_volume *v)
{
	void *at = nest + NLA_HDRLEN;

	at = kntop_attr_u64(at, KNTOP_COUNTER_A_PACKETS, v->packets, KNTOP_COUNTER_A_PAD);
	at = kntop_attr_u64(at, KNTOP_COUNTER_A_OCTETS, v->octets, KNTOP_COUNTER_A_PAD);
	kntop_attr_nest_end(nest, type, at);
	return at;
}

static void *kntop_tunnel_put_u64(void *at, u16 type, u64 value)
{
	return kntop_attr_u64(at, type, value, KNTOP_TUNNEL_A_PAD);
}

/* Returns false when there is no room. */
static bool kntop_tunnel_send(struct sk_buff *skb, struct netlink_callback *cb,
			      const struct kntop_tunnel_view *v)
{
	void *at;

	if (skb_tailroom(skb) < KNTOP_TUNNEL_ROOM)
		return false;
	at = kntop_message_begin(skb, cb, KNTOP_CMD_TUNNEL_GET);
	at = kntop_record_put_tunnel_names(at, v->tunnel);
	at = kntop_attr_string(at, KNTOP_TUNNEL_A_INTERFACE, v->interface);
	at = kntop_tunnel_put_counter(at, KNTOP_TUNNEL_A_SENT, &v->volume[0]);
	at = kntop_tunnel_put_counter(at, KNTOP_TUNNEL_A_RECEIVED, &v->volume[1]);
	at = kntop_tunnel_put_u64(at, KNTOP_TUNNEL_A_SENT_RATE, v->rate[0]);
	at = kntop_tunnel_put_u64(at, KNTOP_TUNNEL_A_RECEIVED_RATE, v->rate[1]);
	at = kntop_attr_u32(at, KNTOP_TUNNEL_A_FLOWS, v->flows);
	at = kntop_tunnel_put_u64(at, KNTOP_TUNNEL_A_FLOWS_TOTAL, v->flows_total);
	if (v->first) {
		at = kntop_tunnel_put_u64(at, KNTOP_TUNNEL_A_FIRST, v->first);
		at = kntop_tunnel_put_u64(at, KNTOP_TUNNEL_A_LAST, v->last);
	}
	kntop_message_end(skb, at);
	kntop_query_of(cb)->sent++;
	return true;
}

/* ---- requests ---------------------------------------------------------- */

static void kntop_tunnel_drop(void *item)
{
	kntop_tunnel_put(((struct kntop_tunnel_view *)item)->tunnel);
}

/* RCU */
static void kntop_tunnel_rank(struct kntop_query *q, const struct kntop_tunnel_view *v)
{
	u64 score = kntop_query_score(q, v->volume[0].octets + v->volume[1].octets,
				      v->volume[0].packets + v->volume[1].packets,
				      v->rate[0] + v->rate[1], v->last, v->first);

	if (kntop_rank_would_take(&q->rank, score) && kntop_tunnel_hold(v->tunnel))
		*(struct kntop_tunnel_view *)kntop_rank_place(&q->rank, score) = *v;
}

static void kntop_tunnel_rank_all(struct kntop_net *kn, struct kntop_query *q)
{
	struct kntop_tunnel_entry *e;
	struct kntop_tunnel_view v;
	unsigned long key = 0;

	q->rank.drop = kntop_tunnel_drop;
	for (;; key++) {
		rcu_read_lock();
		e = xa_find(&kn->tunnels.numbers, &key, ULONG_MAX, XA_PRESENT);
		if (e && kntop_tunnel_read(kn, q, e, &v))
			kntop_tunnel_rank(q, &v);
		rcu_read_unlock();
		if (!e)
			break;
		cond_resched();
	}
	kntop_rank_sort(&q->rank);
}

/* What a tunnel does not have must not be asked for. */
static int kntop_tunnel_check(struct netlink_callback *cb)
{
	static const int of_others[] = {
		KNTOP_QUERY_A_L4, KNTOP_QUERY_A_PORT, KNTOP_QUERY_A_PROTOCOL,
		KNTOP_QUERY_A_CATEGORY, KNTOP_QUERY_A_RISKS, KNTOP_QUERY_A_LOCALNET,
		KNTOP_QUERY_A_LOCALITY, KNTOP_QUERY_A_ID,
	};
	struct nlattr *bad;
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(of_others); n++) {
		bad = kntop_dump_attrs(cb)[of_others[n]];
		if (!bad)
			continue;
		NL_SET_ERR_MSG_ATTR(cb->extack, bad, "a tunnel does not have this");
		return -EINVAL;
	}
	return 0;
}

static int kntop_tunnel_begin(struct netlink_callback *cb)
{
	struct kntop_query *q;
	int err = kntop_tunnel_check(cb);

	if (err)
		return err;
	q = kntop_query_start(cb, sizeof(struct kntop_tunnel_view));
	if (!IS_ERR(q) && q->order)
		kntop_tunnel_rank_all(kntop_dump_net(cb), q);
	return PTR_ERR_OR_ZERO(q);
}

static void kntop_tunnel_send_ranked(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);

	while (q->sent < q->rank.count)
		if (!kntop_tunnel_send(skb, cb, kntop_rank_item(&q->rank, q->sent)))
			break;
}

/* In the order of their numbers; q->bucket is the one where it goes on. */
static void kntop_tunnel_send_all(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_tunnel_entry *e;
	struct kntop_tunnel_view v;
	unsigned long key;
	bool more = true;

	while (more && !kntop_query_enough(q)) {
		rcu_read_lock();
		key = q->bucket;
		e = xa_find(&kn->tunnels.numbers, &key, ULONG_MAX, XA_PRESENT);
		more = e && (!kntop_tunnel_read(kn, q, e, &v) || kntop_tunnel_send(skb, cb, &v));
		rcu_read_unlock();
		if (more)
			q->bucket = key + 1;
		cond_resched();
	}
}

int kntop_tunnel_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = kntop_query_of(cb) ? 0 : kntop_tunnel_begin(cb);

	if (err)
		return err;
	if (kntop_query_of(cb)->order)
		kntop_tunnel_send_ranked(skb, cb);
	else
		kntop_tunnel_send_all(skb, cb);
	return skb->len;
}
