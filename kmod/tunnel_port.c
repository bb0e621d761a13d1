// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tunnel_port: at which UDP ports tunnels are looked for.
 */
#include <linux/string.h>

#include "tunnel_kind.h"
#include "tunnel_port.h"

#define LOW_BIT(port)		((port) ? 1ULL << ((port) & 63) : 0)
#define HIGH_BIT(port)		((port) ? 1ULL << ((port) >> 6 & 63) : 0)

/* Of each row of the table: bits, and two entries, the second or both of which are none. */
#define ROW_LOW(NAME, name, udp, a, b, ...)	LOW_BIT(a) | LOW_BIT(b) |
#define ROW_HIGH(NAME, name, udp, a, b, ...)	HIGH_BIT(a) | HIGH_BIT(b) |
#define ROW_PORTS(NAME, name, udp, a, b, ...)					\
	{ .port = (a), .encapsulation = KNTOP_ENCAPSULATION_##NAME },		\
	{ .port = (b), .encapsulation = KNTOP_ENCAPSULATION_##NAME },

const struct kntop_tunnel_ports kntop_tunnel_ports_usual = {
	.low = KNTOP_TUNNEL_KINDS(ROW_LOW) 0,
	.high = KNTOP_TUNNEL_KINDS(ROW_HIGH) 0,
	.count = 2 * KNTOP_ENCAPSULATION_MAX,
	.port = { KNTOP_TUNNEL_KINDS(ROW_PORTS) },
};

_Static_assert(2 * KNTOP_ENCAPSULATION_MAX <= KNTOP_TUNNEL_PORTS_MAX, "usual ports");

u8 kntop_tunnel_port_kind(const struct kntop_tunnel_ports *ports, u16 port)
{
	u32 i;

	if (!ports)
		ports = &kntop_tunnel_ports_usual;
	if (!port || !kntop_tunnel_port_may(ports, port, port))
		return KNTOP_ENCAPSULATION_NONE;
	for (i = 0; i < ports->count; i++)
		if (ports->port[i].port == port)
			return ports->port[i].encapsulation;
	return KNTOP_ENCAPSULATION_NONE;
}

bool kntop_tunnel_port_any(const struct kntop_tunnel_ports *ports, u16 a, u16 b)
{
	return kntop_tunnel_port_kind(ports, a) || kntop_tunnel_port_kind(ports, b);
}

bool kntop_tunnel_port_differs(const struct kntop_tunnel_ports *a,
			       const struct kntop_tunnel_ports *b, u16 port)
{
	return kntop_tunnel_port_kind(a, port) != kntop_tunnel_port_kind(b, port);
}

enum kntop_tunnel_port_wrong
kntop_tunnel_port_set(struct kntop_tunnel_ports *ports, const struct kntop_tunnel_port *list,
		      u32 count)
{
	u32 i;

	memset(ports, 0, sizeof(*ports));
	if (count > KNTOP_TUNNEL_PORTS_MAX)
		return KNTOP_TUNNEL_PORT_MANY;
	for (i = 0; i < count; i++) {
		if (!list[i].port)
			return KNTOP_TUNNEL_PORT_ZERO;
		if (list[i].pad || !kntop_tunnel_is_udp(list[i].encapsulation))
			return KNTOP_TUNNEL_PORT_KIND;
		if (kntop_tunnel_port_kind(ports, list[i].port))
			return KNTOP_TUNNEL_PORT_TWICE;
		ports->port[ports->count++] = list[i];
		ports->low |= LOW_BIT(list[i].port);
		ports->high |= HIGH_BIT(list[i].port);
	}
	return KNTOP_TUNNEL_PORT_OK;
}
