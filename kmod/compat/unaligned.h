/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux 6.12 moved <asm/unaligned.h> to <linux/unaligned.h>. */
#ifndef KNTOP_COMPAT_UNALIGNED_H
#define KNTOP_COMPAT_UNALIGNED_H

#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* KNTOP_COMPAT_UNALIGNED_H */
