/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * service: which ports belong to services that people use. Pure.
 */
#ifndef KNTOP_SERVICE_H
#define KNTOP_SERVICE_H

#include <linux/types.h>

/** Octets of the map: a bit for each port. */
#define KNTOP_SERVICE_MAP	8192

/** kntop_service_map - the ports, once kntop_service_init() has run; constant then. */
extern u8 kntop_service_map[KNTOP_SERVICE_MAP];

/** kntop_service_init - make the map. Before the first packet. */
void kntop_service_init(void);

/**
 * kntop_service_has - is a port that of a well-known service?
 * @port: TCP or UDP port, host order
 *
 * Of IANA's registry (RFC 6335), what is met in practice, and what is met in practice without
 * being registered. Ports of clients alone (DHCP's 68) or of peers that speak from them to each
 * other (BitTorrent's) are not among them.
 */
static inline bool kntop_service_has(u16 port)
{
	return kntop_service_map[port / 8] >> port % 8 & 1;
}

#endif /* KNTOP_SERVICE_H */
