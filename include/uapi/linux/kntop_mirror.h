/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: mirror ports and devices - the part of the wire contract of <linux/kntop.h>
 * that is about what a watched interface is shown, and what it is not
 *
 * INTERFACE_A_DEDUP, in INTERFACE_ADD and _SET: microseconds in which a frame that equals
 *	an earlier one counts as its copy, 1000 .. KNTOP_DEDUP_MAX; 0, the default: never.
 *	Copies are in the totals, and in the part KNTOP_PART_DOUBLED instead of a flow; rates
 *	and histories leave them out. Also of offline sources.
 * INTERFACE_A_UPLINK, in INTERFACE_ADD and _SET: 0 .. KNTOP_UPLINKS_MAX MAC addresses of
 *	gateways, 6 octets each, instead of those before: a frame to one of them is upload,
 *	one from one of them download. One between two, or of neither, is neither.
 * INTERFACE_A_MIRROR, in replies: nest of MIRROR_A_*. UPLOAD, DOWNLOAD and NEITHER are what
 *	passed while there were uplinks; copies that DEDUP found are in none of them.
 * INTERFACE_A_DEVICE, in replies of devices: nest of DEVICE_A_*: what the device itself
 *	counted since it is watched. UNSEEN is not 0 when that is more than the interface's
 *	totals, what filters left out, and (RX) what the device says it dropped, by more
 *	than may be on its way: what the device counted in the last two seconds (RX), and,
 *	unless it is software without a queue, in the first five.
 */
#ifndef _UAPI_LINUX_KNTOP_MIRROR_H
#define _UAPI_LINUX_KNTOP_MIRROR_H

#define KNTOP_DEDUP_MAX		1000000	/* longest INTERFACE_A_DEDUP, microseconds */
#define KNTOP_UPLINKS_MAX	16	/* most addresses in INTERFACE_A_UPLINK */

/** The nest "mirror". COMPARED to FLOWS_ONE_WAY are of the last five to ten minutes. */
enum kntop_mirror_attr {
	KNTOP_MIRROR_A_UNSPEC,
	KNTOP_MIRROR_A_PAD,
	KNTOP_MIRROR_A_RX_DOUBLED,	/* nest counter: copies among RX that DEDUP found */
	KNTOP_MIRROR_A_TX_DOUBLED,	/* nest counter: and among TX */
	KNTOP_MIRROR_A_UPLOAD,		/* nest counter */
	KNTOP_MIRROR_A_DOWNLOAD,	/* nest counter */
	KNTOP_MIRROR_A_NEITHER,		/* nest counter */
	KNTOP_MIRROR_A_UPLOAD_RATE,	/* u64, octets a second, over the last second */
	KNTOP_MIRROR_A_DOWNLOAD_RATE,	/* u64 */
	KNTOP_MIRROR_A_UPLOAD_PACKET_RATE, /* u64, packets a second */
	KNTOP_MIRROR_A_DOWNLOAD_PACKET_RATE, /* u64 */
	KNTOP_MIRROR_A_COMPARED,	/* u32, frames looked at that can be told from others */
	KNTOP_MIRROR_A_COPIES,		/* u32, frames that equalled one of these */
	KNTOP_MIRROR_A_DOUBLES,		/* flag: it doubles frames, and DEDUP is off */
	KNTOP_MIRROR_A_FLOWS_TWO_WAY,	/* u32, TCP conversations with packets of both sides */
	KNTOP_MIRROR_A_FLOWS_ONE_WAY,	/* u32, and of one side only */
	KNTOP_MIRROR_A_ONE_WAY,		/* flag: it shows one side only */
	__KNTOP_MIRROR_A_MAX,
	KNTOP_MIRROR_A_MAX = __KNTOP_MIRROR_A_MAX - 1
};

/** The nest "device", counted as struct rtnl_link_stats64 says. */
enum kntop_device_attr {
	KNTOP_DEVICE_A_UNSPEC,
	KNTOP_DEVICE_A_PAD,
	KNTOP_DEVICE_A_RX,		/* nest counter */
	KNTOP_DEVICE_A_TX,		/* nest counter */
	KNTOP_DEVICE_A_RX_DROPPED,	/* u64, for want of room in memory, or unwanted */
	KNTOP_DEVICE_A_RX_MISSED,	/* u64, for want of room in the device */
	KNTOP_DEVICE_A_RX_OVERRUNS,	/* u64, likewise: its FIFO and ring */
	KNTOP_DEVICE_A_RX_ERRORS,	/* u64 */
	KNTOP_DEVICE_A_TX_DROPPED,	/* u64 */
	KNTOP_DEVICE_A_TX_ERRORS,	/* u64 */
	KNTOP_DEVICE_A_RX_UNSEEN,	/* u64, packets of RX that kntop was not shown */
	KNTOP_DEVICE_A_TX_UNSEEN,	/* u64, and of TX */
	__KNTOP_DEVICE_A_MAX,
	KNTOP_DEVICE_A_MAX = __KNTOP_DEVICE_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_MIRROR_H */
