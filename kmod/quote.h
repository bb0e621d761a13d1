/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quote: the packet that an ICMP error is about.
 *
 * Pure, as packet.h. An error quotes the IP header and at least eight octets behind it (RFC
 * 792, RFC 4443 section 2.4), which are enough for the ports but not for all of a transport header.
 */
#ifndef KNTOP_QUOTE_H
#define KNTOP_QUOTE_H

#include <linux/types.h>

#include "packet.h"

/** How many octets of a quotation are read. */
#define KNTOP_QUOTE_MAX	128

/**
 * kntop_quote_is_error - does an ICMP message quote another packet?
 * @l4: IPPROTO_ICMP or IPPROTO_ICMPV6
 * @type: of the message
 *
 * Redirects quote one as well, but say nothing bad about it.
 */
bool kntop_quote_is_error(u8 l4, u8 type);

/**
 * kntop_quote_read - whose packet is quoted?
 * @p: addresses, ports, l4 and ICMP values are set to the quoted packet's; the rest stays
 * @data: what is quoted, from its IP header on
 * @len: octets of it that are at hand
 * @family: 4 or 6: of the message
 *
 * IPv6 extension headers, of which fragments have one, are not followed.
 *
 * Return: false, with @p as it was, when it is of no flow that could be found.
 */
bool kntop_quote_read(struct kntop_packet *p, const u8 *data, u32 len, u8 family);

#endif /* KNTOP_QUOTE_H */
