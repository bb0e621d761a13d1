// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/sched.h>

#include "../accounting.h"
#include "../finding.h"
#include "../watch.h"
#include "flow_walk.h"

/* RCU. Returns false if the flow is none to show. */
static bool kntop_flow_read(struct kntop_flow_walk *w, struct kntop_flow *flow,
			    struct kntop_record *r)
{
	return kntop_flow_matches(w->kn, w->q, flow) && kntop_flow_copy(w, flow, r) &&
	       r->side[0].rate + r->side[1].rate >= w->q->min_rate;
}

/* ---- the best few ------------------------------------------------------ */

static void kntop_flow_drop(void *item)
{
	struct kntop_record *r = item;

	kntop_finding_put(r->finding);
	kntop_tunnel_put(r->tunnel);
}

/* Its score, or more, from what can be read without the flow's lock. */
static u64 kntop_flow_score_most(const struct kntop_flow_walk *w,
				 const struct kntop_flow *flow)
{
	u16 ifid = 0;

	/* its line is not needed otherwise */
	if (w->offline && w->q->order > KNTOP_ORDER_PACKETS)
		ifid = flow->key.ifid;
	switch (w->q->order) {
	case KNTOP_ORDER_OCTETS:
		return READ_ONCE(flow->low.octets) + READ_ONCE(flow->high.octets);
	case KNTOP_ORDER_PACKETS:
		return READ_ONCE(flow->low.packets) + READ_ONCE(flow->high.packets);
	case KNTOP_ORDER_RATE:
		return ifid & KNTOP_INTERFACE_ID_OFFLINE ? U64_MAX :
		       kntop_flow_rate_of(w, flow, 0) + kntop_flow_rate_of(w, flow, 1);
	case KNTOP_ORDER_LAST:
		return kntop_record_wall(ifid, kntop_flow_last(flow), w->wall);
	}
	return U64_MAX - kntop_record_wall(ifid, kntop_flow_start(flow), w->wall);
}

/* RCU */
static void kntop_flow_rank(struct kntop_flow_walk *w, const struct kntop_record *r)
{
	const struct kntop_record_side *a = &r->side[0], *b = &r->side[1];
	struct kntop_rank *rank = &w->q->rank;
	struct kntop_record *place;
	u16 ifid = r->key.ifid;
	u64 score = kntop_query_score(w->q, a->octets + b->octets,
				      a->packets + b->packets, a->rate + b->rate,
				      kntop_record_wall(ifid, kntop_record_last(r), w->wall),
				      kntop_record_wall(ifid, kntop_record_start(r), w->wall));

	if (!kntop_rank_would_take(rank, score))
		return;
	place = kntop_rank_place(rank, score);
	*place = *r;
	place->finding = kntop_finding_hold(r->finding);
	/* should it have left it is not in the record */
	place->tunnel = kntop_tunnel_hold(r->tunnel);
}

/* Out of line: of many flows only few come so far. */
static noinline void kntop_flow_rank_exactly(struct kntop_flow_walk *w,
					     struct kntop_flow *flow)
{
	struct kntop_record r;

	if (kntop_flow_read(w, flow, &r))
		kntop_flow_rank(w, &r);
}

static __always_inline bool kntop_flow_visit_rank(struct kntop_flow_walk *w,
						  struct kntop_flow *flow)
{
	const struct kntop_rank *rank = &w->q->rank;

	if (rank->count < rank->limit ||
	    kntop_rank_would_take(rank, kntop_flow_score_most(w, flow)))
		kntop_flow_rank_exactly(w, flow);
	/* those without a rate are all alike */
	return w->which != KNTOP_FLOW_WHICH_QUIET || rank->count < rank->limit;
}

static void kntop_flow_rank_walk(struct kntop_flow_walk *w, enum kntop_flow_which which)
{
	u32 at = 0, skip = 0;

	w->which = which;
	while (kntop_flow_stretch(w, &at, &skip, false, kntop_flow_visit_rank))
		cond_resched();
}

static void kntop_flow_rank_all(struct netlink_callback *cb)
{
	struct kntop_flow_walk w;

	kntop_flow_walk_init(&w, NULL, cb);
	if (w.q->order != KNTOP_ORDER_RATE || w.offline || !kntop_flow_walk_apart(&w)) {
		kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_ALL);
	} else {
		kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_ACTIVE);
		if (w.q->rank.count < w.q->rank.limit)
			kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_QUIET);
	}
	kvfree(w.met);
	kntop_flow_walk_whole(&w);
	kntop_rank_sort(&w.q->rank);
}

/* ---- requests ---------------------------------------------------------- */

static int kntop_flow_begin(struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_start(cb, sizeof(struct kntop_record));

	if (!IS_ERR(q) && q->order) {
		q->rank.drop = kntop_flow_drop;
		kntop_flow_rank_all(cb);
	}
	return PTR_ERR_OR_ZERO(q);
}

static bool kntop_flow_send(struct kntop_flow_walk *w, const struct kntop_record *r)
{
	if (kntop_record_send(w->skb, w->cb, KNTOP_CMD_FLOW_GET, r, 0, w->wall))
		return false;
	w->q->sent++;
	return true;
}

static void kntop_flow_send_ranked(struct kntop_flow_walk *w)
{
	struct kntop_query *q = w->q;

	rcu_read_lock();
	while (q->sent < q->rank.count)
		if (!kntop_flow_send(w, kntop_rank_item(&q->rank, q->sent)))
			break;
	rcu_read_unlock();
}

/* Returns false when the message is full, or enough was sent. */
static bool kntop_flow_visit_send(struct kntop_flow_walk *w, struct kntop_flow *flow)
{
	struct kntop_record r;

	if (kntop_query_enough(w->q))
		return false;
	return !kntop_flow_read(w, flow, &r) || kntop_flow_send(w, &r);
}

static void kntop_flow_send_all(struct kntop_flow_walk *w)
{
	struct kntop_query *q = w->q;

	/* 0 would mean that nobody counts */
	w->cb->seq = w->generation + 1;
	while (kntop_flow_stretch(w, &q->bucket, &q->skip, true, kntop_flow_visit_send))
		cond_resched();
	/* flows may have moved past us: the next message tells, or the end */
	if (w->rebuilt)
		w->cb->prev_seq = ~w->cb->seq;
}

int kntop_flow_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = kntop_query_of(cb) ? 0 : kntop_flow_begin(cb);
	struct kntop_flow_walk w;

	if (err)
		return err;
	kntop_flow_walk_init(&w, skb, cb);
	if (w.q->order)
		kntop_flow_send_ranked(&w);
	else
		kntop_flow_send_all(&w);
	return skb->len;
}

/* Without a name all live ones are meant. */
static bool kntop_flow_reset_wants(const struct kntop_interface *i, const struct nlattr *name)
{
	return name ? !nla_strcmp(name, i->name) : !kntop_interface_is_offline(i);
}

/* Ends the flows of interface @name, NULL all live ones. Sets whether any waits for its verdict. */
static int kntop_flow_reset(struct kntop_net *kn, const struct nlattr *name, bool *wait)
{
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_interface *i;
	unsigned long id;

	if (err)
		return err;
	err = name ? -ENODEV : 0;
	xa_for_each(&kn->interfaces, id, i) {
		if (!kntop_flow_reset_wants(i, name))
			continue;
		err = 0;
		*wait |= kntop_accounting_end(kn, i, KNTOP_END_RESET);
	}
	mutex_unlock(&kn->mutex);
	return err;
}

/* Forgets the hosts that are left without a flow. */
static int kntop_flow_reset_hosts(struct kntop_net *kn, const struct nlattr *name)
{
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_interface *i;
	unsigned long id;

	if (err)
		return err;
	xa_for_each(&kn->interfaces, id, i)
		if (kntop_flow_reset_wants(i, name))
			kntop_accounting_forget(kn, i);
	mutex_unlock(&kn->mutex);
	return 0;
}

int kntop_flow_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct nlattr *name = info->attrs[KNTOP_QUERY_A_INTERFACE];
	bool wait = false;
	int late, err;

	err = kntop_flow_reset(kn, name, &wait);
	if (err == -ENODEV)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "this interface is not watched");
	if (err)
		return err;
	late = wait ? kntop_accounting_await(kn) : 0;
	if (late == -ETIMEDOUT)
		NL_SET_ERR_MSG(info->extack,
			       "the classifier makes no progress; flows have ended, but wait for it");
	return kntop_flow_reset_hosts(kn, name) ?: late;
}
