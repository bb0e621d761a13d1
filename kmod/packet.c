// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * packet: from the octets of a frame to what a flow monitor wants to know.
 *
 * The way of nearly every packet, Ethernet, IP, TCP or UDP, is inlined into
 * kntop_packet_parse() without a call; whatever else a frame may hold is left
 * to functions of their own. What a check depends on are only octets that were
 * read before it, so a larger caplen never changes an answer other than
 * KNTOP_PACKET_MORE.
 */
#include <linux/compiler.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/string.h>
#include <asm/byteorder.h>
#include <linux/kntop.h>

#include "compat/unaligned.h"
#include "link.h"
#include "packet.h"
#include "tunnel.h"
#include "tunnel_port.h"

/* A flow whose packet may hold another: packet_open() has a look. */
#define PACKET_TUNNEL	(-3)

#define VLAN_ID_MASK		0x0fff
#define IPV4_HEADER_MIN		20
#define IPV4_FRAGMENT_MORE	0x2000
#define IPV4_FRAGMENT_OFFSET	0x1fff
#define IPV4_FRAGMENT_SHIFT	3	/* of a unit of eight octets */
#define IPV6_HEADER		40
#define IPV6_EXTENSION		4	/* what is read of an extension header */
#define IPV6_FRAGMENT		8	/* and of a fragment's */
#define IPV6_FRAGMENT_MORE	0x0001
#define IPV6_FRAGMENT_OFFSET	0xfff8
#define IPV6_OPTION_JUMBO	0xc2
#define IPV6_OPTION_JUMBO_LEN	4
#define TCP_HEADER_MIN		20
#define TCP_HEADER_FLAGS	14	/* up to the flags */
#define TCP_HEADER_WINDOW	16	/* up to the window */
#define UDP_HEADER		8
#define ICMP_HEADER		8
#define ICMP_CODE		2	/* type and code */
#define ICMP_ID			6	/* and checksum and identifier */
#define SCTP_HEADER		12	/* also the least of DCCP */
#define PORTS			4
/* What a first fragment has of its transport header at least (RFC 791): it carries
 * multiples of 8 octets.
 */
#define FRAGMENT_LEAST		8

int kntop_packet_short(const struct kntop_frame *f, u32 end)
{
	if (end > KNTOP_PACKET_HEADERS_MAX)
		return KNTOP_PART_TOO_DEEP;
	if (end > f->wirelen || f->cut)
		return KNTOP_PART_TRUNCATED;
	return KNTOP_PACKET_MORE;
}

static __always_inline u32 packet_l3_end(const struct kntop_packet *p)
{
	return p->l3_off + p->l3_len;
}

static __always_inline void packet_set_payload(struct kntop_packet *p, u32 off)
{
	p->payload_off = off;
	p->payload_len = packet_l3_end(p) - off;
}

static __always_inline void packet_set_ports(struct kntop_packet *p, const u8 *l4)
{
	p->src_port = get_unaligned_be16(l4);
	p->dst_port = get_unaligned_be16(l4 + 2);
}

/*
 * The options are not asked for, nor, of a first fragment, octets that are in the next
 * one: ports and sequence number stand in the first eight, the flags where there are 14.
 */
static noinline int packet_tcp_short(struct kntop_packet *p, const struct kntop_frame *f,
				     u32 off, bool whole)
{
	u32 room = packet_l3_end(p) - off;
	const u8 *tcp = f->data + off;
	u32 len;
	int ret;

	if (whole && room < TCP_HEADER_MIN)
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + FRAGMENT_LEAST);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	packet_set_ports(p, tcp);
	p->tcp_seq = get_unaligned_be32(tcp + 4);
	p->payload_off = off + (room < TCP_HEADER_MIN ? room : TCP_HEADER_MIN);
	p->payload_len = 0;
	p->tcp_short = true;
	if (room < TCP_HEADER_FLAGS)
		return KNTOP_PACKET_FLOW;
	ret = kntop_packet_need(f, off + TCP_HEADER_FLAGS);
	if (ret != KNTOP_PACKET_FLOW)
		return ret == KNTOP_PACKET_MORE ? ret : KNTOP_PACKET_FLOW;
	len = (tcp[12] >> 4) * 4;
	if (len < TCP_HEADER_MIN || (whole && len > room))
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + TCP_HEADER_WINDOW);
	if (ret == KNTOP_PACKET_MORE)
		return ret;
	p->tcp_zero_window = room >= TCP_HEADER_WINDOW && ret == KNTOP_PACKET_FLOW &&
			     !get_unaligned_be16(tcp + TCP_HEADER_WINDOW - 2);
	p->tcp_flags = tcp[13];
	p->tcp_short = false;
	packet_set_payload(p, off + (len < room ? len : room));
	return KNTOP_PACKET_FLOW;
}

static __always_inline int packet_tcp(struct kntop_packet *p,
				      const struct kntop_frame *f, u32 off, bool whole)
{
	u32 room = packet_l3_end(p) - off;
	const u8 *tcp = f->data + off;
	u32 len;

	if (unlikely(!whole) || unlikely(room < TCP_HEADER_MIN) ||
	    unlikely(kntop_packet_need(f, off + TCP_HEADER_WINDOW) != KNTOP_PACKET_FLOW))
		return packet_tcp_short(p, f, off, whole);
	len = (tcp[12] >> 4) * 4;
	if (unlikely(len < TCP_HEADER_MIN || len > room))
		return KNTOP_PART_MALFORMED_L4;
	packet_set_ports(p, tcp);
	p->tcp_seq = get_unaligned_be32(tcp + 4);
	p->tcp_flags = tcp[13];
	p->tcp_zero_window = !get_unaligned_be16(tcp + TCP_HEADER_WINDOW - 2);
	packet_set_payload(p, off + len);
	return KNTOP_PACKET_FLOW;
}

/* A port is a tunnel's, perhaps. */
static noinline int packet_udp_carrier(struct kntop_packet *p, const struct kntop_frame *f,
				       bool whole)
{
	p->carrier = kntop_tunnel_port_any(f->ports, p->src_port, p->dst_port);
	return p->carrier && whole ? PACKET_TUNNEL : KNTOP_PACKET_FLOW;
}

/* The length field is not believed: what is counted goes by the IP length. */
static __always_inline int packet_udp(struct kntop_packet *p,
				      const struct kntop_frame *f, u32 off,
				      bool whole)
{
	int ret;

	if (unlikely(packet_l3_end(p) - off < UDP_HEADER))
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + PORTS);
	if (unlikely(ret != KNTOP_PACKET_FLOW))
		return ret;
	packet_set_ports(p, f->data + off);
	packet_set_payload(p, off + UDP_HEADER);
	if (unlikely(kntop_tunnel_port_may(f->ports, p->src_port, p->dst_port)))
		return packet_udp_carrier(p, f, whole);
	return KNTOP_PACKET_FLOW;
}

/* @len: octets of header that a whole packet has at least. */
static int packet_ports(struct kntop_packet *p, const struct kntop_frame *f,
			u32 off, u32 len, bool whole)
{
	u32 room = packet_l3_end(p) - off;
	int ret;

	if (whole && room < len)
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + PORTS);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	packet_set_ports(p, f->data + off);
	packet_set_payload(p, off + (len < room ? len : room));
	return KNTOP_PACKET_FLOW;
}

/* The type of the message that asked for one of @type; @type if none did. */
static u8 packet_icmp_request(u8 l4, u8 type)
{
	if (l4 == IPPROTO_ICMPV6) {
		switch (type) {
		case ICMPV6_ECHO_REPLY:
			return ICMPV6_ECHO_REQUEST;
		case ICMPV6_EXT_ECHO_REPLY:
			return ICMPV6_EXT_ECHO_REQUEST;
		default:
			return type;
		}
	}
	switch (type) {
	case ICMP_ECHOREPLY:
		return ICMP_ECHO;
	case ICMP_TIMESTAMPREPLY:
		return ICMP_TIMESTAMP;
	case ICMP_INFO_REPLY:
		return ICMP_INFO_REQUEST;
	case ICMP_ADDRESSREPLY:
		return ICMP_ADDRESS;
	case ICMP_EXT_ECHOREPLY:
		return ICMP_EXT_ECHO;
	default:
		return type;
	}
}

static bool packet_icmp_has_id(u8 l4, u8 request)
{
	if (l4 == IPPROTO_ICMPV6)
		return request == ICMPV6_ECHO_REQUEST ||
		       request == ICMPV6_EXT_ECHO_REQUEST;
	return request == ICMP_ECHO || request == ICMP_TIMESTAMP ||
	       request == ICMP_INFO_REQUEST || request == ICMP_ADDRESS ||
	       request == ICMP_EXT_ECHO;
}

static int packet_icmp(struct kntop_packet *p, const struct kntop_frame *f,
		       u32 off)
{
	const u8 *icmp = f->data + off;
	u8 request, code;
	int ret;

	if (packet_l3_end(p) - off < ICMP_HEADER)
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + ICMP_CODE);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	request = packet_icmp_request(p->l4, icmp[0]);
	code = icmp[1];
	/* an extended echo reply says in its code what the probe found */
	if (request != icmp[0] && (request == ICMP_EXT_ECHO ||
				   request == ICMPV6_EXT_ECHO_REQUEST))
		code = 0;
	p->src_port = 0;
	if (packet_icmp_has_id(p->l4, request)) {
		ret = kntop_packet_need(f, off + ICMP_ID);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		p->src_port = get_unaligned_be16(icmp + 4);
	}
	p->icmp = true;
	p->icmp_reply = request != icmp[0];
	p->dst_port = request << 8 | code;
	packet_set_payload(p, off + ICMP_HEADER);
	return KNTOP_PACKET_FLOW;
}

static int packet_portless(struct kntop_packet *p, u32 off)
{
	p->src_port = 0;
	p->dst_port = 0;
	packet_set_payload(p, off);
	return KNTOP_PACKET_FLOW;
}

static noinline int packet_transport_other(struct kntop_packet *p,
					   const struct kntop_frame *f,
					   u32 off, bool whole)
{
	switch (p->l4) {
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return packet_icmp(p, f, off);
	case IPPROTO_UDPLITE:
		return packet_ports(p, f, off, UDP_HEADER, whole);
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return packet_ports(p, f, off, SCTP_HEADER, whole);
	default:
		packet_portless(p, off);
		return whole && kntop_tunnel_is_protocol(p->l4) ? PACKET_TUNNEL :
								  KNTOP_PACKET_FLOW;
	}
}

/* A fragment without the first octets of the transport header. */
static int packet_fragment(struct kntop_packet *p, u8 l4, u32 off)
{
	p->l4 = l4;
	p->l4_off = off;
	p->fragment = true;
	return packet_portless(p, off);
}

/* @off is not behind the end of the IP packet; @whole: it is no fragment. */
static __always_inline int packet_transport(struct kntop_packet *p,
					    const struct kntop_frame *f,
					    u8 l4, u32 off, bool whole)
{
	/* the header begins in the next fragment */
	if (unlikely(!whole) && unlikely(packet_l3_end(p) - off < FRAGMENT_LEAST))
		return packet_fragment(p, l4, off);
	p->l4 = l4;
	p->l4_off = off;
	if (likely(l4 == IPPROTO_TCP))
		return packet_tcp(p, f, off, whole);
	if (likely(l4 == IPPROTO_UDP))
		return packet_udp(p, f, off, whole);
	return packet_transport_other(p, f, off, whole);
}

/*
 * A part of a datagram: @field is its offset in octets, with the three lowest bits for
 * others' use. One that is all of it (RFC 6946) is none.
 */
static void packet_set_fragment(struct kntop_packet *p, u32 id, u32 off, u16 field, bool more)
{
	p->fragment_id = id;
	p->fragment_at = off;
	p->fragment_offset = field & IPV6_FRAGMENT_OFFSET;
	p->fragment_last = !more;
	p->fragmented = more || p->fragment_offset;
}

/* Length of the extension header @next at @header, 0: it is none. */
static u32 packet_extension_len(u8 family, u8 next, const u8 *header)
{
	if (next == IPPROTO_AH)
		return (header[1] + 2) * 4;
	if (family == 4)
		return 0;
	switch (next) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return (header[1] + 1) * 8;
	case IPPROTO_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

static bool packet_is_extension(u8 family, u8 next)
{
	static const u8 none[2];

	return packet_extension_len(family, next, none);
}

/* Does Linux take this hop-by-hop header away before the packet is sent? */
static bool packet_is_phantom(const struct kntop_packet *p,
			      const struct kntop_frame *f, u8 next,
			      const u8 *header, u32 off)
{
	return f->gso && p->encap == KNTOP_ENCAPSULATION_NONE &&
	       off - p->l3_off == IPV6_HEADER && next == IPPROTO_HOPOPTS &&
	       header[0] == IPPROTO_TCP && !header[1] &&
	       header[2] == IPV6_OPTION_JUMBO &&
	       header[3] == IPV6_OPTION_JUMBO_LEN;
}

/*
 * IPv6 extension headers, and IPv4 where AH is one; then the transport. Of each only the
 * first octets are asked for; that the next one is at hand says that it is, too.
 */
static noinline int packet_extensions(struct kntop_packet *p,
				      const struct kntop_frame *f, u8 next,
				      u32 off, bool whole)
{
	while (packet_is_extension(p->family, next)) {
		u32 room = packet_l3_end(p) - off;
		const u8 *header = f->data + off;
		u16 fragment;
		u32 len;
		int ret;

		if (room < 8)
			return whole ? KNTOP_PART_MALFORMED_IP :
				       packet_fragment(p, next, off);
		ret = kntop_packet_need(f, off + (next == IPPROTO_FRAGMENT ? IPV6_FRAGMENT :
								     IPV6_EXTENSION));
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		len = packet_extension_len(p->family, next, header);
		/* it goes on in the next fragment, and behind it the transport begins */
		if (len > room)
			return whole ? KNTOP_PART_MALFORMED_IP :
				       packet_fragment(p, header[0], off + room);
		if (packet_is_phantom(p, f, next, header, off))
			p->phantom = len;
		off += len;
		if (next == IPPROTO_FRAGMENT) {
			fragment = get_unaligned_be16(header + 2);
			/* in a first fragment it belongs to the datagram's own datagram */
			if (!p->fragmented)
				packet_set_fragment(p, get_unaligned_be32(header + 4), off,
						    fragment, fragment & IPV6_FRAGMENT_MORE);
			if (fragment & IPV6_FRAGMENT_OFFSET)
				return packet_fragment(p, header[0], off);
			if (fragment & IPV6_FRAGMENT_MORE)
				whole = false;
		}
		next = header[0];
	}
	return packet_transport(p, f, next, off, whole);
}

/* What only some packets have. */
static __always_inline void packet_clear(struct kntop_packet *p, u8 family)
{
	p->family = family;
	p->tcp_flags = 0;
	p->tcp_zero_window = false;
	p->icmp = false;
	p->icmp_reply = false;
	p->fragment = false;
	p->fragmented = false;
	p->continued = false;
	p->sequenced = false;
	p->tcp_short = false;
	p->carrier = false;
	p->tcp_seq = 0;
	p->phantom = 0;
}

static __always_inline void packet_set_ipv4(union kntop_addr *a, const u8 *from)
{
	a->q[0] = 0;
	a->w[2] = (__force u32)__cpu_to_be32(0xffff);
	memcpy(&a->w[3], from, sizeof(a->w[3]));
}

static __always_inline int packet_ipv4(struct kntop_packet *p,
				       const struct kntop_frame *f, u32 off)
{
	const u8 *ip = f->data + off;
	u32 hlen = IPV4_HEADER_MIN;
	u16 fragment;
	u32 len;
	int ret;

	ret = kntop_packet_need(f, off + IPV4_HEADER_MIN);
	if (unlikely(ret != KNTOP_PACKET_FLOW))
		return ret;
	if (unlikely(ip[0] != 0x45)) {
		hlen = (ip[0] & 0x0f) * 4;
		if (ip[0] >> 4 != 4 || hlen < IPV4_HEADER_MIN)
			return KNTOP_PART_MALFORMED_IP;
	}
	len = get_unaligned_be16(ip + 2);
	if (unlikely(f->gso || !len))
		len = f->wirelen - off;
	if (unlikely(len < hlen))
		return KNTOP_PART_MALFORMED_IP;

	packet_clear(p, 4);
	p->l3_off = off;
	p->l3_len = len;
	packet_set_ipv4(&p->src, ip + 12);
	packet_set_ipv4(&p->dst, ip + 16);
	off += hlen;
	fragment = get_unaligned_be16(ip + 6);
	if (unlikely(fragment & (IPV4_FRAGMENT_OFFSET | IPV4_FRAGMENT_MORE)))
		packet_set_fragment(p, get_unaligned_be16(ip + 4), off,
				    fragment << IPV4_FRAGMENT_SHIFT,
				    fragment & IPV4_FRAGMENT_MORE);
	if (unlikely(fragment & IPV4_FRAGMENT_OFFSET))
		return packet_fragment(p, ip[9], off);
	fragment &= IPV4_FRAGMENT_MORE;
	if (unlikely(ip[9] == IPPROTO_AH))
		return packet_extensions(p, f, ip[9], off, !fragment);
	return packet_transport(p, f, ip[9], off, !fragment);
}

static __always_inline int packet_ipv6(struct kntop_packet *p,
				       const struct kntop_frame *f, u32 off)
{
	const u8 *ip = f->data + off;
	u32 len;
	int ret;

	ret = kntop_packet_need(f, off + IPV6_HEADER);
	if (unlikely(ret != KNTOP_PACKET_FLOW))
		return ret;
	if (unlikely(ip[0] >> 4 != 6))
		return KNTOP_PART_MALFORMED_IP;
	len = get_unaligned_be16(ip + 4);
	/* with nothing to follow, 0 is the length and the rest is padding */
	if (unlikely(f->gso || (!len && ip[6] != IPPROTO_NONE)))
		len = f->wirelen - off - IPV6_HEADER;

	packet_clear(p, 6);
	p->l3_off = off;
	p->l3_len = IPV6_HEADER + len;
	memcpy(&p->src, ip + 8, sizeof(p->src));
	memcpy(&p->dst, ip + 24, sizeof(p->dst));
	off += IPV6_HEADER;
	if (likely(ip[6] == IPPROTO_TCP || ip[6] == IPPROTO_UDP))
		return packet_transport(p, f, ip[6], off, true);
	return packet_extensions(p, f, ip[6], off, true);
}

/* @type of what begins at @off and ends at @end, 0: an Ethernet header. */
static __always_inline int packet_network(struct kntop_packet *p,
					  const struct kntop_frame *f,
					  u16 type, u32 off, u32 end)
{
	bool ethernet = !type;
	int ret;

	if (likely(!type)) {
		ret = kntop_packet_need(f, off + ETH_HLEN);
		if (unlikely(ret != KNTOP_PACKET_FLOW)) {
			p->ethertype = 0;
			return ret;
		}
		type = get_unaligned_be16(f->data + off + 12);
		off += ETH_HLEN;
	}
	p->ethertype = type;
	if (unlikely(type != ETH_P_IP && type != ETH_P_IPV6)) {
		ret = kntop_link_find(p, f, off, end, ethernet);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		type = p->ethertype;
		off = p->l3_off;
	}
	return likely(type == ETH_P_IP) ? packet_ipv4(p, f, off) :
					  packet_ipv6(p, f, off);
}

/*
 * Looks for the innermost packet. What is in the tunnel becomes the flow only
 * when it is one itself; whatever else it is, the outer packet is the flow.
 */
static noinline int packet_open(struct kntop_packet *p,
				const struct kntop_frame *f)
{
	struct kntop_tunnel tunnel;
	struct kntop_packet inner;
	unsigned int depth;
	int ret;

	for (depth = 0; depth < KNTOP_PACKET_TUNNELS_MAX; depth++) {
		ret = kntop_tunnel_find(&tunnel, p, f);
		if (ret == KNTOP_PACKET_MORE)
			return ret;
		if (ret != KNTOP_PACKET_FLOW)
			break;
		inner = *p;
		kntop_tunnel_enter(&inner, &tunnel, &p->src, &p->dst, p->family);
		ret = packet_network(&inner, f, tunnel.ethertype, tunnel.off, tunnel.end);
		if (ret == KNTOP_PACKET_MORE)
			return ret;
		if ((ret != KNTOP_PACKET_FLOW && ret != PACKET_TUNNEL) ||
		    !kntop_tunnel_fits(&tunnel, &inner, p, f))
			break;
		*p = inner;
		if (ret == KNTOP_PACKET_FLOW)
			break;
	}
	return KNTOP_PACKET_FLOW;
}

int kntop_packet_parse(struct kntop_packet *p, const struct kntop_frame *f)
{
	int ret;

	p->vlan = f->vlan & VLAN_ID_MASK;
	p->outer_tags = 0;
	p->encap = KNTOP_ENCAPSULATION_NONE;
	ret = packet_network(p, f, f->protocol, f->protocol ? f->l2_len : 0, f->wirelen);
	p->outer_vlan = p->vlan;
	if (unlikely(ret == PACKET_TUNNEL))
		return packet_open(p, f);
	return ret;
}
