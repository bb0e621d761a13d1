/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compat/genetlink: the attributes of a dump request moved in 6.7, when
 * struct genl_dumpit_info took in a struct genl_info.
 */
#ifndef KNTOP_COMPAT_GENETLINK_H
#define KNTOP_COMPAT_GENETLINK_H

#include <linux/version.h>
#include <net/genetlink.h>

static inline struct nlattr **kntop_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->info.attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif /* KNTOP_COMPAT_GENETLINK_H */
