/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup: which name a client had looked up when it turned to an address, from the DNS answers
 * that were seen. Bounded: the answer that is oldest gives way, and is counted.
 *
 * All workers share it: the client's questions and what it asked for go to different ones.
 */
#ifndef KNTOP_NDPI_LOOKUP_H
#define KNTOP_NDPI_LOOKUP_H

#include <linux/types.h>

#include "../packet.h"
#include "guest/door.h"
#include "world.h"

/** Most pairs of client and address, with a name each. */
#define KNTOP_LOOKUP_MAX	32768

/** Most names for one pair: the newest ones. */
#define KNTOP_LOOKUP_NAMES	4

/** Seconds for which an answer counts: its TTL, but no fewer and no more than these. */
#define KNTOP_LOOKUP_LEAST	60
#define KNTOP_LOOKUP_MOST	3600

/**
 * kntop_lookup_learn - keep what a client was told
 * @world: where
 * @client: who asked
 * @answers: what it was told; checked
 * @time: when, clock of the world
 *
 * Context: process, may sleep. When memory is short nothing is kept.
 */
void kntop_lookup_learn(const struct kntop_world *world, const union kntop_addr *client,
			const struct kntop_door_answer_list *answers, u64 time);

/**
 * kntop_lookup_find - the name that a client looked up last before it turned to an address
 * @world: where
 * @client: who
 * @server: the address
 * @time: when it turned there, clock of the world
 * @name: set to the name and a NUL; octets are graphic ASCII
 *
 * Context: process.
 * Return: the name's length, 0 none.
 */
u32 kntop_lookup_find(const struct kntop_world *world, const union kntop_addr *client,
		      const union kntop_addr *server, u64 time, char name[KNTOP_DOOR_HOST_MAX]);

/**
 * kntop_lookup_count - how many names are kept
 * @evicted: set to how many ever gave way
 *
 * Context: process.
 */
u32 kntop_lookup_count(u64 *evicted);

/** kntop_lookup_start - make it empty. Module init. 0 or -ENOMEM. */
int kntop_lookup_start(void);

/** kntop_lookup_stop - free all. No worker is left. */
void kntop_lookup_stop(void);

#endif /* KNTOP_NDPI_LOOKUP_H */
