/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shim has the header names of this kernel version. */
#ifndef KNTOP_SHIM_VERSION_H
#define KNTOP_SHIM_VERSION_H

#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE	KERNEL_VERSION(6, 12, 0)

#endif /* KNTOP_SHIM_VERSION_H */
