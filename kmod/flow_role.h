/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_role: who is the client of a flow, judged from its first packet; for flow_count.c
 * alone.
 */
#ifndef KNTOP_FLOW_ROLE_H
#define KNTOP_FLOW_ROLE_H

#include <linux/in.h>

#include "flow.h"
#include "service.h"

/** kntop_flow_role - the bits of kntop_flow_key.about that say who is the client, and why. */
static inline u8 kntop_flow_role(int client, enum kntop_direction_by by)
{
	return client | by << KNTOP_FLOW_ABOUT_BY_SHIFT;
}

/** kntop_flow_role_guess - kntop_flow_role_first() where there is no short answer. */
u8 kntop_flow_role_guess(const struct kntop_sighting *s, int side);

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
static inline u8 kntop_flow_role_first(const struct kntop_sighting *s, int side)
{
	u8 flags = s->packet->tcp_flags;

	if (flags & KNTOP_TCP_SYN)
		return kntop_flow_role(flags & KNTOP_TCP_ACK ? !side : side,
				       KNTOP_DIRECTION_BY_HANDSHAKE);
	/* whoever speaks from another port than a service's has begun */
	if (s->packet->l4 == IPPROTO_UDP && likely(!kntop_service_has(s->packet->src_port)))
		return kntop_flow_role(side, KNTOP_DIRECTION_BY_FIRST);
	return kntop_flow_role_guess(s, side);
}

#endif /* KNTOP_FLOW_ROLE_H */
