/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hook: on and off a device.
 */
#ifndef KNTOP_HOOK_H
#define KNTOP_HOOK_H

struct kntop_interface;
struct net;
struct net_device;

/**
 * kntop_hook_start - put hooks on a device
 * @i: interface, its flags and number set
 * @dev: device; a reference is taken
 * @net: namespace of the device
 *
 * Frames are counted from here on. Holds the device promiscuous if frames that
 * arrive are wanted.
 *
 * Context: RTNL. Return: 0 or a negative error; then nothing is left behind.
 */
int kntop_hook_start(struct kntop_interface *i, struct net_device *dev,
		     struct net *net);

/**
 * kntop_hook_stop - take the hooks off
 * @i: interface; does nothing if it is not on a device
 * @net: namespace of the device
 *
 * When it returns no frame of the device is being counted any more, and the
 * device is as promiscuous as it was found.
 *
 * Context: RTNL.
 */
void kntop_hook_stop(struct kntop_interface *i, struct net *net);

#endif /* KNTOP_HOOK_H */
