/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_XARRAY_H
#define KNTOP_SHIM_LINUX_XARRAY_H

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <linux/types.h>

#define SHIM_XARRAY	65536

struct xarray {
	void *entry[SHIM_XARRAY];
};

struct xa_limit {
	u32 max;
	u32 min;
};

#define XA_LIMIT(low, high)	(struct xa_limit){ .min = low, .max = high }
#define XA_FLAGS_ALLOC		0
#define XA_FLAGS_LOCK_BH	0

#define xa_init_flags(xa, flags)	((void)(flags))
#define xa_destroy(xa)			((void)(xa))
#define xa_load(xa, n)			((xa)->entry[n])
#define xa_erase(xa, n)			((void)((xa)->entry[n] = NULL))
#define xa_erase_bh(xa, n)		xa_erase(xa, n)
#define XA_PRESENT			0
#define xa_for_each(xa, n, e)						\
	for ((n) = 0; (n) < SHIM_XARRAY; (n)++)				\
		if (((e) = (xa)->entry[n]))

static inline void *xa_find(const struct xarray *xa, unsigned long *n, unsigned long max, int mark)
{
	(void)mark;
	for (; *n < SHIM_XARRAY && *n <= max; ++*n)
		if (xa->entry[*n])
			return xa->entry[*n];
	return NULL;
}

static inline int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
				  struct xa_limit limit, u32 *next, int gfp)
{
	u32 tries;

	(void)gfp;
	for (tries = limit.min; tries <= limit.max; tries++) {
		u32 n = *next;

		*next = n == limit.max ? limit.min : n + 1;
		if (xa->entry[n])
			continue;
		xa->entry[n] = entry;
		*id = n;
		return 0;
	}
	return -EBUSY;
}

#endif /* KNTOP_SHIM_LINUX_XARRAY_H */
