/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tunnel_port: at which UDP ports tunnels are looked for.
 *
 * Pure, as packet.h.
 */
#ifndef KNTOP_TUNNEL_PORT_H
#define KNTOP_TUNNEL_PORT_H

#include <linux/compiler.h>
#include <linux/kntop.h>
#include <linux/types.h>

/**
 * struct kntop_tunnel_ports - the ports, and which kind is at each
 * @low: the bit that the lowest six bits of each are the number of
 * @high: the same of the next six: what is in both is nearly always a tunnel's, so that
 *	most packets need no more
 * @count: entries of @port
 * @port: the ports; a port of 0 is none
 *
 * Constant once it is made.
 */
struct kntop_tunnel_ports {
	u64				low;
	u64				high;
	u32				count;
	struct kntop_tunnel_port	port[KNTOP_TUNNEL_PORTS_MAX];
};

/** The usual ones, which hold until others are set. */
extern const struct kntop_tunnel_ports kntop_tunnel_ports_usual;

/**
 * kntop_tunnel_port_kind - which tunnel is at a port
 * @ports: ports; NULL the usual ones
 * @port: UDP port
 *
 * Context: any. Return: enum kntop_encapsulation, KNTOP_ENCAPSULATION_NONE.
 */
u8 kntop_tunnel_port_kind(const struct kntop_tunnel_ports *ports, u16 port);

/** kntop_tunnel_port_any - is one of two ports a tunnel's? Any context. */
bool kntop_tunnel_port_any(const struct kntop_tunnel_ports *ports, u16 a, u16 b);

/**
 * kntop_tunnel_port_differs - is another tunnel at a port than before?
 * @a: ports
 * @b: other ports
 * @port: UDP port
 *
 * Context: any.
 */
bool kntop_tunnel_port_differs(const struct kntop_tunnel_ports *a,
			       const struct kntop_tunnel_ports *b, u16 port);

/**
 * enum kntop_tunnel_port_wrong - why ports are refused
 * @KNTOP_TUNNEL_PORT_OK: they are not
 * @KNTOP_TUNNEL_PORT_MANY: more than KNTOP_TUNNEL_PORTS_MAX
 * @KNTOP_TUNNEL_PORT_ZERO: there is no port 0
 * @KNTOP_TUNNEL_PORT_KIND: no such encapsulation, or UDP never carries it
 * @KNTOP_TUNNEL_PORT_TWICE: two tunnels at one port
 */
enum kntop_tunnel_port_wrong {
	KNTOP_TUNNEL_PORT_OK,
	KNTOP_TUNNEL_PORT_MANY,
	KNTOP_TUNNEL_PORT_ZERO,
	KNTOP_TUNNEL_PORT_KIND,
	KNTOP_TUNNEL_PORT_TWICE,
};

/**
 * kntop_tunnel_port_set - make the ports of a list
 * @ports: filled in
 * @list: ports
 * @count: how many
 *
 * Context: any. Return: what is wrong with the list; then @ports is undefined.
 */
enum kntop_tunnel_port_wrong
kntop_tunnel_port_set(struct kntop_tunnel_ports *ports, const struct kntop_tunnel_port *list,
		      u32 count);

/**
 * kntop_tunnel_port_may - may one of two ports be a tunnel's?
 * @ports: ports; NULL the usual ones
 * @a: UDP port
 * @b: UDP port
 *
 * Context: any. Return: false when certainly neither is.
 */
static __always_inline bool kntop_tunnel_port_may(const struct kntop_tunnel_ports *ports,
						  u16 a, u16 b)
{
	const struct kntop_tunnel_ports *p = likely(ports) ? ports : &kntop_tunnel_ports_usual;

	return ((p->low >> (a & 63) & p->high >> (a >> 6 & 63)) |
		(p->low >> (b & 63) & p->high >> (b >> 6 & 63))) & 1;
}

#endif /* KNTOP_TUNNEL_PORT_H */
