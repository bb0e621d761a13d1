/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_PERCPU_H
#define KNTOP_SHIM_LINUX_PERCPU_H

/* There is one CPU. */
#define __percpu
#define this_cpu_ptr(p)		(p)

#endif /* KNTOP_SHIM_LINUX_PERCPU_H */
