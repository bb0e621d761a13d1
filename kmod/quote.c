// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/string.h>

#include "compat/unaligned.h"
#include "quote.h"

#define IPV4_HEADER_MIN		20
#define IPV4_FRAGMENT_OFFSET	0x1fff
#define IPV6_HEADER		40
#define TRANSPORT		8

bool kntop_quote_is_error(u8 l4, u8 type)
{
	if (l4 == IPPROTO_ICMPV6)
		return type >= ICMPV6_DEST_UNREACH && type <= ICMPV6_PARAMPROB;
	return type == ICMP_DEST_UNREACH || type == ICMP_SOURCE_QUENCH ||
	       type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETERPROB;
}

static void kntop_quote_mapped(union kntop_addr *a, const u8 *v4)
{
	memset(a->b, 0, 10);
	memset(a->b + 10, 0xff, 2);
	memcpy(a->b + 12, v4, 4);
}

/* Of ICMP, only a request is answered with an error. */
static bool kntop_quote_l4(struct kntop_packet *p, const u8 *l4, u8 protocol)
{
	p->src_port = 0;
	p->dst_port = 0;
	p->icmp = false;
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		p->src_port = get_unaligned_be16(l4);
		p->dst_port = get_unaligned_be16(l4 + 2);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		if (l4[0] != (protocol == IPPROTO_ICMP ? ICMP_ECHO : ICMPV6_ECHO_REQUEST))
			return false;
		p->icmp = true;
		p->src_port = get_unaligned_be16(l4 + 4);
		p->dst_port = l4[0] << 8 | l4[1];
		break;
	}
	p->l4 = protocol;
	p->icmp_reply = false;
	p->fragment = false;
	return true;
}

static bool kntop_quote_ipv4(struct kntop_packet *p, const u8 *ip, u32 len)
{
	u32 header = (ip[0] & 15) * 4;

	if (ip[0] >> 4 != 4 || header < IPV4_HEADER_MIN || len < header + TRANSPORT ||
	    (get_unaligned_be16(ip + 6) & IPV4_FRAGMENT_OFFSET) ||
	    !kntop_quote_l4(p, ip + header, ip[9]))
		return false;
	kntop_quote_mapped(&p->src, ip + 12);
	kntop_quote_mapped(&p->dst, ip + 16);
	return true;
}

static bool kntop_quote_ipv6(struct kntop_packet *p, const u8 *ip, u32 len)
{
	if (ip[0] >> 4 != 6 || len < IPV6_HEADER + TRANSPORT ||
	    !kntop_quote_l4(p, ip + IPV6_HEADER, ip[6]))
		return false;
	memcpy(p->src.b, ip + 8, 16);
	memcpy(p->dst.b, ip + 24, 16);
	return true;
}

bool kntop_quote_read(struct kntop_packet *p, const u8 *data, u32 len, u8 family)
{
	struct kntop_packet quoted = *p;
	bool is;

	if (len < IPV4_HEADER_MIN)
		return false;
	is = family == 4 ? kntop_quote_ipv4(&quoted, data, len) :
			   kntop_quote_ipv6(&quoted, data, len);
	if (is)
		*p = quoted;
	return is;
}
