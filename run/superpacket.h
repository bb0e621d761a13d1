/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * superpacket: what GRO merged on arrival, or a sender leaves to its network card
 * to cut, becomes the packets again that were or will be on the wire: headers in
 * front of each piece, lengths and sequence numbers right. Checksums are left as
 * they are: kntop does not read them.
 */
#ifndef KNTOP_RUN_SUPERPACKET_H
#define KNTOP_RUN_SUPERPACKET_H

#include <stdbool.h>
#include "frame.h"
#include "outlet.h"

/**
 * superpacket_split() - put the wire packets of a superpacket
 * @f: the superpacket; its headers may be changed
 * @o: where to
 *
 * TCP and UDP, behind VLAN tags, IPv6 extension headers and one tunnel of any kind
 * that keeps an IP header readable; up to any size (BIG TCP).
 *
 * Return: false when it is not understood; nothing was put then.
 */
bool superpacket_split(struct frame *f, struct outlet *o);

#endif
