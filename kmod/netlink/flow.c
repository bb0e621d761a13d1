// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>

#include "../accounting.h"
#include "../finding.h"
#include "../localnet.h"
#include "../watch.h"
#include "query.h"
#include "record.h"

/* Locality, which is looked up only if asked for. */
static bool kntop_flow_net_matches(struct kntop_net *kn, const struct kntop_query *q,
				   const struct kntop_flow_key *k)
{
	const struct kntop_localnet *a, *b;

	if (!kntop_query_wants_net(q))
		return true;
	a = kntop_localnet_find(&kn->localnets, &k->addr[0]);
	b = kntop_localnet_find(&kn->localnets, &k->addr[1]);
	return (kntop_query_name(q, a) || kntop_query_name(q, b)) &&
	       (kntop_query_locality(q, a) || kntop_query_locality(q, b));
}

/* What can be told from the key, without the flow's lock. */
static bool kntop_flow_matches(struct kntop_net *kn, const struct kntop_query *q,
			       const struct kntop_flow *flow)
{
	const struct kntop_flow_key *k = &flow->key;

	if (!kntop_query_key(q, k->ifid, k->vlan, &k->addr[0]))
		return false;
	if (q->has_l4 && k->l4 != q->l4)
		return false;
	if (q->has_port && (!kntop_flow_l4_has_ports(k->l4) ||
			    (k->port[0] != q->port && k->port[1] != q->port)))
		return false;
	if (q->has_addr && !kntop_query_addr(q, &k->addr[0]) &&
	    !kntop_query_addr(q, &k->addr[1]))
		return false;
	return kntop_flow_net_matches(kn, q, k);
}

/* RCU. Returns false if the flow is none to show. */
static bool kntop_flow_copy(struct kntop_net *kn, const struct kntop_query *q,
			    struct kntop_flow *flow, struct kntop_record *r)
{
	struct kntop_interface *i = xa_load(&kn->interfaces, flow->key.ifid);
	u64 now;

	if (!i)
		return false;
	now = kntop_interface_is_offline(i) ? 0 : ktime_get_ns();
	spin_lock_bh(&flow->lock);
	kntop_record_copy(r, flow, now);
	spin_unlock_bh(&flow->lock);
	strscpy(r->interface, i->name, sizeof(r->interface));
	r->end = 0;
	return (r->side[0].packets || r->side[1].packets) &&
	       r->side[0].rate + r->side[1].rate >= q->min_rate &&
	       kntop_query_l7(q, r);
}

static void kntop_flow_drop(void *item)
{
	kntop_finding_put(((struct kntop_record *)item)->finding);
}

/* RCU */
static void kntop_flow_rank(const struct kntop_query *q, struct kntop_rank *rank,
			    const struct kntop_record *r)
{
	struct kntop_record *place;
	const struct kntop_record_side *a = &r->side[0], *b = &r->side[1];
	u64 score = kntop_query_score(q, a->octets + b->octets,
				      a->packets + b->packets, a->rate + b->rate,
				      kntop_record_wall(r, kntop_record_last(r)),
				      kntop_record_wall(r, kntop_record_start(r)));

	if (!kntop_rank_would_take(rank, score))
		return;
	place = kntop_rank_place(rank, score);
	*place = *r;
	place->finding = kntop_finding_hold(r->finding);
}

static void kntop_flow_rank_all(struct kntop_net *kn, struct kntop_query *q)
{
	struct kntop_flow_buckets *bs;
	struct kntop_flow *flow;
	struct kntop_record r;
	unsigned long used;
	u32 b;

	for (b = 0;; b++) {
		rcu_read_lock();
		bs = rcu_dereference(kn->flows.buckets);
		if (!bs || b >= bs->count)
			break;
		kntop_flow_for_each(flow, used, &bs->bucket[b])
			if (kntop_flow_matches(kn, q, flow) &&
			    kntop_flow_copy(kn, q, flow, &r))
				kntop_flow_rank(q, &q->rank, &r);
		rcu_read_unlock();
		cond_resched();
	}
	rcu_read_unlock();
	kntop_rank_sort(&q->rank);
}

static int kntop_flow_begin(struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_start(cb, sizeof(struct kntop_record));

	if (!IS_ERR(q) && q->order) {
		q->rank.drop = kntop_flow_drop;
		kntop_flow_rank_all(kntop_dump_net(cb), q);
	}
	return PTR_ERR_OR_ZERO(q);
}

static int kntop_flow_send(struct sk_buff *skb, struct netlink_callback *cb,
			   const struct kntop_record *r)
{
	void *header = kntop_dump_begin(skb, cb, KNTOP_CMD_FLOW_GET);

	if (!header)
		return -EMSGSIZE;
	if (kntop_record_fill(skb, kntop_dump_net(cb), r)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	kntop_query_of(cb)->sent++;
	return 0;
}

static int kntop_flow_send_ranked(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);

	while (q->sent < q->rank.count)
		if (kntop_flow_send(skb, cb, kntop_rank_item(&q->rank, q->sent)))
			break;
	return skb->len;
}

/* One bucket, RCU. Returns false when the message is full. */
static bool kntop_flow_send_bucket(struct sk_buff *skb, struct netlink_callback *cb,
				   const struct kntop_flow_bucket *b)
{
	struct kntop_query *q = kntop_query_of(cb);
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_flow *flow;
	struct kntop_record r;
	unsigned long used;
	u32 at;

	kntop_flow_for_each(flow, used, b) {
		if (kntop_query_enough(q))
			break;
		at = __ffs(used);
		if (at < q->skip)
			continue;
		if (kntop_flow_matches(kn, q, flow) &&
		    kntop_flow_copy(kn, q, flow, &r) &&
		    kntop_flow_send(skb, cb, &r))
			return false;
		q->skip = at + 1;
	}
	q->skip = 0;
	return true;
}

static int kntop_flow_send_all(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_flow_buckets *bs;
	bool more = true;

	while (more && !kntop_query_enough(q)) {
		rcu_read_lock();
		bs = rcu_dereference(kn->flows.buckets);
		more = bs && q->bucket < bs->count &&
		       kntop_flow_send_bucket(skb, cb, &bs->bucket[q->bucket]);
		rcu_read_unlock();
		q->bucket += more;
		cond_resched();
	}
	return skb->len;
}

int kntop_flow_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = kntop_query_of(cb) ? 0 : kntop_flow_begin(cb);

	if (err)
		return err;
	/* 0 would mean that nobody counts */
	cb->seq = READ_ONCE(kntop_dump_net(cb)->flows.generation) + 1;
	if (kntop_query_of(cb)->order)
		return kntop_flow_send_ranked(skb, cb);
	return kntop_flow_send_all(skb, cb);
}

int kntop_flow_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct nlattr *name = info->attrs[KNTOP_QUERY_A_INTERFACE];
	struct kntop_interface *i;
	unsigned long id;
	bool found = !name;

	mutex_lock(&kn->mutex);
	xa_for_each(&kn->interfaces, id, i) {
		if (name && nla_strcmp(name, i->name))
			continue;
		found = true;
		kntop_accounting_close(kn, i, KNTOP_END_RESET);
	}
	mutex_unlock(&kn->mutex);
	if (found)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, name, "this interface is not watched");
	return -ENODEV;
}
