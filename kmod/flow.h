/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow: the flow table. Find or create, count, end.
 *
 * A hash table of buckets that are one cache line each: seven slots, and for
 * each an octet of the hash, so that no flow is touched but the one looked for.
 * Readers walk it under RCU without a lock; a bucket's lock, a bit in the same
 * word, is for inserting and removing only. Each flow has a lock of its own for
 * its counters: a packet of a known flow reads its bucket, and reads or writes
 * two cache lines of the flow.
 *
 * A flow lives in three places: its bucket, the dirty list of the CPU that
 * first changed it since the accounting worker's last visit, and the worker's
 * timer wheel. However it ends, it is marked dead, goes to the worker by a dirty
 * list, and leaves its bucket at once; only the worker frees it.
 *
 * Lock order: bucket of the old table, those behind it, bucket of the new one
 * (while the table is resized) and those behind it, flow.
 */
#ifndef KNTOP_FLOW_H
#define KNTOP_FLOW_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/in.h>
#include <linux/kntop.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "flow_bucket.h"
#include "label.h"
#include "packet.h"
#include "tally.h"
#include "tcp.h"
#include "tunnel_table.h"

struct kntop_finding;
struct kntop_quality;
struct sk_buff;

/** Interface numbers with this bit are offline sources with clocks of their own. */
#define KNTOP_FLOW_IFID_OFFLINE	0x8000

/**
 * struct kntop_flow_key - what makes two packets one flow
 * @addr: both addresses, the lower one first, so that both directions match
 * @port: their ports; ICMP: identifier, then type << 8 | code
 * @ifid: number of the watched interface
 * @vlan: VLAN id, 0 untagged or ignored
 * @l4: IP protocol
 * @tunnel: number of the tunnel it is in, see tunnel_table.h
 *
 * What follows is not compared; it rides here because it fills the cache line.
 *
 * @turned: side 0 is behind the tunnel's end B
 * @attached: bit for each side whose host knows of the flow; accounting worker
 * @interims: it has interim records, see interim.h; accounting worker
 * @maker: side that sent the packet which made it; constant once in the table
 * @birth: lowest bits of kntop_flow_birth()
 * @about: KNTOP_FLOW_ABOUT_*; flow's lock
 * @latency: microseconds from the client's last payload before the server's
 *	first to that, at most KNTOP_FLOW_LATENCY_MAX, 0 unknown; flow's lock. While
 *	KNTOP_FLOW_WATCH is set, of TCP, from the flow's start to the client's newest
 *	payload, modulo KNTOP_FLOW_LATENCY_MAX + 1; 0: that was longer ago than can be told
 */
struct kntop_flow_key {
	union kntop_addr addr[2];
	union {
		struct {
			u16	port[2];
			u16	ifid;
			u16	vlan;
		};
		u64	where;
	};
	union {
		struct {
#if defined(__LITTLE_ENDIAN_BITFIELD)
			u32	l4 : 8;
			u32	tunnel : KNTOP_TUNNEL_BITS;
			u32	turned : 1;
			u32	attached : 2;
			u32	interims : 1;
			u32	maker : 1;
			u32	birth : 4;
#else
			u32	birth : 4;
			u32	maker : 1;
			u32	interims : 1;
			u32	attached : 2;
			u32	turned : 1;
			u32	tunnel : KNTOP_TUNNEL_BITS;
			u32	l4 : 8;
#endif
		};
		u32	what;
	};
	u8	about;
	u32	latency : 24;
};

/** What is compared of kntop_flow_key.what. */
#define KNTOP_FLOW_WHAT			0x7fffff

/** Longest latency that is told, microseconds: one that took longer is told as this. */
#define KNTOP_FLOW_LATENCY_MAX		0xffffff

/** Side 1 of the key is the client (else side 0). */
#define KNTOP_FLOW_ABOUT_CLIENT		0x01
/** enum kntop_direction_by, shifted. */
#define KNTOP_FLOW_ABOUT_BY		0x06
#define KNTOP_FLOW_ABOUT_BY_SHIFT	1
/** The client has sent payload, at the time last[client]. */
#define KNTOP_FLOW_ABOUT_REQUESTED	0x08
/** The hosts were told that side 1 (else side 0) is the client. */
#define KNTOP_FLOW_ABOUT_TOLD_CLIENT	0x10
#define KNTOP_FLOW_ABOUT_TOLD		0x20
/** Classified, or nobody will: label and finding are final. */
#define KNTOP_FLOW_ABOUT_DECIDED	0x40
/** What it carried was counted for its protocol; accounting worker. */
#define KNTOP_FLOW_ABOUT_SHARED		0x80

/** On a dirty list. */
#define KNTOP_FLOW_DIRTY		0x01
/** Ended: left its bucket, counts no more. */
#define KNTOP_FLOW_DEAD			0x02
/** Handshake or first answer still awaited. */
#define KNTOP_FLOW_WATCH		0x04
/** A classifier wants its packets. */
#define KNTOP_FLOW_DPI			0x08
#define KNTOP_FLOW_STATE_SHIFT		4
#define KNTOP_FLOW_STATE_MASK		0x07
/** Its state, and so its timeout, is another than at the worker's last visit. */
#define KNTOP_FLOW_RESTATED		0x80

/** Where in kntop_flow_side.mixed something begins, and how many bits it has. */
#define KNTOP_FLOW_EXTRA_SHIFT	8
#define KNTOP_FLOW_EXTRA_BITS	24

/**
 * struct kntop_flow_side - one side of a flow, and what it sent
 * @last: time of its newest packet, source clock
 * @packets: wire packets
 * @octets: layer-2 octets
 * @seq: TCP sequence number expected next
 * @end: of the lower side, once the flow is dead: enum kntop_end
 * @mixed: all TCP flags it has sent, in the lowest octet; above it see
 *	kntop_flow_extra()
 *
 * Flow's lock.
 */
struct kntop_flow_side {
	u64		last;
	u64		packets;
	u64		octets;
	union {
		u32	seq;
		u8	end;
	};
	s32		mixed;
};

/** So much of a side's octets is kept as folded, which is enough to know what is new. */
#define KNTOP_FLOW_FOLDED_BITS	44

/** Longest time in a handshake that is told, microseconds. */
#define KNTOP_FLOW_RTT_MAX	0xffffff

/**
 * struct kntop_flow - one flow, both directions
 * @low: side 0 of the key, whose address is the lower one
 * @key: constant while in the table
 * @lock: protects what says so, softirq-safe
 * @l2_len: octets in front of L3 as of the first packet; constant
 * @bits: KNTOP_FLOW_DIRTY ..., and enum kntop_state from
 *	KNTOP_FLOW_STATE_SHIFT on; lock
 * @late_high: see kntop_flow_first(); lock
 * @dirty: link of the dirty list
 * @high: side 1 of the key
 * @classified: undecided: what the classifier keeps, or NULL; it begins with a
 *	struct kntop_label. Decided: a struct kntop_finding, which begins alike,
 *	or, with KNTOP_FLOW_LABEL_ONLY, a label in the upper half; lock
 * @wheel: link of the timer wheel; accounting worker
 * @rcu: once freed
 * @first: time of the first packet, source clock; lock
 * @folded: what the accounting worker has folded so far; rate of the last
 *	second beside it, see rate.h; worker
 * @folded_packets: the same for packets, modulo 2^32; worker
 * @rtt: microseconds that each side took in the handshake, 0 unknown; lock
 * @extra_middle: see kntop_flow_extra(); lock
 * @extra_high: as well
 * @late_low: see kntop_flow_first(); lock
 * @quality: what went wrong with its packets, NULL nothing; lock
 * @base: TCP sequence number of the first packet that was seen of each side; lock
 * @told: KNTOP_FLOW_TOLD_*; worker
 *
 * 224 octets, aligned to 32: a packet touches its side and all between the sides,
 * 96 octets which so are never in more than two cache lines. What is behind them
 * only the worker touches, and packets that are in some way unusual.
 */
struct kntop_flow {
	struct kntop_flow_side	low;

	struct kntop_flow_key	key;
	spinlock_t		lock;
	u8			l2_len;
	u8			bits;
	u16			late_high;
	struct llist_node	dirty;

	struct kntop_flow_side	high;

	void			*classified;
	union {
		struct hlist_node wheel;
		struct rcu_head	rcu;
	};
	u64			first;
	struct {
		u64		octets : KNTOP_FLOW_FOLDED_BITS;
		u64		birth : 4;
		u64		rate : 16;
	}			folded[2];
	u32			folded_packets[2];
	struct {
		u32		rtt : 24;
		u32		extra_middle : 8;
	}			more[2];
	s16			extra_high[2];
	u32			late_low;
	struct kntop_quality	*quality;
	u32			base[2];
	u8			told;
};

/** Its server's host knows how long it took to answer. */
#define KNTOP_FLOW_TOLD_LATENCY	0x01

/** What a flow is aligned to. */
#define KNTOP_FLOW_ALIGN	32

/** There is no finding: kntop_flow.classified is the label itself. */
#define KNTOP_FLOW_LABEL_ONLY	1UL
#define KNTOP_FLOW_LABEL_SHIFT	32

/**
 * struct kntop_sighting - one frame, as its flow sees it
 * @packet: what parsing found
 * @frame: the octets at hand, for the classifier
 * @skb: the rest of them, NULL for an offline frame
 * @time: when, source clock
 * @clock: the source's time now, which never runs back
 * @packets: wire packets in it
 * @octets: their layer-2 octets on the wire
 * @l3_octets: their L3 octets
 * @ifid: number of the interface
 * @vlan: the key's VLAN
 * @tunnel: number of its tunnel, and KNTOP_TUNNEL_TURNED if the sender is behind end B
 */
struct kntop_sighting {
	const struct kntop_packet *packet;
	const struct kntop_frame *frame;
	const struct sk_buff	*skb;
	u64			time;
	u64			clock;
	u32			packets;
	u64			octets;
	u64			l3_octets;
	u16			ifid;
	u16			vlan;
	u16			tunnel;
};

/** How many key words the hash takes: 8 address, 1 port, 1 tag, 1 protocol. */
#define KNTOP_FLOW_HASH_WORDS	11

/** How many lists of changed flows each CPU has. */
#define KNTOP_FLOW_DIRTY_LISTS	4

/**
 * struct kntop_flow_dirty - the flows that changed since the worker came by
 * @list: several, so that the worker need not wait for each flow to learn the next
 *
 * One for each CPU: it adds, with bottom halves off; the worker takes all.
 */
struct kntop_flow_dirty {
	struct llist_head	list[KNTOP_FLOW_DIRTY_LISTS];
};

/** The list of a flow: what follows from where it is, which costs least. */
static inline unsigned int kntop_flow_dirty_list(const struct kntop_flow *flow)
{
	return (unsigned long)flow / KNTOP_FLOW_ALIGN % KNTOP_FLOW_DIRTY_LISTS;
}

/** Flows whose memory is asked for at a time. */
#define KNTOP_FLOW_SPARES	16

/**
 * struct kntop_flow_spare - memory for new flows, zeroed
 * @count: how many there are
 * @births: flows that were made here, modulo 2^16
 * @flow: the memory
 *
 * One for each CPU, used by it with bottom halves off.
 */
struct kntop_flow_spare {
	unsigned int		count;
	u16			births;
	void			*flow[KNTOP_FLOW_SPARES];
};

/**
 * struct kntop_flow_table - the flows of one network namespace
 * @buckets: RCU; replaced under the accounting mutex
 * @hash: random keys, constant
 * @id_key: another, of kntop_flow_id(); constant
 * @idle: idle timeout of each enum kntop_state, nanoseconds; accounting mutex
 * @idle_least: the shortest of them
 * @ports: UDP ports of tunnels, never NULL; RCU, changed under the accounting mutex
 * @limit: most live flows; accounting mutex
 * @dirty: per CPU, the flows that changed since the worker came by
 * @spare: per CPU, memory for the next new flows
 * @tick: number of the accounting tick, modulo 256; accounting mutex
 * @kick: asks the worker to come early; any context
 * @losses: per-CPU array of enum kntop_loss, owned by the namespace
 * @credited: per CPU, later fragments that were counted in the flow of their first, in the
 *	clock of live interfaces; owned by the namespace
 * @live: flows in buckets
 * @dead: flows ended but not freed yet; lowered under the accounting mutex only,
 *	raised before the flow leaves its bucket
 * @generation: how often the table was resized or reset
 */
struct kntop_flow_table {
	struct kntop_flow_buckets __rcu *buckets;
	u64			hash[KNTOP_FLOW_HASH_WORDS + 1];
	siphash_key_t		id_key;
	u64			idle[KNTOP_STATE_MAX + 1];
	u64			idle_least;
	const struct kntop_tunnel_ports __rcu *ports;
	u32			limit;
	struct kntop_flow_dirty __percpu *dirty;
	struct kntop_flow_spare __percpu *spare;
	u8			tick;
	void			(*kick)(struct kntop_flow_table *t);
	struct kntop_tally __percpu *losses;
	struct kntop_tally __percpu *credited;
	atomic_t		live ____cacheline_aligned_in_smp;
	atomic_t		dead;
	u32			generation;
};

/** kntop_flow_see() found room: the frame is in a flow, known or new. */
#define KNTOP_FLOW_KNOWN	(-1)
#define KNTOP_FLOW_CREATED	(-2)

/**
 * kntop_flow_see - count a frame in its flow
 * @t: the table
 * @s: the frame
 *
 * A packet that comes later than its flow's idle timeout, or opens a closed
 * TCP connection anew, ends the flow and starts another, so that the result
 * does not depend on when the worker runs.
 *
 * Context: bottom halves off, inside an RCU read-side section.
 * Return: KNTOP_FLOW_KNOWN, KNTOP_FLOW_CREATED, or the enum kntop_part that
 * says why no flow could take it.
 */
int kntop_flow_see(struct kntop_flow_table *t, const struct kntop_sighting *s);

/**
 * kntop_flow_see_new - count a frame whose flow was looked for in vain
 * @t: the table
 * @s: the frame
 * @k: its key; what is not compared of it is 0
 * @hash: the key's
 * @side: which side of the key sent it
 *
 * Looks again, for sure, and makes it if it is not there.
 *
 * Context and return: as kntop_flow_see().
 */
int kntop_flow_see_new(struct kntop_flow_table *t, const struct kntop_sighting *s,
		       const struct kntop_flow_key *k, u32 hash, int side);

/**
 * kntop_flow_end - end a flow
 * @t: the table
 * @flow: the flow, kept alive by RCU or by being the caller's
 * @end: why
 * @if_idle_at: end it only if its idle timeout has passed at this time; 0: always
 *
 * Context: bottom halves off.
 * Return: false when it had ended before or is not idle.
 */
bool kntop_flow_end(struct kntop_flow_table *t, struct kntop_flow *flow,
		    enum kntop_end end, u64 if_idle_at);

/**
 * kntop_flow_free - give an ended flow's memory back
 * @t: the table
 * @flow: a dead flow that is on no list any more
 *
 * Context: the accounting worker.
 */
void kntop_flow_free(struct kntop_flow_table *t, struct kntop_flow *flow);

/**
 * kntop_flow_table_init - make an empty table
 * @t: table; kick, losses and credited are the caller's to set
 * @limit: most flows
 *
 * Context: process. Return: 0 or -ENOMEM.
 */
int kntop_flow_table_init(struct kntop_flow_table *t, u32 limit);

/**
 * kntop_flow_table_resize - change the limit
 * @t: table
 * @limit: most flows; fewer than there are now ends none of them, but lets
 *	no new one in before others have ended
 *
 * Moves every flow into a new array while packets keep coming.
 *
 * Context: process, accounting mutex. Return: 0 or -ENOMEM.
 */
int kntop_flow_table_resize(struct kntop_flow_table *t, u32 limit);

/**
 * kntop_flow_table_destroy - free the table
 * @t: table, empty, seen by nobody any more
 *
 * Context: process.
 */
void kntop_flow_table_destroy(struct kntop_flow_table *t);

/**
 * kntop_flow_table_bytes - memory held
 * @t: table
 * Context: RCU read-side section.
 */
u64 kntop_flow_table_bytes(struct kntop_flow_table *t);

/**
 * kntop_flow_expect - a flow will be folded soon
 * @t: table
 * @flow: flow
 *
 * Context: accounting mutex. Return: the number of its home bucket, which is on its
 * way into the cache; valid until the table is resized.
 */
u32 kntop_flow_expect(const struct kntop_flow_table *t, const struct kntop_flow *flow);

/**
 * kntop_flow_activate - a flow has a rate in this tick
 * @t: table
 * @home: as kntop_flow_expect() returned; it, and all buckets that the flow may
 *	be in, are noted
 *
 * Context: accounting mutex.
 */
void kntop_flow_activate(struct kntop_flow_table *t, u32 home);

/** Most ended flows that may wait for the worker. */
static inline u32 kntop_flow_dead_max(const struct kntop_flow_table *t)
{
	return READ_ONCE(t->limit) / 8 + 64;
}

/** All TCP flags a side has sent. Lock. */
static inline u8 kntop_flow_tcp_flags(const struct kntop_flow_side *side)
{
	return side->mixed;
}

/** The side with this number, 0 or 1. */
static __always_inline struct kntop_flow_side *
kntop_flow_side(const struct kntop_flow *flow, int side)
{
	return (void *)flow + side * offsetof(struct kntop_flow, high);
}

/** The flow's state, enum kntop_state. */
static inline u8 kntop_flow_state(const struct kntop_flow *flow)
{
	return READ_ONCE(flow->bits) >> KNTOP_FLOW_STATE_SHIFT &
	       KNTOP_FLOW_STATE_MASK;
}

/** Time of the flow's newest packet. */
static inline u64 kntop_flow_last(const struct kntop_flow *flow)
{
	u64 a = READ_ONCE(flow->low.last), b = READ_ONCE(flow->high.last);

	return a > b ? a : b;
}

/** Time of the flow's first packet, 0 before it. */
static inline u64 kntop_flow_start(const struct kntop_flow *flow)
{
	return flow->first;
}

/**
 * kntop_flow_first - time of one side's first packet, 0 if it has sent none
 * @flow: flow, lock held
 * @side: 0 or 1
 *
 * A flow keeps its first packet's time, and by how much the other side's was later, see
 * late.h. Of the side that made the flow it never changes.
 */
u64 kntop_flow_first(const struct kntop_flow *flow, int side);

/**
 * kntop_flow_extra - what a side sent beside @l2_len octets a packet and L3
 * @flow: flow, lock held
 * @side: 0 or 1
 *
 * Padding, and tags that came later; to 2^47. Each pure ACK on an Ethernet has some,
 * so the lowest bits are at hand where packets are counted.
 */
static inline s64 kntop_flow_extra(const struct kntop_flow *flow, int side)
{
	s64 high = (s64)flow->extra_high[side] << 8 | flow->more[side].extra_middle;

	return (high << KNTOP_FLOW_EXTRA_BITS) +
	       (kntop_flow_side(flow, side)->mixed >> KNTOP_FLOW_EXTRA_SHIFT);
}

/** kntop_flow_extra_carry - add to it what does not fit the lowest bits. Lock. */
void kntop_flow_extra_carry(struct kntop_flow *flow, int side, s64 more);

/** kntop_flow_extra_add - add to it up to 2^23. Lock. */
static __always_inline void kntop_flow_extra_add(struct kntop_flow *flow, int side,
						 s32 more)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	s32 mixed;

	if (unlikely(check_add_overflow(me->mixed, more << KNTOP_FLOW_EXTRA_SHIFT, &mixed)))
		kntop_flow_extra_carry(flow, side, more);
	else
		me->mixed = mixed;
}

/** What it is, as far as is known. Flow's lock. */
static inline struct kntop_label kntop_flow_label(const struct kntop_flow *flow)
{
	unsigned long c = (unsigned long)flow->classified;
	union {
		u32			number;
		struct kntop_label	label;
	} u = { .number = c >> KNTOP_FLOW_LABEL_SHIFT };

	if (!c || (c & KNTOP_FLOW_LABEL_ONLY))
		return u.label;
	return *(const struct kntop_label *)c;
}

/** What else its packets told, of a decided flow, or NULL. Flow's lock. */
static inline struct kntop_finding *
kntop_flow_finding(const struct kntop_flow *flow)
{
	bool none = (unsigned long)flow->classified & KNTOP_FLOW_LABEL_ONLY;

	return none ? NULL : flow->classified;
}

/** Is its classification over? */
static inline bool kntop_flow_is_decided(const struct kntop_flow *flow)
{
	return READ_ONCE(flow->key.about) & KNTOP_FLOW_ABOUT_DECIDED;
}

/** Which side of the key is the client, 0 or 1. */
static inline int kntop_flow_client(const struct kntop_flow *flow)
{
	return READ_ONCE(flow->key.about) & KNTOP_FLOW_ABOUT_CLIENT;
}

/** Does the protocol have ports? */
static inline bool kntop_flow_l4_has_ports(u8 l4)
{
	return l4 == IPPROTO_TCP || l4 == IPPROTO_UDP || l4 == IPPROTO_UDPLITE ||
	       l4 == IPPROTO_SCTP || l4 == IPPROTO_DCCP;
}

int kntop_flow_cache_create(void);
void kntop_flow_cache_destroy(void);
unsigned int kntop_flow_cache_size(void);

#endif /* KNTOP_FLOW_H */
