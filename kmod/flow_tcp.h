/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_tcp: what a TCP segment that is in some way unusual means to its flow; for
 * flow_count.c alone.
 */
#ifndef KNTOP_FLOW_TCP_H
#define KNTOP_FLOW_TCP_H

#include "flow.h"

/**
 * kntop_flow_tcp_disorder - judge a segment that is not the one expected
 * @t: the table
 * @flow: flow, lock held
 * @s: the segment's packet, which is not counted yet
 * @side: who sent it
 *
 * What cannot be judged for want of memory is counted as a loss.
 *
 * Context: bottom halves off.
 */
void kntop_flow_tcp_disorder(struct kntop_flow_table *t, struct kntop_flow *flow,
			     const struct kntop_sighting *s, int side);

/** kntop_flow_tcp_zero_window - count one; as kntop_flow_tcp_disorder(). */
void kntop_flow_tcp_zero_window(struct kntop_flow_table *t, struct kntop_flow *flow,
				const struct kntop_sighting *s, int side);

/** kntop_flow_tcp_len - sequence space that a segment takes. */
static inline u32 kntop_flow_tcp_len(const struct kntop_packet *p)
{
	return p->payload_len + !!(p->tcp_flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN));
}

/** kntop_flow_tcp_is_zero_window - does it announce a window of 0, and mean it? */
static inline bool kntop_flow_tcp_is_zero_window(const struct kntop_packet *p)
{
	return p->tcp_zero_window &&
	       !(p->tcp_flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN | KNTOP_TCP_RST));
}

#endif /* KNTOP_FLOW_TCP_H */
