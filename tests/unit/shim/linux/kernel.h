/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_KERNEL_H
#define KNTOP_SHIM_KERNEL_H

#include_next <linux/kernel.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#endif /* KNTOP_SHIM_KERNEL_H */
