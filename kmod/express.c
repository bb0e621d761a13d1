// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_vlan.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "capture.h"
#include "compat/unaligned.h"
#include "express.h"
#include "flow_count.h"
#include "flow_table.h"
#include "interface.h"
#include "tunnel.h"

/* The least there is in a packet with a flow: IPv4 and UDP. */
#define KNTOP_EXPRESS_ROOM	(sizeof(struct iphdr) + sizeof(struct udphdr))

/**
 * struct kntop_express_packet - what of the headers matters
 * @l4: transport header
 * @room: octets at hand from there on
 * @l4_len: octets of the transport header and its payload, by the IP header
 * @l3_len: the same and the IP header
 * @octets: on the wire
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @side: which side of the key the sender is
 * @flags: TCP
 * @seq: TCP
 * @payload: TCP: octets of it
 */
struct kntop_express_packet {
	const u8	*l4;
	u32		room;
	u32		l4_len;
	u32		l3_len;
	u32		octets;
	u8		proto;
	u8		side;
	u8		flags;
	u32		seq;
	u32		payload;
};

/* ---- the flow ---------------------------------------------------------- */

/* Two words of an address. */
static __always_inline u64 kntop_express_sum(const u64 *hash, u64 q)
{
	union {
		u64	q;
		u32	w[2];
	} u = { .q = q };

	return hash[0] * u.w[0] + hash[1] * u.w[1];
}

/* Ports in the order of the key, interface and VLAN: the key's word "where". */
static __always_inline u64 kntop_express_where(const struct kntop_express_packet *p,
					       u32 behind)
{
	u32 ports = get_unaligned_be32(p->l4);
	union {
		u16	part[4];
		u64	where;
	} u;

	if (p->side)
		ports = ror32(ports, 16);
	u.where = (u64)behind << 32 | ror32(ports, 16);
	if (IS_ENABLED(CONFIG_CPU_BIG_ENDIAN)) {
		u.part[0] = ports >> 16;
		u.part[1] = ports;
		u.part[2] = behind;
		u.part[3] = behind >> 16;
	}
	return u.where;
}

/* A sum of the addresses' words made the whole key's. */
static __always_inline u64 kntop_express_hash(const struct kntop_flow_table *t,
					      u64 sum, u64 where, u8 proto)
{
	sum += t->hash[8] * (u32)where;
	sum += t->hash[9] * (u32)(where >> 32);
	return sum + t->hash[10] * proto;
}

static __always_inline struct kntop_flow *
kntop_express_first(const struct kntop_flow_table *t, u64 hash)
{
	struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);

	return kntop_flow_first(&bs->bucket[hash >> bs->shift]);
}

/* Without a jump but the last. */
static __always_inline bool kntop_express_is(const struct kntop_flow *flow,
					     u64 low0, u64 low1, u64 high0, u64 high1,
					     u64 where, u8 proto)
{
	const struct kntop_flow_key *k = &flow->key;

	return !((k->addr[0].q[0] ^ low0) | (k->addr[0].q[1] ^ low1) |
		 (k->addr[1].q[0] ^ high0) | (k->addr[1].q[1] ^ high1) |
		 (k->where ^ where) | (u16)(k->what ^ proto));
}

/* ---- counting ---------------------------------------------------------- */

/* Flow's lock held. Is this TCP segment just the next one? */
static __always_inline bool
kntop_express_tcp_fits(const struct kntop_flow *flow,
		       const struct kntop_express_packet *p)
{
	return !((p->flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN | KNTOP_TCP_RST)) |
		 (p->flags & ~flow->tcp_flags[p->side])) &&
	       p->seq == flow->seq[p->side] &&
	       kntop_flow_state(flow) != KNTOP_STATE_TCP_OPENING;
}

/* Nothing to do but count? A request without an answer so far is nothing new. */
static __always_inline bool
kntop_express_calm(const struct kntop_flow *flow,
		   const struct kntop_express_packet *p)
{
	u8 bits = flow->bits & (KNTOP_FLOW_DEAD | KNTOP_FLOW_WATCH | KNTOP_FLOW_DPI);

	return likely(!bits) ||
	       (bits == KNTOP_FLOW_WATCH && p->proto == IPPROTO_UDP &&
		kntop_flow_client(flow) == p->side &&
		(flow->key.about & KNTOP_FLOW_ABOUT_REQUESTED));
}

/* Flow's lock held. */
static __always_inline bool
kntop_express_fits(const struct kntop_flow_table *t, const struct kntop_flow *flow,
		   const struct kntop_express_packet *p, u64 now)
{
	/* its first packet from this side had been longer ago than that */
	return kntop_express_calm(flow, p) &&
	       now - flow->last[p->side] < READ_ONCE(t->idle_least) &&
	       (p->proto != IPPROTO_TCP || kntop_express_tcp_fits(flow, p));
}

static __always_inline bool
kntop_express_count(struct kntop_interface *i, struct kntop_flow *flow,
		    const struct kntop_express_packet *p, int way)
{
	struct kntop_flow_count *c = &flow->count[p->side];
	u64 now = ktime_get_ns();
	s32 extra;
	bool fits;

	spin_lock(&flow->lock);
	fits = kntop_express_fits(i->flows, flow, p, now);
	if (likely(fits)) {
		/* the interface first: see the sum rule */
		kntop_interface_count(i, way, 1, p->octets);
		c->packets++;
		c->octets += p->octets;
		WRITE_ONCE(flow->last[p->side], now);
		if (p->proto == IPPROTO_TCP)
			flow->seq[p->side] = p->seq + p->payload;
		extra = p->octets - p->l3_len - flow->l2_len;
		if (unlikely(extra))
			flow->more[p->side].extra += extra;
		kntop_flow_mark(i->flows, flow);
	}
	spin_unlock(&flow->lock);
	return fits;
}

/* ---- headers ----------------------------------------------------------- */

static __always_inline bool kntop_express_tcp(struct kntop_express_packet *p)
{
	u32 len;

	if (unlikely(p->room < sizeof(struct tcphdr)))
		return false;
	len = (p->l4[12] >> 4) * 4;
	p->flags = p->l4[13];
	p->seq = get_unaligned_be32(p->l4 + 4);
	p->payload = p->l4_len - len;
	return likely(len >= sizeof(struct tcphdr) && len <= p->l4_len &&
		      len <= p->room);
}

static __always_inline bool kntop_express_udp(struct kntop_express_packet *p)
{
	if (unlikely(p->room < sizeof(struct udphdr) ||
		     p->l4_len < sizeof(struct udphdr)))
		return false;
	switch (get_unaligned_be16(p->l4 + 2)) {
	case KNTOP_TUNNEL_VXLAN_PORT:
	case KNTOP_TUNNEL_GENEVE_PORT:
	case KNTOP_TUNNEL_GTPU_PORT:
		return false;
	}
	return true;
}

static __always_inline bool kntop_express_transport(struct kntop_express_packet *p)
{
	if (p->proto == IPPROTO_TCP)
		return kntop_express_tcp(p);
	return p->proto == IPPROTO_UDP && kntop_express_udp(p);
}

/* The word of an IPv4 address that is not the same in all of them. */
static __always_inline u64 kntop_express_mapped(u32 addr)
{
	union {
		u32	w[2];
		u64	q;
	} u = { .w = { (__force u32)htonl(0xffff), addr } };

	return u.q;
}

/* @room: octets at hand from @ip on, @octets: on the wire, @behind: interface and VLAN. */
/* The first packet of a flow, IPv4, checked. */
static noinline bool kntop_express_begin(struct kntop_interface *i,
					 const struct sk_buff *skb, const u8 *ip,
					 u64 hash, int way)
{
	const struct iphdr *h = (const struct iphdr *)ip;
	const u8 *l4 = ip + sizeof(*h);
	u32 l4_len = h->protocol == IPPROTO_TCP ? (l4[12] >> 4) * 4 : sizeof(struct udphdr);
	u32 tag = skb_vlan_tag_present(skb) ? skb_vlan_tag_get(skb) : 0;
	struct kntop_packet p = {
		.src_port = get_unaligned_be16(l4), .dst_port = get_unaligned_be16(l4 + 2),
		.vlan = tag & VLAN_VID_MASK, .ethertype = ETH_P_IP, .family = 4,
		.l4 = h->protocol, .l3_off = ETH_HLEN, .l4_off = ETH_HLEN + sizeof(*h),
		.payload_off = ETH_HLEN + sizeof(*h) + l4_len,
		.l3_len = ntohs(h->tot_len),
		.payload_len = ntohs(h->tot_len) - sizeof(*h) - l4_len,
	};
	struct kntop_frame f = {
		.data = ip - ETH_HLEN,
		.caplen = skb_headlen(skb) - (ip - skb->data) + ETH_HLEN,
		.wirelen = skb->len - (ip - skb->data) + ETH_HLEN, .vlan = tag,
	};
	struct kntop_sighting s = {
		.packet = &p, .frame = &f, .skb = skb, .time = ktime_get_ns(),
		.packets = 1, .l3_octets = p.l3_len, .ifid = i->id,
		.octets = f.wirelen + (skb_vlan_tag_present(skb) ? VLAN_HLEN : 0),
		.ignore_vlan = i->flags & KNTOP_INTERFACE_IGNORE_VLAN,
	};
	int verdict;

	s.clock = s.time;
	p.src.q[1] = kntop_express_mapped((__force u32)h->saddr);
	p.dst.q[1] = kntop_express_mapped((__force u32)h->daddr);
	if (p.l4 == IPPROTO_TCP) {
		p.tcp_flags = l4[13];
		p.tcp_seq = get_unaligned_be32(l4 + 4);
	}
	kntop_interface_count(i, way, 1, s.octets);
	verdict = kntop_flow_see_new(i->flows, &s, hash);
	if (unlikely(verdict >= 0))
		kntop_capture_refuse(i, &s, verdict);
	return true;
}

static __always_inline bool kntop_express_ipv4(struct kntop_interface *i,
					       const struct sk_buff *skb,
					       const u8 *ip, u32 room, u32 octets,
					       u32 behind, int way)
{
	const struct iphdr *h = (const struct iphdr *)ip;
	const struct kntop_flow_table *t = i->flows;
	u32 src = (__force u32)h->saddr, dst = (__force u32)h->daddr;
	u32 low = min(src, dst), high = max(src, dst);
	struct kntop_express_packet p = {
		.l4 = ip + sizeof(*h), .room = room - sizeof(*h),
		.l4_len = ntohs(h->tot_len) - sizeof(*h), .l3_len = ntohs(h->tot_len),
		.octets = octets, .proto = h->protocol, .side = src > dst,
	};
	struct kntop_flow *flow;
	u64 where, hash;

	if (unlikely(ip[0] != 0x45 || (h->frag_off & htons(0x3fff)) || src == dst ||
		     p.l3_len < sizeof(*h) || !kntop_express_transport(&p)))
		return false;
	where = kntop_express_where(&p, behind);
	hash = kntop_express_hash(t, t->hash_ipv4 + t->hash[3] * low +
				     t->hash[7] * high, where, p.proto);
	flow = kntop_express_first(t, hash);
	while (flow && !kntop_express_is(flow, 0, kntop_express_mapped(low), 0,
					 kntop_express_mapped(high), where, p.proto))
		flow = rcu_dereference(flow->next);
	if (unlikely(!flow))
		return kntop_express_begin(i, skb, ip, hash, way);
	return kntop_express_count(i, flow, &p, way);
}

static noinline bool kntop_express_ipv6(struct kntop_interface *i, const u8 *ip,
					u32 room, u32 octets, u32 behind, int way)
{
	const struct kntop_flow_table *t = i->flows;
	u64 src0, src1, dst0, dst1, where, sum;
	struct kntop_express_packet p;
	struct kntop_flow *flow;

	if (unlikely(room < sizeof(struct ipv6hdr) || ip[0] >> 4 != 6))
		return false;
	p.octets = octets;
	p.l4_len = get_unaligned_be16(ip + 4);
	p.l3_len = p.l4_len + sizeof(struct ipv6hdr);
	p.l4 = ip + sizeof(struct ipv6hdr);
	p.room = room - sizeof(struct ipv6hdr);
	p.proto = ip[6];
	if (unlikely(!p.l4_len || !kntop_express_transport(&p)))
		return false;
	memcpy(&src0, ip + 8, sizeof(src0));
	memcpy(&src1, ip + 16, sizeof(src1));
	memcpy(&dst0, ip + 24, sizeof(dst0));
	memcpy(&dst1, ip + 32, sizeof(dst1));
	p.side = src0 != dst0 ? src0 > dst0 : src1 > dst1;
	if (p.side) {
		swap(src0, dst0);
		swap(src1, dst1);
	} else if (unlikely(src0 == dst0 && src1 == dst1)) {
		return false;
	}
	where = kntop_express_where(&p, behind);
	sum = t->hash[KNTOP_FLOW_HASH_WORDS] +
	      kntop_express_sum(t->hash, src0) + kntop_express_sum(t->hash + 2, src1) +
	      kntop_express_sum(t->hash + 4, dst0) + kntop_express_sum(t->hash + 6, dst1);
	flow = kntop_express_first(t, kntop_express_hash(t, sum, where, p.proto));
	while (flow && !kntop_express_is(flow, src0, src1, dst0, dst1, where, p.proto))
		flow = rcu_dereference(flow->next);
	return likely(flow) && kntop_express_count(i, flow, &p, way);
}

static __always_inline bool kntop_express(struct kntop_interface *i,
					  const struct sk_buff *skb, int way)
{
	u32 behind = i->id, room = skb_headlen(skb), octets = skb->len;
	const u8 *ip = skb->data;
	__be16 type;

	if (unlikely(skb->dev->type != ARPHRD_ETHER))
		return false;
	if (way == KNTOP_RX) {
		if (unlikely(ip - skb_mac_header(skb) != ETH_HLEN))
			return false;
		octets += ETH_HLEN;
	} else {
		if (unlikely(room < ETH_HLEN))
			return false;
		ip += ETH_HLEN;
		room -= ETH_HLEN;
	}
	if (unlikely(skb_is_gso(skb) || room < KNTOP_EXPRESS_ROOM))
		return false;
	if (skb_vlan_tag_present(skb)) {
		if (!(i->flags & KNTOP_INTERFACE_IGNORE_VLAN))
			behind |= (u32)skb_vlan_tag_get_id(skb) << 16;
		octets += VLAN_HLEN;
	}
	type = *(const __be16 *)(ip - 2);
	if (likely(type == htons(ETH_P_IP)))
		return kntop_express_ipv4(i, skb, ip, room, octets, behind, way);
	return type == htons(ETH_P_IPV6) &&
	       kntop_express_ipv6(i, ip, room, octets, behind, way);
}

/* ---- hooks ------------------------------------------------------------- */

unsigned int kntop_express_rx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	struct kntop_interface *i = priv;

	/* a copy of what this host sent to a group: never was on the wire */
	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return NF_ACCEPT;
	if (unlikely(!kntop_express(i, skb, KNTOP_RX)))
		kntop_capture_skb(i, skb, KNTOP_RX);
	return i->flags & KNTOP_INTERFACE_CONSUME ? NF_DROP : NF_ACCEPT;
}

unsigned int kntop_express_tx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	struct kntop_interface *i = priv;

	if (unlikely(!kntop_express(i, skb, KNTOP_TX)))
		kntop_capture_skb(i, skb, KNTOP_TX);
	return NF_ACCEPT;
}
