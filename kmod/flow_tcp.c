// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ip.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/tcp.h>
#include <linux/time64.h>

#include "compat/unaligned.h"
#include "flow_tcp.h"
#include "quality.h"

/* One side in so many flows of the limit may have holes. */
#define KNTOP_FLOW_TCP_HOLES_SHARE	4
#define KNTOP_FLOW_TCP_HOLES_LEAST	64

static void kntop_flow_tcp_refused(struct kntop_flow_table *t, const struct kntop_sighting *s)
{
	kntop_tally_add(&t->losses[KNTOP_LOSS_QUALITY_REFUSED], s->packets, s->octets,
			ktime_get_ns());
}

/* Octets of payload in the side's packets so far, with headers such as this one's. */
static u32 kntop_flow_tcp_usual(const struct kntop_flow *flow, const struct kntop_packet *p,
				int side)
{
	const struct kntop_flow_side *me = kntop_flow_side(flow, side);
	u64 l3 = me->octets - me->packets * flow->l2_len - kntop_flow_extra(flow, side);
	u32 headers = p->payload_off - p->l3_off;
	u64 mean = div64_u64(l3, max(me->packets, 1ULL));

	return mean > headers ? min_t(u64, mean - headers, U16_MAX) : 0;
}

/* The TSval, if it is at hand. */
static bool kntop_flow_tcp_stamp(const struct kntop_sighting *s, u32 *stamp)
{
	u32 from = s->packet->l4_off + sizeof(struct tcphdr), to;

	if (s->packet->fragment)
		return false;
	to = min_t(u32, s->packet->payload_off, s->frame->caplen);
	return from < to && kntop_tcp_stamp(s->frame->data + from, to - from, stamp);
}

/* Has the other side said last that it takes nothing more? */
static bool kntop_flow_tcp_is_probe(const struct kntop_flow *flow, int side)
{
	u32 zero_at = flow->quality->tcp[!side].zero_at;

	return zero_at && zero_at == (u32)kntop_flow_side(flow, !side)->packets;
}

static void kntop_flow_tcp_describe(struct kntop_tcp_segment *segment,
				    const struct kntop_flow *flow,
				    const struct kntop_sighting *s, int side)
{
	const struct kntop_packet *p = s->packet;
	u32 id = p->l3_off + offsetof(struct iphdr, id);
	u32 near = flow->more[side].rtt, far = flow->more[!side].rtt;

	*segment = (struct kntop_tcp_segment) {
		.seq = p->tcp_seq, .len = kntop_flow_tcp_len(p), .packets = s->packets,
		.control = p->tcp_flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN),
		.syn = p->tcp_flags & KNTOP_TCP_SYN,
		.probe = kntop_flow_tcp_is_probe(flow, side),
		.time = s->time, .sent = kntop_flow_side(flow, side)->packets,
		.heard = kntop_flow_side(flow, !side)->packets,
		.usual = kntop_flow_tcp_usual(flow, p, side),
		.rtt = (u64)(near + far) * NSEC_PER_USEC, .round = near && far,
	};
	segment->stamped = kntop_flow_tcp_stamp(s, &segment->stamp);
	segment->numbered = p->family == 4 && !p->fragment && id + sizeof(u16) <= s->frame->caplen;
	if (segment->numbered)
		segment->id = get_unaligned_be16(s->frame->data + id);
}

/* A side whose beginning was not seen: did it send this before what was seen first? */
static bool kntop_flow_tcp_is_early(const struct kntop_flow *flow,
				    const struct kntop_tcp_segment *segment, int side)
{
	const struct kntop_flow_side *me = kntop_flow_side(flow, side);
	bool probe = segment->seq + 1 == me->seq && segment->len <= 1;

	return !(kntop_flow_tcp_flags(me) & KNTOP_TCP_SYN) && !probe &&
	       (s32)(segment->seq - flow->base[side]) < 0;
}

void kntop_flow_tcp_disorder(struct kntop_flow_table *t, struct kntop_flow *flow,
			     const struct kntop_sighting *s, int side)
{
	u32 limit = READ_ONCE(t->limit) / KNTOP_FLOW_TCP_HOLES_SHARE + KNTOP_FLOW_TCP_HOLES_LEAST;
	struct kntop_flow_side *me = kntop_flow_side(flow, side);
	const struct kntop_packet *p = s->packet;
	u32 end = p->tcp_seq + kntop_flow_tcp_len(p);
	struct kntop_tcp_segment segment;
	struct kntop_quality *q;

	/* a late ACK, without data, says nothing */
	if (end == p->tcp_seq && (s32)(end - me->seq) < -1)
		return;
	/* what came so far were resets and fragments, which tell no number */
	if (!me->seq && !flow->base[side]) {
		flow->base[side] = p->tcp_seq;
		me->seq = end;
		return;
	}
	/* a keep-alive probe was the first that was seen, and what it repeated was not */
	if (p->tcp_seq - me->seq == 1 && me->seq == flow->base[side]) {
		me->seq = end;
		return;
	}
	q = kntop_quality_get(&flow->quality);
	if (unlikely(!q)) {
		kntop_flow_tcp_refused(t, s);
		if ((s32)(end - me->seq) > 0)
			me->seq = end;
		return;
	}
	kntop_flow_tcp_describe(&segment, flow, s, side);
	if (unlikely(kntop_flow_tcp_is_early(flow, &segment, side))) {
		kntop_tcp_early(&q->tcp[side], kntop_flow_first(flow, side), &segment);
		flow->base[side] = segment.seq;
		return;
	}
	if ((s32)(segment.seq - me->seq) > 0 && !kntop_quality_follow(&q->tcp[side], limit))
		kntop_flow_tcp_refused(t, s);
	kntop_tcp_disorder(&me->seq, &q->tcp[side], &segment);
	kntop_quality_settle(&q->tcp[side]);
}

void kntop_flow_tcp_zero_window(struct kntop_flow_table *t, struct kntop_flow *flow,
				const struct kntop_sighting *s, int side)
{
	struct kntop_quality *q = kntop_quality_get(&flow->quality);

	if (unlikely(!q)) {
		kntop_flow_tcp_refused(t, s);
		return;
	}
	q->tcp[side].zero_windows += s->packets;
	q->tcp[side].zero_at = kntop_flow_side(flow, side)->packets + s->packets;
}
