/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ring: packets on their way from softirq to a worker.
 *
 * A ring of octets with an entry for each packet. Many may put: the place is
 * reserved under a short lock, filled outside it, and then published. One
 * takes, in the order of reserving; an entry that is reserved but not published
 * makes him wait.
 *
 * Positions count all octets ever put and never wrap. An entry that would not
 * fit before the ring's end begins at its start, behind a filler.
 */
#ifndef KNTOP_NDPI_RING_H
#define KNTOP_NDPI_RING_H

#include <linux/cache.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "copy.h"

struct kntop_pending;

/** Entries begin at multiples of this. */
#define KNTOP_RING_ALIGN	32

/**
 * struct kntop_ring_entry - one packet
 * @size: octets of the ring, all included; constant once reserved
 * @state: enum kntop_ring_state
 * @pending: whose packet
 * @time: when, clock of its source
 * @len: octets of @data
 * @data: from the IP header on
 */
struct kntop_ring_entry {
	u32			size;
	u32			state;
	struct kntop_pending	*pending;
	u64			time;
	u64			len;
	u8			data[];
};

/** Most octets that an entry takes. */
#define KNTOP_RING_ENTRY_MAX						\
	ALIGN(sizeof(struct kntop_ring_entry) + KNTOP_COPY_MAX, KNTOP_RING_ALIGN)

/**
 * struct kntop_ring - a ring
 * @octet: the ring; an entry belongs to who reserved it until it is published,
 *	then to who takes
 * @size: octets, a power of two; constant
 * @lock: protects @head, @queued, @depth_max; softirq
 * @head: where the next entry goes
 * @queued: entries ever put
 * @depth_max: most entries ever in it
 * @tail: where the octets begin that are in use; who takes
 * @done: where the next entry to be taken begins; who takes
 * @taken: entries ever taken; who takes
 */
struct kntop_ring {
	u8			*octet;
	u32			size;

	spinlock_t		lock ____cacheline_aligned_in_smp;
	u64			head;
	u64			queued;
	u32			depth_max;

	u64			tail ____cacheline_aligned_in_smp;
	u64			done;
	u64			taken;
};

/**
 * kntop_ring_init - make an empty ring
 * @r: ring
 * @size: octets, a power of two, at least two of the largest entries
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int kntop_ring_init(struct kntop_ring *r, u32 size);

/** kntop_ring_free - free its memory. Nobody uses it any more. */
void kntop_ring_free(struct kntop_ring *r);

/**
 * kntop_ring_reserve - a place for a packet
 * @r: ring
 * @len: most octets of it, at most KNTOP_COPY_MAX
 *
 * The caller fills pending, time, len (0: there is nothing to be shown) and
 * data, and publishes it soon.
 *
 * Context: bottom halves off. Return: NULL when the ring is full.
 */
struct kntop_ring_entry *kntop_ring_reserve(struct kntop_ring *r, u32 len);

/** kntop_ring_publish - an entry is filled. */
void kntop_ring_publish(struct kntop_ring_entry *e);

/**
 * kntop_ring_peek - the next entry
 * @r: ring
 *
 * Context: who takes. Return: NULL when there is none that is published.
 */
struct kntop_ring_entry *kntop_ring_peek(struct kntop_ring *r);

/**
 * kntop_ring_take - done with the entry that kntop_ring_peek() gave
 * @r: ring
 * @e: the entry
 *
 * Its octets stay untouched until the next one is taken.
 *
 * Context: who takes.
 */
void kntop_ring_take(struct kntop_ring *r, const struct kntop_ring_entry *e);

/** kntop_ring_head - where the next entry goes. Any context. */
static inline u64 kntop_ring_head(const struct kntop_ring *r)
{
	/* pairs with kntop_ring_reserve() */
	return smp_load_acquire(&r->head);
}

/** kntop_ring_done - up to where entries were taken. Any context. */
static inline u64 kntop_ring_done(const struct kntop_ring *r)
{
	/* pairs with kntop_ring_take() */
	return smp_load_acquire(&r->done);
}

/** kntop_ring_room - octets that are free now. Any context. */
static inline u64 kntop_ring_room(const struct kntop_ring *r)
{
	u64 tail = READ_ONCE(r->tail), used = READ_ONCE(r->head) - tail;

	/* read later than the tail, the head may have gone further than that allowed */
	return used < r->size ? r->size - used : 0;
}

#endif /* KNTOP_NDPI_RING_H */
