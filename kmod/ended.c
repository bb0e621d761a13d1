// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "ended.h"
#include "finding.h"
#include "tunnel_table.h"
#include "table.h"

static struct kntop_record *kntop_ended_place(struct kntop_record *ring,
					      u32 limit, u64 seq)
{
	u32 at;

	div_u64_rem(seq, limit, &at);
	return &ring[at];
}

/* What a record in the ring holds. */
static void kntop_ended_release(const struct kntop_record *r)
{
	kntop_finding_put(r->finding);
	kntop_tunnel_put(r->tunnel);
}

int kntop_ended_init(struct kntop_ended *e, u32 limit)
{
	spin_lock_init(&e->lock);
	e->ring = kvcalloc(limit, sizeof(*e->ring), KNTOP_TABLE_GFP);
	if (!e->ring)
		return -ENOMEM;
	e->limit = limit;
	e->next = 1;
	e->oldest = 1;
	return 0;
}

int kntop_ended_resize(struct kntop_ended *e, u32 limit)
{
	struct kntop_record *ring, *old = e->ring;
	u64 seq, oldest, lost;

	ring = kvcalloc(limit, sizeof(*ring), KNTOP_TABLE_GFP);
	if (!ring)
		return -ENOMEM;
	/* the mutex keeps writers out, so the records stand still */
	oldest = max(e->oldest, e->next > limit ? e->next - limit : 1);
	lost = oldest - e->oldest;
	for (seq = oldest; seq < e->next; seq++) {
		*kntop_ended_place(ring, limit, seq) =
			*kntop_ended_place(old, e->limit, seq);
		cond_resched();
	}
	seq = e->oldest;
	spin_lock(&e->lock);
	swap(limit, e->limit);
	e->ring = ring;
	e->oldest = oldest;
	spin_unlock(&e->lock);
	for (; seq < oldest; seq++)
		kntop_ended_release(kntop_ended_place(old, limit, seq));
	kvfree(old);
	return lost;
}

void kntop_ended_destroy(struct kntop_ended *e)
{
	u64 seq;

	for (seq = e->oldest; seq < e->next; seq++)
		kntop_ended_release(kntop_ended_place(e->ring, e->limit, seq));
	kvfree(e->ring);
	e->ring = NULL;
}

bool kntop_ended_add(struct kntop_ended *e, const struct kntop_record *r)
{
	struct kntop_record *place;
	bool full;

	spin_lock(&e->lock);
	place = kntop_ended_place(e->ring, e->limit, e->next);
	full = e->next - e->oldest == e->limit;
	if (full) {
		kntop_ended_release(place);
		e->oldest++;
	}
	*place = *r;
	kntop_finding_hold(r->finding);
	kntop_tunnel_hold(r->tunnel);
	e->next++;
	spin_unlock(&e->lock);
	return full;
}

bool kntop_ended_read(struct kntop_ended *e, u64 *seq, struct kntop_record *r)
{
	bool there;

	spin_lock(&e->lock);
	*seq = max(*seq, e->oldest);
	there = *seq < e->next;
	if (there) {
		*r = *kntop_ended_place(e->ring, e->limit, *seq);
		kntop_finding_hold(r->finding);
		kntop_tunnel_hold(r->tunnel);
	}
	spin_unlock(&e->lock);
	return there;
}

void kntop_ended_range(struct kntop_ended *e, u64 *oldest, u64 *next)
{
	spin_lock(&e->lock);
	*oldest = e->oldest;
	*next = e->next;
	spin_unlock(&e->lock);
}
