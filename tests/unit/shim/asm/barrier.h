/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_ASM_BARRIER_H
#define KNTOP_SHIM_ASM_BARRIER_H

/* Tests have one thread. */
#define smp_load_acquire(p)	(*(p))
#define smp_store_release(p, v)	(*(p) = (v))

#endif /* KNTOP_SHIM_ASM_BARRIER_H */
