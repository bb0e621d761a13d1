/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * breakdown: traffic by protocol and by category, of an interface, a host or a
 * local network. Few of the numbers there are occur in one of them, so it is a
 * hash table that starts with nothing and grows.
 *
 * One writer, under the accounting mutex; readers under RCU.
 */
#ifndef KNTOP_BREAKDOWN_H
#define KNTOP_BREAKDOWN_H

#include <linux/hash.h>
#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "interface.h"

/** What of a share goes which way. */
#define KNTOP_SHARE_SENT	0
#define KNTOP_SHARE_RECEIVED	1
#define KNTOP_SHARE_INTERNAL	2

/**
 * struct kntop_share - what one protocol or category had
 * @key: kntop_share_key(), 0 not used
 * @flows: flows
 * @volume: traffic by KNTOP_SHARE_*
 */
struct kntop_share {
	u32			key;
	u64			flows;
	struct kntop_volume	volume[];
};

/**
 * struct kntop_shares - the table
 * @rcu: for freeing
 * @bits: log2 of the number of places
 * @used: of them
 * @ways: volumes of a share: 2 or 3
 * @place: the shares
 */
struct kntop_shares {
	struct rcu_head		rcu;
	u8			bits;
	u8			ways;
	u16			used;
	u64			place[];
};

/** kntop_share_key - name a share. @kind: KNTOP_LABEL_PROTOCOL or _CATEGORY. */
static inline u32 kntop_share_key(enum kntop_label_kind kind, unsigned int number)
{
	return (u32)kind << 16 | (number + 1);
}

static inline unsigned int kntop_share_number(u32 key)
{
	return (key & 0xffff) - 1;
}

static inline enum kntop_label_kind kntop_share_kind(u32 key)
{
	return key >> 16;
}

/** Octets of a share with so many volumes. */
static inline size_t kntop_share_size(unsigned int ways)
{
	return sizeof(struct kntop_share) + ways * sizeof(struct kntop_volume);
}

/** The place with a number. */
static inline struct kntop_share *kntop_shares_at(const struct kntop_shares *s,
						  unsigned int n, unsigned int ways)
{
	return (void *)s->place + n * kntop_share_size(ways);
}

/** The place of the key, or the free one where it belongs; there is one. */
static inline struct kntop_share *kntop_shares_place(const struct kntop_shares *s, u32 key,
						     unsigned int ways)
{
	unsigned int mask = (1U << s->bits) - 1, n = hash_32(key, s->bits);
	struct kntop_share *share = kntop_shares_at(s, n, ways);

	while (share->key != key && share->key) {
		n = (n + 1) & mask;
		share = kntop_shares_at(s, n, ways);
	}
	return share;
}

/** kntop_breakdown_share_new - make the share of a key that has none. See below. */
struct kntop_share *kntop_breakdown_share_new(struct kntop_breakdown *b, u32 key,
					      unsigned int ways);

/**
 * kntop_breakdown_share - the share of a key, made if need be
 * @b: breakdown
 * @key: key
 * @ways: how many volumes its shares have, always the same
 *
 * Context: accounting mutex, may sleep. Return: NULL when memory is short.
 */
static inline struct kntop_share *kntop_breakdown_share(struct kntop_breakdown *b, u32 key,
							unsigned int ways)
{
	const struct kntop_shares *s = rcu_dereference_protected(b->shares, 1);
	struct kntop_share *share = s ? kntop_shares_place(s, key, ways) : NULL;

	if (likely(share && share->key))
		return share;
	return kntop_breakdown_share_new(b, key, ways);
}

/**
 * kntop_breakdown_next - the next share in use
 * @b: breakdown
 * @at: where to look from; set behind what is returned
 *
 * Context: RCU read-side section or accounting mutex. Return: NULL: no more.
 */
const struct kntop_share *kntop_breakdown_next(const struct kntop_breakdown *b,
					       unsigned int *at);

/** kntop_breakdown_free - free all, after a grace period. */
void kntop_breakdown_free(struct kntop_breakdown *b);

/** kntop_breakdown_bytes - memory held. RCU or accounting mutex. */
size_t kntop_breakdown_bytes(const struct kntop_breakdown *b);

#endif /* KNTOP_BREAKDOWN_H */
