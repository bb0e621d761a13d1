/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_walk: a request's way through the flow table, a few buckets at a time, past
 * the flows that it asks for. Inline, so that each request has a walk of its own.
 */
#ifndef KNTOP_NETLINK_FLOW_WALK_H
#define KNTOP_NETLINK_FLOW_WALK_H

#include <linux/bitops.h>
#include <linux/prefetch.h>
#include <linux/rcupdate.h>

#include "../net.h"
#include "../rate.h"
#include "query.h"
#include "record.h"

/** So many buckets are walked in one RCU read-side section. */
#define KNTOP_FLOW_STRETCH	8
/** The flows of the bucket so far ahead are fetched from memory. */
#define KNTOP_FLOW_AHEAD	2

/** Which buckets: those whose flows may have a rate, or those that such a walk left out. */
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
 * @offline: of an offline source
 * @rebuilt: the table was being replaced, so that flows may have been missed
 * @which: which buckets are walked
 * @met: bit for each bucket that a walk of the active ones met; which are active changes
 *	with each tick. NULL: it is not asked for
 * @met_count: how many bits it has
 * @generation: the table's at the beginning
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
	bool				rebuilt;
	enum kntop_flow_which		which;
	unsigned long			*met;
	u32				met_count;
	u32				generation;
	u8				tick;
	u16				ifid;
	const struct kntop_interface	*interface;
};

/** kntop_flow_walk_init - begin a walk for a dump that has a query. */
void kntop_flow_walk_init(struct kntop_flow_walk *w, struct sk_buff *skb,
			  struct netlink_callback *cb);

/**
 * kntop_flow_walk_apart - a walk of the active buckets is to be followed by one of the others
 * @w: walk, not begun
 *
 * Context: process. Return: false when memory is short. @w->met is the caller's to free.
 */
bool kntop_flow_walk_apart(struct kntop_flow_walk *w);

/**
 * kntop_flow_walk_whole - a walk through the whole table is over, nothing is sent yet
 * @w: walk, begun before it read the first flow
 *
 * When the table was replaced meanwhile, or was being so, flows may be missing or there
 * twice: the dump's next message tells. What comes later does not matter.
 */
void kntop_flow_walk_whole(struct kntop_flow_walk *w);

/** kntop_flow_matches - what can be told from the key, without the flow's lock. RCU. */
bool kntop_flow_matches(struct kntop_net *kn, const struct kntop_query *q,
			const struct kntop_flow *flow);

/** kntop_flow_interface - a flow's interface in this stretch, NULL if it has gone. RCU. */
static inline const struct kntop_interface *
kntop_flow_interface(struct kntop_flow_walk *w, const struct kntop_flow *flow)
{
	if (w->ifid != flow->key.ifid) {
		w->ifid = flow->key.ifid;
		w->interface = xa_load(&w->kn->interfaces, w->ifid);
	}
	return w->interface;
}

/**
 * kntop_flow_copy - copy a flow, if it is one to show
 * @w: walk
 * @flow: a flow that matches
 * @r: the copy, its finding not held
 *
 * The least rate is not looked at.
 *
 * Context: RCU. Return: false if it has no interface any more, has not counted
 * yet, or is not of the protocol, category or risks asked for.
 */
bool kntop_flow_copy(struct kntop_flow_walk *w, struct kntop_flow *flow,
		     struct kntop_record *r);

/** kntop_flow_rate_of - what side @i adds to the rate of a live interface's flow. */
static inline u64 kntop_flow_rate_of(const struct kntop_flow_walk *w,
				     const struct kntop_flow *flow, int i)
{
	u64 rate = kntop_rate_unpack(flow->folded[i].rate);

	/* the time is in another line, which is not fetched for nothing */
	return rate && (s64)(w->now - READ_ONCE(kntop_flow_side(flow, i)->last)) <=
		       (s64)KNTOP_RECORD_SILENT_NS ? rate : 0;
}

static __always_inline bool kntop_flow_wanted(const struct kntop_flow_walk *w,
					      const struct kntop_flow_buckets *bs, u32 at)
{
	if (w->which == KNTOP_FLOW_WHICH_ALL)
		return true;
	if (w->which == KNTOP_FLOW_WHICH_ACTIVE)
		return kntop_flow_is_active(bs, at, w->tick);
	return at >= w->met_count || !test_bit(at, w->met);
}

/* A bucket that is wanted is about to be visited. */
static __always_inline void kntop_flow_meet(struct kntop_flow_walk *w, u32 at)
{
	if (w->which == KNTOP_FLOW_WHICH_ACTIVE && at < w->met_count)
		__set_bit(at, w->met);
}

/** What a visit will read of the flows of bucket @at; @whole: all of them. */
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
			prefetch(&flow->quality);
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

/**
 * kntop_flow_stretch - walk on for KNTOP_FLOW_STRETCH buckets
 * @w: walk
 * @at: bucket; moved on
 * @skip: bit of the slot in it from which on flows are visited; moved on
 * @whole: all of a flow will be read
 * @visit: called for each flow in an RCU read-side section; false ends the stretch,
 *	and the next one begins with the same flow
 *
 * Context: may sleep between stretches. Return: false at the end of the table, or
 * when a visit returned false.
 */
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
	if (bs && rcu_access_pointer(bs->next))
		w->rebuilt = true;
	for (n = 0; more && n < KNTOP_FLOW_STRETCH; n++) {
		more = *at < bs->count;
		if (!more)
			break;
		kntop_flow_fetch(w, bs, *at + KNTOP_FLOW_AHEAD, whole);
		if (kntop_flow_wanted(w, bs, *at)) {
			kntop_flow_meet(w, *at);
			more = kntop_flow_each(w, bs, *at, skip, visit);
		}
		*at += more;
	}
	rcu_read_unlock();
	return more;
}

#endif /* KNTOP_NETLINK_FLOW_WALK_H */
