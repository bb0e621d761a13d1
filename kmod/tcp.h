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

/** Most holes of a side that are followed at a time; of more, the oldest is forgotten. */
#define KNTOP_TCP_HOLES		15

/**
 * struct kntop_tcp_hole - octets that were skipped, and have not come yet
 * @seq: the first of them
 * @end: the first octet behind them
 * @since: time of the segment that skipped them, or of the newest one that came late into
 *	this hole, source clock
 * @before: packets that the side had sent when they were skipped, and those that came late
 *	but stand before what is missing, modulo 2^16
 * @heard: packets that the other side had sent, modulo 2^16
 * @packets: estimate of how many packets are missing, part of &kntop_tcp_side.lost
 * @stamp: TSval of the segment that skipped them (RFC 7323 section 3)
 * @id: identification in its IPv4 header
 * @stamped: it had @stamp
 * @numbered: it had @id
 */
struct kntop_tcp_hole {
	u32	seq;
	u32	end;
	u64	since;
	u32	packets;
	u32	stamp;
	u16	before;
	u16	heard;
	u16	id;
	u8	stamped : 1;
	u8	numbered : 1;
};

/** struct kntop_tcp_holes - a side's holes; @hole has @count of them, oldest first */
struct kntop_tcp_holes {
	u32			count;
	struct kntop_tcp_hole	hole[KNTOP_TCP_HOLES];
};

/**
 * struct kntop_tcp_side - what went wrong with the packets of one side
 * @retransmitted: packets sent again
 * @out_of_order: packets that came after a later one, but were sent before it
 * @lost: packets that never came, or came only when sent again: an estimate
 * @zero_windows: packets that announced a window of 0
 * @keep_alives: keep-alive probes
 * @size: most octets of sequence space in one packet, of the segments that were judged
 * @zero_at: packets that the side had sent, modulo 2^32, with the newest of @zero_windows;
 *	0 none
 * @holes: what is missing; NULL: nothing, or there was no memory
 *
 * Flow's lock.
 */
struct kntop_tcp_side {
	u32			retransmitted;
	u32			out_of_order;
	u32			lost;
	u32			zero_windows;
	u32			keep_alives;
	u32			size;
	u32			zero_at;
	struct kntop_tcp_holes	*holes;
};

/**
 * struct kntop_tcp_segment - what matters here of a segment that is not the one expected
 * @seq: sequence number of its first octet
 * @len: sequence space it takes: payload, and one each for SYN and FIN
 * @packets: wire packets it stands for, at least 1
 * @control: it has SYN or FIN
 * @syn: it has SYN
 * @probe: the other side's newest packet announced a window of 0
 * @time: when it came, source clock
 * @sent: packets that this side sent before it, modulo 2^32
 * @heard: packets that the other side sent before it, modulo 2^32
 * @usual: octets of payload in this side's packets so far, on average
 * @rtt: nanoseconds of the handshake's round trips: of both ways, or the one that is known; 0
 * @round: both are
 * @stamp: its TSval
 * @id: identification in its IPv4 header
 * @stamped: it has @stamp
 * @numbered: it has @id
 */
struct kntop_tcp_segment {
	u32	seq;
	u32	len;
	u32	packets;
	bool	control;
	bool	syn;
	bool	probe;
	u64	time;
	u32	sent;
	u32	heard;
	u32	usual;
	u64	rtt;
	bool	round;
	u32	stamp;
	u16	id;
	bool	stamped;
	bool	numbered;
};

/**
 * KNTOP_TCP_REORDER_NS - how late a packet may fill a hole and still count as reordered
 * where the round trip time is not known: 3 ms, below any retransmission timeout
 * (RFC 6298 asks for 1 s, Linux uses at least 200 ms) and about what Wireshark takes there.
 */
#define KNTOP_TCP_REORDER_NS	(3 * NSEC_PER_MSEC)

/**
 * KNTOP_TCP_REORDER_SEGMENTS - how many segments may then have overtaken it: fewer than
 * the three whose duplicate ACKs make the sender send it again (RFC 5681 section 3.2)
 */
#define KNTOP_TCP_REORDER_SEGMENTS	3

/**
 * KNTOP_TCP_ID_SLACK - how many packets more a sender may have numbered than are known of.
 * Linux and Windows number the packets of a connection, or of a destination, one after another; of
 * those that number at random, one in some thousand is misjudged.
 */
#define KNTOP_TCP_ID_SLACK	16

/** KNTOP_TCP_JUMP_MAX - the largest window there is (RFC 7323 section 2.3). */
#define KNTOP_TCP_JUMP_MAX	(1 << 30)

/**
 * kntop_tcp_disorder - judge a segment that is not the one expected
 * @next: sequence number expected next from this side; moved on
 * @me: counters and holes of the side that sent it
 * @s: the segment
 *
 * One that begins beyond @next skips octets: a hole, and its packets are lost for now. With
 * a SYN, or beyond any window, it begins a new numbering.
 *
 * One right before @next with one octet at most, no SYN or FIN, is a keep-alive probe (RFC
 * 9293 section 3.8.4), or a window probe, which is not counted.
 *
 * Any other before @next has octets that came already: sent again; or octets out of a hole.
 * Those are late, when they were sent before what skipped them: by the TSval of both, where
 * these differ; else by their IPv4 identifications, where these are numbers in a row (and
 * something was heard meanwhile that can have asked for one sent again). Else when they come sooner after it than its sender can have learnt of the
 * hole, which takes a round trip from here to the receiver, to the sender and back here; a
 * packet that comes late into a hole renews that time, as the next one follows on. Where
 * the handshake was not seen: within KNTOP_TCP_REORDER_NS, and overtaken by fewer than
 * KNTOP_TCP_REORDER_SEGMENTS. Otherwise they were lost, and sent again.
 *
 * Context: the flow's lock held.
 */
void kntop_tcp_disorder(u32 *next, struct kntop_tcp_side *me,
			const struct kntop_tcp_segment *s);

/**
 * kntop_tcp_early - judge octets from before the first ones that were seen
 * @me: counters of the side that sent them
 * @since: time of its first packet
 * @s: the segment
 *
 * Of a side whose beginning was not seen. They are late, or sent again, as above.
 *
 * Context: the flow's lock held.
 */
void kntop_tcp_early(struct kntop_tcp_side *me, u64 since,
		     const struct kntop_tcp_segment *s);

/**
 * kntop_tcp_stamp - find the TSval in a TCP header's options
 * @options: behind the first 20 octets
 * @len: octets of them that are at hand
 * @stamp: set to it, host order
 *
 * Return: is there one?
 */
bool kntop_tcp_stamp(const u8 *options, u32 len, u32 *stamp);

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
