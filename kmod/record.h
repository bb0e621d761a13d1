/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record: all that is known of a flow, copied at one moment. What dumps rank
 * and send, and what the ring of ended flows holds.
 */
#ifndef KNTOP_RECORD_H
#define KNTOP_RECORD_H

#include <linux/kntop.h>
#include <linux/time64.h>
#include <linux/types.h>

#include "flow.h"

struct kntop_finding;
struct kntop_tunnel_entry;

/** A flow silent for longer than two visits of the worker has no rate. */
#define KNTOP_RECORD_SILENT_NS	(2 * NSEC_PER_SEC)

/**
 * struct kntop_record_volume - what a side sent in some time
 * @packets: wire packets
 * @octets: layer-2 octets
 * @l3_octets: L3 octets
 */
struct kntop_record_volume {
	u64	packets;
	u64	octets;
	u64	l3_octets;
};

/**
 * struct kntop_record_side - one side of a flow, and what it sent
 * @packets: wire packets
 * @octets: layer-2 octets
 * @l3_octets: L3 octets
 * @fresh: how much of these is new since the flow's record before
 * @first: time of its first packet, 0 none
 * @last: time of its newest packet, 0 none
 * @rate: octets a second over the last second
 * @retransmitted: TCP packets
 * @out_of_order: TCP packets
 * @lost: TCP packets, an estimate
 * @zero_windows: TCP packets that announced a window of 0
 * @keep_alives: TCP keep-alive probes
 * @icmp_errors: ICMP errors that quoted what it sent
 * @rtt: microseconds in the handshake, 0 unknown
 * @tcp_flags: all flags it sent
 *
 * Times are in the clock of the flow's interface.
 */
struct kntop_record_side {
	u64	packets;
	u64	octets;
	u64	l3_octets;
	struct kntop_record_volume fresh;
	u64	first;
	u64	last;
	u64	rate;
	u32	retransmitted;
	u32	out_of_order;
	u32	lost;
	u32	zero_windows;
	u32	keep_alives;
	u32	icmp_errors;
	u32	rtt;
	u8	tcp_flags;
};

/**
 * struct kntop_record - a flow
 * @key: identity, @about and @latency included
 * @side: both sides, in the key's order
 * @finding: what its packets told, or NULL. Not held: whoever keeps the record
 *	longer than the flow is there holds it
 * @tunnel: the tunnel it is in, or NULL; not held, as @finding
 * @label: what it is
 * @undecided: that may change
 * @state: enum kntop_state
 * @end: enum kntop_end, 0 while it lives
 * @id: see kntop_flow_id(); 0 not asked for
 * @number: how many records of this flow were written before
 * @since: when the last of these was, else its first packet; clock of the interface
 * @time: when the record was written, clock of the interface
 * @interface: its name at that time
 */
struct kntop_record {
	struct kntop_flow_key		key;
	struct kntop_record_side	side[2];
	struct kntop_finding		*finding;
	struct kntop_tunnel_entry	*tunnel;
	struct kntop_label		label;
	bool				undecided;
	u8				state;
	u8				end;
	u32				number;
	u64				id;
	u64				since;
	u64				time;
	char				interface[KNTOP_NAME_SIZE];
};

/**
 * kntop_record_copy - copy a flow, as if there were no other record of it
 * @r: the record; interface, id, end and time are left to the caller
 * @flow: flow, its lock held by the caller
 * @tunnel: the tunnel it is in, or NULL
 * @now: time of its interface, for the rate: a flow that was silent for two
 *	seconds has none. 0: offline, the average over its life
 */
void kntop_record_copy(struct kntop_record *r, const struct kntop_flow *flow,
		       struct kntop_tunnel_entry *tunnel, u64 now);

/**
 * kntop_record_rate - octets a second that one side sends
 * @flow: flow, its lock held by the caller
 * @i: side
 * @now: as for kntop_record_copy()
 */
u64 kntop_record_rate(const struct kntop_flow *flow, int i, u64 now);

/** kntop_record_client - which side is the client, 0 or 1. */
static inline int kntop_record_client(const struct kntop_record *r)
{
	return r->key.about & KNTOP_FLOW_ABOUT_CLIENT;
}

/** kntop_record_start - time of its first packet. */
static inline u64 kntop_record_start(const struct kntop_record *r)
{
	u64 a = r->side[0].first, b = r->side[1].first;

	return !a || (b && b < a) ? b : a;
}

/** kntop_record_last - time of its newest packet. */
static inline u64 kntop_record_last(const struct kntop_record *r)
{
	return max(r->side[0].last, r->side[1].last);
}

/** kntop_record_has_icmp - do its ports hold ICMP type, code and identifier? */
bool kntop_record_has_icmp(const struct kntop_record *r);

/** kntop_record_has_ports - does its L4 protocol have ports? */
bool kntop_record_has_ports(const struct kntop_record *r);

#endif /* KNTOP_RECORD_H */
