// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>

#include "../host.h"
#include "../localnet.h"
#include "query.h"

/* A host, copied at one moment with what its pointers lead to. */
struct kntop_host_view {
	struct kntop_host	host;
	struct kntop_volume	volume[2];
	struct kntop_host_dns	dns;
	u64			rate[2];
	bool			local;
	char			localnet[KNTOP_LOCALNET_NAME_SIZE];
	char			interface[KNTOP_NAME_SIZE];
};

static bool kntop_host_matches(const struct kntop_query *q,
			       const struct kntop_host *host)
{
	if (!kntop_query_key(q, host->ifid, host->vlan, &host->addr))
		return false;
	if (q->has_addr && !kntop_query_addr(q, &host->addr))
		return false;
	return kntop_query_name(q, rcu_dereference(host->net)) &&
	       kntop_query_locality(q, rcu_dereference(host->net));
}

/* Octets of the last whole tick, over its length. */
static void kntop_host_rates(struct kntop_net *kn, struct kntop_host_view *v,
			     bool offline)
{
	u64 span = offline ? max_t(u64, v->host.last - v->host.first, NSEC_PER_SEC) :
			     READ_ONCE(kn->tick_length);
	int way;

	for (way = KNTOP_SENT; way <= KNTOP_RECEIVED; way++) {
		u64 octets = v->host.tick_octets[way];

		if (offline)
			octets = v->volume[way].octets;
		else if (v->host.tick != (u32)READ_ONCE(kn->tick))
			octets = 0;
		v->rate[way] = mul_u64_u64_div_u64(octets, NSEC_PER_SEC,
						   max_t(u64, span, NSEC_PER_MSEC));
	}
}

static bool kntop_host_copy(struct kntop_net *kn, const struct kntop_query *q,
			    const struct kntop_host *host, struct kntop_host_view *v)
{
	struct kntop_interface *i = xa_load(&kn->interfaces, host->ifid);
	const struct kntop_localnet *net = rcu_dereference(host->net);
	const struct kntop_host_dns *dns = rcu_dereference(host->dns);

	if (!i)
		return false;
	v->host = *host;
	v->dns = dns ? *dns : (struct kntop_host_dns) {};
	v->volume[KNTOP_SENT] = kntop_host_volume(host, KNTOP_SENT);
	v->volume[KNTOP_RECEIVED] = kntop_host_volume(host, KNTOP_RECEIVED);
	kntop_host_rates(kn, v, kntop_interface_is_offline(i));
	v->local = net;
	strscpy(v->localnet, net ? net->name : "", sizeof(v->localnet));
	strscpy(v->interface, i->name, sizeof(v->interface));
	return v->rate[0] + v->rate[1] >= q->min_rate;
}

static u64 kntop_host_wall(const struct kntop_host *host, u64 ns)
{
	return host->ifid & KNTOP_INTERFACE_ID_OFFLINE ? ns : kntop_net_wall(ns);
}

static void kntop_host_rank(const struct kntop_query *q, struct kntop_rank *rank,
			    const struct kntop_host_view *v)
{
	const struct kntop_volume *s = &v->volume[KNTOP_SENT];
	const struct kntop_volume *r = &v->volume[KNTOP_RECEIVED];
	u64 score = kntop_query_score(q, s->octets + r->octets,
				      s->packets + r->packets,
				      v->rate[0] + v->rate[1],
				      kntop_host_wall(&v->host, v->host.last),
				      kntop_host_wall(&v->host, v->host.first));

	if (kntop_rank_would_take(rank, score))
		*(struct kntop_host_view *)kntop_rank_place(rank, score) = *v;
}

/* Its score, or more, from what can be read without copying it. */
static u64 kntop_host_score_most(struct kntop_net *kn, const struct kntop_query *q,
				 const struct kntop_host *host)
{
	struct kntop_volume s, r;

	switch (q->order) {
	case KNTOP_ORDER_RATE:
		return host->ifid & KNTOP_INTERFACE_ID_OFFLINE ||
		       READ_ONCE(host->tick) == READ_ONCE(kn->tick) ? U64_MAX : 0;
	case KNTOP_ORDER_LAST:
		return kntop_host_wall(host, READ_ONCE(host->last));
	case KNTOP_ORDER_FIRST:
		return U64_MAX - kntop_host_wall(host, READ_ONCE(host->first));
	}
	s = kntop_host_volume(host, KNTOP_SENT);
	r = kntop_host_volume(host, KNTOP_RECEIVED);
	return q->order == KNTOP_ORDER_OCTETS ? s.octets + r.octets :
	       s.packets + r.packets;
}

static bool kntop_host_may_rank(struct kntop_net *kn, const struct kntop_query *q,
				const struct kntop_host *host)
{
	return q->rank.count < q->rank.limit ||
	       kntop_rank_would_take(&q->rank, kntop_host_score_most(kn, q, host));
}

static void kntop_host_rank_all(struct kntop_net *kn, struct kntop_query *q,
				struct kntop_host_view *v)
{
	struct kntop_host_buckets *bs;
	struct kntop_host *host;
	unsigned long b;

	for (b = 0;; b++) {
		rcu_read_lock();
		bs = rcu_dereference(kn->hosts.buckets);
		if (!bs || b >= 1UL << bs->bits)
			break;
		hlist_for_each_entry_rcu(host, &bs->bucket[b], node)
			if (kntop_host_may_rank(kn, q, host) &&
			    kntop_host_matches(q, host) &&
			    kntop_host_copy(kn, q, host, v))
				kntop_host_rank(q, &q->rank, v);
		rcu_read_unlock();
		cond_resched();
	}
	rcu_read_unlock();
	kntop_rank_sort(&q->rank);
}

/* What only flows have must not be asked for. */
static int kntop_host_check(struct netlink_callback *cb)
{
	static const int of_flows[] = {
		KNTOP_QUERY_A_L4, KNTOP_QUERY_A_PORT, KNTOP_QUERY_A_PROTOCOL,
		KNTOP_QUERY_A_CATEGORY, KNTOP_QUERY_A_RISKS, KNTOP_QUERY_A_ID,
		KNTOP_QUERY_A_TUNNEL,
	};
	struct nlattr *bad;
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(of_flows); n++) {
		bad = kntop_dump_attrs(cb)[of_flows[n]];
		if (!bad)
			continue;
		NL_SET_ERR_MSG_ATTR(cb->extack, bad,
				    "a host has no protocol, no port, no id and no tunnel");
		return -EINVAL;
	}
	return 0;
}

static int kntop_host_begin(struct netlink_callback *cb)
{
	struct kntop_host_view *v;
	struct kntop_query *q;
	int err = kntop_host_check(cb);

	if (err)
		return err;
	v = kmalloc(sizeof(*v), GFP_KERNEL);
	if (!v)
		return -ENOMEM;
	q = kntop_query_start(cb, sizeof(*v));
	if (!IS_ERR(q) && q->order)
		kntop_host_rank_all(kntop_dump_net(cb), q, v);
	kfree(v);
	return PTR_ERR_OR_ZERO(q);
}

static int kntop_host_put_l4(struct sk_buff *skb, const struct kntop_host *host, int l4)
{
	const struct kntop_volume *s = &host->l4[l4][KNTOP_SENT];
	const struct kntop_volume *r = &host->l4[l4][KNTOP_RECEIVED];
	struct nlattr *nest;

	if (!s->packets && !r->packets)
		return 0;
	nest = nla_nest_start(skb, KNTOP_HOST_A_L4);
	if (!nest || nla_put_u32(skb, KNTOP_HOST_L4_A_KIND, l4) ||
	    kntop_put_counter(skb, KNTOP_HOST_L4_A_SENT, s->packets, s->octets) ||
	    kntop_put_counter(skb, KNTOP_HOST_L4_A_RECEIVED, r->packets, r->octets))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_host_put_counts(struct sk_buff *skb, const struct kntop_host_view *v)
{
	const struct { int attr; u64 value; } counts[] = {
		{ KNTOP_HOST_A_FIRST, kntop_host_wall(&v->host, v->host.first) },
		{ KNTOP_HOST_A_LAST, kntop_host_wall(&v->host, v->host.last) },
		{ KNTOP_HOST_A_SENT_RATE, v->rate[KNTOP_SENT] },
		{ KNTOP_HOST_A_RECEIVED_RATE, v->rate[KNTOP_RECEIVED] },
		{ KNTOP_HOST_A_FLOWS_CLIENT, v->host.as_client },
		{ KNTOP_HOST_A_FLOWS_SERVER, v->host.as_server },
		{ KNTOP_HOST_A_RETRANSMITTED, v->host.retransmitted },
		{ KNTOP_HOST_A_OUT_OF_ORDER, v->host.out_of_order },
		{ KNTOP_HOST_A_LOST, v->host.lost },
	};
	int n;

	for (n = 0; n < ARRAY_SIZE(counts); n++)
		if (nla_put_u64_64bit(skb, counts[n].attr, counts[n].value,
				      KNTOP_HOST_A_PAD))
			return -EMSGSIZE;
	return 0;
}

static int kntop_host_put_dns(struct sk_buff *skb, const struct kntop_host_dns *dns)
{
	if (!dns->answers)
		return 0;
	if (nla_put_u64_64bit(skb, KNTOP_HOST_A_DNS_ANSWERS, dns->answers, KNTOP_HOST_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_HOST_A_DNS_TIME, dns->time, KNTOP_HOST_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_HOST_A_DNS_TIME_MAX, dns->time_max,
			      KNTOP_HOST_A_PAD))
		return -EMSGSIZE;
	return 0;
}

static int kntop_host_fill(struct sk_buff *skb, const struct kntop_host_view *v)
{
	const struct kntop_host *host = &v->host;
	int l4;

	if (kntop_put_addr(skb, KNTOP_HOST_A_ADDR, &host->addr) ||
	    nla_put_string(skb, KNTOP_HOST_A_INTERFACE, v->interface) ||
	    (host->vlan && nla_put_u16(skb, KNTOP_HOST_A_VLAN, host->vlan)) ||
	    (v->local && nla_put_flag(skb, KNTOP_HOST_A_LOCAL)) ||
	    (v->localnet[0] &&
	     nla_put_string(skb, KNTOP_HOST_A_LOCALNET, v->localnet)) ||
	    kntop_put_counter(skb, KNTOP_HOST_A_SENT, v->volume[0].packets,
			      v->volume[0].octets) ||
	    kntop_put_counter(skb, KNTOP_HOST_A_RECEIVED, v->volume[1].packets,
			      v->volume[1].octets) ||
	    nla_put_u32(skb, KNTOP_HOST_A_FLOWS, host->flows) ||
	    kntop_host_put_counts(skb, v) || kntop_host_put_dns(skb, &v->dns))
		return -EMSGSIZE;
	for (l4 = 0; l4 <= KNTOP_HOST_L4_MAX; l4++)
		if (kntop_host_put_l4(skb, host, l4))
			return -EMSGSIZE;
	return 0;
}

static int kntop_host_send(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct kntop_host_view *v)
{
	void *header = kntop_dump_begin(skb, cb, KNTOP_CMD_HOST_GET);

	if (!header)
		return -EMSGSIZE;
	if (kntop_host_fill(skb, v)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	kntop_query_of(cb)->sent++;
	return 0;
}

/* One bucket, RCU. Returns false when the message is full. */
static bool kntop_host_send_bucket(struct sk_buff *skb, struct netlink_callback *cb,
				   struct hlist_head *bucket)
{
	struct kntop_query *q = kntop_query_of(cb);
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_host_view v;
	struct kntop_host *host;

	hlist_for_each_entry_rcu(host, bucket, node) {
		if (kntop_query_enough(q))
			break;
		if (q->host && host->number >= q->host)
			continue;
		if (kntop_host_matches(q, host) && kntop_host_copy(kn, q, host, &v) &&
		    kntop_host_send(skb, cb, &v))
			return false;
		q->host = host->number;
	}
	q->host = 0;
	return true;
}

static int kntop_host_send_ranked(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);

	while (q->sent < q->rank.count)
		if (kntop_host_send(skb, cb, kntop_rank_item(&q->rank, q->sent)))
			break;
	return skb->len;
}

static int kntop_host_send_all(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_host_buckets *bs;
	bool more = true;

	while (more && !kntop_query_enough(q)) {
		rcu_read_lock();
		bs = rcu_dereference(kn->hosts.buckets);
		more = bs && q->bucket < 1UL << bs->bits &&
		       kntop_host_send_bucket(skb, cb, &bs->bucket[q->bucket]);
		rcu_read_unlock();
		q->bucket += more;
		cond_resched();
	}
	return skb->len;
}

int kntop_host_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	/* before the ranking, which is read from the table as a whole */
	u32 generation = READ_ONCE(kntop_dump_net(cb)->hosts.generation);
	int err = kntop_query_of(cb) ? 0 : kntop_host_begin(cb);

	if (err)
		return err;
	/* 0 would mean that nobody counts */
	cb->seq = generation + 1;
	if (kntop_query_of(cb)->order)
		return kntop_host_send_ranked(skb, cb);
	return kntop_host_send_all(skb, cb);
}
