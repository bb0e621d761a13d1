// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fou: IP right behind UDP, or nearly: FOU, GUE and Teredo. There is hardly a header to
 * tell by, so the IP packet must fill the datagram.
 */
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "tunnel.h"

#define GUE_HEADER		4
#define GUE_VERSION_CONTROL	0xe0	/* version 0, data */
#define GUE_VERSION		0xc0
#define GUE_DIRECT		0x40	/* version 1: IP, whose first bits are the same */
#define GUE_OPTIONS		0x1f	/* of the first octet, in units of 4 */

/* RFC 4380 sections 5.1.1 and 5.1.2: what may stand before the packet. */
#define TEREDO_ORIGIN		8
#define TEREDO_AUTHENTICATION	13	/* less two values of the lengths that it says */
#define TEREDO_IS_ORIGIN	0x0000
#define TEREDO_IS_AUTHENTICATION 0x0001

int kntop_tunnel_fou(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	t->fills = true;
	return kntop_tunnel_version(t, f);
}

/* What GUE says follows is an IP protocol. */
static int gue_protocol(struct kntop_tunnel *t, const struct kntop_frame *f, u8 protocol)
{
	t->fills = true;
	switch (protocol) {
	case IPPROTO_IPIP:
		t->ethertype = ETH_P_IP;
		return KNTOP_PACKET_FLOW;
	case IPPROTO_IPV6:
		t->ethertype = ETH_P_IPV6;
		return KNTOP_PACKET_FLOW;
	case IPPROTO_MPLS:
		t->ethertype = ETH_P_MPLS_UC;
		return KNTOP_PACKET_FLOW;
	case IPPROTO_GRE:
		t->fills = false;
		return kntop_tunnel_gre(t, f);
	default:
		return KNTOP_PART_NON_IP;
	}
}

int kntop_tunnel_gue(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *gue = f->data + t->off;
	int ret;

	ret = kntop_tunnel_skip(t, f, GUE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if ((gue[0] & GUE_VERSION) == GUE_DIRECT) {
		t->off -= GUE_HEADER;
		return kntop_tunnel_fou(t, f);
	}
	if (gue[0] & GUE_VERSION_CONTROL)
		return KNTOP_PART_NON_IP;
	ret = kntop_tunnel_skip(t, f, (gue[0] & GUE_OPTIONS) * 4);
	return ret == KNTOP_PACKET_FLOW ? gue_protocol(t, f, gue[1]) : ret;
}

/* Takes what says whose packet it is, or where it came from. */
static int teredo_indications(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *header = f->data + t->off;
	int ret = kntop_packet_need(f, t->off + 4);

	if (ret == KNTOP_PACKET_FLOW && get_unaligned_be16(header) == TEREDO_IS_AUTHENTICATION) {
		ret = kntop_tunnel_skip(t, f, TEREDO_AUTHENTICATION + header[2] + header[3]);
		header = f->data + t->off;
		if (ret == KNTOP_PACKET_FLOW)
			ret = kntop_packet_need(f, t->off + 4);
	}
	if (ret == KNTOP_PACKET_FLOW && get_unaligned_be16(header) == TEREDO_IS_ORIGIN)
		ret = kntop_tunnel_skip(t, f, TEREDO_ORIGIN);
	return ret;
}

int kntop_tunnel_teredo(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	int ret;

	if (t->end - t->off < 4)
		return KNTOP_PART_NON_IP;
	ret = teredo_indications(t, f);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	ret = kntop_tunnel_version(t, f);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	t->fills = true;
	return t->ethertype == ETH_P_IPV6 ? ret : KNTOP_PART_NON_IP;
}
