// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/skbuff.h>

#include "flow_lock.h"
#include "flow_quote.h"
#include "flow_table.h"
#include "quality.h"
#include "quote.h"
#include "tunnel_port.h"

/* The octets that are quoted: where they are, or copied. Returns how many are at hand. */
static u32 kntop_flow_quote_data(const struct kntop_sighting *s, u8 *copy, const u8 **data)
{
	const struct kntop_frame *f = s->frame;
	u32 from = s->packet->payload_off;
	u32 len = min_t(u32, s->packet->payload_len, KNTOP_QUOTE_MAX);

	if (from >= f->wirelen)
		return 0;
	len = min(len, f->wirelen - from);
	*data = f->data + from;
	if (from + len <= f->caplen)
		return len;
	/* in pages, of which the frame's octets at hand are what stands before them */
	if (s->skb && !skb_copy_bits(s->skb, (int)from - (int)(s->skb->data - f->data), copy, len)) {
		*data = copy;
		return len;
	}
	return f->caplen > from ? f->caplen - from : 0;
}

static void kntop_flow_quote_count(struct kntop_flow_table *t, struct kntop_flow *flow,
				   const struct kntop_sighting *s, int side)
{
	struct kntop_quality *q;

	kntop_flow_hold(flow);
	q = flow->bits & KNTOP_FLOW_DEAD ? NULL : kntop_quality_get(&flow->quality);
	if (q)
		q->icmp_errors[side]++;
	else if (!(flow->bits & KNTOP_FLOW_DEAD))
		kntop_tally_add(&t->losses[KNTOP_LOSS_QUALITY_REFUSED], 1, s->octets,
				ktime_get_ns());
	kntop_flow_release(flow);
}

void kntop_flow_quote(struct kntop_flow_table *t, const struct kntop_sighting *s)
{
	struct kntop_packet quoted = *s->packet;
	struct kntop_sighting about = *s;
	u8 copy[KNTOP_QUOTE_MAX];
	struct kntop_flow_key k;
	struct kntop_flow *flow;
	const u8 *data;
	u32 len = kntop_flow_quote_data(s, copy, &data);
	int side;

	if (!kntop_quote_read(&quoted, data, len, quoted.family))
		return;
	quoted.carrier = quoted.l4 == IPPROTO_UDP &&
			 kntop_tunnel_port_any(rcu_dereference(t->ports), quoted.src_port,
					       quoted.dst_port);
	about.packet = &quoted;
	side = kntop_flow_key_make(&k, &about);
	flow = kntop_flow_find(t, &k, kntop_flow_hash(t, &k));
	if (flow)
		kntop_flow_quote_count(t, flow, s, side);
}
