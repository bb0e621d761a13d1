/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SCHED_H
#define KNTOP_SHIM_SCHED_H

static inline void cond_resched(void)
{
}

#endif /* KNTOP_SHIM_SCHED_H */
