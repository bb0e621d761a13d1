// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/math64.h>

#include "quality.h"
#include "rate.h"
#include "record.h"

u64 kntop_record_rate(const struct kntop_flow *flow, int i, u64 now)
{
	const struct kntop_flow_side *side = kntop_flow_side(flow, i);
	u64 life;

	if (now) {
		if ((s64)(now - side->last) > (s64)KNTOP_RECORD_SILENT_NS)
			return 0;
		return kntop_rate_unpack(flow->folded[i].rate);
	}
	life = kntop_flow_last(flow) - kntop_flow_start(flow);
	return mul_u64_u64_div_u64(side->octets, NSEC_PER_SEC,
				   max_t(u64, life, NSEC_PER_SEC));
}

static void kntop_record_quality_copy(struct kntop_record_side *s,
				      const struct kntop_quality *q, int i)
{
	const struct kntop_tcp_side *tcp = q ? &q->tcp[i] : NULL;

	s->retransmitted = tcp ? tcp->retransmitted : 0;
	s->out_of_order = tcp ? tcp->out_of_order : 0;
	s->lost = tcp ? tcp->lost : 0;
	s->zero_windows = tcp ? tcp->zero_windows : 0;
	s->keep_alives = tcp ? tcp->keep_alives : 0;
	s->icmp_errors = tcp ? q->icmp_errors[i] : 0;
}

static void kntop_record_side_copy(struct kntop_record_side *s,
				   const struct kntop_flow *flow, int i, u64 now)
{
	const struct kntop_flow_side *side = kntop_flow_side(flow, i);

	s->packets = side->packets;
	s->octets = side->octets;
	s->l3_octets = s->octets - s->packets * flow->l2_len - kntop_flow_extra(flow, i);
	s->fresh = (struct kntop_record_volume){ s->packets, s->octets, s->l3_octets };
	s->last = side->last;
	/* where it is known to the millisecond only */
	s->first = min(kntop_flow_first(flow, i), s->last);
	s->rate = kntop_record_rate(flow, i, now);
	kntop_record_quality_copy(s, flow->quality, i);
	s->rtt = flow->more[i].rtt;
	s->tcp_flags = kntop_flow_tcp_flags(side);
}

void kntop_record_copy(struct kntop_record *r, const struct kntop_flow *flow,
		       struct kntop_tunnel_entry *tunnel, u64 now)
{
	r->key = flow->key;
	r->tunnel = tunnel;
	if (flow->bits & KNTOP_FLOW_WATCH)
		r->key.latency = 0;
	kntop_record_side_copy(&r->side[0], flow, 0, now);
	kntop_record_side_copy(&r->side[1], flow, 1, now);
	r->number = 0;
	r->since = kntop_record_start(r);
	r->state = kntop_flow_state(flow);
	r->label = kntop_flow_label(flow);
	r->undecided = !kntop_flow_is_decided(flow);
	r->finding = r->undecided ? NULL : kntop_flow_finding(flow);
}

bool kntop_record_has_icmp(const struct kntop_record *r)
{
	return r->key.l4 == IPPROTO_ICMP || r->key.l4 == IPPROTO_ICMPV6;
}

bool kntop_record_has_ports(const struct kntop_record *r)
{
	return kntop_flow_l4_has_ports(r->key.l4);
}
