/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_role: who is the client of a flow, judged from its first packet; for flow_count.c
 * alone.
 */
#ifndef KNTOP_FLOW_ROLE_H
#define KNTOP_FLOW_ROLE_H

#include "flow.h"

/** kntop_flow_role - the bits of kntop_flow_key.about that say who is the client, and why. */
static inline u8 kntop_flow_role(int client, enum kntop_direction_by by)
{
	return client | by << KNTOP_FLOW_ABOUT_BY_SHIFT;
}

/**
 * kntop_flow_role_first - who is the client?
 * @s: the first packet
 * @side: which side of the key sent it
 *
 * The first of these that has an answer: TCP's handshake; ICMP, DNS and NTP messages, which say
 * whether they ask or answer; the port of a known service, where only one side has such a
 * port; who spoke first; of a TCP connection, whose first packet was not seen, the lower port.
 *
 * Any context. Return: as kntop_flow_role().
 */
u8 kntop_flow_role_first(const struct kntop_sighting *s, int side);

#endif /* KNTOP_FLOW_ROLE_H */
