// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/prefetch.h>
#include <linux/sched.h>

#include "../accounting.h"
#include "../finding.h"
#include "../localnet.h"
#include "../rate.h"
#include "../watch.h"
#include "query.h"
#include "record.h"

/* So many buckets are walked in one RCU read-side section. */
#define KNTOP_FLOW_STRETCH	8
/* The flows of the bucket so far ahead are fetched from memory. */
#define KNTOP_FLOW_AHEAD	2

/* By rate those that may have one come first; others only fill up. */
enum kntop_flow_which {
	KNTOP_FLOW_WHICH_ALL,
	KNTOP_FLOW_WHICH_ACTIVE,
	KNTOP_FLOW_WHICH_QUIET,
};

/**
 * struct kntop_flow_walk - a walk through the table
 * @skb: messages that are filled
 * @cb: dump
 * @kn: namespace
 * @q: query
 * @wall: what makes a live interface's clock time of day
 * @now: time of live interfaces at the beginning of this stretch
 * @offline: there are offline sources
 * @which: which buckets are walked
 * @tick: tick of the table at the beginning
 * @ifid: number of the interface that was looked up last, 0 none
 * @interface: that interface, valid in this stretch, or NULL
 */
struct kntop_flow_walk {
	struct sk_buff			*skb;
	struct netlink_callback		*cb;
	struct kntop_net		*kn;
	struct kntop_query		*q;
	u64				wall;
	u64				now;
	bool				offline;
	enum kntop_flow_which		which;
	u8				tick;
	u16				ifid;
	const struct kntop_interface	*interface;
};

static void kntop_flow_walk_init(struct kntop_flow_walk *w, struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	unsigned long first = KNTOP_INTERFACE_ID_OFFLINE;

	*w = (struct kntop_flow_walk){
		.skb = skb,
		.cb = cb,
		.kn = kntop_dump_net(cb),
		.q = kntop_query_of(cb),
		.wall = kntop_record_wall_offset(),
		.tick = READ_ONCE(kntop_dump_net(cb)->flows.tick),
	};
	w->offline = xa_find(&w->kn->interfaces, &first, KNTOP_INTERFACE_ID_MAX,
			     XA_PRESENT);
}

/* ---- buckets ----------------------------------------------------------- */

static __always_inline bool kntop_flow_wanted(const struct kntop_flow_walk *w,
					      const struct kntop_flow_buckets *bs, u32 at)
{
	return w->which == KNTOP_FLOW_WHICH_ALL ||
	       kntop_flow_is_active(bs, at, w->tick) == (w->which == KNTOP_FLOW_WHICH_ACTIVE);
}

/* What a visit will read of the flows of bucket @at; @whole: all of them. */
static __always_inline void kntop_flow_fetch(const struct kntop_flow_walk *w,
					     const struct kntop_flow_buckets *bs, u32 at,
					     bool whole)
{
	const struct kntop_flow *flow;
	unsigned long used;

	if (at >= bs->count || !kntop_flow_wanted(w, bs, at))
		return;
	kntop_flow_for_each(flow, used, &bs->bucket[at]) {
		if (whole || w->q->order != KNTOP_ORDER_RATE) {
			prefetch(&flow->low);
			prefetch(&flow->high);
		}
		if (whole)
			prefetch(&flow->key.where);
		prefetch(&flow->folded);
		if (whole)
			prefetch(&flow->tcp);
	}
}

/*
 * Visits the flows of bucket @at from slot bit @skip on, until a visit returns
 * false; @skip then is the bit of that flow's slot, else it is 0. RCU.
 */
static __always_inline bool
kntop_flow_each(struct kntop_flow_walk *w, const struct kntop_flow_buckets *bs, u32 at,
		u32 *skip, bool (*visit)(struct kntop_flow_walk *w, struct kntop_flow *flow))
{
	struct kntop_flow *flow;
	unsigned long used;

	kntop_flow_for_each(flow, used, &bs->bucket[at]) {
		if (__ffs(used) < *skip)
			continue;
		if (!visit(w, flow)) {
			*skip = __ffs(used);
			return false;
		}
	}
	*skip = 0;
	return true;
}

/* Walks on from bucket @at. Returns false at the end of the table, or of the visits. */
static __always_inline bool
kntop_flow_stretch(struct kntop_flow_walk *w, u32 *at, u32 *skip, bool whole,
		   bool (*visit)(struct kntop_flow_walk *w, struct kntop_flow *flow))
{
	const struct kntop_flow_buckets *bs;
	bool more;
	int n;

	rcu_read_lock();
	bs = rcu_dereference(w->kn->flows.buckets);
	w->now = ktime_get_ns();
	w->ifid = 0;
	more = bs;
	for (n = 0; more && n < KNTOP_FLOW_STRETCH; n++) {
		more = *at < bs->count;
		if (!more)
			break;
		kntop_flow_fetch(w, bs, *at + KNTOP_FLOW_AHEAD, whole);
		if (kntop_flow_wanted(w, bs, *at))
			more = kntop_flow_each(w, bs, *at, skip, visit);
		*at += more;
	}
	rcu_read_unlock();
	return more;
}

/* ---- which flows ------------------------------------------------------- */

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
static bool kntop_flow_copy(struct kntop_flow_walk *w, struct kntop_flow *flow,
			    struct kntop_record *r)
{
	if (w->ifid != flow->key.ifid) {
		w->ifid = flow->key.ifid;
		w->interface = xa_load(&w->kn->interfaces, w->ifid);
	}
	if (!w->interface)
		return false;
	spin_lock_bh(&flow->lock);
	kntop_record_copy(r, flow, kntop_interface_is_offline(w->interface) ? 0 : w->now);
	spin_unlock_bh(&flow->lock);
	/* the name ends within its array even in the middle of a rename */
	memcpy(r->interface, w->interface->name, sizeof(r->interface));
	r->end = 0;
	return (r->side[0].packets || r->side[1].packets) &&
	       r->side[0].rate + r->side[1].rate >= w->q->min_rate &&
	       kntop_query_l7(w->q, r);
}

/* ---- the best few ------------------------------------------------------ */

static void kntop_flow_drop(void *item)
{
	kntop_finding_put(((struct kntop_record *)item)->finding);
}

/* What one side adds to the rate of a flow of a live interface. */
static u64 kntop_flow_rate_of(const struct kntop_flow_walk *w,
			      const struct kntop_flow *flow, int i)
{
	u64 rate = kntop_rate_unpack(flow->folded[i].rate);

	/* the time is in another line, which is not fetched for nothing */
	return rate && (s64)(w->now - READ_ONCE(kntop_flow_side(flow, i)->last)) <=
		       (s64)KNTOP_RECORD_SILENT_NS ? rate : 0;
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
}

/* Out of line: of many flows only few come so far. */
static noinline void kntop_flow_rank_exactly(struct kntop_flow_walk *w,
					     struct kntop_flow *flow)
{
	struct kntop_record r;

	if (kntop_flow_matches(w->kn, w->q, flow) && kntop_flow_copy(w, flow, &r))
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
	if (w.q->order != KNTOP_ORDER_RATE || w.offline) {
		kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_ALL);
	} else {
		kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_ACTIVE);
		if (w.q->rank.count < w.q->rank.limit)
			kntop_flow_rank_walk(&w, KNTOP_FLOW_WHICH_QUIET);
	}
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
	return !kntop_flow_matches(w->kn, w->q, flow) || !kntop_flow_copy(w, flow, &r) ||
	       kntop_flow_send(w, &r);
}

static void kntop_flow_send_all(struct kntop_flow_walk *w)
{
	struct kntop_query *q = w->q;

	while (kntop_flow_stretch(w, &q->bucket, &q->skip, true, kntop_flow_visit_send))
		cond_resched();
}

int kntop_flow_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = kntop_query_of(cb) ? 0 : kntop_flow_begin(cb);
	struct kntop_flow_walk w;

	if (err)
		return err;
	/* 0 would mean that nobody counts */
	cb->seq = READ_ONCE(kntop_dump_net(cb)->flows.generation) + 1;
	kntop_flow_walk_init(&w, skb, cb);
	if (w.q->order)
		kntop_flow_send_ranked(&w);
	else
		kntop_flow_send_all(&w);
	return skb->len;
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
