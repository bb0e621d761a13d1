/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_MATH64_H
#define KNTOP_SHIM_MATH64_H

#include <linux/types.h>

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 divisor)
{
	return (unsigned __int128)a * b / divisor;
}

#endif /* KNTOP_SHIM_MATH64_H */
