// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tunnel: where an IP packet carries another one.
 */
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "link.h"
#include "tunnel.h"
#include "tunnel_port.h"

/* Odd numbers with as many bits set as not, for mixing. */
#define TUNNEL_MIX_A		0x9e3779b97f4a7c15ULL
#define TUNNEL_MIX_B		0xd6e8feb86659fd93ULL

#define IPV6_HEADER		40
#define ETHERIP_HEADER		2
#define ETHERIP_VERSION		0x3000

/* One end of a tunnel; a sum of two of these does not say which was which. */
static u64 tunnel_mix(const union kntop_addr *a)
{
	u64 x = a->q[0] * TUNNEL_MIX_A + a->q[1];

	x = (x ^ x >> 32) * TUNNEL_MIX_B;
	return x ^ x >> 29;
}

/* What stands for the tunnel that the packet is in, in both directions. */
static u32 tunnel_nested(const struct kntop_packet *p)
{
	const struct kntop_tunnel_id *id = &p->tunnel;
	u32 number = kntop_tunnel_has_one_number(p->encap) ? id->number : 0;
	u64 x = tunnel_mix(&id->src) + tunnel_mix(&id->dst) +
		((u64)number << 32 | id->nested) * TUNNEL_MIX_B;

	x = (x ^ ((u64)p->encap << 16 | id->vlan)) * TUNNEL_MIX_A;
	return x >> 32 ?: 1;
}

void kntop_tunnel_enter(struct kntop_packet *p, const struct kntop_tunnel *t,
			const union kntop_addr *src, const union kntop_addr *dst, u8 ends)
{
	struct kntop_tunnel_id id = {
		.src = *src, .dst = *dst, .ends = ends, .vlan = p->vlan,
	};

	if (t->numbered && (ends != KNTOP_TUNNEL_ENDS_NONE ||
			    kntop_tunnel_has_one_number(t->encap))) {
		id.number = t->number;
		id.numbered = true;
	}
	/* tags in front of the outermost are told by themselves */
	if (p->encap != KNTOP_ENCAPSULATION_NONE && p->encap != KNTOP_ENCAPSULATION_QINQ)
		id.nested = tunnel_nested(p);
	p->tunnel = id;
	p->encap = t->encap;
}

int kntop_tunnel_skip(struct kntop_tunnel *t, const struct kntop_frame *f, u32 len)
{
	if (t->end - t->off < len)
		return KNTOP_PART_NON_IP;
	t->off += len;
	return kntop_packet_need(f, t->off);
}

int kntop_tunnel_version(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret;

	if (t->off >= t->end)
		return KNTOP_PART_NON_IP;
	ret = kntop_packet_need(f, t->off + 1);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	t->ethertype = kntop_inner_version(f, t->off);
	return t->ethertype ? KNTOP_PACKET_FLOW : KNTOP_PART_NON_IP;
}

int kntop_tunnel_set_type(struct kntop_tunnel *t, u16 type)
{
	t->ethertype = type == ETH_P_TEB ? 0 : type;
	if (!t->ethertype || type == ETH_P_IP || type == ETH_P_IPV6 ||
	    kntop_link_is_vlan(type) || kntop_tunnel_of_ethertype(type))
		return KNTOP_PACKET_FLOW;
	return KNTOP_PART_NON_IP;
}

#define TUNNEL_OPEN(NAME, name, ...)						\
	t->encap == KNTOP_ENCAPSULATION_##NAME ? kntop_tunnel_##name(t, f) :

int kntop_tunnel_open(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	return KNTOP_TUNNEL_KINDS(TUNNEL_OPEN) KNTOP_PART_NON_IP;
}

/* No header of its own; that the version is the right one is seen when it is read. */
int kntop_tunnel_ip(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	t->ethertype = t->via == IPPROTO_IPIP ? ETH_P_IP : ETH_P_IPV6;
	return kntop_packet_need(f, t->off);
}

/* VLAN tags are no header of a tunnel, but taken one by one: see link.c. */
int kntop_tunnel_qinq(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	return KNTOP_PART_NON_IP;
}

int kntop_tunnel_etherip(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *header = f->data + t->off;
	int ret = kntop_tunnel_skip(t, f, ETHERIP_HEADER);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(header) != ETHERIP_VERSION)
		return KNTOP_PART_NON_IP;
	t->ethertype = 0;
	return KNTOP_PACKET_FLOW;
}

/* The kind at the port it is sent to; else that whose answers come from the other. */
static int tunnel_udp(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f)
{
	struct kntop_tunnel closed = *t;
	int ret = KNTOP_PART_NON_IP;

	t->encap = kntop_tunnel_port_kind(f->ports, outer->dst_port);
	if (t->encap)
		ret = kntop_tunnel_open(t, f);
	if (ret == KNTOP_PACKET_FLOW || ret == KNTOP_PACKET_MORE)
		return ret;
	*t = closed;
	t->encap = kntop_tunnel_port_kind(f->ports, outer->src_port);
	if (kntop_tunnel_udp(t->encap) != KNTOP_TUNNEL_UDP_OF)
		return KNTOP_PART_NON_IP;
	return kntop_tunnel_open(t, f);
}

int kntop_tunnel_find(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f)
{
	*t = (struct kntop_tunnel) {
		.off = outer->payload_off, .end = outer->l3_off + outer->l3_len,
	};
	if (outer->l4 == IPPROTO_UDP)
		return tunnel_udp(t, outer, f);
	t->via = outer->l4;
	t->encap = kntop_tunnel_of_protocol(outer->l4);
	return kntop_tunnel_open(t, f);
}

/* What the IP header says the packet's length is; 0: it does not say. */
static u32 tunnel_l3_said(const struct kntop_packet *p, const struct kntop_frame *f)
{
	const u8 *ip = f->data + p->l3_off;
	u32 len;

	if (p->family == 4)
		return get_unaligned_be16(ip + 2);
	len = get_unaligned_be16(ip + 4);
	return len || ip[6] == IPPROTO_NONE ? IPV6_HEADER + len : 0;
}

/*
 * Is the inner packet no longer than what carries it? Where one inner packet was made
 * into many, it fills the tunnel. Else it is the outer datagrams that were merged, each
 * with an inner packet of its own. What a capture saw before it was made into many says
 * no length, neither inside nor outside.
 */
bool kntop_tunnel_fits(const struct kntop_tunnel *t, const struct kntop_packet *inner,
		       const struct kntop_packet *outer, const struct kntop_frame *f)
{
	u32 len = tunnel_l3_said(inner, f);

	if (!len)
		return f->gso || !tunnel_l3_said(outer, f);
	if (f->gso || t->fills)
		return inner->l3_off + len == t->end;
	return inner->l3_off + len <= t->end;
}
