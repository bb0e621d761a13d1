/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tunnel_table: the tunnels that packets came in, each with a number that fits a flow's
 * key; and what they carried.
 *
 * A tunnel is told apart by interface, kind, both ends, VLAN, VNI or the like, and the
 * tunnels that it is in itself. Both directions are one tunnel; end A is the one with the
 * lower address. Where each direction has a number of its own (GTP-U), the packets inside
 * tell which two belong together: the second direction becomes part of the tunnel that
 * carries the other direction of the same inner packets between the same ends, when there
 * is exactly one such tunnel that lacks it. What is tied stays so.
 *
 * Packets look tunnels up under RCU and make them; only the accounting worker counts and
 * removes them, when no flow has been in them for a while. A number is given back after a
 * grace period and the visit of all flows that were made meanwhile, so no flow ever has the
 * number of another tunnel. Who keeps a record of a flow holds the tunnel, not its number.
 */
#ifndef KNTOP_TUNNEL_TABLE_H
#define KNTOP_TUNNEL_TABLE_H

#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/rhashtable-types.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/xarray.h>
#include <asm/barrier.h>

#include "packet.h"
#include "tally.h"
#include "tunnel_kind.h"

/** Numbers below this are kinds, enum kntop_encapsulation: which tunnel is not told. */
#define KNTOP_TUNNEL_FIRST	256
/**
 * Stands for the tunnel in the keys of UDP flows that are in none, and one of whose ports is
 * a tunnel's: the short way, which looks for 0, never finds them, so each of their packets
 * is looked into. To readers it is none.
 */
#define KNTOP_TUNNEL_CARRIER	255
/** How many bits a number has. */
#define KNTOP_TUNNEL_BITS	15
/** Beside the number, of a packet: its sender is end B. */
#define KNTOP_TUNNEL_TURNED	(1 << KNTOP_TUNNEL_BITS)
/** The most tunnels that there are numbers for. */
#define KNTOP_TUNNELS_MAX	(KNTOP_TUNNEL_TURNED - KNTOP_TUNNEL_FIRST)

/**
 * struct kntop_tunnel_name - what tells a tunnel, or one direction of it, apart
 * @addr: both ends, A first; as in struct kntop_tunnel_id, as all but the next
 * @number: see there
 * @nested: see there
 * @ifid: number of the interface
 * @vlan: see there, 0 ignored
 * @kind: enum kntop_encapsulation
 * @ends: see there
 * @numbered: see there
 * @way: where directions have a number each: 1 from B to A; else 0
 *
 * All octets are set: it is hashed and compared as a whole.
 */
struct kntop_tunnel_name {
	union kntop_addr	addr[2];
	u32			number;
	u32			nested;
	u16			ifid;
	u16			vlan;
	u8			kind;
	u8			ends;
	u8			numbered;
	u8			way;
};

/**
 * struct kntop_tunnel_link - how a tunnel is found by a name
 * @node: link of the hash table
 * @name: the name
 * @tunnel: whose it is
 */
struct kntop_tunnel_link {
	struct rhash_head		node;
	struct kntop_tunnel_name	name;
	struct kntop_tunnel_entry	*tunnel;
};

/** What kntop_tunnel_entry.state says. */
enum kntop_tunnel_state {
	KNTOP_TUNNEL_FOUND,		/* packets find it */
	KNTOP_TUNNEL_LEAVING,		/* not any more, but some may have found it before */
	KNTOP_TUNNEL_LEFT,		/* nor those, but the flow of one may not be visited yet */
};

/**
 * struct kntop_tunnel_entry - a tunnel
 * @link: its names: by @way, or the first for both ways
 * @known: which of the names there are; table's lock
 * @seen: a packet came from end A, from end B; never taken back
 * @key: its number in flows' keys; constant, as the next
 * @id: its number for users, never given twice
 * @refs: table, and records of flows
 * @used: jiffies of the newest packet that looked for it, to a second
 * @state: enum kntop_tunnel_state; accounting worker, as all below
 * @grace: when the grace period after it left is over
 * @flows: live flows that were visited
 * @flows_total: all flows it ever had
 * @volume: what they carried, from A to B and back
 * @first: time of the first packet, clock of the interface
 * @last: of the newest
 * @tick: last tick in which a flow was visited, and
 * @tick_octets: octets that were new in it
 * @rcu: for freeing
 */
struct kntop_tunnel_entry {
	struct kntop_tunnel_link	link[2];
	bool				known[2];
	bool				seen[2];
	u16				key;
	u32				id;
	refcount_t			refs;
	unsigned long			used;
	u8				state;
	unsigned long			grace;
	u32				flows;
	u64				flows_total;
	struct kntop_volume		volume[2];
	u64				first;
	u64				last;
	u64				tick;
	u64				tick_octets[2];
	struct rcu_head			rcu;
};

/**
 * struct kntop_tunnel_pairing - where inner packets went that were seen one way only
 * @hash: of the ends and the inner flow
 * @key: the tunnel's number, 0 none
 * @id: the tunnel's
 * @way: which way they went
 * @ambiguous: in several tunnels, so they tell nothing
 * @when: jiffies when that was noted: nobody else's flow takes its place for a second
 *
 * Table's lock; also read without.
 */
struct kntop_tunnel_pairing {
	u64	hash;
	u32	id;
	u16	key;
	u8	way;
	bool	ambiguous;
	unsigned long when;
};

/** How many inner flows are remembered for that. */
#define KNTOP_TUNNEL_PAIRINGS	4096

/**
 * struct kntop_tunnel_table - the tunnels of one network namespace
 * @names: by name; RCU, changed under @lock
 * @numbers: by number in keys; RCU
 * @next: number to try first
 * @last_id: the newest one's
 * @limit: most tunnels; written under the accounting mutex
 * @count: tunnels now
 * @lock: softirq-safe, at the end of every chain
 * @pairing_key: random keys, constant
 * @pairing: see there
 * @refused: per CPU, packets whose tunnel found no room; owned by the namespace
 */
struct kntop_tunnel_table {
	struct rhashtable		names;
	struct xarray			numbers;
	u32				next;
	u32				last_id;
	u32				limit;
	atomic_t			count;
	spinlock_t			lock;
	u64				pairing_key[2];
	struct kntop_tunnel_pairing	*pairing;
	struct kntop_tally __percpu	*refused;
};

/** kntop_tunnel_number - the number alone of what kntop_tunnel_table_find() returned */
static inline u16 kntop_tunnel_number(u16 tunnel)
{
	return tunnel & ~KNTOP_TUNNEL_TURNED;
}

/**
 * kntop_tunnel_is_turned - is side 0 of a flow behind end B?
 * @tunnel: as kntop_tunnel_table_find() returned
 * @side: which side of the flow the sender is
 */
static inline bool kntop_tunnel_is_turned(u16 tunnel, int side)
{
	return !!(tunnel & KNTOP_TUNNEL_TURNED) ^ side;
}

/**
 * kntop_tunnel_way - which way a side's packets go: 0 from A to B
 * @e: tunnel
 * @side: of the flow
 * @turned: side 0 is behind end B
 *
 * What a mirror sends to whoever looks at it goes one way, both sides of a flow.
 */
static inline int kntop_tunnel_way(const struct kntop_tunnel_entry *e, int side, bool turned)
{
	if (READ_ONCE(e->seen[0]) && READ_ONCE(e->seen[1]))
		return side ^ turned;
	return READ_ONCE(e->seen[1]);
}

/**
 * kntop_tunnel_table_init - an empty table; refused is the caller's to set
 * @t: zeroed memory
 * @limit: most tunnels
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int kntop_tunnel_table_init(struct kntop_tunnel_table *t, u32 limit);

/** kntop_tunnel_table_destroy - end of it. Context: process; nobody uses it any more. */
void kntop_tunnel_table_destroy(struct kntop_tunnel_table *t);

/**
 * kntop_tunnel_table_find - the number of the tunnel that a packet came in
 * @t: table
 * @p: packet with an encapsulation
 * @ifid: number of the interface
 * @ignore_vlan: tunnels in different VLANs are one
 *
 * Makes the tunnel if need be and there is room.
 *
 * Context: bottom halves off, RCU. Return: its number, and KNTOP_TUNNEL_TURNED when the
 * sender is end B; or the kind alone.
 */
u16 kntop_tunnel_table_find(struct kntop_tunnel_table *t, const struct kntop_packet *p,
			    u16 ifid, bool ignore_vlan);

/**
 * kntop_tunnel_table_at - a tunnel by its number
 * @t: table
 * @key: number, or kind
 *
 * Context: RCU, or accounting mutex. Return: the tunnel or NULL, if it is only a kind.
 */
struct kntop_tunnel_entry *kntop_tunnel_table_at(struct kntop_tunnel_table *t, u16 key);

/**
 * kntop_tunnel_table_age - remove what has no flows any more
 * @t: table
 * @is_gone: whether an interface is no longer watched
 * @context: for it
 *
 * Context: accounting mutex, when all flows that changed have been visited.
 */
void kntop_tunnel_table_age(struct kntop_tunnel_table *t,
			    bool (*is_gone)(void *context, u16 ifid), void *context);

/** kntop_tunnel_table_bytes - memory held, but for what only records hold. */
u64 kntop_tunnel_table_bytes(const struct kntop_tunnel_table *t);

/** kntop_tunnel_kind - enum kntop_encapsulation of a number in a key. RCU. */
u8 kntop_tunnel_kind(const struct kntop_tunnel_entry *e, u16 key);

/** kntop_tunnel_hold - keep a tunnel, or NULL, that is under RCU; NULL if it is gone. */
struct kntop_tunnel_entry *kntop_tunnel_hold(struct kntop_tunnel_entry *e);

/** kntop_tunnel_put - let it, or NULL, go. */
void kntop_tunnel_put(struct kntop_tunnel_entry *e);

/**
 * kntop_tunnel_any - the name that says kind, ends and the like
 * @e: tunnel
 *
 * Two names differ in number and way only.
 */
static inline const struct kntop_tunnel_name *
kntop_tunnel_any(const struct kntop_tunnel_entry *e)
{
	/* pairs with the store behind the one of the name */
	return &e->link[!smp_load_acquire(&e->known[0])].name;
}

#endif /* KNTOP_TUNNEL_TABLE_H */
