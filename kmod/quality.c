// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/atomic.h>
#include <linux/slab.h>

#include "quality.h"

/* Of all network namespaces. */
static atomic_long_t kntop_quality_entries;
static atomic_long_t kntop_quality_followed;

struct kntop_quality *kntop_quality_get(struct kntop_quality **place)
{
	if (*place)
		return *place;
	*place = kzalloc(sizeof(**place), GFP_ATOMIC | __GFP_NOWARN);
	if (*place)
		atomic_long_inc(&kntop_quality_entries);
	return *place;
}

bool kntop_quality_follow(struct kntop_tcp_side *me, u32 limit)
{
	if (me->holes)
		return true;
	if (atomic_long_read(&kntop_quality_followed) >= limit)
		return false;
	me->holes = kzalloc(sizeof(*me->holes), GFP_ATOMIC | __GFP_NOWARN);
	if (!me->holes)
		return false;
	atomic_long_inc(&kntop_quality_followed);
	return true;
}

static void kntop_quality_unfollow(struct kntop_tcp_side *me)
{
	if (!me->holes)
		return;
	kfree(me->holes);
	me->holes = NULL;
	atomic_long_dec(&kntop_quality_followed);
}

void kntop_quality_settle(struct kntop_tcp_side *me)
{
	if (me->holes && !me->holes->count)
		kntop_quality_unfollow(me);
}

void kntop_quality_free(struct kntop_quality *q)
{
	if (!q)
		return;
	kntop_quality_unfollow(&q->tcp[0]);
	kntop_quality_unfollow(&q->tcp[1]);
	kfree(q);
	atomic_long_dec(&kntop_quality_entries);
}

u64 kntop_quality_count(u64 *bytes)
{
	u64 entries = atomic_long_read(&kntop_quality_entries);

	*bytes = entries * kmalloc_size_roundup(sizeof(struct kntop_quality)) +
		 atomic_long_read(&kntop_quality_followed) *
		 kmalloc_size_roundup(sizeof(struct kntop_tcp_holes));
	return entries;
}
