// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mirror.h"
#include "twin.h"

/* Room for about as many frames as are compared: 16 KiB. */
#define KNTOP_MIRROR_BUCKETS	(KNTOP_MIRROR_MANY / 4)

void kntop_mirror_init(struct kntop_mirror *m, u64 now)
{
	m->twins = kntop_twins_new(KNTOP_MIRROR_WINDOW_NS, KNTOP_MIRROR_BUCKETS);
	m->turn = now;
	m->begun = now;
	atomic_set(&m->left, now ? 0 : KNTOP_MIRROR_MANY);
}

void kntop_mirror_exit(struct kntop_mirror *m)
{
	/* after its interface's grace period, and nothing at module exit waits for another */
	kvfree(m->twins);
	m->twins = NULL;
}

bool kntop_mirror_compare(struct kntop_mirror *m, const struct kntop_twin *t, u64 time)
{
	if (t->telling) {
		if (kntop_twin_seen(m->twins, t, time)) {
			atomic_inc(&m->copies[0]);
			atomic_inc(&m->found);
		} else {
			atomic_inc(&m->compared[0]);
		}
	}
	return atomic_dec_return(&m->left) > 0;
}

bool kntop_mirror_is_due(struct kntop_mirror *m, u64 now)
{
	bool suspicious;

	if (now < m->begun + KNTOP_MIRROR_EVERY_NS || !m->twins || atomic_read(&m->left) > 0)
		return false;
	m->begun = now;
	suspicious = atomic_xchg(&m->found, 0) >= KNTOP_MIRROR_SUSPICIOUS;
	atomic_set(&m->left, suspicious ? KNTOP_MIRROR_MANY : KNTOP_MIRROR_FRAMES);
	return true;
}

void kntop_mirror_turn(struct kntop_mirror *m, u64 now)
{
	if (now - m->turn < KNTOP_MIRROR_SPAN_NS)
		return;
	m->turn = now;
	atomic_set(&m->compared[1], atomic_xchg(&m->compared[0], 0));
	atomic_set(&m->copies[1], atomic_xchg(&m->copies[0], 0));
	memcpy(m->flows[1], m->flows[0], sizeof(m->flows[1]));
	memset(m->flows[0], 0, sizeof(m->flows[0]));
}

void kntop_mirror_judge(const struct kntop_mirror *m, bool offline,
			struct kntop_mirror_verdict *v)
{
	u32 least = offline ? 1 : KNTOP_MIRROR_FLOWS_LEAST;
	u32 flows;

	v->compared = atomic_read(&m->compared[0]) + atomic_read(&m->compared[1]);
	v->copies = atomic_read(&m->copies[0]) + atomic_read(&m->copies[1]);
	v->one_way = READ_ONCE(m->flows[0][true]) + READ_ONCE(m->flows[1][true]);
	v->two_way = READ_ONCE(m->flows[0][false]) + READ_ONCE(m->flows[1][false]);
	flows = v->one_way + v->two_way;
	v->doubles = v->compared >= KNTOP_MIRROR_COMPARED_LEAST &&
		     v->copies >= v->compared / KNTOP_MIRROR_COPIES_SHARE;
	v->one_sided = flows >= least && v->one_way >= flows - flows / 10;
}
