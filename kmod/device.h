/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device: what a watched device itself counted since it is watched, and how much of it
 * kntop was not shown: frames that tc or BPF redirect to a device go past netfilter's
 * egress hook, frames that XDP or tc takes away on arrival past the ingress hook.
 *
 * Two counters are never read at one moment. So a difference is told to be missing only
 * where it is more than may have been on its way: of what arrives, what the device counted
 * since the worker's tick before the last; of what is sent nothing, as the hook comes
 * before the device. When watching began packets may have waited in a queue, and a driver's
 * counters be of some seconds before: so also more than the device counted in its first five
 * seconds, unless it has no queue.
 * Packets of a superpacket are one or many to a device; it is compared with the many, so
 * the difference is never too large.
 */
#ifndef KNTOP_DEVICE_H
#define KNTOP_DEVICE_H

#include <linux/if_link.h>
#include <linux/types.h>

struct kntop_interface;
struct kntop_volume;

/**
 * struct kntop_device - counters of a device at some moments
 * @base: when watching began, or when they began anew
 * @seen: what the interface had seen then, by KNTOP_RX and KNTOP_TX, as all below
 * @ready: @base is set; released
 * @direct: it is software without a queue
 * @settled: the first seconds are over
 * @first: packets that the device counted in them
 * @tick: its packets at the last tick and the one before
 *
 * Written by whoever begins to watch, then under the accounting mutex.
 */
struct kntop_device {
	struct rtnl_link_stats64 base;
	u64			seen[2];
	bool			ready;
	bool			direct;
	bool			settled;
	u64			first[2];
	u64			tick[2][2];
};

/**
 * struct kntop_device_report - since watching began
 * @stats: the device's counters
 * @unseen: packets that the interface was certainly not shown, by KNTOP_RX and KNTOP_TX
 */
struct kntop_device_report {
	struct rtnl_link_stats64 stats;
	u64			unseen[2];
};

/** kntop_device_begin - watching begins. @i: interface with its hooks. Context: RTNL. */
void kntop_device_begin(struct kntop_interface *i);

/** kntop_device_tick - a second is over. @i: interface. Context: accounting mutex. */
void kntop_device_tick(struct kntop_interface *i);

/**
 * kntop_device_report - what the device counted
 * @i: interface
 * @r: set
 *
 * Context: RTNL or RCU read-side section. Return: false for one without a device.
 */
bool kntop_device_report(struct kntop_interface *i, struct kntop_device_report *r);

#endif /* KNTOP_DEVICE_H */
