// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/slab.h>

#include "breakdown.h"

#define KNTOP_SHARES_BITS	2

static size_t kntop_shares_size(const struct kntop_shares *s)
{
	return sizeof(*s) + (kntop_share_size(s->ways) << s->bits);
}

static struct kntop_shares *kntop_shares_new(unsigned int bits, unsigned int ways)
{
	struct kntop_shares head = { .bits = bits, .ways = ways }, *s;

	s = kzalloc(kntop_shares_size(&head), GFP_KERNEL | __GFP_NOWARN);
	if (s)
		*s = head;
	return s;
}

/* A table twice as large, with all that was in the old one. */
static struct kntop_shares *kntop_shares_grow(const struct kntop_shares *old,
					      unsigned int ways)
{
	struct kntop_shares *s;
	struct kntop_share *share;
	unsigned int n;

	s = kntop_shares_new(old ? old->bits + 1 : KNTOP_SHARES_BITS, ways);
	if (!s || !old)
		return s;
	s->used = old->used;
	for (n = 0; n < 1U << old->bits; n++) {
		share = kntop_shares_at(old, n, old->ways);
		if (share->key)
			memcpy(kntop_shares_place(s, share->key, s->ways), share,
			       kntop_share_size(s->ways));
	}
	return s;
}

struct kntop_share *kntop_breakdown_share_new(struct kntop_breakdown *b, u32 key,
					      unsigned int ways)
{
	struct kntop_shares *s = rcu_dereference_protected(b->shares, 1), *old = s;
	struct kntop_share *share = s ? kntop_shares_place(s, key, ways) : NULL;

	/* a quarter stays free, so that searches are short and end */
	if (!s || (s->used + 1) * 4 > 3 << s->bits) {
		s = kntop_shares_grow(old, ways);
		if (!s)
			return NULL;
		rcu_assign_pointer(b->shares, s);
		if (old)
			kfree_rcu(old, rcu);
		share = kntop_shares_place(s, key, ways);
	}
	s->used++;
	/* pairs with kntop_breakdown_next() */
	smp_store_release(&share->key, key);
	return share;
}

const struct kntop_share *kntop_breakdown_next(const struct kntop_breakdown *b,
					       unsigned int *at)
{
	const struct kntop_shares *s = rcu_dereference_check(b->shares, 1);
	const struct kntop_share *share;

	while (s && *at < 1U << s->bits) {
		share = kntop_shares_at(s, (*at)++, s->ways);
		/* pairs with kntop_breakdown_share() */
		if (smp_load_acquire(&share->key))
			return share;
	}
	return NULL;
}

void kntop_breakdown_free(struct kntop_breakdown *b)
{
	struct kntop_shares *s = rcu_dereference_protected(b->shares, 1);

	RCU_INIT_POINTER(b->shares, NULL);
	if (s)
		kfree_rcu(s, rcu);
}

size_t kntop_breakdown_bytes(const struct kntop_breakdown *b)
{
	const struct kntop_shares *s = rcu_dereference_check(b->shares, 1);

	return s ? kntop_shares_size(s) : 0;
}
