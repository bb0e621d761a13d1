/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SPINLOCK_H
#define KNTOP_SHIM_SPINLOCK_H

/* There is one thread. */
typedef struct {
	int unused;
} spinlock_t;

#define spin_lock_init(lock)	((void)(lock))
#define spin_lock(lock)		((void)(lock))
#define spin_unlock(lock)	((void)(lock))

#endif /* KNTOP_SHIM_SPINLOCK_H */
