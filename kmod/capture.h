/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture: from a device, or a file's frames, to the flow table.
 */
#ifndef KNTOP_CAPTURE_H
#define KNTOP_CAPTURE_H

#include <linux/if_arp.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/types.h>

#include "packet.h"

struct kntop_interface;
struct kntop_sighting;

/** kntop_capture_has_ethernet - do the device's frames begin with an Ethernet header? */
static inline bool kntop_capture_has_ethernet(const struct net_device *dev)
{
	return dev->type == ARPHRD_ETHER || dev->type == ARPHRD_LOOPBACK;
}

/** kntop_capture_front - octets of an arriving frame that stand before its data. */
static inline int kntop_capture_front(const struct sk_buff *skb)
{
	return skb_mac_header_was_set(skb) ?
	       max_t(int, skb->data - skb_mac_header(skb), 0) : 0;
}

/**
 * kntop_capture_measure - how many wire packets a superpacket stands for
 * @i: interface
 * @skb: superpacket; on arrival its data begins behind the link-layer header
 * @way: KNTOP_RX or KNTOP_TX
 * @packets: set
 * @octets: what they have on the wire, set
 *
 * Context: a netdev hook: bottom halves off, RCU.
 */
void kntop_capture_measure(struct kntop_interface *i, const struct sk_buff *skb, int way,
			   u32 *packets, u64 *octets);

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
