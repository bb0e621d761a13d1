/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux 6.13 made hrtimer_setup() of hrtimer_init() and the function's assignment. */
#ifndef KNTOP_COMPAT_HRTIMER_H
#define KNTOP_COMPAT_HRTIMER_H

#include <linux/hrtimer.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void kntop_hrtimer_setup(struct hrtimer *timer,
				       enum hrtimer_restart (*fn)(struct hrtimer *timer),
				       clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#define hrtimer_setup kntop_hrtimer_setup
#endif

#endif /* KNTOP_COMPAT_HRTIMER_H */
