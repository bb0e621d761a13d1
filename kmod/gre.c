// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gre: Generic Routing Encapsulation, and what Cisco and PPTP made of it.
 */
#include <linux/if_ether.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "ppp.h"
#include "tunnel.h"

#define GRE_HEADER		4
#define GRE_OPTION		4
#define GRE_HAS_CHECKSUM	0x8000
#define GRE_HAS_KEY		0x2000
#define GRE_HAS_SEQUENCE	0x1000
#define GRE_HAS_ACK		0x0080	/* version 1 only */
#define GRE_VERSION		0x0007
#define GRE_OPTIONS		(GRE_HAS_CHECKSUM | GRE_HAS_KEY | GRE_HAS_SEQUENCE)
#define GRE_PPTP		(GRE_HAS_KEY | 1)
#define GRE_PPTP_OPTIONS	(GRE_HAS_SEQUENCE | GRE_HAS_ACK)
#define GRE_WCCP		0x883e	/* Cisco: IP, in version 2 behind 4 octets */
#define WCCP_HEADER		4

#define ERSPAN_HEADER		8
#define ERSPAN_HEADER_3		12
#define ERSPAN_SUBHEADER	8
#define ERSPAN_SESSION		0x03ff
#define ERSPAN_VERSION_2	1
#define ERSPAN_VERSION_3	2
#define ERSPAN_HAS_SUBHEADER	0x0001	/* of the last two octets of type III */
#define ERSPAN_FRAME(word)	((word) >> 10 & 0x1f)	/* of the same: what it is */
#define ERSPAN_FRAME_ETHERNET	0
#define ERSPAN_FRAME_IP		2
#define ERSPAN_TYPE_1_2		0x88be

/* The options that are there, in the order of their bits. */
static int gre_options(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	u32 len = t->flags & GRE_HAS_CHECKSUM ? GRE_OPTION : 0;
	u32 behind = 0, at;
	int ret;

	behind += t->flags & GRE_HAS_SEQUENCE ? GRE_OPTION : 0;
	behind += t->flags & GRE_HAS_ACK ? GRE_OPTION : 0;
	if (!(t->flags & GRE_HAS_KEY))
		return kntop_tunnel_skip(t, f, len + behind);
	at = t->off + len;
	ret = kntop_tunnel_skip(t, f, len + GRE_OPTION + behind);
	if (ret == KNTOP_PACKET_FLOW)
		kntop_tunnel_set_number(t, get_unaligned_be32(f->data + at));
	return ret;
}

/* Cisco's caches get IP, and since version 2 something before it. */
static int gre_wccp(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret = kntop_tunnel_skip(t, f, WCCP_HEADER);

	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	t->fills = true;
	t->ethertype = kntop_inner_version(f, t->off - WCCP_HEADER);
	if (t->ethertype) {
		t->off -= WCCP_HEADER;
		return KNTOP_PACKET_FLOW;
	}
	return kntop_tunnel_version(t, f);
}

int kntop_tunnel_gre(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gre = f->data + t->off;
	u8 kind;
	int ret;

	ret = kntop_tunnel_skip(t, f, GRE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	t->flags = get_unaligned_be16(gre);
	t->via = get_unaligned_be16(gre + 2);
	kind = kntop_tunnel_of_gre(t->via);
	if (t->flags & ~GRE_OPTIONS &&
	    (kind != KNTOP_ENCAPSULATION_PPTP || (t->flags & ~GRE_PPTP_OPTIONS) != GRE_PPTP))
		return KNTOP_PART_NON_IP;
	ret = gre_options(t, f);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (kind) {
		t->encap = kind;
		return kntop_tunnel_open(t, f);
	}
	if (t->via == GRE_WCCP)
		return gre_wccp(t, f);
	return kntop_tunnel_set_type(t, t->via);
}

/*
 * Type I is the frame and nothing else, and has no sequence number. Type III may be of
 * other frames than Ethernet's; the one that is IP says so.
 */
int kntop_tunnel_erspan(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *erspan = f->data + t->off;
	u8 version;
	u16 word;
	int ret;

	t->ethertype = 0;
	/* a key of the GRE header tells nothing of the mirror's session */
	t->number = 0;
	t->numbered = false;
	if (t->via == ERSPAN_TYPE_1_2 && !(t->flags & GRE_HAS_SEQUENCE))
		return KNTOP_PACKET_FLOW;
	ret = kntop_tunnel_skip(t, f, ERSPAN_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	version = erspan[0] >> 4;
	kntop_tunnel_set_number(t, get_unaligned_be16(erspan + 2) & ERSPAN_SESSION);
	if (version == ERSPAN_VERSION_2)
		return KNTOP_PACKET_FLOW;
	if (version != ERSPAN_VERSION_3)
		return KNTOP_PART_NON_IP;
	ret = kntop_tunnel_skip(t, f, ERSPAN_HEADER_3 - ERSPAN_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	word = get_unaligned_be16(erspan + ERSPAN_HEADER_3 - 2);
	if (word & ERSPAN_HAS_SUBHEADER) {
		ret = kntop_tunnel_skip(t, f, ERSPAN_SUBHEADER);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	if (ERSPAN_FRAME(word) == ERSPAN_FRAME_IP)
		return kntop_tunnel_version(t, f);
	return ERSPAN_FRAME(word) == ERSPAN_FRAME_ETHERNET ? KNTOP_PACKET_FLOW :
							     KNTOP_PART_NON_IP;
}

/* Its key is the payload's length and the call; without a sequence number it has none. */
int kntop_tunnel_pptp(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	u32 len = t->number >> 16;

	/* 3GPP2's and others': PPP in plain GRE */
	if (!(t->flags & GRE_VERSION)) {
		t->encap = KNTOP_ENCAPSULATION_GRE;
		return kntop_ppp_open(t, f);
	}
	t->number &= 0xffff;
	if (!(t->flags & GRE_HAS_SEQUENCE) || len > t->end - t->off)
		return KNTOP_PART_NON_IP;
	if (!f->gso)
		t->end = t->off + len;
	return kntop_ppp_open(t, f);
}
