/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: what an interface is shown, and what it is not; include <kntop.h> */
#ifndef KNTOP_MIRROR_H
#define KNTOP_MIRROR_H

#include <kntop/counter.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct kntop_mirror - which frames an interface was shown
 * @rx_doubled: copies among those received that dedup found
 * @tx_doubled: and among those sent
 * @upload: frames to an uplink, since there are uplinks; as the next two
 * @download: frames from one
 * @neither: frames between two uplinks, or of none
 * @upload_rate: octets a second, over the last second
 * @download_rate: likewise
 * @upload_packet_rate: packets a second
 * @download_packet_rate: likewise
 * @compared: frames of a sample, of the last five to ten minutes; as all below
 * @copies: frames that equalled one of them
 * @doubles: it is shown frames twice, and dedup is off
 * @flows_two_way: TCP conversations with packets of both sides
 * @flows_one_way: and of one side only
 * @one_way: it is shown one side of conversations only
 */
struct kntop_mirror {
	struct kntop_counter rx_doubled;
	struct kntop_counter tx_doubled;
	struct kntop_counter upload;
	struct kntop_counter download;
	struct kntop_counter neither;
	uint64_t upload_rate;
	uint64_t download_rate;
	uint64_t upload_packet_rate;
	uint64_t download_packet_rate;
	uint32_t compared;
	uint32_t copies;
	bool doubles;
	uint32_t flows_two_way;
	uint32_t flows_one_way;
	bool one_way;
};

/**
 * struct kntop_device - what a device counted itself since it is watched
 * @rx: received, as the device counts: L2 headers, tags and superpackets may count otherwise
 * @tx: sent
 * @rx_dropped: dropped for want of memory, or unwanted
 * @rx_missed: dropped for want of room in the device
 * @rx_overruns: likewise, its FIFO and ring
 * @rx_errors: broken
 * @tx_dropped: dropped before they were sent
 * @tx_errors: not sent
 * @rx_unseen: packets of @rx that kntop certainly was not shown
 * @tx_unseen: and of @tx
 */
struct kntop_device {
	struct kntop_counter rx;
	struct kntop_counter tx;
	uint64_t rx_dropped;
	uint64_t rx_missed;
	uint64_t rx_overruns;
	uint64_t rx_errors;
	uint64_t tx_dropped;
	uint64_t tx_errors;
	uint64_t rx_unseen;
	uint64_t tx_unseen;
};

#endif /* KNTOP_MIRROR_H */
