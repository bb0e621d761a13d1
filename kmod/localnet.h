/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * localnet: the networks that count as local. Longest-prefix match.
 *
 * The set is small and changes by hand, but is asked for each new host and for
 * each flow of a dump: a sorted array for each prefix length in use, searched
 * by halves, longest prefix first. A change makes a new set (RCU).
 */
#ifndef KNTOP_LOCALNET_H
#define KNTOP_LOCALNET_H

#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "interface.h"
#include "packet.h"

/** Most local networks of a namespace. */
#define KNTOP_LOCALNETS_MAX	4096

/**
 * struct kntop_localnet - one local network
 * @addr: network address
 * @prefix: length over all 128 bits: 96 more than an IPv4 prefix
 * @name: alias or empty; constant
 * @sent: from its hosts to others; accounting mutex, as all below
 * @received: from others to its hosts
 * @internal: between its hosts
 * @breakdown: the same by protocol
 * @hosts: its entries in the host table
 * @gone: next of those that were removed together
 * @rcu: for freeing
 */
struct kntop_localnet {
	union kntop_addr	addr;
	u8			prefix;
	char			name[KNTOP_LOCALNET_NAME_SIZE];
	struct kntop_volume	sent;
	struct kntop_volume	received;
	struct kntop_volume	internal;
	struct kntop_breakdown	breakdown;
	u32			hosts;
	struct kntop_localnet	*gone;
	struct rcu_head		rcu;
};

/**
 * struct kntop_localnet_set - all of them
 * @rcu: for freeing
 * @count: how many
 * @net: by prefix length, longest first, then by address
 */
struct kntop_localnet_set {
	struct rcu_head		rcu;
	unsigned int		count;
	struct kntop_localnet	*net[];
};

/**
 * struct kntop_localnets - a namespace's local networks
 * @set: RCU; replaced under the accounting mutex
 * @generation: how often it was replaced
 */
struct kntop_localnets {
	struct kntop_localnet_set __rcu *set;
	u32			generation;
};

/**
 * kntop_localnet_find - the longest prefix that holds an address
 * @l: local networks
 * @addr: address
 *
 * Context: RCU read-side section or accounting mutex. Return: NULL if remote.
 */
struct kntop_localnet *kntop_localnet_find(const struct kntop_localnets *l,
					   const union kntop_addr *addr);

/**
 * kntop_localnet_holds - is an address in a network?
 * @net: network address
 * @prefix: over 128 bits
 * @addr: address
 */
bool kntop_localnet_holds(const union kntop_addr *net, u8 prefix,
			  const union kntop_addr *addr);

/**
 * kntop_localnet_add - add a network
 * @l: local networks
 * @addr: network address, no bits behind the prefix
 * @prefix: over 128 bits
 * @name: alias or ""
 *
 * Context: accounting mutex. Return: 0, -EEXIST, -ENOSPC, -ENOMEM.
 */
int kntop_localnet_add(struct kntop_localnets *l, const union kntop_addr *addr,
		       u8 prefix, const char *name);

/**
 * kntop_localnet_remove - remove a network
 * @l: local networks
 * @addr: network address
 * @prefix: over 128 bits
 * @gone: what was removed, for kntop_localnet_free() once no host names it
 *
 * Context: accounting mutex. Return: 0, -ENOENT, -ENOMEM.
 */
int kntop_localnet_remove(struct kntop_localnets *l,
			  const union kntop_addr *addr, u8 prefix,
			  struct kntop_localnet **gone);

/**
 * kntop_localnet_flush - remove all
 * @l: local networks
 *
 * Context: accounting mutex, or nobody else there.
 * Return: what was removed, for kntop_localnet_free().
 */
struct kntop_localnet *kntop_localnet_flush(struct kntop_localnets *l);

/** kntop_localnet_free - free what was removed, after a grace period. */
void kntop_localnet_free(struct kntop_localnet *gone);

#endif /* KNTOP_LOCALNET_H */
