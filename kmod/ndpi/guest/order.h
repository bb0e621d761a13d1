/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order: nDPI 4.2 reads a ClientHello of QUIC only from CRYPTO frames in order. Browsers
 * cut it into pieces, shuffle them, and need two packets for it. So those packets are held
 * back until the hello is whole, and nDPI is shown one packet with all of it, made for that.
 */
#ifndef KNTOP_GUEST_ORDER_H
#define KNTOP_GUEST_ORDER_H

#include "guest.h"

struct kntop_order;

/** What is to be shown for a packet. */
enum kntop_order_fate {
	KNTOP_ORDER_PASS,	/* the packet */
	KNTOP_ORDER_HOLD,	/* nothing yet */
	KNTOP_ORDER_MADE,	/* kntop_order_packet() in its place */
	KNTOP_ORDER_GIVE_UP,	/* kntop_order_packet(), then the packet */
};

/**
 * kntop_order_take - look at a packet of a flow that nDPI has seen nothing of
 * @f: flow
 * @p: packet
 * @h: its headers
 *
 * What is allocated belongs to the flow.
 */
enum kntop_order_fate kntop_order_take(struct kntop_guest_flow *f,
				       const struct kntop_guest_packet *p,
				       const struct kntop_guest_headers *h);

/**
 * kntop_order_packet - the packet to be shown: the one made, or the first one held back
 * @f: flow
 * @p: set; good until the next packet
 *
 * Return: false when there is none.
 */
bool kntop_order_packet(const struct kntop_guest_flow *f, struct kntop_guest_packet *p);

/** kntop_order_free - forget what was held back. */
void kntop_order_free(struct kntop_guest_flow *f);

#endif /* KNTOP_GUEST_ORDER_H */
