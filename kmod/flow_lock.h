/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_lock: a flow's lock, for those who are called for each packet.
 *
 * spin_lock() calls a function, which also keeps the task from being preempted.
 * Where bottom halves are off it cannot be, so there the lock itself is enough,
 * inline. Debugging kernels get the lock that they can watch. Who sleeps
 * otherwise, or may be interrupted by a packet, takes spin_lock_bh() as ever: it is
 * the same lock.
 */
#ifndef KNTOP_FLOW_LOCK_H
#define KNTOP_FLOW_LOCK_H

#include <linux/spinlock.h>

#include "flow.h"

#if defined(CONFIG_DEBUG_SPINLOCK) || defined(CONFIG_DEBUG_LOCK_ALLOC)
#define KNTOP_FLOW_LOCK_WATCHED	1
#else
#define KNTOP_FLOW_LOCK_WATCHED	0
#endif

/** kntop_flow_hold - take the flow's lock. Context: bottom halves off. */
static __always_inline void kntop_flow_hold(struct kntop_flow *flow)
{
	if (KNTOP_FLOW_LOCK_WATCHED)
		spin_lock(&flow->lock);
	else
		arch_spin_lock(&flow->lock.rlock.raw_lock);
}

/** kntop_flow_release - let it go. */
static __always_inline void kntop_flow_release(struct kntop_flow *flow)
{
	if (KNTOP_FLOW_LOCK_WATCHED)
		spin_unlock(&flow->lock);
	else
		arch_spin_unlock(&flow->lock.rlock.raw_lock);
}

#endif /* KNTOP_FLOW_LOCK_H */
