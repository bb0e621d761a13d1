/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tunnel: where an IP packet carries another one.
 *
 * Only finds the place; packet.c reads what is there and judges whether it is
 * an IP packet at all. Pure, as packet.h.
 */
#ifndef KNTOP_TUNNEL_H
#define KNTOP_TUNNEL_H

#include <linux/kntop.h>

#include "packet.h"

#define KNTOP_TUNNEL_VXLAN_PORT		4789
#define KNTOP_TUNNEL_GENEVE_PORT	6081
#define KNTOP_TUNNEL_GTPU_PORT		2152

/**
 * struct kntop_tunnel - what an IP packet carries
 * @off: offset in the frame
 * @end: offset of the first octet behind it
 * @ethertype: of what begins at @off, 0: an Ethernet header
 * @encap: enum kntop_encapsulation
 * @number: VNI, TEID, key or the like, host order; 0 if not @numbered
 * @numbered: there is one
 */
struct kntop_tunnel {
	u32	off;
	u32	end;
	u16	ethertype;
	u8	encap;
	u32	number;
	bool	numbered;
};

/** enum kntop_tunnel_numbers - whether both directions of a tunnel have one number */
enum kntop_tunnel_numbers {
	KNTOP_TUNNEL_NUMBERS_ONE,	/* they have: a VNI */
	KNTOP_TUNNEL_NUMBERS_EITHER,	/* they usually have: a GRE key */
	KNTOP_TUNNEL_NUMBERS_TWO,	/* the receiver of each has chosen its own: a TEID */
};

/** kntop_tunnel_numbers - of tunnels of this kind, enum kntop_encapsulation */
static inline enum kntop_tunnel_numbers kntop_tunnel_numbers(u8 encap)
{
	switch (encap) {
	case KNTOP_ENCAPSULATION_GRE:
	case KNTOP_ENCAPSULATION_QINQ:
		return KNTOP_TUNNEL_NUMBERS_EITHER;
	case KNTOP_ENCAPSULATION_GTPU:
		return KNTOP_TUNNEL_NUMBERS_TWO;
	default:
		return KNTOP_TUNNEL_NUMBERS_ONE;
	}
}

/**
 * kntop_tunnel_find - find the packet inside a packet
 * @t: the result; set only with KNTOP_PACKET_FLOW
 * @outer: a whole (not fragmented) packet, as kntop_packet_parse() fills it
 * @f: the frame
 *
 * Knows IP in IP, GRE, and by UDP destination port VXLAN, Geneve and GTP-U.
 * Any context.
 *
 * Return: KNTOP_PACKET_FLOW, KNTOP_PACKET_MORE, or an enum kntop_part when
 * @outer is no tunnel that can be opened.
 */
int kntop_tunnel_find(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f);

#endif /* KNTOP_TUNNEL_H */
