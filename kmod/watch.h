/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watch: which interfaces of a namespace are watched. Joins capture, the
 * tables and the accounting worker.
 */
#ifndef KNTOP_WATCH_H
#define KNTOP_WATCH_H

#include <linux/kntop.h>
#include <linux/types.h>

struct kntop_filter;
struct kntop_interface;
struct kntop_net;
struct netlink_ext_ack;

/**
 * struct kntop_watch_options - what is asked of an interface's frames
 * @filter: which are counted, NULL all
 * @twins: where copies are counted apart, NULL they are not
 * @uplinks: gateways of a mirror port, NULL none
 */
struct kntop_watch_options {
	struct kntop_filter	*filter;
	struct kntop_twins	*twins;
	struct kntop_uplinks	*uplinks;
};

/** kntop_watch_options_free - they were not taken over. */
void kntop_watch_options_free(const struct kntop_watch_options *o);

/**
 * kntop_watch_add - watch a device or make an offline source
 * @kn: namespace
 * @name: of the device or source
 * @flags: enum kntop_interface_flag
 * @o: what is asked of its frames; taken over, also in failure
 * @extack: what is wrong
 *
 * Context: RTNL. Return: 0, -ENODEV, -EEXIST, -ENOSPC, -ENOMEM, -EOPNOTSUPP.
 */
int kntop_watch_add(struct kntop_net *kn, const char *name, u32 flags,
		    const struct kntop_watch_options *o, struct netlink_ext_ack *extack);

/**
 * kntop_watch_remove - stop watching
 * @kn: namespace
 * @i: interface
 * @why: KNTOP_EVENT_INTERFACE_REMOVED or _GONE
 *
 * Does not wait for a classifier: the flows that it still has get their records later.
 *
 * Context: RTNL. Return: whether there are such flows.
 */
bool kntop_watch_remove(struct kntop_net *kn, struct kntop_interface *i,
			enum kntop_event why);

/** kntop_watch_remove_all - before the namespace goes. RTNL. */
void kntop_watch_remove_all(struct kntop_net *kn);

/**
 * kntop_watch_find - by name
 * Context: RTNL, accounting mutex or RCU read-side section. Return: or NULL.
 */
struct kntop_interface *kntop_watch_find(struct kntop_net *kn, const char *name);

/** kntop_watch_init - listen to devices that leave or are renamed. */
int kntop_watch_init(void);
void kntop_watch_exit(void);

#endif /* KNTOP_WATCH_H */
