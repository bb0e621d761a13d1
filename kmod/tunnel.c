// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tunnel: where an IP packet carries another one.
 */
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "link.h"
#include "tunnel.h"
#include "tunnel_port.h"

#define ETHERIP_HEADER		2
#define ETHERIP_VERSION		0x3000

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
