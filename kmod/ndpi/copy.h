/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy: a packet as nDPI is to see it: the innermost IP packet in one piece,
 * cut to what is useful, its IP header saying what is really there.
 */
#ifndef KNTOP_NDPI_COPY_H
#define KNTOP_NDPI_COPY_H

#include <linux/types.h>

#include "guest/door.h"

struct kntop_sighting;

/** Most octets of a packet. */
#define KNTOP_COPY_MAX	KNTOP_DOOR_PACKET_MAX

/**
 * kntop_copy_room - how many octets a copy needs
 * @s: the sighting of a packet that is no later fragment
 *
 * Context: softirq.
 * Return: 0 .. KNTOP_COPY_MAX; 0 when nothing is at hand, or the packet claims to
 * be longer than it was on the wire: nobody would take it.
 */
u32 kntop_copy_room(const struct kntop_sighting *s);

/**
 * kntop_copy - copy a packet
 * @to: from its IP header on
 * @room: what kntop_copy_room() said
 * @s: the sighting
 *
 * What follows Ethernet's padding is left out, what only marks a superpacket is
 * taken out, and a superpacket of UDP is cut to its first datagram.
 *
 * Context: softirq.
 * Return: octets copied, equal to what the IP header says; 0 when what was
 * copied is no IP packet after all, as a sender may still write to its pages.
 */
u32 kntop_copy(u8 *to, u32 room, const struct kntop_sighting *s);

#endif /* KNTOP_NDPI_COPY_H */
