/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_RCUPDATE_H
#define KNTOP_SHIM_RCUPDATE_H

/* Nobody reads meanwhile. */
struct rcu_head {
	void *unused;
};

#define call_rcu(head, fn)	(fn)(head)
#define container_of(p, type, member) \
	((type *)((char *)(p) - __builtin_offsetof(type, member)))

#endif /* KNTOP_SHIM_RCUPDATE_H */
