/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link: what may stand between a link-layer header and the IP header.
 */
#ifndef KNTOP_LINK_H
#define KNTOP_LINK_H

#include <linux/if_ether.h>

#include "packet.h"

/** Octets of a VLAN tag, and most tags that are followed. */
#define KNTOP_LINK_TAG		4
#define KNTOP_LINK_TAGS_MAX	4

/**
 * kntop_link_is_vlan - is this the type of a VLAN tag?
 * @type: ethertype
 *
 * IEEE 802.1Q and 802.1ad, and what switches used before that: 0x9100 to 0x9300.
 */
static inline bool kntop_link_is_vlan(u16 type)
{
	switch (type) {
	case ETH_P_8021Q:
	case ETH_P_8021AD:
	case ETH_P_QINQ1:
	case ETH_P_QINQ2:
	case ETH_P_QINQ3:
		return true;
	default:
		return false;
	}
}

/**
 * kntop_link_find - find the IP header
 * @p: in: @p->ethertype of what begins at @off, vlan, encap and what belongs to it. Out:
 *	ethertype of the header found last; l3_off; vlan, outer_tags, encap and tunnel where
 *	there is a VLAN id or an encapsulation
 * @f: the frame
 * @off: offset in the frame
 * @end: offset of the first octet behind what begins at @off
 * @ethernet: an Ethernet header stands before it
 *
 * Follows up to 4 tags, LLC/SNAP (RFC 1042), and encapsulations that have an ethertype,
 * up to KNTOP_PACKET_TUNNELS_MAX one in the other. Where what they carry is no IP, the
 * ethertype is the outermost's. Any context.
 *
 * Return: KNTOP_PACKET_FLOW: at @p->l3_off there should be an IP header.
 * Otherwise as kntop_packet_parse().
 */
int kntop_link_find(struct kntop_packet *p, const struct kntop_frame *f, u32 off, u32 end,
		    bool ethernet);

#endif /* KNTOP_LINK_H */
