// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses that wait for a look-up, and when the next one may begin. */
#include <string.h>
#include "name_queue.h"

/* A little more than one, so that whoever counts with another clock finds no more. */
#define SECOND	1050000000ULL

static const struct kntop_address *at(const struct name_queue *q, size_t i)
{
	return &q->addr[(q->first + i) % NAME_QUEUE_MAX];
}

void name_queue_add(struct name_queue *q, const struct kntop_address *addr)
{
	if (q->count == NAME_QUEUE_MAX)
		return;
	for (size_t i = 0; i < q->count; i++)
		if (!memcmp(at(q, i), addr, sizeof(*addr)))
			return;
	q->addr[(q->first + q->count++) % NAME_QUEUE_MAX] = *addr;
}

void name_queue_clear(struct name_queue *q)
{
	q->count = 0;
}

/* That which began NAME_QUEUE_RATE look-ups ago must be a second old. */
static uint64_t wait_of(const struct name_queue *q, uint64_t now)
{
	uint64_t then = q->began[q->begun % NAME_QUEUE_RATE];

	return then && now < then + SECOND ? then + SECOND - now : 0;
}

bool name_queue_take(struct name_queue *q, uint64_t now, struct kntop_address *addr)
{
	if (!q->count || q->flying == NAME_QUEUE_FLIGHT || wait_of(q, now))
		return false;
	*addr = *at(q, 0);
	q->first = (q->first + 1) % NAME_QUEUE_MAX;
	q->count--;
	q->flying++;
	q->began[q->begun++ % NAME_QUEUE_RATE] = now;
	return true;
}

void name_queue_landed(struct name_queue *q)
{
	q->flying--;
}

uint64_t name_queue_pause(const struct name_queue *q, uint64_t now)
{
	if (!q->count || q->flying == NAME_QUEUE_FLIGHT)
		return UINT64_MAX;
	return wait_of(q, now);
}
