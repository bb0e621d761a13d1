/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tally: how often something happened, how many octets it cost, first and last
 * time. Kept per CPU, so that counting a flood touches no shared line.
 */
#ifndef KNTOP_TALLY_H
#define KNTOP_TALLY_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/percpu.h>

/**
 * struct kntop_tally - one kind of happening
 * @count: how often (packets, flows, records: the owner says)
 * @octets: layer-2 octets concerned, where that makes sense
 * @first: time of the first one, in the owner's clock, 0 never
 * @last: time of the last one
 *
 * Per-CPU instances are written by their CPU with bottom halves off and read
 * by anyone without a lock.
 */
struct kntop_tally {
	u64	count;
	u64	octets;
	u64	first;
	u64	last;
};

/**
 * struct kntop_volume - a total that the accounting worker keeps
 *
 * Written under the accounting mutex, read by anyone.
 */
struct kntop_volume {
	u64	packets;
	u64	octets;
};

/**
 * kntop_tally_add - count on this CPU
 * @t: per-CPU tally, or an element of a per-CPU array of them
 * @count: how many
 * @octets: of how many octets
 * @now: time in the owner's clock, never 0
 *
 * Context: bottom halves off.
 */
static inline void kntop_tally_add(struct kntop_tally __percpu *t, u64 count,
				   u64 octets, u64 now)
{
	struct kntop_tally *c = this_cpu_ptr(t);

	WRITE_ONCE(c->count, c->count + count);
	WRITE_ONCE(c->octets, c->octets + octets);
	if (unlikely(!c->first))
		WRITE_ONCE(c->first, now);
	WRITE_ONCE(c->last, now);
}

/**
 * kntop_tally_merge - add one tally to another
 * @sum: what is added to
 * @t: what is added
 */
void kntop_tally_merge(struct kntop_tally *sum, const struct kntop_tally *t);

/**
 * kntop_tally_sum - add up all CPUs' shares
 * @sum: the result is added to it
 * @t: per-CPU tally
 */
void kntop_tally_sum(struct kntop_tally *sum, struct kntop_tally __percpu *t);

#endif /* KNTOP_TALLY_H */
