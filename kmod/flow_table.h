/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_table: the buckets of the flow table; for flow.c alone.
 */
#ifndef KNTOP_FLOW_TABLE_H
#define KNTOP_FLOW_TABLE_H

#include "flow.h"

/**
 * struct kntop_flow_locked - the home buckets of a hash
 * @home: in the current array, locked
 * @next: in the one that replaces it, while the table is resized, else NULL. Locked
 *	for a moment where it is written: who is in the way in a bucket behind @home may
 *	wait for it. Nobody writes this key anywhere without @home
 */
struct kntop_flow_locked {
	struct kntop_flow_bucket *home;
	struct kntop_flow_bucket *next;
};

/**
 * kntop_flow_key_make - the key of a packet's flow
 * @k: filled in; what is not compared of it is 0
 * @s: the packet
 *
 * Return: which side of the key the sender is, 0 or 1.
 */
int kntop_flow_key_make(struct kntop_flow_key *k, const struct kntop_sighting *s);

/** kntop_flow_hash - keyed hash of what is compared in a key. */
u32 kntop_flow_hash(const struct kntop_flow_table *t,
		    const struct kntop_flow_key *k);

/** kntop_flow_spare_free - give back the memory that waits for flows. */
void kntop_flow_spare_free(struct kntop_flow_table *t);

/** kntop_flow_search - the flow of this key, from its home bucket on. RCU. */
struct kntop_flow *kntop_flow_search(const struct kntop_flow_bucket *home,
				     const struct kntop_flow_key *k, u32 hash);

/**
 * kntop_flow_find - look a flow up without a lock
 *
 * May miss a flow that is just being linked; never finds a wrong one.
 *
 * Context: RCU read-side section. Return: flow, perhaps dead by now, or NULL.
 */
struct kntop_flow *kntop_flow_find(struct kntop_flow_table *t,
				   const struct kntop_flow_key *k, u32 hash);

/** kntop_flow_lock - lock the home bucket of a hash. RCU, bottom halves off. */
void kntop_flow_lock(struct kntop_flow_table *t, u32 hash,
		     struct kntop_flow_locked *l);
void kntop_flow_unlock(struct kntop_flow_locked *l);

/**
 * kntop_flow_insert - put a flow into the table unless its key is there
 * @t: table
 * @flow: flow
 * @hash: its key's
 *
 * Context: RCU, bottom halves off.
 * Return: @flow, or the flow that has the key, or NULL when there is no room.
 */
struct kntop_flow *kntop_flow_insert(struct kntop_flow_table *t, struct kntop_flow *flow,
				     u32 hash);

/** kntop_flow_unlink - take it out, wherever it is. */
void kntop_flow_unlink(struct kntop_flow_locked *l, const struct kntop_flow *flow, u32 hash);

/**
 * kntop_flow_end_locked - end a flow
 * @t: table
 * @l: its home bucket, locked
 * @flow: flow
 * @hash: its key's
 * @end: why
 * @if_idle_at: as kntop_flow_end()
 *
 * Return: false when it had ended before or is not idle.
 */
bool kntop_flow_end_locked(struct kntop_flow_table *t, struct kntop_flow_locked *l,
			   struct kntop_flow *flow, u32 hash, enum kntop_end end,
			   u64 if_idle_at);

#endif /* KNTOP_FLOW_TABLE_H */
