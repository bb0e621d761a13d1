/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SPINLOCK_H
#define KNTOP_SHIM_SPINLOCK_H

#include <assert.h>

/* Tests have one thread, which would wait for itself for ever. */
typedef struct {
	int held;
} spinlock_t;

#define DEFINE_SPINLOCK(l)	spinlock_t l
#define spin_lock_init(l)	((void)((l)->held = 0))
#define spin_lock(l)		assert(!(l)->held++)
#define spin_unlock(l)		assert((l)->held-- == 1)
#define spin_lock_bh(l)		spin_lock(l)
#define spin_unlock_bh(l)	spin_unlock(l)

#endif /* KNTOP_SHIM_SPINLOCK_H */
