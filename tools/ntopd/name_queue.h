/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses that wait for a look-up, and when the next one may begin. */
#ifndef NTOPD_NAME_QUEUE_H
#define NTOPD_NAME_QUEUE_H

#include <kntop.h>
#include <stddef.h>

/** Most addresses that wait; further ones are asked for again later. */
#define NAME_QUEUE_MAX		1024
/** Most look-ups at a time. */
#define NAME_QUEUE_FLIGHT	8
/** Most look-ups that begin in any second. */
#define NAME_QUEUE_RATE		20

/**
 * struct name_queue - what waits, and what is under way; all zero: nothing
 * @addr: a ring of addresses
 * @first: index of the one that waits longest
 * @count: how many wait
 * @flying: look-ups that are under way
 * @began: when the last NAME_QUEUE_RATE look-ups began, a ring; nanoseconds
 * @begun: how many began ever
 */
struct name_queue {
	struct kntop_address addr[NAME_QUEUE_MAX];
	size_t first;
	size_t count;
	unsigned int flying;
	uint64_t began[NAME_QUEUE_RATE];
	uint64_t begun;
};

/** name_queue_add() - let an address wait, unless it does, or there is no room */
void name_queue_add(struct name_queue *q, const struct kntop_address *addr);

/** name_queue_clear() - nothing waits any more */
void name_queue_clear(struct name_queue *q);

/**
 * name_queue_take() - the next address, if its look-up may begin
 * @q: queue
 * @now: nanoseconds, of a clock that never goes back and is not 0
 * @addr: filled in; name_queue_landed() is to be called when its look-up is over
 *
 * Return: false when nothing waits, too many are under way, or too many began of late.
 */
bool name_queue_take(struct name_queue *q, uint64_t now, struct kntop_address *addr);

/** name_queue_landed() - a look-up is over */
void name_queue_landed(struct name_queue *q);

/**
 * name_queue_pause() - when to try name_queue_take() again
 * @q: queue
 * @now: nanoseconds
 *
 * Return: nanoseconds; UINT64_MAX not before a look-up is over, or an address is added.
 */
uint64_t name_queue_pause(const struct name_queue *q, uint64_t now);

#endif /* NTOPD_NAME_QUEUE_H */
