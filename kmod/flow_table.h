/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_table: the buckets of the flow table; for flow.c alone.
 */
#ifndef KNTOP_FLOW_TABLE_H
#define KNTOP_FLOW_TABLE_H

#include "flow.h"

/**
 * struct kntop_flow_locked - the buckets a hash may be found in
 * @b: the second one only while the table is resized, else NULL
 */
struct kntop_flow_locked {
	struct kntop_flow_bucket *b[2];
};

/** kntop_flow_hash - keyed hash of what is compared in a key. */
u64 kntop_flow_hash(const struct kntop_flow_table *t,
		    const struct kntop_flow_key *k);

/** kntop_flow_search - the flow of this key in one bucket. RCU. */
struct kntop_flow *kntop_flow_search(struct kntop_flow_bucket *b,
				     const struct kntop_flow_key *k);

/**
 * kntop_flow_find - look a flow up without a lock
 *
 * May miss a flow that is moving to a larger array; never finds a wrong one.
 *
 * Context: RCU read-side section. Return: flow, perhaps dead by now, or NULL.
 */
struct kntop_flow *kntop_flow_find(struct kntop_flow_table *t,
				   const struct kntop_flow_key *k, u64 hash);

/** kntop_flow_lock - lock the buckets of a hash. RCU, bottom halves off. */
void kntop_flow_lock(struct kntop_flow_table *t, u64 hash,
		     struct kntop_flow_locked *l);
void kntop_flow_unlock(struct kntop_flow_locked *l);

/** kntop_flow_link - put a flow in front. Bucket locked. */
void kntop_flow_link(struct kntop_flow_bucket *b, struct kntop_flow *flow);

/** kntop_flow_unlink - take it out; false if it is not in it. Bucket locked. */
bool kntop_flow_unlink(struct kntop_flow_bucket *b, struct kntop_flow *flow);

#endif /* KNTOP_FLOW_TABLE_H */
