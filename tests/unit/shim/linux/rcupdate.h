/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_RCUPDATE_H
#define KNTOP_SHIM_RCUPDATE_H

#include <stdlib.h>

/* Nobody reads meanwhile. */
struct rcu_head {
	void *unused;
};

#define call_rcu(head, fn)	(fn)(head)
#define container_of(p, type, member) \
	((type *)((char *)(p) - __builtin_offsetof(type, member)))

/* A grace period is over when a test says so. */
__attribute__((weak)) unsigned long shim_grace;

#define rcu_read_lock()			((void)0)
#define rcu_read_unlock()		((void)0)
#define kfree_rcu(p, member)		free(p)
#define get_state_synchronize_rcu()	(shim_grace + 1)
#define poll_state_synchronize_rcu(s)	(shim_grace >= (s))

#endif /* KNTOP_SHIM_RCUPDATE_H */
