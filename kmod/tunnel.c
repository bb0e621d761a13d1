// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tunnel: where an IP packet carries another one.
 */
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "tunnel.h"

#define GRE_HEADER		4
#define GRE_OPTION		4
#define GRE_HAS_CHECKSUM	0x8000
#define GRE_HAS_KEY		0x2000
#define GRE_HAS_SEQUENCE	0x1000
#define GRE_OPTIONS		(GRE_HAS_CHECKSUM | GRE_HAS_KEY | GRE_HAS_SEQUENCE)
#define VXLAN_HEADER		8
#define VXLAN_HAS_ID		0x08
#define GENEVE_HEADER		8
#define GENEVE_VERSION_CONTROL	0xc080	/* version, O: for the endpoints only */
#define GENEVE_OPTIONS		0x3f	/* of the first octet, in units of 4 */
#define GTPU_HEADER		8
#define GTPU_OPTIONAL		4
#define GTPU_GPDU		0x30ff	/* version 1, GTP not GTP', type G-PDU */
#define GTPU_GPDU_MASK		0xf0ff
#define GTPU_HAS_EXTENSION	0x0400
#define GTPU_HAS_OPTIONAL	0x0700	/* any of E, S, PN */

static void tunnel_set_number(struct kntop_tunnel *t, u32 number)
{
	t->number = number;
	t->numbered = true;
}

/* Takes @len octets of tunnel header. FLOW, MORE or another: do not open. */
static int tunnel_skip(struct kntop_tunnel *t,
		       const struct kntop_frame *f, u32 len)
{
	if (t->end - t->off < len)
		return KNTOP_PART_NON_IP;
	t->off += len;
	return kntop_packet_need(f, t->off);
}

static int tunnel_gre(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gre = f->data + t->off;
	u16 flags;
	u32 len;
	int ret;

	ret = tunnel_skip(t, f, GRE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	flags = get_unaligned_be16(gre);
	if (flags & ~GRE_OPTIONS)
		return KNTOP_PART_NON_IP;
	t->ethertype = get_unaligned_be16(gre + 2);
	switch (t->ethertype) {
	case ETH_P_TEB:
		t->ethertype = 0;
		break;
	case ETH_P_IP:
	case ETH_P_IPV6:
	case ETH_P_MPLS_UC:
	case ETH_P_MPLS_MC:
		break;
	default:
		return KNTOP_PART_NON_IP;
	}
	t->encap = KNTOP_ENCAPSULATION_GRE;
	len = flags & GRE_HAS_CHECKSUM ? GRE_OPTION : 0;
	len += flags & GRE_HAS_KEY ? GRE_OPTION : 0;
	len += flags & GRE_HAS_SEQUENCE ? GRE_OPTION : 0;
	ret = tunnel_skip(t, f, len);
	if (ret == KNTOP_PACKET_FLOW && flags & GRE_HAS_KEY)
		tunnel_set_number(t, get_unaligned_be32(gre + GRE_HEADER +
							(flags & GRE_HAS_CHECKSUM ? GRE_OPTION : 0)));
	return ret;
}

static int tunnel_vxlan(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *vxlan = f->data + t->off;
	int ret;

	ret = tunnel_skip(t, f, VXLAN_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (!(vxlan[0] & VXLAN_HAS_ID))
		return KNTOP_PART_NON_IP;
	t->ethertype = 0;
	t->encap = KNTOP_ENCAPSULATION_VXLAN;
	tunnel_set_number(t, get_unaligned_be32(vxlan + 4) >> 8);
	return KNTOP_PACKET_FLOW;
}

static int tunnel_geneve(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *geneve = f->data + t->off;
	int ret;

	ret = tunnel_skip(t, f, GENEVE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(geneve) & GENEVE_VERSION_CONTROL)
		return KNTOP_PART_NON_IP;
	t->ethertype = get_unaligned_be16(geneve + 2);
	if (t->ethertype == ETH_P_TEB)
		t->ethertype = 0;
	else if (t->ethertype != ETH_P_IP && t->ethertype != ETH_P_IPV6)
		return KNTOP_PART_NON_IP;
	t->encap = KNTOP_ENCAPSULATION_GENEVE;
	tunnel_set_number(t, get_unaligned_be32(geneve + 4) >> 8);
	return tunnel_skip(t, f, (geneve[0] & GENEVE_OPTIONS) * 4);
}

/* Extension headers: length in units of 4, content, type of the next one. */
static int tunnel_gtpu_extensions(struct kntop_tunnel *t,
				  const struct kntop_frame *f)
{
	u32 len;
	int ret;

	while (f->data[t->off - 1]) {
		ret = tunnel_skip(t, f, 1);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		len = f->data[t->off - 1] * 4;
		if (!len)
			return KNTOP_PART_NON_IP;
		ret = tunnel_skip(t, f, len - 1);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	return KNTOP_PACKET_FLOW;
}

static int tunnel_gtpu_ip(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret;

	if (t->off >= t->end)
		return KNTOP_PART_NON_IP;
	ret = kntop_packet_need(f, t->off + 1);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	switch (f->data[t->off] >> 4) {
	case 4:
		t->ethertype = ETH_P_IP;
		return KNTOP_PACKET_FLOW;
	case 6:
		t->ethertype = ETH_P_IPV6;
		return KNTOP_PACKET_FLOW;
	default:
		return KNTOP_PART_NON_IP;
	}
}

static int tunnel_gtpu(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gtp = f->data + t->off;
	u16 flags;
	u32 len;
	int ret;

	ret = tunnel_skip(t, f, GTPU_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	flags = get_unaligned_be16(gtp);
	len = get_unaligned_be16(gtp + 2);
	if ((flags & GTPU_GPDU_MASK) != GTPU_GPDU || len > t->end - t->off)
		return KNTOP_PART_NON_IP;
	/* as with IP, a superpacket's length may not fit the field */
	if (!f->gso)
		t->end = t->off + len;
	if (flags & GTPU_HAS_OPTIONAL) {
		ret = tunnel_skip(t, f, GTPU_OPTIONAL);
		if (ret == KNTOP_PACKET_FLOW && flags & GTPU_HAS_EXTENSION)
			ret = tunnel_gtpu_extensions(t, f);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	t->encap = KNTOP_ENCAPSULATION_GTPU;
	tunnel_set_number(t, get_unaligned_be32(gtp + 4));
	return tunnel_gtpu_ip(t, f);
}

static int tunnel_udp(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f)
{
	t->off = outer->payload_off;
	switch (outer->dst_port) {
	case KNTOP_TUNNEL_VXLAN_PORT:
		return tunnel_vxlan(t, f);
	case KNTOP_TUNNEL_GENEVE_PORT:
		return tunnel_geneve(t, f);
	case KNTOP_TUNNEL_GTPU_PORT:
		return tunnel_gtpu(t, f);
	default:
		return KNTOP_PART_NON_IP;
	}
}

int kntop_tunnel_find(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f)
{
	t->off = outer->l4_off;
	t->end = outer->l3_off + outer->l3_len;
	t->encap = KNTOP_ENCAPSULATION_IP;
	t->number = 0;
	t->numbered = false;
	switch (outer->l4) {
	case IPPROTO_IPIP:
		t->ethertype = ETH_P_IP;
		return KNTOP_PACKET_FLOW;
	case IPPROTO_IPV6:
		t->ethertype = ETH_P_IPV6;
		return KNTOP_PACKET_FLOW;
	case IPPROTO_GRE:
		return tunnel_gre(t, f);
	case IPPROTO_UDP:
		return tunnel_udp(t, outer, f);
	default:
		return KNTOP_PART_NON_IP;
	}
}
