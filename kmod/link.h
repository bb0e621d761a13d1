/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link: what may stand between a link-layer header and the IP header.
 */
#ifndef KNTOP_LINK_H
#define KNTOP_LINK_H

#include "packet.h"

/**
 * kntop_link_find - find the IP header
 * @p: in: @p->ethertype of what begins at @off. Out: ethertype of the header
 *	found last; l3_off; vlan and encap where there is a VLAN id, MPLS or
 *	PPPoE
 * @f: the frame
 * @off: offset in the frame
 *
 * Follows up to 4 VLAN tags, and behind them an MPLS label stack or PPPoE.
 * Whether IP is in an MPLS packet goes by its first four bits. Any context.
 *
 * Return: KNTOP_PACKET_FLOW: at @p->l3_off there should be an IP header.
 * Otherwise as kntop_packet_parse().
 */
int kntop_link_find(struct kntop_packet *p, const struct kntop_frame *f, u32 off);

#endif /* KNTOP_LINK_H */
