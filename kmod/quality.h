/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quality: what went wrong with the packets of a flow, in memory that only flows have
 * with which something did.
 */
#ifndef KNTOP_QUALITY_H
#define KNTOP_QUALITY_H

#include <linux/types.h>

#include "tcp.h"

/**
 * struct kntop_quality - what went wrong with a flow's packets, by side of its key
 * @tcp: of TCP
 * @icmp_errors: ICMP errors that quoted what this side had sent
 *
 * Flow's lock. Freed with the flow.
 */
struct kntop_quality {
	struct kntop_tcp_side	tcp[2];
	u32			icmp_errors[2];
};

/**
 * kntop_quality_get - a flow's, made where there is none yet
 * @place: where the flow keeps it
 *
 * Context: flow's lock held, any but hard interrupts. Return: it, or NULL when memory is short.
 */
struct kntop_quality *kntop_quality_get(struct kntop_quality **place);

/**
 * kntop_quality_follow - let a side have holes
 * @me: the side
 * @limit: most sides with holes, of all flows
 *
 * Context: as kntop_quality_get(). Return: false when memory is short or the limit reached.
 */
bool kntop_quality_follow(struct kntop_tcp_side *me, u32 limit);

/** kntop_quality_settle - give memory back if the side has no hole. Context: as above. */
void kntop_quality_settle(struct kntop_tcp_side *me);

/** kntop_quality_free - NULL is fine. Any context. */
void kntop_quality_free(struct kntop_quality *q);

/** kntop_quality_count - flows that have one, and @bytes: their memory, holes included. */
u64 kntop_quality_count(u64 *bytes);

#endif /* KNTOP_QUALITY_H */
