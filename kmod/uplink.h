/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uplink: which way a frame goes on a mirror port, where all frames arrive. What is sent
 * to the MAC address of a gateway is upload, what comes from one is download.
 */
#ifndef KNTOP_UPLINK_H
#define KNTOP_UPLINK_H

#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

/** enum kntop_uplink_way - index of the directions in traffic counters */
enum kntop_uplink_way {
	KNTOP_UPLOAD,
	KNTOP_DOWNLOAD,
	KNTOP_NEITHER,
	KNTOP_UPLINK_WAYS,
};

/**
 * struct kntop_uplinks - gateways, constant
 * @count: how many
 * @rcu: for freeing
 * @mac: their addresses, ETH_ALEN octets each
 */
struct kntop_uplinks {
	u32			count;
	struct rcu_head		rcu;
	u8			mac[KNTOP_UPLINKS_MAX][6];
};

/**
 * kntop_uplinks_new - gateways
 * @macs: their addresses in a row
 * @count: 1 .. KNTOP_UPLINKS_MAX
 *
 * Context: process. Return: they or NULL.
 */
struct kntop_uplinks *kntop_uplinks_new(const u8 *macs, u32 count);

/** kntop_uplinks_free - after a grace period. @us: or NULL. */
void kntop_uplinks_free(struct kntop_uplinks *us);

/**
 * kntop_uplinks_way - which way does a frame go?
 * @us: gateways
 * @ethernet: its Ethernet header
 */
enum kntop_uplink_way kntop_uplinks_way(const struct kntop_uplinks *us, const u8 *ethernet);

#endif /* KNTOP_UPLINK_H */
