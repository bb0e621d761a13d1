/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_bucket: a cache line of the flow table, and how to find flows in it.
 */
#ifndef KNTOP_FLOW_BUCKET_H
#define KNTOP_FLOW_BUCKET_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/rcupdate.h>
#include <linux/types.h>
#include <asm/barrier.h>

struct kntop_flow;

/** How many flows a bucket holds. */
#define KNTOP_FLOW_SLOTS	7
/** How many buckets behind its own a flow may be in. */
#define KNTOP_FLOW_PROBES	31

/**
 * struct kntop_flow_bucket - a cache line of the table
 * @tags: an octet for each slot, the first one lowest: seven bits of its flow's
 *	hash and KNTOP_FLOW_TAG_USED, or 0 when the slot is empty. Above them how
 *	many flows went past this bucket because it was full, and the lock
 * @slot: the flows; behind an empty tag anything
 *
 * Written with the bucket locked, @tags with release semantics after the slot.
 */
struct kntop_flow_bucket {
	unsigned long		tags;
	struct kntop_flow	*slot[KNTOP_FLOW_SLOTS];
} __aligned(64);

#define KNTOP_FLOW_TAG_BITS	8
#define KNTOP_FLOW_TAG_USED	0x80
#define KNTOP_FLOW_TAG_MASK	0x7f
/** The lowest, or the highest, bit of each tag. */
#define KNTOP_FLOW_TAGS_LOW	0x0001010101010101UL
#define KNTOP_FLOW_TAGS_HIGH	0x0080808080808080UL
#define KNTOP_FLOW_PAST_SHIFT	56
#define KNTOP_FLOW_PAST_MAX	0x7fUL
#define KNTOP_FLOW_LOCK_BIT	63

/** A bucket with no rate for more ticks than these has none that is shown. */
#define KNTOP_FLOW_ACTIVE_TICKS	3

/**
 * struct kntop_flow_buckets - the array of buckets
 * @rcu: for freeing
 * @next: the array that replaces this one, while flows move over
 * @homes: how many buckets a hash may choose
 * @count: number of buckets: @homes, and room behind the last one
 * @active: for each bucket the tick in which a flow of it last had a rate; behind the
 *	buckets, accounting mutex
 * @bucket: the buckets
 */
struct kntop_flow_buckets {
	struct rcu_head		rcu;
	struct kntop_flow_buckets __rcu *next;
	u32			homes;
	u32			count;
	u8			*active;
	struct kntop_flow_bucket bucket[];
};

/** kntop_flow_home - the bucket of a hash, which is scaled to the array. */
static inline u32 kntop_flow_home(const struct kntop_flow_buckets *bs, u32 hash)
{
	return (u64)hash * bs->homes >> 32;
}

/** kntop_flow_tag - what stands for a hash in its bucket; not what chose it. */
static inline u8 kntop_flow_tag(u32 hash)
{
	return KNTOP_FLOW_TAG_USED | (hash & KNTOP_FLOW_TAG_MASK);
}

/**
 * kntop_flow_tags_match - slots that may hold the flow of a tag
 * @tags: of a bucket
 * @tag: looked for; 0: empty slots
 *
 * The zero octets of a difference (D. Knuth, The Art of Computer Programming 4A,
 * 7.1.3): none is missed, but above a true one there may be false ones, never
 * an empty one.
 *
 * Return: the highest bit of each such octet.
 */
static inline unsigned long kntop_flow_tags_match(unsigned long tags, u8 tag)
{
	unsigned long x = tags ^ tag * KNTOP_FLOW_TAGS_LOW;

	return (x - KNTOP_FLOW_TAGS_LOW) & ~x & KNTOP_FLOW_TAGS_HIGH;
}

/** Did flows go past a bucket with these tags? */
static inline bool kntop_flow_tags_past(unsigned long tags)
{
	return tags >> KNTOP_FLOW_PAST_SHIFT & KNTOP_FLOW_PAST_MAX;
}

/** The flow in the slot of a bit that kntop_flow_tags_match() returned. RCU. */
static inline struct kntop_flow *
kntop_flow_slot(const struct kntop_flow_bucket *b, unsigned long match)
{
	return READ_ONCE(b->slot[__ffs(match) / KNTOP_FLOW_TAG_BITS]);
}

/** A bucket's tags. Context: RCU read-side section, in which its slots are valid. */
static inline unsigned long kntop_flow_tags(const struct kntop_flow_bucket *b)
{
	/* pairs with the store that fills a slot */
	return smp_load_acquire(&b->tags);
}

/** The slots of a bucket that hold flows, as kntop_flow_tags_match(). RCU. */
static inline unsigned long kntop_flow_used(const struct kntop_flow_bucket *b)
{
	return kntop_flow_tags(b) & KNTOP_FLOW_TAGS_HIGH;
}

/**
 * kntop_flow_for_each - all flows in a bucket
 * @flow: struct kntop_flow *, set to each
 * @used: unsigned long, which slots are left
 * @b: bucket
 *
 * Context: RCU read-side section.
 */
#define kntop_flow_for_each(flow, used, b)					\
	for ((used) = kntop_flow_used(b);					\
	     (used) && ((flow) = kntop_flow_slot(b, used), true);		\
	     (used) &= (used) - 1)

/**
 * kntop_flow_is_active - may a flow of a bucket have a rate that is shown?
 * @bs: array
 * @at: number of the bucket
 * @tick: the table's tick now
 *
 * The tick is kept modulo 256, so once in a while it says so without need.
 */
static inline bool kntop_flow_is_active(const struct kntop_flow_buckets *bs, u32 at,
					u8 tick)
{
	return (u8)(tick - READ_ONCE(bs->active[at])) <= KNTOP_FLOW_ACTIVE_TICKS;
}

#endif /* KNTOP_FLOW_BUCKET_H */
