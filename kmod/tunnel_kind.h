/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tunnel_kind: what the table of include/uapi/linux/kntop_tunnel.h says of each kind.
 *
 * Constants of the compiler, no tables to look into. Pure, as packet.h.
 */
#ifndef KNTOP_TUNNEL_KIND_H
#define KNTOP_TUNNEL_KIND_H

#include <linux/kntop.h>
#include <linux/types.h>

/* The table's words for how UDP carries a kind. */
#define KNTOP_TUNNEL_UDP_NO	0
#define KNTOP_TUNNEL_UDP_TO	1
#define KNTOP_TUNNEL_UDP_OF	2

#define _KNTOP_TUNNEL_UDP(NAME, name, udp, ...)					\
	encap == KNTOP_ENCAPSULATION_##NAME ? KNTOP_TUNNEL_UDP_##udp :

/** kntop_tunnel_udp - how a kind is found by UDP ports: KNTOP_TUNNEL_UDP_*. */
static inline int kntop_tunnel_udp(u8 encap)
{
	return KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_UDP) KNTOP_TUNNEL_UDP_NO;
}

/** kntop_tunnel_is_udp - can this kind be at a UDP port? */
static inline bool kntop_tunnel_is_udp(u8 encap)
{
	return kntop_tunnel_udp(encap) != KNTOP_TUNNEL_UDP_NO;
}

/* A row's kind where a number that is not 0 is one of two. */
#define _KNTOP_TUNNEL_IS(NAME, number, a, b)					\
	(number) && ((number) == (a) || (number) == (b)) ? KNTOP_ENCAPSULATION_##NAME :

#define _KNTOP_TUNNEL_PROTOCOL(NAME, name, udp, p0, p1, a, b, ...)		\
	_KNTOP_TUNNEL_IS(NAME, protocol, a, b)

/** kntop_tunnel_of_protocol - the kind that an IP protocol is, or NONE. */
static inline u8 kntop_tunnel_of_protocol(u8 protocol)
{
	return KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_PROTOCOL) KNTOP_ENCAPSULATION_NONE;
}

#define _KNTOP_TUNNEL_TYPE(NAME, name, udp, p0, p1, i0, i1, a, b, ...)		\
	_KNTOP_TUNNEL_IS(NAME, type, a, b)

/** kntop_tunnel_of_ethertype - the kind that an ethertype is, or NONE. */
static inline u8 kntop_tunnel_of_ethertype(u16 type)
{
	return KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_TYPE) KNTOP_ENCAPSULATION_NONE;
}

#define _KNTOP_TUNNEL_GRE(NAME, name, udp, p0, p1, i0, i1, t0, t1, a, b, ...)	\
	_KNTOP_TUNNEL_IS(NAME, type, a, b)

/** kntop_tunnel_of_gre - the kind that a protocol type of GRE alone is, or NONE. */
static inline u8 kntop_tunnel_of_gre(u16 type)
{
	return KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_GRE) KNTOP_ENCAPSULATION_NONE;
}

/** The table's words for the numbers by which tunnels of a kind are told apart. */
enum kntop_tunnel_numbers {
	KNTOP_TUNNEL_NUMBERS_NO,
	KNTOP_TUNNEL_NUMBERS_ONE,
	KNTOP_TUNNEL_NUMBERS_EITHER,
	KNTOP_TUNNEL_NUMBERS_TWO,
};

#define _KNTOP_TUNNEL_NUMBERS(NAME, name, udp, p0, p1, i0, i1, t0, t1, g0, g1, numbers) \
	encap == KNTOP_ENCAPSULATION_##NAME ? KNTOP_TUNNEL_NUMBERS_##numbers :

/** kntop_tunnel_numbers - of tunnels of this kind, enum kntop_encapsulation */
static inline enum kntop_tunnel_numbers kntop_tunnel_numbers(u8 encap)
{
	return KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_NUMBERS) KNTOP_TUNNEL_NUMBERS_NO;
}

/** kntop_tunnel_has_one_number - have both directions the same number, if any? */
static inline bool kntop_tunnel_has_one_number(u8 encap)
{
	return kntop_tunnel_numbers(encap) <= KNTOP_TUNNEL_NUMBERS_ONE;
}

/** kntop_tunnel_is_protocol - is an IP protocol a tunnel? */
static inline bool kntop_tunnel_is_protocol(u8 protocol)
{
	return kntop_tunnel_of_protocol(protocol) != KNTOP_ENCAPSULATION_NONE;
}

#endif /* KNTOP_TUNNEL_KIND_H */
