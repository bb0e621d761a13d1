/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pair: two hosts that talk. Flows are added up by interface, VLAN and both
 * addresses in a table that lives as long as one request, and belongs to it alone.
 *
 * The table grows with what it holds, up to a bound. What finds no room is counted.
 */
#ifndef KNTOP_PAIR_H
#define KNTOP_PAIR_H

#include <linux/types.h>

#include "packet.h"

/**
 * struct kntop_pair_side - what one host sent to the other
 * @packets: wire packets
 * @octets: layer-2 octets
 * @rate: octets a second
 */
struct kntop_pair_side {
	u64	packets;
	u64	octets;
	u64	rate;
};

/**
 * struct kntop_pair - the sum of some flows between two hosts; also one flow
 * @addr: both addresses, in an order that all flows between them have
 * @ifid: number of the interface
 * @vlan: VLAN id, 0 untagged or ignored
 * @flows: how many
 * @last: time of the newest packet, clock of the interface
 * @side: what each of them sent
 */
struct kntop_pair {
	union kntop_addr	addr[2];
	u16			ifid;
	u16			vlan;
	u32			flows;
	u64			last;
	struct kntop_pair_side	side[2];
};

/** struct kntop_pair_slot - upper half of a pair's hash, and its place + 1, or 0 */
struct kntop_pair_slot {
	u32	hash;
	u32	at;
};

/** How many words the hash takes: 8 address, 1 interface and VLAN. */
#define KNTOP_PAIR_HASH_WORDS	9

/**
 * struct kntop_pairs - the table
 * @pair: the pairs, in the order they came
 * @count: how many there are
 * @room: for how many there is memory
 * @most: what @room may grow to
 * @slot: where to find them by their hash, at most half full
 * @mask: number of slots - 1
 * @hash: random keys
 * @left_flows: flows of pairs that found no room
 * @left_packets: their packets
 * @left_octets: their octets
 */
struct kntop_pairs {
	struct kntop_pair	*pair;
	u32			count;
	u32			room;
	u32			most;
	struct kntop_pair_slot	*slot;
	u32			mask;
	u64			hash[KNTOP_PAIR_HASH_WORDS + 1];
	u64			left_flows;
	u64			left_packets;
	u64			left_octets;
};

/** kntop_pairs_init - @most: bound, at least 1. Process. Return: 0 or -ENOMEM. */
int kntop_pairs_init(struct kntop_pairs *p, u32 most);

/** kntop_pairs_destroy - free what init and reserve made. */
void kntop_pairs_destroy(struct kntop_pairs *p);

/**
 * kntop_pairs_reserve - see that there is room
 * @p: table
 * @more: for so many pairs, at most 256
 *
 * Where the bound or the memory does not allow it, there is less.
 *
 * Context: process.
 */
void kntop_pairs_reserve(struct kntop_pairs *p, u32 more);

/**
 * kntop_pairs_add - add flows to their pair
 * @p: table
 * @flow: what is added, @flows included
 *
 * Context: any; never sleeps.
 */
void kntop_pairs_add(struct kntop_pairs *p, const struct kntop_pair *flow);

/** kntop_pair_octets - both ways. */
static inline u64 kntop_pair_octets(const struct kntop_pair *p)
{
	return p->side[0].octets + p->side[1].octets;
}

/** kntop_pair_packets - both ways. */
static inline u64 kntop_pair_packets(const struct kntop_pair *p)
{
	return p->side[0].packets + p->side[1].packets;
}

/** kntop_pair_rate - both ways, octets a second. */
static inline u64 kntop_pair_rate(const struct kntop_pair *p)
{
	return p->side[0].rate + p->side[1].rate;
}

#endif /* KNTOP_PAIR_H */
