/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_BITOPS_H
#define KNTOP_SHIM_BITOPS_H

#include <linux/types.h>

#define U16_MAX	UINT16_MAX

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

#endif /* KNTOP_SHIM_BITOPS_H */
