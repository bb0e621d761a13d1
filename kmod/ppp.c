// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ppp: the Point-to-Point Protocol, and what carries it.
 */
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "inner.h"
#include "ppp.h"

#define PPP_FRAMING		0xff03	/* all stations, unnumbered information */
#define PPP_IPV4		0x0021
#define PPP_IPV6		0x0057
#define PPP_MPLS		0x0281
#define PPPOE_HEADER		6
#define PPPOE_SESSION		0x1100	/* version 1, type 1, code 0 */

#define L2TP_SESSION		4
#define L2TP_CONTROL		0x8000
#define L2TP_HAS_LENGTH		0x4000
#define L2TP_HAS_SEQUENCE	0x0800
#define L2TP_HAS_OFFSET		0x0200
#define L2TP_PRIORITY		0x0100
#define L2TP_VERSION		0x000f
#define L2TP_FLAGS		(L2TP_HAS_LENGTH | L2TP_HAS_SEQUENCE | L2TP_HAS_OFFSET | \
				 L2TP_PRIORITY)

int kntop_ppp_open(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *ppp = f->data + t->off;
	u16 protocol;
	int ret;

	ret = kntop_tunnel_skip(t, f, 2);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(ppp) == PPP_FRAMING) {
		ppp += 2;
		ret = kntop_tunnel_skip(t, f, 2);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	protocol = get_unaligned_be16(ppp);
	/* the last octet of a protocol is odd, all others are even */
	if (ppp[0] & 1) {
		protocol = ppp[0];
		t->off--;
	}
	switch (protocol) {
	case PPP_IPV4:
		t->ethertype = ETH_P_IP;
		return KNTOP_PACKET_FLOW;
	case PPP_IPV6:
		t->ethertype = ETH_P_IPV6;
		return KNTOP_PACKET_FLOW;
	case PPP_MPLS:
		t->ethertype = ETH_P_MPLS_UC;
		return KNTOP_PACKET_FLOW;
	default:
		return KNTOP_PART_NON_IP;
	}
}

int kntop_tunnel_pppoe(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *pppoe = f->data + t->off;
	int ret;

	/* the frame may be cut, but it has a PPP protocol */
	ret = kntop_packet_need(f, t->off + PPPOE_HEADER + 2);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	ret = kntop_tunnel_skip(t, f, PPPOE_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (get_unaligned_be16(pppoe) != PPPOE_SESSION)
		return KNTOP_PART_NON_IP;
	kntop_tunnel_set_number(t, get_unaligned_be16(pppoe + 2));
	return kntop_ppp_open(t, f);
}

/*
 * RFC 3931: behind the session's number there may be a cookie of 4 or 8 octets and 4 of
 * a sublayer; only the two ends know. Linux sends the sublayer alone unless it is told
 * otherwise.
 */
static int l2tp_ethernet(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	static const u8 behind[] = { 4, 0, 8, 12 };
	const u8 *session = f->data + t->off;
	unsigned int i;
	int ret;

	ret = kntop_tunnel_skip(t, f, L2TP_SESSION);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	kntop_tunnel_set_number(t, get_unaligned_be32(session));
	/* control messages have session 0 */
	if (!t->number)
		return KNTOP_PART_NON_IP;
	for (i = 0; i < sizeof(behind); i++) {
		ret = kntop_inner_ethernet(f, t->off + behind[i], t->end);
		if (ret == KNTOP_PACKET_MORE)
			return ret;
		if (ret != KNTOP_PACKET_FLOW)
			continue;
		t->off += behind[i];
		t->ethertype = 0;
		return ret;
	}
	return KNTOP_PART_NON_IP;
}

/* RFC 2661: tunnel and session, sequence numbers, an offset; PPP with its framing. */
static int l2tp_ppp(struct kntop_tunnel *t, const struct kntop_frame *f, u16 flags)
{
	const u8 *l2tp = f->data + t->off;
	u32 at = flags & L2TP_HAS_LENGTH ? 2 : 0;
	u32 len = at + 4;
	u16 said;
	int ret;

	len += flags & L2TP_HAS_SEQUENCE ? 4 : 0;
	len += flags & L2TP_HAS_OFFSET ? 2 : 0;
	ret = kntop_tunnel_skip(t, f, len);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	if (at) {
		/* with the two octets of flags; a superpacket's may not fit the field */
		said = get_unaligned_be16(l2tp);
		if (!f->gso && (said < len + 2 || said - len - 2 > t->end - t->off))
			return KNTOP_PART_NON_IP;
		if (!f->gso)
			t->end = t->off + said - len - 2;
	}
	kntop_tunnel_set_number(t, get_unaligned_be32(l2tp + at));
	if (flags & L2TP_HAS_OFFSET) {
		ret = kntop_tunnel_skip(t, f, get_unaligned_be16(l2tp + len - 2));
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
	}
	t->fills = true;
	return kntop_ppp_open(t, f);
}

int kntop_tunnel_l2tp(struct kntop_tunnel *t, const struct kntop_frame *f)
{
	const u8 *l2tp = f->data + t->off;
	u16 flags;
	int ret;

	if (t->via == IPPROTO_L2TP)
		return l2tp_ethernet(t, f);
	ret = kntop_tunnel_skip(t, f, 2);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	flags = get_unaligned_be16(l2tp);
	if (flags == 3) {
		ret = kntop_tunnel_skip(t, f, 2);
		return ret == KNTOP_PACKET_FLOW ? l2tp_ethernet(t, f) : ret;
	}
	if ((flags & L2TP_VERSION) != 2 || flags & ~(L2TP_FLAGS | L2TP_VERSION))
		return KNTOP_PART_NON_IP;
	return l2tp_ppp(t, f, flags);
}
