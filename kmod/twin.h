/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * twin: is this frame a copy of one that came just before? A mirror of several
 * ports shows what goes from one to another of them twice.
 *
 * Two frames are one when they are the same from the IP header on, but for what a
 * switch or a router changes on the way: VLAN tags, MAC addresses, type of service,
 * TTL or hop limit, and IPv4's checksum. Frames without IP are compared from their MAC
 * addresses on, without tags. What is compared is the length and the first 96 octets,
 * which have IP's identification, TCP's numbers, and the transport's checksum in them.
 */
#ifndef KNTOP_TWIN_H
#define KNTOP_TWIN_H

#include <linux/cache.h>
#include <linux/rcupdate.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "packet.h"

/** Octets that are compared, from the IP header on. */
#define KNTOP_TWIN_OCTETS	96

/** Octets of a frame that are enough to compare it: behind Ethernet and four tags. */
#define KNTOP_TWIN_FRAME	(KNTOP_TWIN_OCTETS + 14 + 4 * 4)

/** Frames that a bucket remembers: as many as fit one cache line. */
#define KNTOP_TWIN_SLOTS	7

/** Buckets for all frames of an interface: 14,336 frames, 128 KiB. */
#define KNTOP_TWIN_BUCKETS	2048

/**
 * struct kntop_twin_bucket - frames whose hashes are alike
 * @lock: softirq-safe
 * @slot: upper 40 bits of a frame's hash, and 24 bits of its time; 0 free. @lock
 */
struct kntop_twin_bucket {
	spinlock_t		lock;
	u64			slot[KNTOP_TWIN_SLOTS];
} ____cacheline_aligned;

/**
 * struct kntop_twins - the frames that came lately
 * @key: of the hash: whoever does not know it cannot make frames that are taken for
 *	copies; constant, as the next two
 * @window: nanoseconds in which a frame can be a copy
 * @mask: number of buckets, a power of two, less 1
 * @rcu: for freeing
 * @bucket: the frames
 */
struct kntop_twins {
	siphash_key_t		key;
	u64			window;
	u32			mask;
	struct rcu_head		rcu;
	struct kntop_twin_bucket bucket[];
};

/**
 * struct kntop_twin - what is compared of a frame
 * @hash: of it
 * @unique: IPv4 with an identification (RFC 6864, 4.2): the sender does not send the same
 *	again within the window
 * @telling: one that equals it is certainly a copy: @unique, or TCP or UDP with payload to
 *	one host
 */
struct kntop_twin {
	u64	hash;
	bool	unique;
	bool	telling;
};

/**
 * kntop_twins_new - remember frames from now on
 * @window: nanoseconds, 1 ms .. 1 s
 * @buckets: a power of two
 *
 * Context: process. Return: the frames, none yet, or NULL.
 */
struct kntop_twins *kntop_twins_new(u64 window, u32 buckets);

/** kntop_twins_free - after a grace period. @ts: or NULL. */
void kntop_twins_free(struct kntop_twins *ts);

/**
 * kntop_twin_look - what of a frame is compared
 * @ts: for the key
 * @f: frame with at least KNTOP_TWIN_FRAME octets at hand, or all that there are; where it
 *	was cut, so much less is compared that a tag makes no difference
 * @way: KNTOP_RX or KNTOP_TX; those of one are no copies of the other
 * @t: set
 *
 * Return: false when it cannot be compared: a superpacket, or too little of it is at hand.
 */
bool kntop_twin_look(const struct kntop_twins *ts, const struct kntop_frame *f, int way,
		     struct kntop_twin *t);

/**
 * kntop_twin_seen - is it a copy? Otherwise it is remembered.
 * @ts: frames so far
 * @t: frame
 * @time: when it came; may run back a little
 *
 * A frame that is not unique has one copy: what comes third is a new one. So a repeated
 * acknowledgement over IPv6, doubled by a mirror, stays two. Of a unique one all others
 * within the window are copies.
 *
 * Context: bottom halves off.
 */
bool kntop_twin_seen(struct kntop_twins *ts, const struct kntop_twin *t, u64 time);

#endif /* KNTOP_TWIN_H */
