/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture: from a device, or a file's frames, to the flow table.
 */
#ifndef KNTOP_CAPTURE_H
#define KNTOP_CAPTURE_H

#include <linux/types.h>

#include "packet.h"

struct kntop_interface;
struct net;
struct net_device;
struct netlink_ext_ack;

/**
 * kntop_capture_start - put hooks on a device
 * @i: interface, its flags and number set
 * @dev: device; a reference is taken
 * @net: namespace of the device
 *
 * Frames are counted from here on. Holds the device promiscuous if frames that
 * arrive are wanted.
 *
 * Context: RTNL. Return: 0 or a negative error; then nothing is left behind.
 */
int kntop_capture_start(struct kntop_interface *i, struct net_device *dev,
			struct net *net);

/**
 * kntop_capture_stop - take the hooks off
 * @i: interface; does nothing if it is not on a device
 * @net: namespace of the device
 *
 * When it returns no frame of the device is being counted any more, and the
 * device is as promiscuous as it was found.
 *
 * Context: RTNL.
 */
void kntop_capture_stop(struct kntop_interface *i, struct net *net);

/**
 * kntop_capture_frame - count an offline frame
 * @i: offline source
 * @f: the frame; its wirelen is the length on the wire
 * @time: nanoseconds since the epoch
 *
 * Context: process, RCU read-side section, bottom halves off.
 */
void kntop_capture_frame(struct kntop_interface *i, const struct kntop_frame *f,
			 u64 time);

#endif /* KNTOP_CAPTURE_H */
