// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "dpi.h"
#include "flow_count.h"
#include "flow_role.h"
#include "flow_tcp.h"
#include "late.h"

/* ---- the beginning of a flow ------------------------------------------- */

static u8 kntop_flow_state_first(const struct kntop_packet *p)
{
	static const u8 none[2];

	switch (p->l4) {
	case IPPROTO_TCP:
		return kntop_tcp_state(KNTOP_STATE_TCP_OPENING, none, p->tcp_flags);
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return KNTOP_STATE_UDP_SINGLE;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return KNTOP_STATE_ICMP;
	}
	return KNTOP_STATE_OTHER;
}

/* ---- counting, flow's lock held ---------------------------------------- */

static u32 kntop_flow_usecs(u64 from, u64 to)
{
	s64 ns = to - from;

	return clamp_t(s64, div_s64(ns, NSEC_PER_USEC), 1, U32_MAX);
}

static void kntop_flow_set_state(struct kntop_flow *flow, u8 state)
{
	u8 bits = flow->bits & (BIT(KNTOP_FLOW_STATE_SHIFT) - 1);

	if (state == kntop_flow_state(flow))
		return;
	WRITE_ONCE(flow->bits, bits | state << KNTOP_FLOW_STATE_SHIFT |
			       KNTOP_FLOW_RESTATED);
}

static void kntop_flow_set_client(struct kntop_flow *flow, int client)
{
	u8 about = flow->key.about;

	about &= ~(KNTOP_FLOW_ABOUT_CLIENT | KNTOP_FLOW_ABOUT_BY);
	about |= kntop_flow_role(client, KNTOP_DIRECTION_BY_HANDSHAKE);
	WRITE_ONCE(flow->key.about, about);
}

/* One that took longer than can be told stays unknown. */
static void kntop_flow_watch_handshake(struct kntop_flow *flow,
				       const struct kntop_sighting *s, int side)
{
	const struct kntop_flow_side *peer = kntop_flow_side(flow, !side);
	bool syn = s->packet->tcp_flags & KNTOP_TCP_SYN;
	bool client = side == kntop_flow_client(flow);
	u32 rtt;

	if (flow->more[side].rtt || client == syn ||
	    !(syn ? peer->packets : flow->more[!side].rtt))
		return;
	rtt = kntop_flow_usecs(peer->last, s->time);
	if (rtt <= KNTOP_FLOW_RTT_MAX)
		flow->more[side].rtt = rtt;
}

/* Microseconds from the flow's start to a time. */
static u64 kntop_flow_since(const struct kntop_flow *flow, u64 time)
{
	u64 start = kntop_flow_start(flow);

	return time > start ? div_u64(time - start, NSEC_PER_USEC) : 0;
}

/* When TCP's request came, as long as the answer is awaited. */
static u32 kntop_flow_request_mark(u64 since)
{
	return max_t(u32, since & KNTOP_FLOW_LATENCY_MAX, 1);
}

/*
 * The mark is modulo what can be told. So before the flow's newest time goes on, it is
 * given up where the request will be longer ago than that.
 */
static void kntop_flow_watch_request(struct kntop_flow *flow, u64 time)
{
	u64 last = kntop_flow_since(flow, kntop_flow_last(flow));
	u64 now = kntop_flow_since(flow, time);
	u64 waited = (last - flow->key.latency) & KNTOP_FLOW_LATENCY_MAX;

	if (flow->key.latency && now > last && waited + now - last > KNTOP_FLOW_LATENCY_MAX)
		flow->key.latency = 0;
}

/* How long the answer took: of TCP since the mark; other protocols' newest packet asked. */
static u32 kntop_flow_answered(const struct kntop_flow *flow, const struct kntop_sighting *s,
			       int client)
{
	u64 last = kntop_flow_since(flow, kntop_flow_last(flow));
	s64 more = kntop_flow_since(flow, s->time) - last;

	if (s->packet->l4 != IPPROTO_TCP)
		return min_t(u32, kntop_flow_usecs(kntop_flow_side(flow, client)->last, s->time),
			     KNTOP_FLOW_LATENCY_MAX);
	if (!flow->key.latency)
		return KNTOP_FLOW_LATENCY_MAX;
	/* a file's times may run back */
	return clamp_t(s64, (s64)((last - flow->key.latency) & KNTOP_FLOW_LATENCY_MAX) + more,
		       1, KNTOP_FLOW_LATENCY_MAX);
}

/* Round trip times of the handshake, and how long the first answer took. */
static void kntop_flow_watch(struct kntop_flow *flow,
			     const struct kntop_sighting *s, int side)
{
	const struct kntop_packet *p = s->packet;
	int client = kntop_flow_client(flow);

	if (p->l4 == IPPROTO_TCP) {
		kntop_flow_watch_handshake(flow, s, side);
		kntop_flow_watch_request(flow, s->time);
	}
	if (!p->payload_len)
		return;
	if (side == client) {
		flow->key.latency = kntop_flow_request_mark(kntop_flow_since(flow, s->time));
		WRITE_ONCE(flow->key.about,
			   flow->key.about | KNTOP_FLOW_ABOUT_REQUESTED);
		return;
	}
	if (!(flow->key.about & KNTOP_FLOW_ABOUT_REQUESTED))
		return;
	flow->key.latency = kntop_flow_answered(flow, s, client);
	WRITE_ONCE(flow->bits, flow->bits & ~KNTOP_FLOW_WATCH);
}

static noinline void kntop_flow_tcp_turn(struct kntop_flow *flow, u8 flags,
					 int side)
{
	u8 all[2];

	kntop_flow_side(flow, side)->mixed |= flags;
	all[0] = kntop_flow_tcp_flags(&flow->low);
	all[1] = kntop_flow_tcp_flags(&flow->high);
	if ((flags & KNTOP_TCP_SYN) &&
	    (flow->key.about & KNTOP_FLOW_ABOUT_BY) >> KNTOP_FLOW_ABOUT_BY_SHIFT !=
	    KNTOP_DIRECTION_BY_HANDSHAKE)
		kntop_flow_set_client(flow, flags & KNTOP_TCP_ACK ? !side : side);
	kntop_flow_set_state(flow, kntop_tcp_state(kntop_flow_state(flow),
						   all, flags));
}

static void kntop_flow_tcp(struct kntop_flow_table *t, struct kntop_flow *flow,
			   const struct kntop_sighting *s, int side)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	const struct kntop_packet *p = s->packet;
	u8 flags = p->tcp_flags;

	if (unlikely((flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN | KNTOP_TCP_RST)) ||
		     (flags & ~kntop_flow_tcp_flags(me)) ||
		     kntop_flow_state(flow) == KNTOP_STATE_TCP_OPENING))
		kntop_flow_tcp_turn(flow, flags, side);
	/*
	 * a stray fragment has no header, a reset may have any number; where a header is cut
	 * it is not known how long the segment is
	 */
	if (unlikely((p->fragment && !p->sequenced) || p->tcp_short || (flags & KNTOP_TCP_RST)))
		return;
	if (unlikely(kntop_flow_tcp_is_zero_window(p)))
		kntop_flow_tcp_zero_window(t, flow, s, side);
	if (unlikely(!me->packets))
		flow->base[side] = p->tcp_seq;
	if (likely(p->tcp_seq == me->seq) || !me->packets)
		me->seq = p->tcp_seq + kntop_flow_tcp_len(p);
	else
		kntop_flow_tcp_disorder(t, flow, s, side);
}

/* ---- the time of a side's first packet ----------------------------------- */

u64 kntop_flow_first(const struct kntop_flow *flow, int side)
{
	u64 late = (u64)flow->late_high << 32 | flow->late_low;

	if (!kntop_flow_side(flow, side)->packets)
		return 0;
	if (!kntop_flow_side(flow, !side)->packets || kntop_late_side(late) != side)
		return flow->first;
	return flow->first + kntop_late_by(late);
}

/* The second side's first packet is about to be counted. */
static void kntop_flow_begin_side(struct kntop_flow *flow, int side, u64 now)
{
	u64 late, first = flow->first;

	if (now >= first) {
		late = kntop_late_pack(side, now - first);
	} else {
		/* a file's times may run back; what made the flow keeps its time exactly */
		late = kntop_late_pack(!side, first - now);
		flow->first = first - kntop_late_by(late);
	}
	flow->late_low = late;
	flow->late_high = late >> 32;
}

/* ---- what is neither L3 nor in front of it -------------------------------- */

void kntop_flow_extra_carry(struct kntop_flow *flow, int side, s64 more)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	s64 extra = kntop_flow_extra(flow, side) + more;
	s32 low = sign_extend32(extra, KNTOP_FLOW_EXTRA_BITS - 1);
	s64 high = (extra - low) >> KNTOP_FLOW_EXTRA_BITS;

	me->mixed = low << KNTOP_FLOW_EXTRA_SHIFT | kntop_flow_tcp_flags(me);
	flow->more[side].extra_middle = high;
	flow->extra_high[side] = high >> 8;
}

/* ---- a flow's first packet ----------------------------------------------- */

/* All flags and numbers of the side that sends it. */
static void kntop_flow_begin_tcp(struct kntop_flow_table *t, struct kntop_flow *flow,
				 const struct kntop_sighting *s, int side)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	const struct kntop_packet *p = s->packet;

	me->mixed |= p->tcp_flags;
	/* as kntop_flow_tcp() */
	if ((p->fragment && !p->sequenced) || p->tcp_short || (p->tcp_flags & KNTOP_TCP_RST))
		return;
	me->seq = p->tcp_seq + kntop_flow_tcp_len(p);
	flow->base[side] = p->tcp_seq;
	if (unlikely(kntop_flow_tcp_is_zero_window(p)))
		kntop_flow_tcp_zero_window(t, flow, s, side);
}

/* Is a handshake or an answer to be watched for? */
static void kntop_flow_begin_watch(struct kntop_flow *flow, const struct kntop_packet *p,
				   int side)
{
	if (p->l4 == IPPROTO_TCP && !(p->tcp_flags & KNTOP_TCP_SYN))
		return;
	flow->bits |= KNTOP_FLOW_WATCH;
	if (!p->payload_len || side != kntop_flow_client(flow))
		return;
	/* as kntop_flow_watch(): the request came with the flow's start */
	flow->key.latency = 1;
	flow->key.about |= KNTOP_FLOW_ABOUT_REQUESTED;
}

void kntop_flow_begin(struct kntop_flow_table *t, struct kntop_flow *flow,
		      const struct kntop_flow_key *k, const struct kntop_sighting *s,
		      int side)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	const struct kntop_packet *p = s->packet;
	u64 l2 = s->octets - s->l3_octets;
	s64 extra;

	spin_lock_init(&flow->lock);
	flow->key = *k;
	flow->key.about = kntop_flow_role_first(s, side);
	flow->l2_len = likely(s->packets == 1 && l2 <= U8_MAX) ? l2 :
		       min_t(u64, div64_u64(l2, s->packets), U8_MAX);
	flow->first = s->time;
	me->last = s->time;
	if (p->l4 == IPPROTO_TCP)
		kntop_flow_begin_tcp(t, flow, s, side);
	me->packets = s->packets;
	me->octets = s->octets;
	extra = l2 - (u64)s->packets * flow->l2_len;
	if (unlikely(extra))
		kntop_flow_extra_carry(flow, side, extra);
	flow->bits = kntop_flow_state_first(p) << KNTOP_FLOW_STATE_SHIFT;
	kntop_flow_begin_watch(flow, p, side);
	if (kntop_dpi_wants(flow))
		flow->bits |= KNTOP_FLOW_DPI;
	else
		flow->key.about |= KNTOP_FLOW_ABOUT_DECIDED;
}

/* ---- a packet ---------------------------------------------------------- */

static noinline void kntop_flow_side_first(struct kntop_flow *flow, int side,
					   u64 now)
{
	kntop_flow_begin_side(flow, side, now);
	if (kntop_flow_state(flow) == KNTOP_STATE_UDP_SINGLE)
		kntop_flow_set_state(flow, KNTOP_STATE_UDP);
}

void kntop_flow_count(struct kntop_flow_table *t, struct kntop_flow *flow,
			     const struct kntop_sighting *s, int side)
{
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	s64 extra = s->octets - s->l3_octets - (u64)s->packets * flow->l2_len;

	if (unlikely(!me->packets))
		kntop_flow_side_first(flow, side, s->time);
	if (unlikely(flow->bits & KNTOP_FLOW_WATCH))
		kntop_flow_watch(flow, s, side);
	if (flow->key.l4 == IPPROTO_TCP)
		kntop_flow_tcp(t, flow, s, side);
	me->packets += s->packets;
	me->octets += s->octets;
	if (extra)
		kntop_flow_extra_carry(flow, side, extra);
	if (likely(s->time > me->last))
		WRITE_ONCE(me->last, s->time);
	kntop_flow_mark(t, flow);
	if (unlikely(flow->bits & KNTOP_FLOW_DPI))
		kntop_dpi_see(t, flow, s, side);
}
