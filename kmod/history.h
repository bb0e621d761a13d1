/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history: what a live interface, and each protocol on it, carried lately, and how its
 * other counters rose. The packet path knows nothing of it: the accounting worker
 * compares the counters at its visits.
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
#include "label.h"
#include "series.h"

/** Counters of an interface besides octets and packets: flows, by locality, parts. */
#define KNTOP_HISTORY_COUNTERS	(1 + (KNTOP_LOCALITY_MAX + 1) + (KNTOP_PART_MAX + 1))

/** Protocols and categories together. */
#define KNTOP_HISTORY_SHARES	(KNTOP_HISTORY_PROTOCOLS + KNTOP_HISTORY_CATEGORIES)

/** The numbers of categories are behind those of protocols, from here on. */
#define KNTOP_HISTORY_CATEGORY	KNTOP_LABEL_PROTOCOLS

/** Where in a history the counters begin, and its protocols; before them are its totals. */
#define KNTOP_HISTORY_AT_COUNTERS	1
#define KNTOP_HISTORY_AT_PROTOCOLS	(KNTOP_HISTORY_AT_COUNTERS + KNTOP_HISTORY_COUNTERS)

/** What a peak is of, besides KNTOP_RX and KNTOP_TX. */
#define KNTOP_HISTORY_BOTH	2

/**
 * struct kntop_history_count - one counter
 * @before: what it was at the last visit; @seq of the history, as the next
 * @counts: what it rose by
 */
struct kntop_history_count {
	u64			before;
	struct kntop_series	counts;
};

/**
 * struct kntop_history_protocol - one protocol or category
 * @before: its octets at the last visit; @seq of the history
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
 * @seq: of what readers copy: @time, @peak, @without, @packets, @octets, @before and
 *	what counters and protocols say is under it. Written with the accounting mutex held
 * @first: second in which it began; constant
 * @time: up to when all is in it, nanoseconds of the boot-time clock
 * @peak: most octets in a second, by KNTOP_RX, KNTOP_TX and KNTOP_HISTORY_BOTH
 * @without: protocols seen that found no place
 * @packets: by KNTOP_RX and KNTOP_TX, as the next
 * @octets: see @packets
 * @before: totals at @time, packets and octets by KNTOP_RX and KNTOP_TX
 * @awake: monotonic clock at @time; accounting mutex, as the next five
 * @noted: when the totals were noted
 * @noted_awake: likewise, monotonic clock
 * @noted_volume: what they were, as @before
 * @noted_part: and packets in no flow, by enum kntop_part
 * @counter: the other counters, by kntop_history_count_name(); NULL while one is zero,
 *	released by the worker
 * @protocols: how many there are, categories among them; released by the worker after the
 *	next two are set
 * @number: their numbers, see KNTOP_HISTORY_CATEGORY, and
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
	u64			before[2][2];

	u64			awake;
	u64			noted;
	u64			noted_awake;
	u64			noted_volume[2][2];
	u64			noted_part[KNTOP_PART_MAX + 1];

	struct kntop_history_count *counter[KNTOP_HISTORY_COUNTERS];
	unsigned int		protocols;
	u16			number[KNTOP_HISTORY_SHARES];
	struct kntop_history_protocol *protocol[KNTOP_HISTORY_SHARES];
};

/**
 * struct kntop_history_copy - a history as it was at one moment, at one resolution
 * @end: when the newest step was over, nanoseconds of the boot-time clock
 * @count: steps
 * @peak: see struct kntop_history; of a protocol only KNTOP_HISTORY_BOTH
 * @without: protocols without a place
 * @packets: by KNTOP_RX and KNTOP_TX
 * @octets: likewise; of a protocol or counter all is in the first
 * @total: totals at @end: octets by KNTOP_RX and KNTOP_TX, then packets; likewise
 */
struct kntop_history_copy {
	u64	end;
	u32	count;
	u64	peak[3];
	u32	without;
	u64	packets[2][KNTOP_HISTORY_SAMPLES];
	u64	octets[2][KNTOP_HISTORY_SAMPLES];
	u64	total[4];
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
 * @h: history of
 * @i: this interface
 * @v: totals by KNTOP_RX and KNTOP_TX
 *
 * Context: accounting mutex.
 */
void kntop_history_note(struct kntop_history *h, const struct kntop_interface *i,
			const struct kntop_volume v[2]);

/**
 * kntop_history_fold - take in what was noted, and the counters that the worker keeps
 * @h: history of
 * @i: this interface, with all in its breakdown, flows and localities up to the note
 *
 * Context: accounting mutex, may sleep.
 */
void kntop_history_fold(struct kntop_history *h, const struct kntop_interface *i);

/**
 * kntop_history_count_name - the name of a counter
 * @n: its index, below KNTOP_HISTORY_COUNTERS
 *
 * Return: enum kntop_history_counter.
 */
u32 kntop_history_count_name(unsigned int n);

/**
 * kntop_history_find - where a protocol is
 * @h: history
 * @number: of the protocol, or of a category from KNTOP_HISTORY_CATEGORY on
 *
 * Context: RCU read-side section or accounting mutex. Return: index in @protocol or
 * -1.
 */
int kntop_history_find(const struct kntop_history *h, u16 number);

/** kntop_history_protocols - how many protocols and categories have one. RCU read-side section. */
static inline unsigned int kntop_history_protocols(const struct kntop_history *h)
{
	/* pairs with kntop_history_admit_one() */
	return smp_load_acquire(&h->protocols);
}

/**
 * kntop_history_copy - read one record of it
 * @h: history
 * @ring: resolution
 * @at: 0 all that the interface carried, from KNTOP_HISTORY_AT_COUNTERS and
 *	KNTOP_HISTORY_AT_PROTOCOLS on the others
 * @c: set
 *
 * Context: RCU read-side section; the worker is not kept waiting.
 * Return: false when there is none, as a counter was never raised.
 */
bool kntop_history_copy(struct kntop_history *h, unsigned int ring, unsigned int at,
			struct kntop_history_copy *c);

/** kntop_history_bytes - memory held. @h: or NULL. RCU read-side section. */
size_t kntop_history_bytes(const struct kntop_history *h);

#endif /* KNTOP_HISTORY_H */
