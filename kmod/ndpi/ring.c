// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/align.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "ring.h"

enum kntop_ring_state {
	KNTOP_RING_RESERVED,
	KNTOP_RING_PUBLISHED,
	KNTOP_RING_FILLER,	/* nothing up to the ring's end */
};

int kntop_ring_init(struct kntop_ring *r, u32 size)
{
	r->octet = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!r->octet)
		return -ENOMEM;
	r->size = size;
	spin_lock_init(&r->lock);
	return 0;
}

void kntop_ring_free(struct kntop_ring *r)
{
	kvfree(r->octet);
	r->octet = NULL;
}

static struct kntop_ring_entry *kntop_ring_at(const struct kntop_ring *r, u64 position)
{
	return (struct kntop_ring_entry *)(r->octet + (position & (r->size - 1)));
}

/* Lock held. */
static void kntop_ring_fill_up(struct kntop_ring *r, u64 at, u32 size)
{
	struct kntop_ring_entry *e = kntop_ring_at(r, at);

	e->size = size;
	e->state = KNTOP_RING_FILLER;
}

struct kntop_ring_entry *kntop_ring_reserve(struct kntop_ring *r, u32 len)
{
	u32 size = ALIGN(sizeof(struct kntop_ring_entry) + len, KNTOP_RING_ALIGN);
	struct kntop_ring_entry *e = NULL;
	u32 left, gap;

	spin_lock(&r->lock);
	left = r->size - (r->head & (r->size - 1));
	gap = size > left ? left : 0;
	/* pairs with the release of what was taken */
	if (r->head + gap + size - smp_load_acquire(&r->tail) <= r->size) {
		if (gap)
			kntop_ring_fill_up(r, r->head, gap);
		e = kntop_ring_at(r, r->head + gap);
		e->size = size;
		e->state = KNTOP_RING_RESERVED;
		WRITE_ONCE(r->queued, r->queued + 1);
		r->depth_max = max_t(u32, r->depth_max,
				     r->queued - READ_ONCE(r->taken));
		/* size and state are there before anybody looks for them */
		smp_store_release(&r->head, r->head + gap + size);
	}
	spin_unlock(&r->lock);
	return e;
}

void kntop_ring_publish(struct kntop_ring_entry *e)
{
	/* pairs with kntop_ring_peek() */
	smp_store_release(&e->state, KNTOP_RING_PUBLISHED);
}

/* Who takes. */
static void kntop_ring_release(struct kntop_ring *r, u32 size)
{
	/* what was taken before this entry may be overwritten */
	smp_store_release(&r->tail, r->done);
	/* whoever waits for this position sees what was done with the entry */
	smp_store_release(&r->done, r->done + size);
}

struct kntop_ring_entry *kntop_ring_peek(struct kntop_ring *r)
{
	struct kntop_ring_entry *e;
	u32 state;

	while (r->done != kntop_ring_head(r)) {
		e = kntop_ring_at(r, r->done);
		/* pairs with kntop_ring_publish() */
		state = smp_load_acquire(&e->state);
		if (state == KNTOP_RING_PUBLISHED)
			return e;
		if (state == KNTOP_RING_RESERVED)
			return NULL;
		kntop_ring_release(r, e->size);
	}
	return NULL;
}

void kntop_ring_take(struct kntop_ring *r, const struct kntop_ring_entry *e)
{
	WRITE_ONCE(r->taken, r->taken + 1);
	kntop_ring_release(r, e->size);
}
