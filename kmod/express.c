// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bottom_half.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_vlan.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/preempt.h>
#include <linux/prefetch.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "capture.h"
#include "compat/unaligned.h"
#include "express.h"
#include "flow_count.h"
#include "flow_lock.h"
#include "gate.h"
#include "interface.h"
#include "mix.h"
#include "tunnel_port.h"

/* The least there is of IP's header and the next. */
#define KNTOP_EXPRESS_ROOM(ip, proto)					\
	(sizeof(ip) + ((proto) == IPPROTO_TCP ? sizeof(struct tcphdr) :	\
					       sizeof(struct udphdr)))

/**
 * struct kntop_express_packet - what of the headers matters
 * @now: time, which is asked for first, so that no call comes between the rest
 * @l4: transport header
 * @room: octets at hand from there on
 * @l4_len: octets of the transport header and its payload, by the IP header; less
 *	than 0 where that lies
 * @l3_len: the same and the IP header
 * @octets: on the wire
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @side: which side of the key the sender is
 * @flags: TCP
 * @seq: TCP
 * @payload: TCP: octets of it
 * @low0: the key's lower address, and
 * @low1: its second half
 * @high0: the key's higher address, and
 * @high1: its second half
 * @where: ports, interface and VLAN in the key's order
 *
 * It never has an address of its own, nor an array in it: all of it is in registers.
 */
struct kntop_express_packet {
	u64		now;
	const u8	*l4;
	s32		room;
	s32		l4_len;
	u32		l3_len;
	u32		octets;
	u32		proto;
	u32		side;
	u32		flags;
	u32		seq;
	s32		payload;
	u64		low0;
	u64		low1;
	u64		high0;
	u64		high1;
	u64		where;
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
static __always_inline u64 kntop_express_where(const u8 *l4, bool side, u32 behind)
{
	u32 ports = get_unaligned_be32(l4);
	union {
		u16	part[4];
		u64	where;
	} u;

	if (side)
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

/* Without a jump but the last. */
static __always_inline bool kntop_express_is(const struct kntop_flow *flow,
					     const struct kntop_express_packet *p)
{
	const struct kntop_flow_key *k = &flow->key;

	return !((k->addr[0].q[0] ^ p->low0) | (k->addr[0].q[1] ^ p->low1) |
		 (k->addr[1].q[0] ^ p->high0) | (k->addr[1].q[1] ^ p->high1) |
		 (k->where ^ p->where) | ((k->what & KNTOP_FLOW_WHAT) ^ p->proto));
}

/* ---- counting ---------------------------------------------------------- */

/* Flow's lock held. Is this TCP segment just the next one, of a side that takes more? */
static __always_inline bool
kntop_express_tcp_fits(u8 bits, const struct kntop_flow_side *side,
		       const struct kntop_express_packet *p)
{
	return !((p->flags & (KNTOP_TCP_SYN | KNTOP_TCP_FIN | KNTOP_TCP_RST)) |
		 (p->flags & ~kntop_flow_tcp_flags(side))) &&
	       p->seq == side->seq && get_unaligned((const u16 *)(p->l4 + 14)) &&
	       (bits >> KNTOP_FLOW_STATE_SHIFT & KNTOP_FLOW_STATE_MASK) !=
	       KNTOP_STATE_TCP_OPENING;
}

/* Nothing to do but count? A request without an answer so far is nothing new. */
static __always_inline bool
kntop_express_calm(const struct kntop_flow *flow, u8 bits,
		   const struct kntop_express_packet *p)
{
	bits &= KNTOP_FLOW_DEAD | KNTOP_FLOW_WATCH | KNTOP_FLOW_DPI;
	return likely(!bits) ||
	       (bits == KNTOP_FLOW_WATCH && p->proto == IPPROTO_UDP &&
		kntop_flow_client(flow) == p->side &&
		(flow->key.about & KNTOP_FLOW_ABOUT_REQUESTED));
}

static __always_inline bool
kntop_express_count(struct kntop_interface *i, struct kntop_flow_table *t,
		    struct kntop_flow *flow, const struct kntop_express_packet *p,
		    int way)
{
	struct kntop_flow_side *side = kntop_flow_side(flow, p->side);
	s32 extra;
	u8 bits;

	/* in one of two flows its line is not the key's; what follows the lock waits for it */
	prefetchw(side);
	kntop_flow_hold(flow);
	bits = flow->bits;
	/* its first packet from this side had been longer ago than the least timeout */
	if (unlikely(!kntop_express_calm(flow, bits, p)) ||
	    unlikely(p->now - side->last >= READ_ONCE(t->idle_least)) ||
	    (p->proto == IPPROTO_TCP && unlikely(!kntop_express_tcp_fits(bits, side, p)))) {
		kntop_flow_release(flow);
		return false;
	}
	/* the interface first: see the sum rule */
	kntop_interface_count(i, way, 1, p->octets);
	side->packets++;
	side->octets += p->octets;
	WRITE_ONCE(side->last, p->now);
	if (p->proto == IPPROTO_TCP)
		side->seq = p->seq + p->payload;
	extra = p->octets - p->l3_len - flow->l2_len;
	if (extra)
		kntop_flow_extra_add(flow, p->side, extra);
	if (!(bits & KNTOP_FLOW_DIRTY))
		kntop_flow_mark_new(t, flow, bits);
	kntop_flow_release(flow);
	return true;
}

/* There is no such flow. */
#define KNTOP_EXPRESS_MISSING	2

/*
 * Looks in the home bucket and, as long as flows went past, in those behind.
 * Returns whether the packet is counted, or KNTOP_EXPRESS_MISSING.
 */
static __always_inline int
kntop_express_see(struct kntop_interface *i, struct kntop_flow_table *t,
		  const struct kntop_express_packet *p, u32 hash, int way)
{
	const struct kntop_flow_buckets *bs = rcu_dereference(t->buckets);
	const struct kntop_flow_bucket *b = &bs->bucket[kntop_flow_home(bs, hash)];
	unsigned long tags, match;
	struct kntop_flow *flow;

	do {
		tags = kntop_flow_tags(b);
		match = kntop_flow_tags_match(tags, kntop_flow_tag(hash));
		for (; likely(match); match &= match - 1) {
			flow = kntop_flow_slot(b, match);
			if (likely(kntop_express_is(flow, p)))
				return kntop_express_count(i, t, flow, p, way);
		}
		b++;
	} while (unlikely(kntop_flow_tags_past(tags)));
	return KNTOP_EXPRESS_MISSING;
}

/* ---- headers ----------------------------------------------------------- */

/* The least data offset of TCP, as it stands in its octet. */
#define KNTOP_EXPRESS_DOFF_MIN	(sizeof(struct tcphdr) / 4 << 4)

static __always_inline bool kntop_express_tcp(struct kntop_express_packet *p)
{
	int len = p->l4[12] >> 2 & 0x3c;

	p->flags = p->l4[13];
	p->seq = get_unaligned_be32(p->l4 + 4);
	p->payload = p->l4_len - len;
	if (unlikely(p->l4[12] < KNTOP_EXPRESS_DOFF_MIN) || unlikely(len > p->room))
		return false;
	return likely(p->payload >= 0);
}

/* That no port is a tunnel's is asked but once: see KNTOP_TUNNEL_CARRIER. */
static __always_inline bool kntop_express_udp(const struct kntop_express_packet *p)
{
	return likely(p->l4_len >= (int)sizeof(struct udphdr));
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

/* Addresses are in the key, and what tunnels and fragments have nobody asks for. */
static __always_inline void kntop_express_packet_set(struct kntop_packet *p,
						     const struct iphdr *h, const u8 *l4,
						     u16 vlan, u32 headers)
{
	bool tcp = h->protocol == IPPROTO_TCP;

	p->src_port = get_unaligned_be16(l4);
	p->dst_port = get_unaligned_be16(l4 + 2);
	p->vlan = vlan;
	p->ethertype = ETH_P_IP;
	p->family = 4;
	p->l4 = h->protocol;
	p->encap = KNTOP_ENCAPSULATION_NONE;
	p->tcp_flags = tcp ? l4[13] : 0;
	p->tcp_zero_window = tcp && !get_unaligned_be16(l4 + 14);
	p->tcp_short = false;
	p->carrier = false;
	p->icmp = false;
	p->icmp_reply = false;
	p->fragment = false;
	p->fragmented = false;
	p->continued = false;
	p->sequenced = false;
	p->tcp_seq = tcp ? get_unaligned_be32(l4 + 4) : 0;
	p->l3_off = ETH_HLEN;
	p->l4_off = ETH_HLEN + sizeof(*h);
	p->payload_off = ETH_HLEN + headers;
	p->phantom = 0;
	p->l3_len = ntohs(h->tot_len);
	p->payload_len = ntohs(h->tot_len) - headers;
}

/* The first packet of a flow, IPv4, checked. */
static noinline bool kntop_express_begin(struct kntop_interface *i,
					 const struct sk_buff *skb, const u8 *ip,
					 u32 hash, int way, u64 now)
{
	const struct iphdr *h = (const struct iphdr *)ip;
	const u8 *l4 = ip + sizeof(*h);
	u32 src = (__force u32)h->saddr, dst = (__force u32)h->daddr;
	const struct kntop_tunnel_ports *ports = rcu_dereference(i->flows->ports);
	bool tagged = skb_vlan_tag_present(skb), tcp = h->protocol == IPPROTO_TCP;
	u32 tag = tagged ? skb_vlan_tag_get(skb) : 0;
	u32 vlan = i->flags & KNTOP_INTERFACE_IGNORE_VLAN ? 0 : tag & VLAN_VID_MASK;
	u32 headers = sizeof(*h) + (tcp ? (l4[12] >> 4) * 4 : sizeof(struct udphdr));
	struct kntop_packet p;
	struct kntop_frame f = {
		.data = ip - ETH_HLEN,
		.caplen = skb_headlen(skb) - (ip - skb->data) + ETH_HLEN,
		.wirelen = skb->len - (ip - skb->data) + ETH_HLEN, .vlan = tag,
	};
	struct kntop_sighting s = {
		.packet = &p, .frame = &f, .skb = skb, .time = now, .clock = now,
		.packets = 1, .l3_octets = ntohs(h->tot_len), .ifid = i->id, .vlan = vlan,
		.octets = f.wirelen + (tagged ? VLAN_HLEN : 0),
	};
	struct kntop_flow_key k = {
		.addr[0].q[1] = kntop_express_mapped(min(src, dst)),
		.addr[1].q[1] = kntop_express_mapped(max(src, dst)),
		.where = kntop_express_where(l4, src > dst, i->id | vlan << 16),
		.l4 = h->protocol,
	};
	int verdict;

	/* somebody talks to himself: then the ports tell the sides */
	if (unlikely(src == dst))
		return false;
	kntop_express_packet_set(&p, h, l4, tag & VLAN_VID_MASK, headers);
	if (!tcp && unlikely(kntop_tunnel_port_may(ports, p.src_port, p.dst_port)) &&
	    kntop_tunnel_port_any(ports, p.src_port, p.dst_port))
		return false;
	kntop_interface_count(i, way, 1, s.octets);
	verdict = kntop_flow_see_new(i->flows, &s, &k, hash, src > dst);
	if (unlikely(verdict >= 0))
		kntop_capture_refuse(i, &s, verdict);
	return true;
}

/*
 * @room: octets at hand from @ip on, @vlan: its tag's number or 0, @proto: constant
 * where it is called, so that TCP and UDP each have a way of their own.
 */
static __always_inline bool kntop_express_ipv4(struct kntop_interface *i,
					       const struct sk_buff *skb,
					       const u8 *ip, u32 room, u32 octets,
					       u32 vlan, int way, u64 now, u8 proto)
{
	const struct iphdr *h = (const struct iphdr *)ip;
	struct kntop_flow_table *t = i->flows;
	u32 src = (__force u32)h->saddr, dst = (__force u32)h->daddr;
	u32 low = min(src, dst), high = max(src, dst);
	struct kntop_express_packet p = {
		.now = now, .l4 = ip + sizeof(*h), .room = room - sizeof(*h),
		.l4_len = ntohs(h->tot_len) - sizeof(*h), .l3_len = ntohs(h->tot_len),
		.octets = octets, .proto = proto, .side = src > dst,
	};
	u32 hash;
	u64 sum;
	int seen;

	if (unlikely(room < KNTOP_EXPRESS_ROOM(*h, proto)) || unlikely(ip[0] != 0x45) ||
	    unlikely(h->frag_off & htons(0x3fff)) || unlikely(!kntop_express_transport(&p)))
		return false;
	p.low1 = kntop_express_mapped(low);
	p.high1 = kntop_express_mapped(high);
	p.where = kntop_express_where(p.l4, p.side, i->id);
	sum = i->hash_ipv4[p.proto == IPPROTO_TCP] + t->hash[3] * low + t->hash[7] * high +
	      t->hash[8] * (u32)p.where;
	if (vlan) {
		p.where = kntop_express_where(p.l4, p.side, i->id | vlan << 16);
		/* the sum is linear */
		sum += t->hash[9] * (vlan << 16);
	}
	hash = kntop_mix(sum);
	seen = kntop_express_see(i, t, &p, hash, way);
	if (unlikely(seen == KNTOP_EXPRESS_MISSING))
		return kntop_express_begin(i, skb, ip, hash, way, now);
	return seen;
}

static noinline bool kntop_express_ipv6(struct kntop_interface *i, const u8 *ip,
					u32 room, u32 octets, u32 vlan, int way,
					u64 now)
{
	struct kntop_flow_table *t = i->flows;
	struct kntop_express_packet p = { .now = now, .octets = octets };
	u64 sum;

	if (unlikely(room < KNTOP_EXPRESS_ROOM(struct ipv6hdr, ip[6])) ||
	    unlikely(ip[0] >> 4 != 6))
		return false;
	p.l4_len = get_unaligned_be16(ip + 4);
	p.l3_len = p.l4_len + sizeof(struct ipv6hdr);
	p.l4 = ip + sizeof(struct ipv6hdr);
	p.room = room - sizeof(struct ipv6hdr);
	p.proto = ip[6];
	if (unlikely(!p.l4_len || !kntop_express_transport(&p)))
		return false;
	p.low0 = get_unaligned((const u64 *)(ip + 8));
	p.low1 = get_unaligned((const u64 *)(ip + 16));
	p.high0 = get_unaligned((const u64 *)(ip + 24));
	p.high1 = get_unaligned((const u64 *)(ip + 32));
	p.side = p.low0 != p.high0 ? p.low0 > p.high0 : p.low1 > p.high1;
	if (p.side) {
		swap(p.low0, p.high0);
		swap(p.low1, p.high1);
	} else if (unlikely(p.low0 == p.high0 && p.low1 == p.high1)) {
		return false;
	}
	p.where = kntop_express_where(p.l4, p.side, i->id | vlan << 16);
	sum = t->hash[KNTOP_FLOW_HASH_WORDS] + kntop_express_sum(t->hash, p.low0) +
	      kntop_express_sum(t->hash + 2, p.low1) + kntop_express_sum(t->hash + 4, p.high0) +
	      kntop_express_sum(t->hash + 6, p.high1) + kntop_express_sum(t->hash + 8, p.where) +
	      t->hash[10] * p.proto;
	return kntop_express_see(i, t, &p, kntop_mix(sum), way) == true;
}

/* @vlan: constant 0 where it is called for most. */
static __always_inline bool kntop_express_ip(struct kntop_interface *i,
					     const struct sk_buff *skb, const u8 *ip,
					     u32 room, u32 octets, u32 vlan, int way,
					     u64 now)
{
	__be16 type = *(const __be16 *)(ip - 2);

	if (likely(type == htons(ETH_P_IP))) {
		/*
		 * How much of it is at hand is asked for later: behind an skb's octets there
		 * is always its struct skb_shared_info to be read instead.
		 */
		if (ip[9] == IPPROTO_TCP)
			return kntop_express_ipv4(i, skb, ip, room, octets, vlan, way, now,
						  IPPROTO_TCP);
		return ip[9] == IPPROTO_UDP &&
		       kntop_express_ipv4(i, skb, ip, room, octets, vlan, way, now,
					  IPPROTO_UDP);
	}
	return type == htons(ETH_P_IPV6) &&
	       kntop_express_ipv6(i, ip, room, octets, vlan, way, now);
}

/* A VLAN tag that was taken out of the frame. */
static noinline bool kntop_express_tagged(struct kntop_interface *i,
					  const struct sk_buff *skb, const u8 *ip,
					  int way, u64 now)
{
	u32 room = skb_headlen(skb) - (ip - skb->data);
	u32 octets = skb->len + (way == KNTOP_RX ? ETH_HLEN : 0) + VLAN_HLEN;
	bool ignored = i->flags & KNTOP_INTERFACE_IGNORE_VLAN;

	return kntop_express_ip(i, skb, ip, room, octets,
				ignored ? 0 : skb_vlan_tag_get_id(skb), way, now);
}

static __always_inline bool kntop_express(struct kntop_interface *i,
					  const struct sk_buff *skb, int way)
{
	u64 now = ktime_get_ns();
	u32 room = skb_headlen(skb), octets = skb->len;
	const u8 *ip = skb->data;

	if (way == KNTOP_RX) {
		/* Ethernet, or the loopback device: no others' headers are as long */
		if (unlikely(skb->mac_len != ETH_HLEN))
			return false;
		octets += ETH_HLEN;
	} else {
		if (unlikely(skb->dev->type != ARPHRD_ETHER) || unlikely(room < ETH_HLEN))
			return false;
		ip += ETH_HLEN;
		room -= ETH_HLEN;
	}
	if (unlikely(skb_is_gso(skb)))
		return false;
	if (unlikely(skb_vlan_tag_present(skb)))
		return kntop_express_tagged(i, skb, ip, way, now);
	return kntop_express_ip(i, skb, ip, room, octets, 0, way, now);
}

void kntop_express_prepare(struct kntop_interface *i)
{
	const struct kntop_flow_table *t = i->flows;
	u64 common = t->hash[KNTOP_FLOW_HASH_WORDS] + t->hash[9] * i->id +
		     (t->hash[2] + t->hash[6]) * (__force u32)htonl(0xffff);

	i->hash_ipv4[false] = common + t->hash[10] * IPPROTO_UDP;
	i->hash_ipv4[true] = common + t->hash[10] * IPPROTO_TCP;
	i->verdict = i->flags & KNTOP_INTERFACE_CONSUME ? NF_DROP : NF_ACCEPT;
}

/* ---- hooks ------------------------------------------------------------- */

unsigned int kntop_express_rx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	struct kntop_interface *i = priv;

	/* a copy of what this host sent to a group: never was on the wire */
	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return NF_ACCEPT;
	if (unlikely(i->asks) && !kntop_gate_passes(i, skb, KNTOP_RX))
		return i->verdict;
	if (unlikely(!kntop_express(i, skb, KNTOP_RX)))
		kntop_capture_skb(i, skb, KNTOP_RX);
	return i->verdict;
}

/*
 * Packet sockets that go past the queue (PACKET_QDISC_BYPASS) call the hook from their
 * process: a packet that arrives there meanwhile would wait for our locks for ever.
 */
static noinline unsigned int kntop_express_tx_process(void *priv, struct sk_buff *skb,
						      const struct nf_hook_state *state)
{
	unsigned int verdict;

	local_bh_disable();
	verdict = kntop_express_tx(priv, skb, state);
	local_bh_enable();
	return verdict;
}

unsigned int kntop_express_tx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	struct kntop_interface *i = priv;

	if (unlikely(!softirq_count()))
		return kntop_express_tx_process(priv, skb, state);
	if (unlikely(i->asks) && !kntop_gate_passes(i, skb, KNTOP_TX))
		return NF_ACCEPT;
	if (unlikely(!kntop_express(i, skb, KNTOP_TX)))
		kntop_capture_skb(i, skb, KNTOP_TX);
	return NF_ACCEPT;
}
