/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * datagram: the IP packet in which nDPI is shown a ClientHello of QUIC that was put in order.
 */
#ifndef KNTOP_GUEST_DATAGRAM_H
#define KNTOP_GUEST_DATAGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "hello.h"
#include "quic.h"

/** Longest IP header: IPv4's with all options; IPv6 extension headers are left out. */
#define KNTOP_DATAGRAM_IP_MAX	60
#define KNTOP_DATAGRAM_UDP	8

/** Octets of the longest datagram that is made. */
#define KNTOP_DATAGRAM_MAX	(KNTOP_DATAGRAM_IP_MAX + KNTOP_DATAGRAM_UDP + 100 + KNTOP_HELLO_MAX)

/**
 * kntop_datagram_make - put a hello behind the headers of a packet
 * @to: receives the IP packet, room for KNTOP_DATAGRAM_MAX octets
 * @from: IPv4 or IPv6 packet with a UDP header; it was checked that they are whole
 * @l4_at: octets before its UDP header, at most KNTOP_DATAGRAM_IP_MAX of IPv4
 * @id: destination connection id, see kntop_quic_seal()
 * @hello: of at most KNTOP_HELLO_MAX octets
 * @n: octets of it
 *
 * Lengths are those of what is made; checksums stay, as nDPI reads none.
 *
 * Return: octets of the IP packet.
 */
size_t kntop_datagram_make(uint8_t *to, const uint8_t *from, size_t l4_at,
			   const struct kntop_quic_id *id, const uint8_t *hello, size_t n);

#endif /* KNTOP_GUEST_DATAGRAM_H */
