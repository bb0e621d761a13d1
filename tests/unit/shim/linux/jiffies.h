/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_JIFFIES_H
#define KNTOP_SHIM_LINUX_JIFFIES_H

/* Time is what a test says. */
#define HZ			100
__attribute__((weak)) unsigned long jiffies;

#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)

#endif /* KNTOP_SHIM_LINUX_JIFFIES_H */
