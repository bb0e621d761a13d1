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
 * struct kntop_localnets - the local networks, with what one source or all live ones carried
 * @set: RCU; replaced under the accounting mutex, which protects the rest
 * @next: set that is ready to replace it, NULL none
 * @differs: the network that is new in it, or missing
 * @grows: it is new
 * @generation: how often the set was replaced
 * @rcu: for freeing an offline source's
 */
struct kntop_localnets {
	struct kntop_localnet_set __rcu *set;
	struct kntop_localnet_set *next;
	struct kntop_localnet	*differs;
	bool			grows;
	u32			generation;
	struct rcu_head		rcu;
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
 * kntop_localnet_add - prepare to add a network
 * @l: local networks
 * @addr: network address, no bits behind the prefix
 * @prefix: over 128 bits
 * @name: alias or ""
 *
 * Nothing changes before kntop_localnet_commit().
 *
 * Context: accounting mutex. Return: 0, -EEXIST, -ENOSPC, -ENOMEM.
 */
int kntop_localnet_add(struct kntop_localnets *l, const union kntop_addr *addr,
		       u8 prefix, const char *name);

/**
 * kntop_localnet_remove - prepare to remove a network
 * @l: local networks
 * @addr: network address
 * @prefix: over 128 bits
 *
 * Nothing changes before kntop_localnet_commit().
 *
 * Context: accounting mutex. Return: 0, -ENOENT, -ENOMEM.
 */
int kntop_localnet_remove(struct kntop_localnets *l,
			  const union kntop_addr *addr, u8 prefix);

/**
 * kntop_localnet_commit - change what was prepared
 * @l: local networks
 * @gone: list that a network which was removed is put before, for kntop_localnet_free()
 *	once no host names it
 *
 * Context: accounting mutex. Return: the list.
 */
struct kntop_localnet *kntop_localnet_commit(struct kntop_localnets *l,
					     struct kntop_localnet *gone);

/** kntop_localnet_abort - leave it as it is; nothing need be prepared. Accounting mutex. */
void kntop_localnet_abort(struct kntop_localnets *l);

/**
 * kntop_localnet_copy - the same networks, which have carried nothing yet
 * @from: local networks
 *
 * Context: accounting mutex. Return: the copy, for kntop_localnet_destroy(), or NULL.
 */
struct kntop_localnets *kntop_localnet_copy(const struct kntop_localnets *from);

/** kntop_localnet_destroy - free a copy, after a grace period; NULL is fine. */
void kntop_localnet_destroy(struct kntop_localnets *l);

/**
 * kntop_localnet_flush - remove all
 * @l: local networks
 * @gone: list that what was removed is put before, for kntop_localnet_free()
 *
 * Context: accounting mutex, or nobody else there. Return: the list.
 */
struct kntop_localnet *kntop_localnet_flush(struct kntop_localnets *l,
					    struct kntop_localnet *gone);

/** kntop_localnet_free - free what was removed, after a grace period. */
void kntop_localnet_free(struct kntop_localnet *gone);

#endif /* KNTOP_LOCALNET_H */
