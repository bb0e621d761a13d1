/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcp: what a bystander can tell of a TCP connection's health and state.
 */
#ifndef KNTOP_TCP_H
#define KNTOP_TCP_H

#include <linux/kntop.h>
#include <linux/types.h>
#include <linux/time64.h>

/* Bits of the TCP header's flag octet, RFC 9293 section 3.1. */
#define KNTOP_TCP_FIN	0x01
#define KNTOP_TCP_SYN	0x02
#define KNTOP_TCP_RST	0x04
#define KNTOP_TCP_PSH	0x08
#define KNTOP_TCP_ACK	0x10

/**
 * struct kntop_tcp_quality - what went wrong with the packets of each side
 * @retransmitted: packets that carry octets already seen
 * @out_of_order: packets that came after a later one, but soon
 * @lost: gaps in the sequence numbers that nothing filled soon
 *
 * Protected by the flow's lock.
 */
struct kntop_tcp_quality {
	u32	retransmitted[2];
	u32	out_of_order[2];
	u32	lost[2];
};

/**
 * struct kntop_tcp_segment - the part of a packet that matters here
 * @seq: sequence number of its first octet
 * @len: sequence space it takes: payload, and one each for SYN and FIN
 * @packets: wire packets it stands for
 * @control: it has SYN or FIN
 * @since: nanoseconds since this side's packet before
 */
struct kntop_tcp_segment {
	u32	seq;
	u32	len;
	u32	packets;
	bool	control;
	s64	since;
};

/**
 * KNTOP_TCP_REORDER_NS - how late a packet may fill a gap and still count as
 * reordered rather than sent again: 3 ms, below any retransmission timeout
 * (RFC 6298 asks for 1 s, Linux uses at least 200 ms) and about what Wireshark
 * takes where it knows no round trip time.
 */
#define KNTOP_TCP_REORDER_NS	(3 * NSEC_PER_MSEC)

/**
 * KNTOP_TCP_REORDER_SEGMENTS - how many segments may have overtaken it: fewer than
 * the three whose duplicate ACKs make the sender send it again (RFC 5681, 3.2)
 */
#define KNTOP_TCP_REORDER_SEGMENTS	3

/**
 * kntop_tcp_disorder - judge a segment that is not the one expected
 * @next: sequence number expected next from this side; moved on
 * @q: counters
 * @side: which of the counters' two sides sent it, 0 or 1
 * @s: the segment
 *
 * A jump forward is a gap. A segment before @next is a keep-alive probe (RFC
 * 9293 section 3.8.4: one octet before, at most one long, no SYN or FIN; not
 * counted), a late arrival if a gap is open and it fills it soon, and a
 * retransmission otherwise. Soon is within KNTOP_TCP_REORDER_NS of the packet
 * before and less than KNTOP_TCP_REORDER_SEGMENTS behind the newest.
 *
 * Context: the flow's lock held.
 */
void kntop_tcp_disorder(u32 *next, struct kntop_tcp_quality *q, int side,
			const struct kntop_tcp_segment *s);

/**
 * kntop_tcp_state - the idle-timeout class after a packet
 * @state: the class before it, enum kntop_state
 * @flags: flags of both sides so far, this packet's included
 * @now: flags of this packet
 *
 * An ACK without SYN is what a side sends once its handshake is done (RFC 9293
 * section 3.5), so it also opens a connection seen from one side only, or
 * mid-stream.
 *
 * Return: enum kntop_state.
 */
static inline u8 kntop_tcp_state(u8 state, const u8 flags[2], u8 now)
{
	if (state == KNTOP_STATE_TCP_CLOSING || (now & KNTOP_TCP_RST) ||
	    (flags[0] & flags[1] & KNTOP_TCP_FIN))
		return KNTOP_STATE_TCP_CLOSING;
	if (state == KNTOP_STATE_TCP_ESTABLISHED)
		return state;
	if ((now & (KNTOP_TCP_SYN | KNTOP_TCP_ACK)) == KNTOP_TCP_ACK)
		return KNTOP_STATE_TCP_ESTABLISHED;
	return KNTOP_STATE_TCP_OPENING;
}

#endif /* KNTOP_TCP_H */
