/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history: what a live interface, and each protocol on it, carried lately. The
 * packet path knows nothing of it: the accounting worker compares the counters at
 * its visits.
 *
 * Its clock is the boot-time clock, which goes on while the machine sleeps.
 */
#ifndef KNTOP_HISTORY_H
#define KNTOP_HISTORY_H

#include <linux/kntop.h>
#include <linux/mutex.h>
#include <linux/seqlock.h>
#include <linux/types.h>

#include "interface.h"
#include "series.h"

struct kntop_breakdown;

/** What a peak is of, besides KNTOP_RX and KNTOP_TX. */
#define KNTOP_HISTORY_BOTH	2

/**
 * struct kntop_history_protocol - one protocol
 * @before: its octets at the last visit; accounting mutex
 * @peak: most octets in a second; @seq of the history, as the next
 * @octets: both directions
 */
struct kntop_history_protocol {
	u64			before;
	u64			peak;
	struct kntop_series	octets;
};

/**
 * struct kntop_history - the history of an interface
 * @seq: of what readers copy: @time, @peak, @without, @packets, @octets and what
 *	the protocols say is under it. Written with the accounting mutex held
 * @first: second in which it began; constant
 * @time: up to when all is in it, nanoseconds of the boot-time clock
 * @peak: most octets in a second, by KNTOP_RX, KNTOP_TX and KNTOP_HISTORY_BOTH
 * @without: protocols seen that found no place
 * @packets: by KNTOP_RX and KNTOP_TX, as the next
 * @octets: see @packets
 * @awake: monotonic clock at @time; accounting mutex, as the next four
 * @noted: when the totals were noted
 * @noted_awake: likewise, monotonic clock
 * @noted_volume: what they were, packets and octets by KNTOP_RX and KNTOP_TX, and
 * @before: at @time
 * @protocols: how many there are; released by the worker after the next two are set
 * @number: their numbers, and
 * @protocol: they, never replaced
 */
struct kntop_history {
	seqcount_mutex_t	seq;
	u64			first;
	u64			time;
	u64			peak[3];
	u32			without;
	struct kntop_series	packets[2];
	struct kntop_series	octets[2];

	u64			awake;
	u64			noted;
	u64			noted_awake;
	u64			noted_volume[2][2];
	u64			before[2][2];

	unsigned int		protocols;
	u16			number[KNTOP_HISTORY_PROTOCOLS];
	struct kntop_history_protocol *protocol[KNTOP_HISTORY_PROTOCOLS];
};

/**
 * struct kntop_history_copy - a history as it was at one moment, at one resolution
 * @end: when the newest step was over, nanoseconds of the boot-time clock
 * @count: steps
 * @peak: see struct kntop_history; of a protocol only KNTOP_HISTORY_BOTH
 * @without: protocols without a place
 * @packets: by KNTOP_RX and KNTOP_TX
 * @octets: likewise; of a protocol all is in the first
 */
struct kntop_history_copy {
	u64	end;
	u32	count;
	u64	peak[3];
	u32	without;
	u64	packets[2][KNTOP_HISTORY_SAMPLES];
	u64	octets[2][KNTOP_HISTORY_SAMPLES];
};

/**
 * kntop_history_new - a history that begins now
 * @mutex: accounting mutex
 *
 * Context: process. Return: or NULL.
 */
struct kntop_history *kntop_history_new(struct mutex *mutex);

/** kntop_history_free - after a grace period. @h: or NULL. */
void kntop_history_free(struct kntop_history *h);

/**
 * kntop_history_note - what the interface's totals are now
 * @h: history
 * @v: totals by KNTOP_RX and KNTOP_TX
 *
 * Context: accounting mutex.
 */
void kntop_history_note(struct kntop_history *h, const struct kntop_volume v[2]);

/**
 * kntop_history_fold - take in what was noted, and the protocols' counters
 * @h: history
 * @b: the interface's breakdown, with all in it up to the note
 *
 * Context: accounting mutex, may sleep.
 */
void kntop_history_fold(struct kntop_history *h, const struct kntop_breakdown *b);

/**
 * kntop_history_find - where a protocol is
 * @h: history
 * @number: of the protocol
 *
 * Context: RCU read-side section or accounting mutex. Return: index in @protocol or
 * -1.
 */
int kntop_history_find(const struct kntop_history *h, u16 number);

/** kntop_history_protocols - how many protocols have one. RCU read-side section. */
static inline unsigned int kntop_history_protocols(const struct kntop_history *h)
{
	/* pairs with kntop_history_admit_one() */
	return smp_load_acquire(&h->protocols);
}

/**
 * kntop_history_copy - read it
 * @h: history
 * @ring: resolution
 * @protocol: index of a protocol, or -1 for all that the interface carried
 * @c: set
 *
 * Context: RCU read-side section; the worker is not kept waiting.
 */
void kntop_history_copy(struct kntop_history *h, unsigned int ring, int protocol,
			struct kntop_history_copy *c);

/** kntop_history_bytes - memory held. @h: or NULL. RCU read-side section. */
size_t kntop_history_bytes(const struct kntop_history *h);

#endif /* KNTOP_HISTORY_H */
