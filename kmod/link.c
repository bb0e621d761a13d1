// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * link: what may stand between a link-layer header and the IP header.
 */
#include <linux/if_ether.h>
#include <linux/string.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "link.h"

#define LINK_TAGS_MAX		4

#define LINK_TAG_BITS		12
#define VLAN_ID_MASK		0x0fff
#define MPLS_BOTTOM		0x01	/* of a label's third octet */
#define PPPOE_SESSION		0x1100	/* version 1, type 1, code 0 */
#define PPPOE_HEADER		8	/* with the PPP protocol field */
#define PPP_IPV4		0x0021
#define PPP_IPV6		0x0057

static int link_mpls(struct kntop_packet *p, const struct kntop_frame *f,
		     u32 off)
{
	u8 bottom;
	int ret;

	do {
		ret = kntop_packet_need(f, off + 4);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		bottom = f->data[off + 2];
		off += 4;
	} while (!(bottom & MPLS_BOTTOM));
	ret = kntop_packet_need(f, off + 1);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	switch (f->data[off] >> 4) {
	case 4:
		p->ethertype = ETH_P_IP;
		break;
	case 6:
		p->ethertype = ETH_P_IPV6;
		break;
	default:
		return KNTOP_PART_NON_IP;
	}
	p->l3_off = off;
	p->encap = KNTOP_ENCAPSULATION_MPLS;
	/* labels belong to one hop and one direction: they tell no tunnel apart */
	memset(&p->tunnel, 0, sizeof(p->tunnel));
	return KNTOP_PACKET_FLOW;
}

/* The session between two stations, whose addresses are those of the frame. */
static void link_pppoe_session(struct kntop_packet *p, const struct kntop_frame *f, u16 id)
{
	struct kntop_tunnel_id *t = &p->tunnel;

	memset(t, 0, sizeof(*t));
	t->number = id;
	t->numbered = true;
	if (f->protocol)
		return;
	t->ends = KNTOP_TUNNEL_ENDS_MAC;
	memcpy(&t->dst, f->data, ETH_ALEN);
	memcpy(&t->src, f->data + ETH_ALEN, ETH_ALEN);
}

static int link_pppoe(struct kntop_packet *p, const struct kntop_frame *f,
		      u32 off)
{
	const u8 *pppoe = f->data + off;
	int ret;

	ret = kntop_packet_need(f, off + PPPOE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(pppoe) != PPPOE_SESSION)
		return KNTOP_PART_NON_IP;
	switch (get_unaligned_be16(pppoe + 6)) {
	case PPP_IPV4:
		p->ethertype = ETH_P_IP;
		break;
	case PPP_IPV6:
		p->ethertype = ETH_P_IPV6;
		break;
	default:
		return KNTOP_PART_NON_IP;
	}
	p->l3_off = off + PPPOE_HEADER;
	p->encap = KNTOP_ENCAPSULATION_PPPOE;
	link_pppoe_session(p, f, get_unaligned_be16(pppoe + 2));
	return KNTOP_PACKET_FLOW;
}

static bool link_is_tag(u16 type)
{
	return type == ETH_P_8021Q || type == ETH_P_8021AD || type == ETH_P_QINQ1;
}

/* A tag inside of the one that was the innermost so far; in tunnels that is another's. */
static void link_push(struct kntop_packet *p)
{
	if (!p->vlan || (p->encap != KNTOP_ENCAPSULATION_NONE &&
			 p->encap != KNTOP_ENCAPSULATION_QINQ))
		return;
	p->outer_tags = p->outer_tags << LINK_TAG_BITS | p->vlan;
	p->encap = KNTOP_ENCAPSULATION_QINQ;
	memset(&p->tunnel, 0, sizeof(p->tunnel));
	p->tunnel.number = p->outer_tags;
	p->tunnel.numbered = true;
}

int kntop_link_find(struct kntop_packet *p, const struct kntop_frame *f, u32 off)
{
	unsigned int tags;
	u16 id;
	int ret;

	for (tags = 0; link_is_tag(p->ethertype); tags++) {
		if (tags == LINK_TAGS_MAX)
			return KNTOP_PART_TOO_DEEP;
		ret = kntop_packet_need(f, off + 4);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		/* a priority tag names no VLAN */
		id = get_unaligned_be16(f->data + off) & VLAN_ID_MASK;
		if (id) {
			link_push(p);
			p->vlan = id;
		}
		p->ethertype = get_unaligned_be16(f->data + off + 2);
		off += 4;
	}
	switch (p->ethertype) {
	case ETH_P_IP:
	case ETH_P_IPV6:
		p->l3_off = off;
		return KNTOP_PACKET_FLOW;
	case ETH_P_MPLS_UC:
	case ETH_P_MPLS_MC:
		return link_mpls(p, f, off);
	case ETH_P_PPP_SES:
		return link_pppoe(p, f, off);
	default:
		return KNTOP_PART_NON_IP;
	}
}
