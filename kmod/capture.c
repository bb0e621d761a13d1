// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

#include "capture.h"
#include "datagram.h"
#include "flow.h"
#include "interface.h"
#include "tunnel_table.h"

/* ---- counting ---------------------------------------------------------- */

/*
 * A superpacket goes over the wire in pieces, each with the headers in front
 * of the payload again (as net/core/dev.c: qdisc_pkt_len_init reckons), but
 * without what only marks it as a superpacket.
 */
static void kntop_capture_unmerge(struct kntop_sighting *s,
				  const struct sk_buff *skb, u32 tag)
{
	const struct kntop_packet *p = s->packet;
	bool pieces = skb_shinfo(skb)->gso_type & SKB_GSO_UDP;
	u32 headers = (pieces ? p->l4_off : p->payload_off) - p->phantom;
	u32 payload = s->frame->wirelen > p->payload_off ?
		      s->frame->wirelen - p->payload_off : 0;

	s->packets = skb_shinfo(skb)->gso_segs;
	if (!s->packets && skb_shinfo(skb)->gso_size &&
	    skb_shinfo(skb)->gso_size != GSO_BY_FRAGS)
		s->packets = DIV_ROUND_UP(payload, skb_shinfo(skb)->gso_size);
	s->packets = max(s->packets, 1U);
	s->octets -= p->phantom;
	s->octets += (u64)(s->packets - 1) * (headers + tag);
	s->l3_octets -= p->phantom;
	s->l3_octets += (u64)(s->packets - 1) * (headers - p->l3_off);
}

void kntop_capture_refuse(struct kntop_interface *i, const struct kntop_sighting *s,
			  int part)
{
	kntop_tally_add(&i->traffic->part[part], s->packets, s->octets,
			max_t(u64, s->time, 1));
	if (part == KNTOP_PART_NON_IP)
		kntop_interface_ethertype(i, s->packet->ethertype, s->packets,
					  s->octets);
}

/* Which VLAN and tunnel its flow is in. */
static __always_inline void kntop_capture_place(struct kntop_sighting *s,
						const struct kntop_packet *p,
						const struct kntop_interface *i)
{
	bool ignore_vlan = i->flags & KNTOP_INTERFACE_IGNORE_VLAN;

	s->vlan = ignore_vlan ? 0 : p->vlan;
	if (likely(p->encap == KNTOP_ENCAPSULATION_NONE) ||
	    (ignore_vlan && p->encap == KNTOP_ENCAPSULATION_QINQ))
		return;
	s->tunnel = p->encap;
	if (!(i->flags & KNTOP_INTERFACE_IGNORE_TUNNEL))
		s->tunnel = kntop_tunnel_table_find(i->tunnels, p, i->id, ignore_vlan);
	else if (!ignore_vlan)
		s->vlan = p->outer_vlan;
}

/* @p: the packet of @s; @verdict: what parsing said. Counts the frame everywhere. */
static void kntop_capture_account(struct kntop_interface *i,
				  struct kntop_sighting *s, struct kntop_packet *p,
				  int way, int verdict)
{
	kntop_interface_count(i, way, s->packets, s->octets);
	if (likely(verdict == KNTOP_PACKET_FLOW)) {
		kntop_capture_place(s, p, i);
		if (unlikely(p->fragmented)) {
			kntop_datagram_see(i, s, p);
			return;
		}
		verdict = kntop_flow_see(i->flows, s);
		if (likely(verdict < 0))
			return;
	}
	kntop_capture_refuse(i, s, verdict);
}

/* ---- live frames ------------------------------------------------------- */

/* The headers reach into pages: parse a copy of them. */
static noinline int kntop_capture_parse_copy(struct kntop_packet *p,
					     const struct kntop_frame *f,
					     const struct sk_buff *skb, int l2)
{
	u8 copy[KNTOP_PACKET_HEADERS_MAX];
	struct kntop_frame g = *f;

	g.caplen = min_t(u32, f->wirelen, sizeof(copy));
	if (g.caplen <= f->caplen)
		return KNTOP_PART_TRUNCATED;
	memcpy(copy, f->data, l2);
	if (skb_copy_bits(skb, 0, copy + l2, g.caplen - l2))
		return KNTOP_PART_TRUNCATED;
	g.data = copy;
	return kntop_packet_parse(p, &g);
}

/* What a device's frame is. Return: what parsing said. */
static __always_inline int kntop_capture_look(struct kntop_sighting *s,
					      struct kntop_packet *p,
					      struct kntop_frame *f,
					      const struct kntop_interface *i,
					      const struct sk_buff *skb, int way)
{
	/* on arrival data begins behind the link-layer header, on sending with it */
	int verdict, l2 = way == KNTOP_RX ? kntop_capture_front(skb) : 0;
	u32 tag = 0;

	*f = (struct kntop_frame) {
		.data = skb->data - l2, .caplen = skb_headlen(skb) + l2,
		.wirelen = skb->len + l2, .gso = skb_is_gso(skb),
		.ports = rcu_dereference(i->flows->ports),
	};
	*s = (struct kntop_sighting) {
		.packet = p, .frame = f, .skb = skb, .packets = 1,
		.time = ktime_get_ns(), .ifid = i->id,
	};
	s->clock = s->time;
	if (skb_vlan_tag_present(skb)) {
		f->vlan = skb_vlan_tag_get(skb);
		tag = VLAN_HLEN;
	}
	if (unlikely(!kntop_capture_has_ethernet(skb->dev))) {
		f->protocol = ntohs(skb->protocol);
		f->l2_len = way == KNTOP_RX ? l2 : max(skb_network_offset(skb), 0);
	}
	s->octets = (u64)f->wirelen + tag;

	verdict = kntop_packet_parse(p, f);
	if (unlikely(verdict == KNTOP_PACKET_MORE))
		verdict = kntop_capture_parse_copy(p, f, skb, l2);
	if (unlikely(verdict == KNTOP_PACKET_MORE))
		verdict = KNTOP_PART_TOO_DEEP;
	s->l3_octets = p->l3_len;
	if (f->gso && verdict == KNTOP_PACKET_FLOW)
		kntop_capture_unmerge(s, skb, tag);
	else if (f->gso)
		s->packets = max_t(u32, skb_shinfo(skb)->gso_segs, 1);
	return verdict;
}

void kntop_capture_skb(struct kntop_interface *i, const struct sk_buff *skb, int way)
{
	struct kntop_packet p;
	struct kntop_frame f;
	struct kntop_sighting s;
	int verdict = kntop_capture_look(&s, &p, &f, i, skb, way);

	kntop_capture_account(i, &s, &p, way, verdict);
}

void kntop_capture_measure(struct kntop_interface *i, const struct sk_buff *skb, int way,
			   u32 *packets, u64 *octets)
{
	struct kntop_packet p;
	struct kntop_frame f;
	struct kntop_sighting s;

	kntop_capture_look(&s, &p, &f, i, skb, way);
	*packets = s.packets;
	*octets = s.octets;
}

/* ---- offline frames ---------------------------------------------------- */

void kntop_capture_frame(struct kntop_interface *i, const struct kntop_frame *f,
			 u64 time)
{
	struct kntop_frame own = *f;
	struct kntop_packet p;
	struct kntop_sighting s = {
		.packet = &p, .frame = &own, .packets = 1, .octets = f->wirelen,
		.time = max_t(u64, time, 1), .ifid = i->id,
	};
	int verdict;

	/* there is no more: what is at hand must do, or it is truncated */
	own.cut = true;
	own.ports = rcu_dereference(i->flows->ports);
	s.clock = kntop_interface_advance(i, s.time);
	verdict = kntop_packet_parse(&p, &own);
	s.l3_octets = p.l3_len;
	kntop_capture_account(i, &s, &p, KNTOP_RX, verdict);
}
