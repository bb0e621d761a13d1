/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fragment: datagrams that come in fragments. Only the first fragment has ports, so this
 * remembers them for the later ones, and holds the volume of those that come before it.
 *
 * A table of a fixed size for each interface, in sets that are allocated when first
 * needed. A set that is full gives up what is due first. Each fragment looks at one set,
 * so a flood of them costs no more than any other packet. Nothing here knows flows: see
 * datagram.h.
 */
#ifndef KNTOP_FRAGMENT_H
#define KNTOP_FRAGMENT_H

#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "packet.h"

/** How many sets a table has, and how many datagrams each of them holds. */
#define KNTOP_FRAGMENT_SETS	256
#define KNTOP_FRAGMENT_WAYS	8

/** Words of a datagram's identity that are hashed: addresses, id, tag and tunnel. */
#define KNTOP_FRAGMENT_HASH_WORDS	10

/**
 * How long a datagram is remembered, by the source's clock. RFC 791 suggests 15 s for
 * reassembly, RFC 8200 section 4.5 says 60 s; Linux has 30 s for IPv4.
 */
#define KNTOP_FRAGMENT_LIFE_NS	(30ULL * 1000000000)
/** And one that is complete, for repeated fragments: its number will be used again. */
#define KNTOP_FRAGMENT_DONE_NS	(1ULL * 1000000000)

/**
 * struct kntop_fragment_volume - what fragments were on the wire
 * @packets: wire packets
 * @octets: their layer-2 octets
 * @l3_octets: their L3 octets
 * @time: of the newest one, source clock
 */
struct kntop_fragment_volume {
	u32	packets;
	u64	octets;
	u64	l3_octets;
	u64	time;
};

/**
 * struct kntop_fragment_note - fragments that were held back, to be counted now
 * @packet: what they have in common: one later fragment. With @packet.continued the
 *	first one came; without it they are strays
 * @vlan: as it was given to kntop_fragments_see()
 * @tunnel: as well
 * @volume: all of them; no packets: there is no note
 */
struct kntop_fragment_note {
	struct kntop_packet		packet;
	u16				vlan;
	u16				tunnel;
	struct kntop_fragment_volume	volume;
};

/**
 * struct kntop_fragment - a datagram of which fragments were seen
 * @src: sender
 * @dst: receiver
 * @id: identification
 * @vlan: VLAN, 0 where it does not matter
 * @tunnel: number of the tunnel
 * @family: 4 or 6
 * @l4: what the fragments say; IPv4: part of its identity (RFC 791)
 * @known: its first fragment came; so the next ones are valid
 * @icmp: see struct kntop_packet, as the next five
 * @icmp_reply: see there
 * @carrier: see there
 * @first_l4: @l4 there
 * @src_port: see there
 * @dst_port: see there
 * @seq: TCP: sequence number of what would be the datagram's octet 0
 * @sequenced: there is one: the first fragment has all of TCP's header
 * @have: octets of the datagram that came, repeated ones counted again
 * @whole: how many it has, 0 not known yet
 * @held_at: offset of the lowest fragment that is held back
 * @held_len: octets of the datagram that are held back
 * @held: fragments held back
 * @order: which of all datagrams that were ever held back this is
 *
 * Set's lock.
 */
struct kntop_fragment {
	union kntop_addr		src;
	union kntop_addr		dst;
	u32				id;
	u16				vlan;
	u16				tunnel;
	u8				family;
	u8				l4;
	bool				known;
	bool				icmp;
	bool				icmp_reply;
	bool				carrier;
	bool				sequenced;
	u8				first_l4;
	u16				src_port;
	u16				dst_port;
	u32				seq;
	u32				have;
	u32				whole;
	u16				held_at;
	u32				held_len;
	u32				order;
	struct kntop_fragment_volume	held;
};

/**
 * struct kntop_fragment_set - datagrams whose hash is alike
 * @due: until when each is remembered, source clock; 0: the place is empty
 * @tag: rest of each one's hash, so that no other is looked at
 * @fragment: the datagrams
 */
struct kntop_fragment_set {
	u64			due[KNTOP_FRAGMENT_WAYS];
	u32			tag[KNTOP_FRAGMENT_WAYS];
	struct kntop_fragment	fragment[KNTOP_FRAGMENT_WAYS];
};

/**
 * struct kntop_fragments - the datagrams in fragments of one interface
 * @hash: keys, constant
 * @holding: datagrams with fragments held back
 * @orders: how many there were ever
 * @frozen: what is held back stays so, for the sum to be measured; accounting mutex,
 *	read by all
 * @bucket: sets and their locks, softirq-safe; a set stays once it is there
 */
struct kntop_fragments {
	u64				hash[KNTOP_FRAGMENT_HASH_WORDS + 1];
	atomic_t			holding;
	atomic_t			orders;
	bool				frozen;
	struct {
		spinlock_t		lock;
		struct kntop_fragment_set *set;
	}				bucket[KNTOP_FRAGMENT_SETS];
};

/** What kntop_fragments_see() found. */
enum kntop_fragment_fate {
	KNTOP_FRAGMENT_FIRST,		/* a first one; it is remembered where there is room */
	KNTOP_FRAGMENT_CREDITED,	/* its first one is known */
	KNTOP_FRAGMENT_HELD,		/* held back, and not to be counted in a flow now */
	KNTOP_FRAGMENT_STRAY,		/* there is no room to wait for its first one */
};

/**
 * kntop_fragments_init - an empty table
 * @t: zeroed memory
 * @repeatable: the same fragments shall always have the same fate, so the keys are not
 *	random: for files, where somebody who aims at a set harms nobody else
 */
void kntop_fragments_init(struct kntop_fragments *t, bool repeatable);

/** kntop_fragments_destroy - free the sets. Nobody uses the table any more. */
void kntop_fragments_destroy(struct kntop_fragments *t);

/**
 * kntop_fragments_see - a fragment came
 * @t: table
 * @p: a packet that is fragmented; KNTOP_FRAGMENT_CREDITED: gets the datagram's
 *	transport and is continued
 * @vlan: its VLAN, or 0 where that is ignored
 * @tunnel: number of its tunnel
 * @now: time of the source, which never runs back
 * @v: what it was on the wire
 * @note: what is to be counted behind it, if anything
 *
 * Context: bottom halves off. Return: enum kntop_fragment_fate.
 */
int kntop_fragments_see(struct kntop_fragments *t, struct kntop_packet *p, u16 vlan,
			u16 tunnel, u64 now, const struct kntop_fragment_volume *v,
			struct kntop_fragment_note *note);

/**
 * kntop_fragments_take - take what need not be held back any longer
 * @t: table
 * @at: where the search goes on; 0 in the beginning
 * @now: time of the source; what is due earlier is a stray. 0: only what has a first one,
 *	which had to wait for kntop_fragments_freeze()
 * @note: what is to be counted
 *
 * Context: accounting mutex, bottom halves off. Return: false when there is no more.
 */
bool kntop_fragments_take(struct kntop_fragments *t, u32 *at, u64 now,
			  struct kntop_fragment_note *note);

/**
 * kntop_fragments_take_oldest - take what was held back first, however long ago
 * @t: table
 * @note: what is to be counted
 *
 * Looks at all places each time. Context and return: as kntop_fragments_take().
 */
bool kntop_fragments_take_oldest(struct kntop_fragments *t, struct kntop_fragment_note *note);

/**
 * kntop_fragments_held - what is held back now
 * @t: table
 * @v: the sum, overwritten
 *
 * Context: any but hard interrupts.
 */
void kntop_fragments_held(struct kntop_fragments *t, struct kntop_fragment_volume *v);

/** kntop_fragments_bytes - memory that the table has now. */
u64 kntop_fragments_bytes(const struct kntop_fragments *t);

/**
 * kntop_fragments_freeze - let what is held back stay so, or no longer
 * @t: table
 * @frozen: whether
 *
 * After a grace period no fragment moves from here to a flow until it is over.
 *
 * Context: accounting mutex.
 */
static inline void kntop_fragments_freeze(struct kntop_fragments *t, bool frozen)
{
	WRITE_ONCE(t->frozen, frozen);
}

#endif /* KNTOP_FRAGMENT_H */
