// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/spinlock.h>	/* bit_spinlock.h of 6.12 does not include what it uses */
#include <linux/bit_spinlock.h>
#include <linux/in6.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "flow_table.h"
#include "table.h"

#define KNTOP_FLOW_LOCK_BIT	0

/* ---- keys -------------------------------------------------------------- */

static bool kntop_flow_key_equal(const struct kntop_flow_key *a,
				 const struct kntop_flow_key *b)
{
	return a->addr[0].q[0] == b->addr[0].q[0] &&
	       a->addr[0].q[1] == b->addr[0].q[1] &&
	       a->addr[1].q[0] == b->addr[1].q[0] &&
	       a->addr[1].q[1] == b->addr[1].q[1] &&
	       a->where == b->where && a->what == b->what;
}

/*
 * Multilinear hashing: the upper half of a sum of products with random 64-bit
 * keys is strongly universal (D. Lemire, O. Kaser: Strongly universal string
 * hashing is fast, The Computer Journal 57(11), 2014), so that nobody who does
 * not know the keys can aim at a bucket; at a tenth of SipHash's cost.
 */
u64 kntop_flow_hash(const struct kntop_flow_table *t,
			   const struct kntop_flow_key *k)
{
	const u32 *w = k->addr[0].w;
	const u64 *key = t->hash;
	u64 sum = key[KNTOP_FLOW_HASH_WORDS];
	int i;

	for (i = 0; i < 8; i++)
		sum += key[i] * w[i];
	sum += key[8] * (u32)k->where;
	sum += key[9] * (u32)(k->where >> 32);
	sum += key[10] * k->what;
	return sum;
}

/* ---- buckets ----------------------------------------------------------- */

static struct kntop_flow_bucket *
kntop_flow_bucket(struct kntop_flow_buckets *bs, u64 hash)
{
	return &bs->bucket[hash >> bs->shift];
}

struct kntop_flow *kntop_flow_search(struct kntop_flow_bucket *b,
					    const struct kntop_flow_key *k)
{
	struct kntop_flow *flow = kntop_flow_first(b);

	while (flow && !kntop_flow_key_equal(&flow->key, k))
		flow = rcu_dereference_check(flow->next, 1);
	return flow;
}

/* May miss a flow that is moving to a larger array; never finds a wrong one. */
struct kntop_flow *kntop_flow_find(struct kntop_flow_table *t,
					  const struct kntop_flow_key *k,
					  u64 hash)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets), *next;
	struct kntop_flow *flow;

	flow = kntop_flow_search(kntop_flow_bucket(bs, hash), k);
	if (likely(flow))
		return flow;
	next = rcu_dereference(bs->next);
	return next ? kntop_flow_search(kntop_flow_bucket(next, hash), k) : NULL;
}

/* The caller holds one bucket or two, which sparse cannot follow: hide both. */
static void kntop_flow_bucket_lock(struct kntop_flow_bucket *b)
{
	bit_spin_lock(KNTOP_FLOW_LOCK_BIT, &b->head);
	__release(bitlock);
}

static void kntop_flow_bucket_unlock(struct kntop_flow_bucket *b)
{
	__acquire(bitlock);
	bit_spin_unlock(KNTOP_FLOW_LOCK_BIT, &b->head);
}

void kntop_flow_lock(struct kntop_flow_table *t, u64 hash,
		     struct kntop_flow_locked *l)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets), *next;

	l->b[0] = kntop_flow_bucket(bs, hash);
	kntop_flow_bucket_lock(l->b[0]);
	next = rcu_dereference(bs->next);
	l->b[1] = next ? kntop_flow_bucket(next, hash) : NULL;
	if (l->b[1])
		kntop_flow_bucket_lock(l->b[1]);
}

void kntop_flow_unlock(struct kntop_flow_locked *l)
{
	if (l->b[1])
		kntop_flow_bucket_unlock(l->b[1]);
	kntop_flow_bucket_unlock(l->b[0]);
}

static void kntop_flow_head_set(struct kntop_flow_bucket *b,
				struct kntop_flow *flow)
{
	/* pairs with kntop_flow_first(): who finds the flow finds it whole */
	smp_store_release(&b->head, (unsigned long)flow | (b->head & 1));
}

void kntop_flow_link(struct kntop_flow_bucket *b, struct kntop_flow *flow)
{
	rcu_assign_pointer(flow->next, kntop_flow_first(b));
	kntop_flow_head_set(b, flow);
}

/* The flow's own link stays, for readers that stand on it. */
bool kntop_flow_unlink(struct kntop_flow_bucket *b,
			      struct kntop_flow *flow)
{
	struct kntop_flow *f = kntop_flow_first(b), *next;

	next = rcu_dereference_check(flow->next, 1);
	if (f == flow) {
		kntop_flow_head_set(b, next);
		return true;
	}
	for (; f; f = rcu_dereference_check(f->next, 1)) {
		if (rcu_access_pointer(f->next) == flow) {
			rcu_assign_pointer(f->next, next);
			return true;
		}
	}
	return false;
}

/* ---- the table --------------------------------------------------------- */

static struct kntop_flow_buckets *kntop_flow_buckets_new(u32 limit)
{
	/* between 1.5 and 3 buckets a flow: a third share theirs at worst */
	u64 n = roundup_pow_of_two((u64)limit + limit / 2);
	struct kntop_flow_buckets *bs;

	bs = kvzalloc(struct_size(bs, bucket, n), KNTOP_TABLE_GFP);
	if (!bs)
		return NULL;
	bs->count = n;
	bs->shift = 64 - ilog2(n);
	return bs;
}

int kntop_flow_table_init(struct kntop_flow_table *t, u32 limit)
{
	struct kntop_flow_buckets *bs = kntop_flow_buckets_new(limit);
	int cpu;

	t->dirty = alloc_percpu(struct llist_head);
	if (!bs || !t->dirty) {
		kvfree(bs);
		free_percpu(t->dirty);
		return -ENOMEM;
	}
	for_each_possible_cpu(cpu)
		init_llist_head(per_cpu_ptr(t->dirty, cpu));
	get_random_bytes(t->hash, sizeof(t->hash));
	t->hash_ipv4 = t->hash[KNTOP_FLOW_HASH_WORDS] + (t->hash[2] + t->hash[6]) *
		       (__force u32)htonl(0xffff);
	t->limit = limit;
	atomic_set(&t->live, 0);
	atomic_set(&t->dead, 0);
	rcu_assign_pointer(t->buckets, bs);
	return 0;
}

/* Moves all flows of one old bucket; the table's users see both. */
static void kntop_flow_bucket_move(struct kntop_flow_table *t,
				   struct kntop_flow_bucket *from,
				   struct kntop_flow_buckets *to)
{
	struct kntop_flow_bucket *b;
	struct kntop_flow *flow;

	local_bh_disable();
	kntop_flow_bucket_lock(from);
	while ((flow = kntop_flow_first(from))) {
		kntop_flow_head_set(from, rcu_dereference_protected(flow->next, 1));
		b = kntop_flow_bucket(to, kntop_flow_hash(t, &flow->key));
		kntop_flow_bucket_lock(b);
		kntop_flow_link(b, flow);
		kntop_flow_bucket_unlock(b);
	}
	kntop_flow_bucket_unlock(from);
	local_bh_enable();
}

int kntop_flow_table_resize(struct kntop_flow_table *t, u32 limit)
{
	struct kntop_flow_buckets *old = rcu_dereference_protected(t->buckets, 1);
	struct kntop_flow_buckets *bs = kntop_flow_buckets_new(limit);
	u32 i;

	if (!bs)
		return -ENOMEM;
	if (bs->count == old->count) {
		kvfree(bs);
		WRITE_ONCE(t->limit, limit);
		return 0;
	}
	rcu_assign_pointer(old->next, bs);
	/* from here on everybody who takes an old bucket's lock sees the new array */
	synchronize_rcu();
	for (i = 0; i < old->count; i++) {
		kntop_flow_bucket_move(t, &old->bucket[i], bs);
		cond_resched();
	}
	rcu_assign_pointer(t->buckets, bs);
	WRITE_ONCE(t->limit, limit);
	WRITE_ONCE(t->generation, t->generation + 1);
	kvfree_rcu(old, rcu);
	return 0;
}

void kntop_flow_table_destroy(struct kntop_flow_table *t)
{
	kvfree(rcu_dereference_protected(t->buckets, 1));
	RCU_INIT_POINTER(t->buckets, NULL);
	free_percpu(t->dirty);
	t->dirty = NULL;
}

u64 kntop_flow_table_bytes(struct kntop_flow_table *t)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);
	u64 flows = atomic_read(&t->live) + atomic_read(&t->dead);

	if (!bs)
		return 0;
	return struct_size(bs, bucket, bs->count) +
	       flows * kntop_flow_cache_size();
}
