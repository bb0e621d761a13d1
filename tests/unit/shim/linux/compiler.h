/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_COMPILER_H
#define KNTOP_SHIM_COMPILER_H

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define noinline	__attribute__((__noinline__))
#define READ_ONCE(x)	(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile __typeof__(x) *)&(x) = (v))
#ifndef __always_inline
#define __always_inline	inline __attribute__((__always_inline__))
#endif

#define BUILD_BUG_ON(x)	_Static_assert(!(x), #x)

#endif /* KNTOP_SHIM_COMPILER_H */
