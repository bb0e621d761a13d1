/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_ATOMIC_H
#define KNTOP_SHIM_ATOMIC_H

/* Tests have one thread. */
typedef struct {
	int counter;
} atomic_t;

#define atomic_read(v)	((v)->counter)
#define atomic_inc_return(v)	(++(v)->counter)
#define atomic_inc(v)	((void)(v)->counter++)
#define atomic_dec(v)	((void)(v)->counter--)

#endif /* KNTOP_SHIM_ATOMIC_H */
