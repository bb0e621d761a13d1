/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host: the host table. One writer, the accounting worker; readers under RCU.
 */
#ifndef KNTOP_HOST_H
#define KNTOP_HOST_H

#include <linux/cache.h>
#include <linux/kntop.h>
#include <linux/rculist.h>
#include <linux/types.h>

#include "interface.h"
#include "packet.h"
#include "tcp.h"
#include "wheel.h"

struct kntop_localnet;

/** Index of what a host sent and received. */
#define KNTOP_SENT	0
#define KNTOP_RECEIVED	1

/**
 * struct kntop_host_dns - how a host answered from port 53
 * @answers: flows in which it did
 * @time: microseconds that the first answers of these took, together
 * @time_max: the longest of them
 *
 * Written under the accounting mutex.
 */
struct kntop_host_dns {
	u64	answers;
	u64	time;
	u64	time_max;
};

/**
 * struct kntop_host - an address seen on an interface
 * @node: link in its bucket
 * @addr: address; constant, as the next two
 * @ifid: number of the interface
 * @vlan: VLAN id, 0 untagged or ignored
 * @flows: its flows in the table
 * @net: its local network, NULL when remote; RCU, readers may see the old one
 * @first: time of its first packet, its interface's clock
 * @last: time of its newest packet
 * @tick: number of the accounting tick that @tick_octets belong to, modulo 2^32
 * @early: @early_octets are not 0
 * @tick_octets: sent and received in it
 * @breakdown: local hosts: traffic by protocol, sent and received
 * @l4: traffic by enum kntop_host_l4, sent and received
 * @early_octets: what was folded between ticks, for the next one
 * @wheel: link in the table's timer wheel
 * @rcu: once removed
 * @idle: since when it is without a flow, clock of live interfaces
 * @as_client: flows ever, as client
 * @as_server: flows ever, as server
 * @retransmitted: TCP packets it sent again, as the next two of flows that ended
 * @out_of_order: TCP packets of its that came late
 * @lost: packets of what it sent that were missing
 * @dns: how long it took to answer from port 53; NULL never did; RCU, freed with the host
 * @number: larger than that of all hosts before it; constant. A bucket has the largest
 *	first, so whoever left a walk knows by it where to go on
 *
 * Written under the accounting mutex. A visit of one of its flows needs the first
 * two cache lines, and for other protocols than TCP the third.
 */
struct kntop_host {
	struct hlist_node	node;
	union kntop_addr	addr;
	u16			ifid;
	u16			vlan;
	u32			flows;
	struct kntop_localnet __rcu *net;
	u64			first;
	u64			last;

	u32			tick;
	bool			early;
	u64			tick_octets[2];
	struct kntop_breakdown	breakdown;
	struct kntop_volume	l4[KNTOP_HOST_L4_MAX + 1][2];

	u64			early_octets[2];
	union {
		struct hlist_node wheel;
		struct rcu_head	rcu;
	};
	u64			idle;
	u64			as_client;
	u64			as_server;
	u64			retransmitted;
	u64			out_of_order;
	u64			lost;
	struct kntop_host_dns __rcu *dns;
	u64			number;
} ____cacheline_aligned;

/** struct kntop_host_buckets - the array of buckets */
struct kntop_host_buckets {
	struct rcu_head		rcu;
	unsigned int		bits;
	struct hlist_head	bucket[];
};

/** How many words of a host's key the hash takes: 4 address, 1 interface and VLAN. */
#define KNTOP_HOST_HASH_WORDS	5

/**
 * struct kntop_host_table - the hosts of one network namespace
 * @buckets: RCU; replaced under the accounting mutex, which protects the rest
 * @hash: random keys of the hash, constant
 * @entries: hosts in it
 * @limit: most hosts
 * @generation: how often it was resized
 * @breakdowns: octets of the hosts' breakdowns and @dns
 * @number: of the newest host
 */
struct kntop_host_table {
	struct kntop_host_buckets __rcu *buckets;
	u64			hash[KNTOP_HOST_HASH_WORDS + 1];
	u32			entries;
	u32			limit;
	u32			generation;
	u64			breakdowns;
	u64			number;
};

/**
 * kntop_host_bucket_of - where a host is or would be
 * @t: table
 * @addr: address
 * @ifid: interface number
 * @vlan: VLAN id
 *
 * The bucket is on its way into the cache, for kntop_host_prefetch().
 *
 * Context: accounting mutex. Return: the bucket, until the table is resized.
 */
const struct hlist_head *kntop_host_bucket_of(const struct kntop_host_table *t,
					      const union kntop_addr *addr, u16 ifid,
					      u16 vlan);

/** kntop_host_prefetch - have what is first in a bucket at hand soon. Mutex. */
void kntop_host_prefetch(const struct hlist_head *bucket);

/**
 * kntop_host_in - look a host up in its bucket
 * @bucket: as kntop_host_bucket_of() returned
 * @addr: address
 * @ifid: interface number
 * @vlan: VLAN id
 *
 * Context: accounting mutex. Return: host or NULL.
 */
struct kntop_host *kntop_host_in(const struct hlist_head *bucket,
				 const union kntop_addr *addr, u16 ifid, u16 vlan);

/**
 * kntop_host_add - make a host that is not in the table
 * @t: table
 * @addr: address
 * @ifid: interface number
 * @vlan: VLAN id
 *
 * Context: accounting mutex, may sleep. Return: the host, or NULL when the
 * table is full or memory short.
 */
struct kntop_host *kntop_host_add(struct kntop_host_table *t,
				  const union kntop_addr *addr, u16 ifid,
				  u16 vlan);

/** kntop_host_remove - take it out of the table and free it. Accounting mutex. */
void kntop_host_remove(struct kntop_host_table *t, struct kntop_host *host);

/**
 * kntop_host_answer - a host answered from port 53
 * @t: table
 * @host: host
 * @took: microseconds
 *
 * Context: accounting mutex, may sleep. Return: false when memory is short: not counted.
 */
bool kntop_host_answer(struct kntop_host_table *t, struct kntop_host *host, u64 took);

/** kntop_host_volume - all protocols together. @way: KNTOP_SENT or _RECEIVED. */
struct kntop_volume kntop_host_volume(const struct kntop_host *host, int way);

/** kntop_host_table_init - Context: process. Return: 0 or -ENOMEM. */
int kntop_host_table_init(struct kntop_host_table *t, u32 limit);

/** kntop_host_table_resize - change the limit; accounting mutex. 0 or -ENOMEM. */
int kntop_host_table_resize(struct kntop_host_table *t, u32 limit);

/** kntop_host_table_destroy - free all. Seen by nobody any more. */
void kntop_host_table_destroy(struct kntop_host_table *t);

/** kntop_host_table_bytes - memory held. RCU read-side section. */
u64 kntop_host_table_bytes(struct kntop_host_table *t);

int kntop_host_cache_create(void);
void kntop_host_cache_destroy(void);
unsigned int kntop_host_cache_size(void);

#endif /* KNTOP_HOST_H */
