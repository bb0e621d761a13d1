/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mirror: what an interface is told, and tells, of mirrors and of its device
 */
#ifndef KNTOP_NETLINK_MIRROR_H
#define KNTOP_NETLINK_MIRROR_H

struct genl_info;
struct kntop_device_report;
struct kntop_interface;
struct kntop_watch_options;
struct sk_buff;

/**
 * kntop_mirror_options - read INTERFACE_A_DEDUP and _UPLINK
 * @info: request
 * @o: @twins and @uplinks are set, to NULL where they are absent or none
 *
 * Context: process. Return: 0, -EINVAL, -ENOMEM; then too what is set is the caller's.
 */
int kntop_mirror_options(struct genl_info *info, struct kntop_watch_options *o);

/** kntop_mirror_put - INTERFACE_A_DEDUP, _UPLINK, _MIRROR. Return: 0 or -EMSGSIZE. */
int kntop_mirror_put(struct sk_buff *skb, struct kntop_interface *i);

/** kntop_mirror_put_device - INTERFACE_A_DEVICE. Return: 0 or -EMSGSIZE. */
int kntop_mirror_put_device(struct sk_buff *skb, const struct kntop_device_report *r);

#endif /* KNTOP_NETLINK_MIRROR_H */
