/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture: from a device, or a file's frames, to the flow table.
 */
#ifndef KNTOP_CAPTURE_H
#define KNTOP_CAPTURE_H

#include <linux/types.h>

#include "packet.h"

struct kntop_interface;
struct kntop_sighting;
struct sk_buff;

/**
 * kntop_capture_skb - count a device's frame
 * @i: interface
 * @skb: frame; on arrival its data begins behind the link-layer header
 * @way: KNTOP_RX or KNTOP_TX
 *
 * Context: a netdev hook: bottom halves off, RCU.
 */
void kntop_capture_skb(struct kntop_interface *i, const struct sk_buff *skb, int way);

/**
 * kntop_capture_refuse - count a frame that is in no flow
 * @i: interface
 * @s: frame
 * @part: enum kntop_part
 *
 * Context: bottom halves off.
 */
void kntop_capture_refuse(struct kntop_interface *i, const struct kntop_sighting *s,
			  int part);

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
