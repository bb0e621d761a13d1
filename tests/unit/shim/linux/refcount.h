/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_REFCOUNT_H
#define KNTOP_SHIM_LINUX_REFCOUNT_H

#include <stdbool.h>

typedef struct {
	int refs;
} refcount_t;

#define refcount_set(r, n)		((void)((r)->refs = (n)))
#define refcount_inc_not_zero(r)	((r)->refs ? (r)->refs++ : 0)
#define refcount_dec_and_test(r)	(!--(r)->refs)

#endif /* KNTOP_SHIM_LINUX_REFCOUNT_H */
