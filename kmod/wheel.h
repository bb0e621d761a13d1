/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wheel: things that are due at a time, by the second.
 *
 * A single-level timer wheel (G. Varghese, T. Lauck: Hashed and Hierarchical
 * Timing Wheels, SOSP 1987, scheme 4 with lazy re-insertion): what is due
 * beyond one turn waits at its far end and is put back when met. The visitor
 * decides what happens; an entry it does not add again is off the wheel.
 */
#ifndef KNTOP_WHEEL_H
#define KNTOP_WHEEL_H

#include <linux/list.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>
#include <linux/types.h>

#define KNTOP_WHEEL_SLOTS	512

/**
 * struct kntop_wheel - the wheel
 * @tick: the second that was visited last
 * @slot: one list a second
 *
 * Serialised by its owner.
 */
struct kntop_wheel {
	u64			tick;
	struct hlist_head	slot[KNTOP_WHEEL_SLOTS];
};

static inline u64 kntop_wheel_second(u64 ns)
{
	return div_u64(ns, NSEC_PER_SEC);
}

/**
 * kntop_wheel_add - wait until a time
 * @w: wheel
 * @node: unhashed link
 * @due: nanoseconds in the wheel's clock; the past counts as the next second
 */
static inline void kntop_wheel_add(struct kntop_wheel *w,
				   struct hlist_node *node, u64 due)
{
	u64 second = kntop_wheel_second(due) + 1;

	second = clamp_t(u64, second, w->tick + 1, w->tick + KNTOP_WHEEL_SLOTS - 1);
	hlist_add_head(node, &w->slot[second % KNTOP_WHEEL_SLOTS]);
}

/**
 * kntop_wheel_turn - visit all that is due
 * @w: wheel
 * @now: nanoseconds; the wheel never turns back
 * @visit: called for each entry, which is unhashed; may add it again
 * @context: its second argument
 */
void kntop_wheel_turn(struct kntop_wheel *w, u64 now,
		      void (*visit)(struct hlist_node *node, void *context),
		      void *context);

/**
 * kntop_wheel_all - visit everything on the wheel, due or not
 * @w: wheel
 * @visit: as above
 * @context: its second argument
 */
void kntop_wheel_all(struct kntop_wheel *w,
		     void (*visit)(struct hlist_node *node, void *context),
		     void *context);

#endif /* KNTOP_WHEEL_H */
