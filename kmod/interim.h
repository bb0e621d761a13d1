/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interim: what the interim records of a flow have said, so that the next record can say
 * what is new. Only flows that have some pay for it: a side table, by the flow's address.
 * The accounting worker writes it, dumps read it.
 */
#ifndef KNTOP_INTERIM_H
#define KNTOP_INTERIM_H

#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

#include "record.h"

/**
 * struct kntop_interim - what was said of one flow
 * @node: link of the table
 * @flow: the flow; constant
 * @rcu: for freeing
 * @time: of the last record, clock of the interface; flow's lock, as all below
 * @number: how many records there are
 * @told: the totals in the last one, by side of the key
 */
struct kntop_interim {
	struct rhash_head		node;
	const struct kntop_flow		*flow;
	struct rcu_head			rcu;
	u64				time;
	u32				number;
	struct kntop_record_volume	told[2];
};

/**
 * struct kntop_interims - the flows of one network namespace that have interim records
 * @table: by flow; written under the accounting mutex, read under RCU
 */
struct kntop_interims {
	struct rhashtable		table;
};

/** kntop_interims_init - Context: process. Return: 0 or -ENOMEM. */
int kntop_interims_init(struct kntop_interims *t);

/** kntop_interims_destroy - free all. Seen by nobody any more. Process. */
void kntop_interims_destroy(struct kntop_interims *t);

/** kntop_interims_count - how many flows, and @bytes: memory held. RCU. */
u32 kntop_interims_count(struct kntop_interims *t, u64 *bytes);

/**
 * kntop_interim_find - what was said of a flow
 * @t: table
 * @flow: flow
 *
 * Context: RCU, or accounting mutex. Return: NULL when it has no interim records.
 */
struct kntop_interim *kntop_interim_find(struct kntop_interims *t,
					 const struct kntop_flow *flow);

/**
 * kntop_interim_obtain - the same, before the first interim record, too
 * @t: table
 * @flow: flow of a live interface, not dead
 *
 * Context: accounting mutex, may sleep. Return: NULL when memory is short.
 */
struct kntop_interim *kntop_interim_obtain(struct kntop_interims *t,
					   struct kntop_flow *flow);

/**
 * kntop_interim_copy - copy a flow, with what is new since its last record
 * @t: table
 * @r: as kntop_record_copy()
 * @flow: likewise, its lock held
 * @tunnel: likewise
 * @now: likewise
 *
 * Context: RCU, or accounting mutex.
 */
void kntop_interim_copy(struct kntop_interims *t, struct kntop_record *r,
			const struct kntop_flow *flow, struct kntop_tunnel_entry *tunnel, u64 now);

/**
 * kntop_interim_note - a record is being written
 * @in: of its flow, whose lock is held
 * @r: the record
 * @time: when
 */
void kntop_interim_note(struct kntop_interim *in, const struct kntop_record *r, u64 time);

/** kntop_interim_forget - the flow has its last record. Accounting mutex. */
void kntop_interim_forget(struct kntop_interims *t, struct kntop_flow *flow);

#endif /* KNTOP_INTERIM_H */
