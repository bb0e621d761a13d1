/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ended: the ring of ended flows, read by sequence number.
 *
 * A record holds its finding. Records are numbered from 1 without gaps. Any number of readers ask for what
 * follows the number they know; a full ring pushes out the oldest.
 */
#ifndef KNTOP_ENDED_H
#define KNTOP_ENDED_H

#include <linux/spinlock.h>
#include <linux/types.h>

#include "record.h"

/**
 * struct kntop_ended - the ring
 * @lock: protects all, held for one record's copy
 * @ring: place of record n is n % limit
 * @limit: how many fit
 * @next: number of the next record
 * @oldest: number of the oldest one that is still held
 */
struct kntop_ended {
	spinlock_t		lock;
	struct kntop_record	*ring;
	u32			limit;
	u64			next;
	u64			oldest;
};

/** kntop_ended_init - Context: process. Return: 0 or -ENOMEM. */
int kntop_ended_init(struct kntop_ended *e, u32 limit);

/**
 * kntop_ended_resize - change the limit, keeping the newest records
 * Context: accounting mutex. Return: how many were pushed out, or -ENOMEM.
 */
int kntop_ended_resize(struct kntop_ended *e, u32 limit);

/** kntop_ended_destroy - free the ring. */
void kntop_ended_destroy(struct kntop_ended *e);

/**
 * kntop_ended_add - append a record
 * Context: accounting mutex. Return: true if it pushed out another.
 */
bool kntop_ended_add(struct kntop_ended *e, const struct kntop_record *r);

/**
 * kntop_ended_read - copy the first record from a number on
 * @e: ring
 * @seq: number asked for; replaced by the number got
 * @r: the record, its finding held for the caller
 *
 * Context: process. Return: false when there is none yet.
 */
bool kntop_ended_read(struct kntop_ended *e, u64 *seq, struct kntop_record *r);

/** kntop_ended_range - numbers held: [*oldest, *next). */
void kntop_ended_range(struct kntop_ended *e, u64 *oldest, u64 *next);

#endif /* KNTOP_ENDED_H */
