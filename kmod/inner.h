/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inner: could this be a packet? For tunnels whose headers do not say what they carry.
 *
 * Pure, as packet.h.
 */
#ifndef KNTOP_INNER_H
#define KNTOP_INNER_H

#include "packet.h"

/**
 * struct kntop_inner - what octets look like
 * @ethertype: ETH_P_IP or ETH_P_IPV6, by the first four bits
 * @fits: a header that can be, and the packet ends where there is still something
 * @sure: IPv4 with the right checksum; IPv6 that ends where its carrier does, but for
 *	a few octets of padding
 */
struct kntop_inner {
	u16	ethertype;
	bool	fits;
	bool	sure;
};

/**
 * kntop_inner_ip - does an IP packet begin here?
 * @in: the result, set with KNTOP_PACKET_FLOW
 * @f: the frame
 * @off: where
 * @end: offset behind what carries it
 *
 * A length of 0 fits a superpacket, and what is longer than the field can say.
 * Any context. Return: KNTOP_PACKET_FLOW: @in tells; or as kntop_packet_need(), or
 * KNTOP_PART_NON_IP when it is neither version.
 */
int kntop_inner_ip(struct kntop_inner *in, const struct kntop_frame *f, u32 off, u32 end);

/**
 * kntop_inner_ethernet - does an Ethernet frame with an IP packet begin here?
 * @f: the frame
 * @off: where
 * @end: offset behind what carries it
 *
 * Its tags are skipped. Any context. Return: KNTOP_PACKET_FLOW: it does, as far as can
 * be told; otherwise as kntop_inner_ip().
 */
int kntop_inner_ethernet(const struct kntop_frame *f, u32 off, u32 end);

/**
 * kntop_inner_version - ethertype of an IP packet by its first four bits
 * @f: the frame
 * @off: where it begins; may be read
 *
 * Return: ETH_P_IP, ETH_P_IPV6 or 0.
 */
u16 kntop_inner_version(const struct kntop_frame *f, u32 off);

#endif /* KNTOP_INNER_H */
