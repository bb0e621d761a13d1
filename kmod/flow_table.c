// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/spinlock.h>	/* bit_spinlock.h of 6.12 does not include what it uses */
#include <linux/bit_spinlock.h>
#include <linux/in6.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/prefetch.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "flow_table.h"
#include "mix.h"
#include "table.h"

/* ---- keys -------------------------------------------------------------- */

static bool kntop_flow_key_equal(const struct kntop_flow_key *a,
				 const struct kntop_flow_key *b)
{
	return a->addr[0].q[0] == b->addr[0].q[0] &&
	       a->addr[0].q[1] == b->addr[0].q[1] &&
	       a->addr[1].q[0] == b->addr[1].q[0] &&
	       a->addr[1].q[1] == b->addr[1].q[1] &&
	       a->where == b->where && !((a->what ^ b->what) & KNTOP_FLOW_WHAT);
}

/*
 * Multilinear hashing: the upper half of a sum of products with random 64-bit
 * keys is strongly universal (D. Lemire, O. Kaser: Strongly universal string
 * hashing is fast, The Computer Journal 57(11), 2014), so that nobody who does
 * not know the keys can aim at a bucket; at a tenth of SipHash's cost.
 */
u32 kntop_flow_hash(const struct kntop_flow_table *t,
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
	sum += key[10] * (k->what & KNTOP_FLOW_WHAT);
	return kntop_mix(sum);
}

/* ---- buckets ----------------------------------------------------------- */

/* One flow that went past, in a bucket's tags. */
#define KNTOP_FLOW_PAST_ONE	(1UL << KNTOP_FLOW_PAST_SHIFT)

static struct kntop_flow_bucket *
kntop_flow_bucket(struct kntop_flow_buckets *bs, u32 hash)
{
	return &bs->bucket[kntop_flow_home(bs, hash)];
}

struct kntop_flow *kntop_flow_search(const struct kntop_flow_bucket *b,
				     const struct kntop_flow_key *k, u32 hash)
{
	u8 tag = kntop_flow_tag(hash);
	unsigned long tags, match;
	struct kntop_flow *flow;

	/* nothing goes past the array's last bucket */
	do {
		tags = kntop_flow_tags(b);
		match = kntop_flow_tags_match(tags, tag);
		for (; match; match &= match - 1) {
			flow = kntop_flow_slot(b, match);
			if (kntop_flow_key_equal(&flow->key, k))
				return flow;
		}
		b++;
	} while (unlikely(kntop_flow_tags_past(tags)));
	return NULL;
}

struct kntop_flow *kntop_flow_find(struct kntop_flow_table *t,
				   const struct kntop_flow_key *k, u32 hash)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets), *next;
	struct kntop_flow *flow;

	flow = kntop_flow_search(kntop_flow_bucket(bs, hash), k, hash);
	if (likely(flow))
		return flow;
	next = rcu_dereference(bs->next);
	return next ? kntop_flow_search(kntop_flow_bucket(next, hash), k, hash) : NULL;
}

/* The caller holds one bucket or more, which sparse cannot follow: hide them. */
static void kntop_flow_bucket_lock(struct kntop_flow_bucket *b)
{
	bit_spin_lock(KNTOP_FLOW_LOCK_BIT, &b->tags);
	__release(bitlock);
}

static void kntop_flow_bucket_unlock(struct kntop_flow_bucket *b)
{
	__acquire(bitlock);
	/* not atomic: while it is locked nobody else changes the word */
	__bit_spin_unlock(KNTOP_FLOW_LOCK_BIT, &b->tags);
}

void kntop_flow_lock(struct kntop_flow_table *t, u32 hash,
		     struct kntop_flow_locked *l)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets), *next;

	l->home = kntop_flow_bucket(bs, hash);
	kntop_flow_bucket_lock(l->home);
	next = rcu_dereference(bs->next);
	l->next = next ? kntop_flow_bucket(next, hash) : NULL;
}

void kntop_flow_unlock(struct kntop_flow_locked *l)
{
	kntop_flow_bucket_unlock(l->home);
}

/*
 * Bucket locked. Others may try to set the lock's bit meanwhile, which changes
 * nothing while it is set; so a plain store will do.
 */
static void kntop_flow_tags_set(struct kntop_flow_bucket *b, unsigned long tags)
{
	/* pairs with kntop_flow_tags(): who sees the tag finds the slot filled */
	smp_store_release(&b->tags, tags);
}

/* Bucket locked. Counts a flow that goes past it, or one (@by -1) that no longer does. */
static void kntop_flow_bucket_pass(struct kntop_flow_bucket *b, int by)
{
	unsigned long tags = b->tags;
	unsigned long past = tags >> KNTOP_FLOW_PAST_SHIFT & KNTOP_FLOW_PAST_MAX;

	/* what was too much to be counted is never known to be over */
	if (past < KNTOP_FLOW_PAST_MAX)
		kntop_flow_tags_set(b, tags + by * KNTOP_FLOW_PAST_ONE);
}

/* Bucket locked. Returns false when it is full. */
static __always_inline bool kntop_flow_bucket_put(struct kntop_flow_bucket *b,
						  struct kntop_flow *flow, u8 tag)
{
	unsigned long empty = kntop_flow_tags_match(b->tags, 0);
	unsigned int slot;

	if (!empty)
		return false;
	slot = __ffs(empty) / KNTOP_FLOW_TAG_BITS;
	WRITE_ONCE(b->slot[slot], flow);
	kntop_flow_tags_set(b, b->tags | (unsigned long)tag << slot * KNTOP_FLOW_TAG_BITS);
	return true;
}

/* Bucket locked. The slot stays as it is, for readers that have seen the tag. */
static bool kntop_flow_bucket_take(struct kntop_flow_bucket *b,
				   const struct kntop_flow *flow, u8 tag)
{
	unsigned long match = kntop_flow_tags_match(b->tags, tag);

	for (; match; match &= match - 1) {
		if (kntop_flow_slot(b, match) != flow)
			continue;
		kntop_flow_tags_set(b, b->tags & ~((match & -match) / KNTOP_FLOW_TAG_USED *
						   0xff));
		return true;
	}
	return false;
}

/* Home locked. Flows that went past the buckets from there to before @end do so no more. */
static void kntop_flow_unpass(struct kntop_flow_bucket *home,
			      struct kntop_flow_bucket *end)
{
	struct kntop_flow_bucket *b;

	for (b = home; b < end; b++) {
		if (b != home)
			kntop_flow_bucket_lock(b);
		kntop_flow_bucket_pass(b, -1);
		if (b != home)
			kntop_flow_bucket_unlock(b);
	}
}

/* Home locked and full. */
static noinline bool kntop_flow_link_behind(struct kntop_flow_bucket *home,
					    struct kntop_flow *flow, u8 tag)
{
	struct kntop_flow_bucket *b;
	struct kntop_flow_bucket *last = home + KNTOP_FLOW_PROBES;
	bool done;

	kntop_flow_bucket_pass(home, 1);
	for (b = home + 1; b <= last; b++) {
		kntop_flow_bucket_lock(b);
		done = kntop_flow_bucket_put(b, flow, tag);
		/* nothing goes past the last one, which may be the array's */
		if (!done && b < last)
			kntop_flow_bucket_pass(b, 1);
		kntop_flow_bucket_unlock(b);
		if (done)
			return true;
	}
	kntop_flow_unpass(home, last);
	return false;
}

/* Home locked. Returns false when all buckets it may be in are full. */
static bool kntop_flow_link(struct kntop_flow_bucket *home, struct kntop_flow *flow,
			    u32 hash)
{
	u8 tag = kntop_flow_tag(hash);

	return likely(kntop_flow_bucket_put(home, flow, tag)) ||
	       kntop_flow_link_behind(home, flow, tag);
}

/* Into the array that replaces this one. */
static bool kntop_flow_link_next(struct kntop_flow_locked *l, struct kntop_flow *flow,
				 u32 hash)
{
	bool done;

	kntop_flow_bucket_lock(l->next);
	done = kntop_flow_link(l->next, flow, hash);
	kntop_flow_bucket_unlock(l->next);
	return done;
}

/* Home locked. */
static noinline void kntop_flow_unlink_behind(struct kntop_flow_bucket *home,
					      const struct kntop_flow *flow, u8 tag)
{
	struct kntop_flow_bucket *b = home;
	bool done = false;

	while (!done && kntop_flow_tags_past(b->tags)) {
		b++;
		kntop_flow_bucket_lock(b);
		done = kntop_flow_bucket_take(b, flow, tag);
		kntop_flow_bucket_unlock(b);
	}
	if (done)
		kntop_flow_unpass(home, b);
}

/* Home locked. */
static void kntop_flow_unlink_from(struct kntop_flow_bucket *home,
				   const struct kntop_flow *flow, u32 hash)
{
	u8 tag = kntop_flow_tag(hash);

	if (unlikely(!kntop_flow_bucket_take(home, flow, tag)))
		kntop_flow_unlink_behind(home, flow, tag);
}

void kntop_flow_unlink(struct kntop_flow_locked *l, const struct kntop_flow *flow, u32 hash)
{
	kntop_flow_unlink_from(l->home, flow, hash);
	if (likely(!l->next))
		return;
	/* while it is moved it is in both */
	kntop_flow_bucket_lock(l->next);
	kntop_flow_unlink_from(l->next, flow, hash);
	kntop_flow_bucket_unlock(l->next);
}

/* Home locked. The usual case: its key cannot be there, and there is room. */
static __always_inline bool kntop_flow_insert_easy(struct kntop_flow_bucket *home,
						   struct kntop_flow *flow, u8 tag)
{
	unsigned long tags = home->tags;

	return likely(!kntop_flow_tags_match(tags, tag) && !kntop_flow_tags_past(tags)) &&
	       likely(kntop_flow_bucket_put(home, flow, tag));
}

static noinline struct kntop_flow *kntop_flow_insert_hard(struct kntop_flow_table *t,
							  struct kntop_flow *flow, u32 hash)
{
	struct kntop_flow *found;
	struct kntop_flow_locked l;

	kntop_flow_lock(t, hash, &l);
	found = kntop_flow_search(l.home, &flow->key, hash);
	if (!found && l.next)
		found = kntop_flow_search(l.next, &flow->key, hash);
	if (!found && (l.next ? kntop_flow_link_next(&l, flow, hash) :
				kntop_flow_link(l.home, flow, hash))) {
		atomic_inc(&t->live);
		found = flow;
	}
	kntop_flow_unlock(&l);
	return found;
}

struct kntop_flow *kntop_flow_insert(struct kntop_flow_table *t, struct kntop_flow *flow,
				     u32 hash)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);
	struct kntop_flow_bucket *home = kntop_flow_bucket(bs, hash);
	bool done = false;

	kntop_flow_bucket_lock(home);
	if (likely(!rcu_access_pointer(bs->next)))
		done = kntop_flow_insert_easy(home, flow, kntop_flow_tag(hash));
	if (likely(done))
		atomic_inc(&t->live);
	kntop_flow_bucket_unlock(home);
	return likely(done) ? flow : kntop_flow_insert_hard(t, flow, hash);
}

/* ---- the table --------------------------------------------------------- */

static size_t kntop_flow_buckets_size(u32 count)
{
	struct kntop_flow_buckets *bs;

	/* an octet for each bucket behind them */
	return size_add(struct_size(bs, bucket, count), count);
}

/* Half of the slots at the limit: about one flow in 80 is not in its own bucket then. */
static struct kntop_flow_buckets *kntop_flow_buckets_new(u32 limit)
{
	u32 homes = DIV_ROUND_UP((u64)limit * 2, KNTOP_FLOW_SLOTS);
	u32 count = homes + KNTOP_FLOW_PROBES;
	struct kntop_flow_buckets *bs;

	bs = kvzalloc(kntop_flow_buckets_size(count), KNTOP_TABLE_GFP);
	if (!bs)
		return NULL;
	bs->homes = homes;
	bs->count = count;
	bs->active = (u8 *)&bs->bucket[count];
	return bs;
}

int kntop_flow_table_init(struct kntop_flow_table *t, u32 limit)
{
	struct kntop_flow_buckets *bs = kntop_flow_buckets_new(limit);

	/* zeroed, and so empty */
	t->dirty = alloc_percpu(struct kntop_flow_dirty);
	t->spare = alloc_percpu(struct kntop_flow_spare);
	if (!bs || !t->dirty || !t->spare) {
		kvfree(bs);
		free_percpu(t->dirty);
		free_percpu(t->spare);
		return -ENOMEM;
	}
	get_random_bytes(t->hash, sizeof(t->hash));
	get_random_bytes(&t->id_key, sizeof(t->id_key));
	t->limit = limit;
	atomic_set(&t->live, 0);
	atomic_set(&t->dead, 0);
	rcu_assign_pointer(t->buckets, bs);
	return 0;
}

/* Old home locked. Should there be no room, it ends; but there is. */
static void kntop_flow_move_one(struct kntop_flow_table *t, struct kntop_flow_locked *l,
				struct kntop_flow *flow, u32 hash)
{
	if (WARN_ON_ONCE(!kntop_flow_link_next(l, flow, hash)))
		kntop_flow_end_locked(t, l, flow, hash, KNTOP_END_EVICTED, 0);
	else
		kntop_flow_unlink_from(l->home, flow, hash);
}

/* Moves the flows of one old bucket; the table's users see both arrays. */
static void kntop_flow_bucket_move(struct kntop_flow_table *t,
				   const struct kntop_flow_bucket *b)
{
	struct kntop_flow_locked l;
	struct kntop_flow *flow;
	unsigned long used;
	u32 hash;

	rcu_read_lock();
	local_bh_disable();
	kntop_flow_for_each(flow, used, b) {
		hash = kntop_flow_hash(t, &flow->key);
		kntop_flow_lock(t, hash, &l);
		/* it may have ended before the lock was ours */
		if (!(READ_ONCE(flow->bits) & KNTOP_FLOW_DEAD))
			kntop_flow_move_one(t, &l, flow, hash);
		kntop_flow_unlock(&l);
	}
	local_bh_enable();
	rcu_read_unlock();
}

/*
 * Room for the flows there are, too, should the limit be lower: no more come in
 * once it is set but those that have just been let in, at most one a CPU.
 */
static struct kntop_flow_buckets *kntop_flow_buckets_for(struct kntop_flow_table *t,
							 u32 limit)
{
	u32 live = atomic_read(&t->live) + num_possible_cpus();

	return kntop_flow_buckets_new(max(limit, live));
}

int kntop_flow_table_resize(struct kntop_flow_table *t, u32 limit)
{
	struct kntop_flow_buckets *old = rcu_dereference_protected(t->buckets, 1), *bs;
	u32 limit_old = t->limit, i;

	WRITE_ONCE(t->limit, min(limit, limit_old));
	bs = kntop_flow_buckets_for(t, limit);
	if (!bs) {
		WRITE_ONCE(t->limit, limit_old);
		return -ENOMEM;
	}
	rcu_assign_pointer(old->next, bs);
	/* from here on everybody who takes an old bucket's lock sees the new array */
	synchronize_rcu();
	for (i = 0; i < old->count; i++) {
		kntop_flow_bucket_move(t, &old->bucket[i]);
		cond_resched();
	}
	memset(bs->active, t->tick, bs->count);
	rcu_assign_pointer(t->buckets, bs);
	WRITE_ONCE(t->limit, limit);
	WRITE_ONCE(t->generation, t->generation + 1);
	kvfree_rcu(old, rcu);
	return 0;
}

/* ---- which buckets have flows with a rate ---------------------------------- */

u32 kntop_flow_expect(const struct kntop_flow_table *t, const struct kntop_flow *flow)
{
	const struct kntop_flow_buckets *bs = rcu_dereference_protected(t->buckets, 1);
	u32 home = kntop_flow_home(bs, kntop_flow_hash(t, &flow->key));

	prefetch(&bs->bucket[home]);
	prefetchw(&bs->active[home]);
	return home;
}

void kntop_flow_activate(struct kntop_flow_table *t, u32 home)
{
	const struct kntop_flow_buckets *bs = rcu_dereference_protected(t->buckets, 1);

	do {
		WRITE_ONCE(bs->active[home], t->tick);
	} while (unlikely(kntop_flow_tags_past(READ_ONCE(bs->bucket[home++].tags))));
}

void kntop_flow_table_destroy(struct kntop_flow_table *t)
{
	kvfree(rcu_dereference_protected(t->buckets, 1));
	RCU_INIT_POINTER(t->buckets, NULL);
	kntop_flow_spare_free(t);
	free_percpu(t->dirty);
	t->dirty = NULL;
}

u64 kntop_flow_table_bytes(struct kntop_flow_table *t)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);
	u64 flows = atomic_read(&t->live) + atomic_read(&t->dead);
	int cpu;

	if (!bs)
		return 0;
	for_each_possible_cpu(cpu)
		flows += READ_ONCE(per_cpu_ptr(t->spare, cpu)->count);
	return kntop_flow_buckets_size(bs->count) +
	       flows * kntop_flow_cache_size();
}
