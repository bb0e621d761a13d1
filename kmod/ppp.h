/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ppp: the Point-to-Point Protocol, and what carries it. Pure, as packet.h.
 */
#ifndef KNTOP_PPP_H
#define KNTOP_PPP_H

#include "tunnel.h"

/**
 * kntop_ppp_open - find what a PPP frame carries
 * @t: tunnel; @off is where the frame begins, with address and control (RFC 1662) or
 *	without
 * @f: the frame
 *
 * The protocol may have been compressed to one octet (RFC 1661 section 6.5). Any
 * context. Return: as kntop_tunnel_find().
 */
int kntop_ppp_open(struct kntop_tunnel *t, const struct kntop_frame *f);

#endif /* KNTOP_PPP_H */
