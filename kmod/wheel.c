// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>

#include "wheel.h"

static void kntop_wheel_visit(struct hlist_head *list,
			      void (*visit)(struct hlist_node *, void *),
			      void *context)
{
	struct hlist_node *node;

	while ((node = list->first)) {
		hlist_del_init(node);
		visit(node, context);
		cond_resched();
	}
}

void kntop_wheel_turn(struct kntop_wheel *w, u64 now,
		      void (*visit)(struct hlist_node *node, void *context),
		      void *context)
{
	u64 second = kntop_wheel_second(now);
	struct hlist_head list;

	if (second <= w->tick)
		return;
	/* after a whole turn every slot has been met once */
	if (second - w->tick > KNTOP_WHEEL_SLOTS)
		w->tick = second - KNTOP_WHEEL_SLOTS;
	while (w->tick < second) {
		w->tick++;
		hlist_move_list(&w->slot[w->tick % KNTOP_WHEEL_SLOTS], &list);
		kntop_wheel_visit(&list, visit, context);
	}
}

void kntop_wheel_all(struct kntop_wheel *w,
		     void (*visit)(struct hlist_node *node, void *context),
		     void *context)
{
	struct hlist_head all = HLIST_HEAD_INIT, *slot;
	struct hlist_node *node;
	int i;

	for (i = 0; i < KNTOP_WHEEL_SLOTS; i++) {
		slot = &w->slot[i];
		while ((node = slot->first)) {
			hlist_del_init(node);
			hlist_add_head(node, &all);
		}
	}
	kntop_wheel_visit(&all, visit, context);
}
