/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux 6.18 named the unbound workqueue anew, and later versions warn of the old name. */
#ifndef KNTOP_COMPAT_WORKQUEUE_H
#define KNTOP_COMPAT_WORKQUEUE_H

#include <linux/version.h>
#include <linux/workqueue.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
#define system_dfl_wq system_unbound_wq
#endif

#endif /* KNTOP_COMPAT_WORKQUEUE_H */
