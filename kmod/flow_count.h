/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_count: what one packet means to its flow; for flow.c alone.
 */
#ifndef KNTOP_FLOW_COUNT_H
#define KNTOP_FLOW_COUNT_H

#include "flow.h"

/**
 * kntop_flow_begin - make a flow of its first packet, which is counted
 * @t: the table
 * @flow: zeroed memory
 * @k: key
 * @s: first packet
 * @side: who sent it
 *
 * The result is what kntop_flow_count() would have made of it; to be marked, and
 * shown to the classifier, once it is in the table.
 */
void kntop_flow_begin(struct kntop_flow_table *t, struct kntop_flow *flow,
		      const struct kntop_flow_key *k, const struct kntop_sighting *s,
		      int side);

/** kntop_flow_count - count another packet. Flow's lock held. */
void kntop_flow_count(struct kntop_flow_table *t, struct kntop_flow *flow,
		      const struct kntop_sighting *s, int side);

/**
 * kntop_flow_mark_new - have the worker visit a flow that is on no list
 * @t: the table
 * @flow: flow
 * @bits: its bits
 *
 * As llist_add(), inline. Context: flow's lock held, bottom halves off.
 */
static __always_inline void kntop_flow_mark_new(struct kntop_flow_table *t,
						struct kntop_flow *flow, u8 bits)
{
	struct llist_head *list = &this_cpu_ptr(t->dirty)->list[kntop_flow_dirty_list(flow)];
	struct llist_node *first = READ_ONCE(list->first);

	WRITE_ONCE(flow->bits, bits | KNTOP_FLOW_DIRTY);
	do {
		flow->dirty.next = first;
	} while (!try_cmpxchg(&list->first, &first, &flow->dirty));
}

/**
 * kntop_flow_mark - have the worker visit the flow
 *
 * Context: flow's lock held, bottom halves off.
 */
static inline void kntop_flow_mark(struct kntop_flow_table *t,
				   struct kntop_flow *flow)
{
	if (!(flow->bits & KNTOP_FLOW_DIRTY))
		kntop_flow_mark_new(t, flow, flow->bits);
}

#endif /* KNTOP_FLOW_COUNT_H */
