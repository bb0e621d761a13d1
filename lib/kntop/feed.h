/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: frames for offline sources; include <kntop.h> */
#ifndef KNTOP_FEED_H
#define KNTOP_FEED_H

#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kntop_feed;

/** Most octets of one frame that can be handed in; longer ones are cut. */
#define KNTOP_FRAME_MAX		65000

/**
 * struct kntop_frame - one captured frame
 * @time: when it was captured
 * @wire_len: octets it had on the wire; less than @len counts as @len
 * @protocol: ethertype of what begins at @l2_len, or 0: the data begin with an
 *	Ethernet header
 * @l2_len: octets before L3; only with @protocol
 * @data: captured octets
 * @len: how many, at least 1; what exceeds KNTOP_FRAME_MAX is not looked at
 */
struct kntop_frame {
	uint64_t time;
	uint32_t wire_len;
	uint16_t protocol;
	uint8_t l2_len;
	const void *data;
	size_t len;
};

/**
 * kntop_feed_open() - prepare to hand frames to an offline source
 * @k: handle; the feed uses it and must be closed before it
 * @name: name of the offline source, made with KNTOP_INTERFACE_OFFLINE
 * @err: told why it failed; may be NULL
 *
 * Return: a feed to be closed with kntop_feed_close(), or NULL.
 */
struct kntop_feed *kntop_feed_open(struct kntop *k, const char *name,
				   struct kntop_error *err);

/**
 * kntop_feed_add() - hand in a frame, in order of time
 * @feed: feed
 * @frame: copied before the call returns
 * @err: told why it failed; may be NULL
 *
 * Frames are collected and sent many at a time.
 *
 * Return: 0, or as kntop_feed_flush() when it had to send.
 */
int kntop_feed_add(struct kntop_feed *feed, const struct kntop_frame *frame,
		   struct kntop_error *err);

/**
 * kntop_feed_flush() - send what was collected, and have it folded
 * @feed: feed
 * @err: told why it failed; may be NULL
 *
 * When it returns, hosts and interface totals hold all that was fed; to be called
 * once at the end. The kernel counts all frames of a request or none. After a failure the
 * frames that were collected are dropped.
 *
 * Return: 0; -ENODEV no such source, -EOPNOTSUPP not an offline one; -ETIMEDOUT the
 * classifier makes no progress: the frames are counted all the same.
 */
int kntop_feed_flush(struct kntop_feed *feed, struct kntop_error *err);

/**
 * kntop_feed_pending() - frames collected but not sent yet
 * @feed: feed
 *
 * Return: their number.
 */
unsigned int kntop_feed_pending(const struct kntop_feed *feed);

/**
 * kntop_feed_close() - end a feed; frames not flushed are dropped
 * @feed: feed or NULL
 */
void kntop_feed_close(struct kntop_feed *feed);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_FEED_H */
