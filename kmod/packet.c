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

/* A flow whose packet may hold another: packet_open() has a look. */
#define PACKET_TUNNEL	(-3)

#define PACKET_TUNNELS_MAX	2

/* Odd numbers with as many bits set as not, for mixing. */
#define PACKET_MIX_A		0x9e3779b97f4a7c15ULL
#define PACKET_MIX_B		0xd6e8feb86659fd93ULL

#define VLAN_ID_MASK		0x0fff
#define IPV4_HEADER_MIN		20
#define IPV4_FRAGMENT_MORE	0x2000
#define IPV4_FRAGMENT_OFFSET	0x1fff
#define IPV4_FRAGMENT_SHIFT	3	/* of a unit of eight octets */
#define IPV6_HEADER		40
#define IPV6_FRAGMENT_MORE	0x0001
#define IPV6_FRAGMENT_OFFSET	0xfff8
#define IPV6_OPTION_JUMBO	0xc2
#define IPV6_OPTION_JUMBO_LEN	4
#define TCP_HEADER_MIN		20
#define UDP_HEADER		8
#define ICMP_HEADER		8
#define SCTP_HEADER		12	/* also the least of DCCP */

int kntop_packet_short(const struct kntop_frame *f, u32 end)
{
	if (end > KNTOP_PACKET_HEADERS_MAX)
		return KNTOP_PART_TOO_DEEP;
	if (end > f->wirelen)
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

static __always_inline int packet_tcp(struct kntop_packet *p,
				      const struct kntop_frame *f, u32 off)
{
	u32 room = packet_l3_end(p) - off;
	const u8 *tcp = f->data + off;
	u32 len;
	int ret;

	if (unlikely(room < TCP_HEADER_MIN))
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + TCP_HEADER_MIN);
	if (unlikely(ret != KNTOP_PACKET_FLOW))
		return ret;
	len = (tcp[12] >> 4) * 4;
	if (unlikely(len < TCP_HEADER_MIN || len > room))
		return KNTOP_PART_MALFORMED_L4;
	packet_set_ports(p, tcp);
	p->tcp_seq = get_unaligned_be32(tcp + 4);
	p->tcp_flags = tcp[13];
	packet_set_payload(p, off + len);
	return kntop_packet_need(f, off + len);
}

/* The length field is not believed: what is counted goes by the IP length. */
static __always_inline int packet_udp(struct kntop_packet *p,
				      const struct kntop_frame *f, u32 off,
				      bool whole)
{
	int ret;

	if (unlikely(packet_l3_end(p) - off < UDP_HEADER))
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + UDP_HEADER);
	if (unlikely(ret != KNTOP_PACKET_FLOW))
		return ret;
	packet_set_ports(p, f->data + off);
	packet_set_payload(p, off + UDP_HEADER);
	switch (p->dst_port) {
	case KNTOP_TUNNEL_VXLAN_PORT:
	case KNTOP_TUNNEL_GENEVE_PORT:
	case KNTOP_TUNNEL_GTPU_PORT:
		return whole ? PACKET_TUNNEL : KNTOP_PACKET_FLOW;
	default:
		return KNTOP_PACKET_FLOW;
	}
}

static int packet_ports(struct kntop_packet *p, const struct kntop_frame *f,
			u32 off, u32 len)
{
	int ret;

	if (packet_l3_end(p) - off < len)
		return KNTOP_PART_MALFORMED_L4;
	ret = kntop_packet_need(f, off + len);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	packet_set_ports(p, f->data + off);
	packet_set_payload(p, off + len);
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
	ret = kntop_packet_need(f, off + ICMP_HEADER);
	if (ret != KNTOP_PACKET_FLOW)
		return ret;
	request = packet_icmp_request(p->l4, icmp[0]);
	code = icmp[1];
	/* an extended echo reply says in its code what the probe found */
	if (request != icmp[0] && (request == ICMP_EXT_ECHO ||
				   request == ICMPV6_EXT_ECHO_REQUEST))
		code = 0;
	p->icmp = true;
	p->icmp_reply = request != icmp[0];
	p->src_port = 0;
	if (packet_icmp_has_id(p->l4, request))
		p->src_port = get_unaligned_be16(icmp + 4);
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
		return packet_ports(p, f, off, UDP_HEADER);
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return packet_ports(p, f, off, SCTP_HEADER);
	case IPPROTO_IPIP:
	case IPPROTO_IPV6:
	case IPPROTO_GRE:
		packet_portless(p, off);
		return whole ? PACKET_TUNNEL : KNTOP_PACKET_FLOW;
	default:
		return packet_portless(p, off);
	}
}

/* @off is not behind the end of the IP packet; @whole: it is no fragment. */
static __always_inline int packet_transport(struct kntop_packet *p,
					    const struct kntop_frame *f,
					    u8 l4, u32 off, bool whole)
{
	p->l4 = l4;
	p->l4_off = off;
	if (likely(l4 == IPPROTO_TCP))
		return packet_tcp(p, f, off);
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

static int packet_fragment(struct kntop_packet *p, u8 l4, u32 off)
{
	p->l4 = l4;
	p->l4_off = off;
	p->fragment = true;
	return packet_portless(p, off);
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

/* IPv6 extension headers, and IPv4 where AH is one; then the transport. */
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
			return KNTOP_PART_MALFORMED_IP;
		ret = kntop_packet_need(f, off + 8);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		len = packet_extension_len(p->family, next, header);
		if (len > room)
			return KNTOP_PART_MALFORMED_IP;
		ret = kntop_packet_need(f, off + len);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		if (packet_is_phantom(p, f, next, header, off))
			p->phantom = len;
		off += len;
		if (next == IPPROTO_FRAGMENT) {
			fragment = get_unaligned_be16(header + 2);
			packet_set_fragment(p, get_unaligned_be32(header + 4), off, fragment,
					    fragment & IPV6_FRAGMENT_MORE);
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
	p->icmp = false;
	p->icmp_reply = false;
	p->fragment = false;
	p->fragmented = false;
	p->continued = false;
	p->sequenced = false;
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
		ret = kntop_packet_need(f, off + hlen);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
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

/* @type of what begins at @off, 0: an Ethernet header. */
static __always_inline int packet_network(struct kntop_packet *p,
					  const struct kntop_frame *f,
					  u16 type, u32 off)
{
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
		ret = kntop_link_find(p, f, off);
		if (ret != KNTOP_PACKET_FLOW)
			return ret;
		type = p->ethertype;
		off = p->l3_off;
	}
	return likely(type == ETH_P_IP) ? packet_ipv4(p, f, off) :
					  packet_ipv6(p, f, off);
}

/* What the IP header says the packet's length is; 0: it does not say. */
static u32 packet_l3_said(const struct kntop_packet *p, const struct kntop_frame *f)
{
	const u8 *ip = f->data + p->l3_off;
	u32 len;

	if (p->family == 4)
		return get_unaligned_be16(ip + 2);
	len = get_unaligned_be16(ip + 4);
	return len || ip[6] == IPPROTO_NONE ? IPV6_HEADER + len : 0;
}

/* Is the inner packet no longer than what carries it? */
static bool packet_fits(const struct kntop_packet *p,
			const struct kntop_frame *f, u32 end)
{
	u32 len = packet_l3_said(p, f);

	if (!len)
		return f->gso;
	/*
	 * Where one inner packet was made into many, it fills the tunnel. Else
	 * it is the outer datagrams that were merged, each with an inner packet
	 * of its own.
	 */
	if (f->gso)
		return p->l3_off + len == end;
	return p->l3_off + len <= end;
}

/* One end of a tunnel; a sum of two of these does not say which was which. */
static u64 packet_mix(const union kntop_addr *a)
{
	u64 x = a->q[0] * PACKET_MIX_A + a->q[1];

	x = (x ^ x >> 32) * PACKET_MIX_B;
	return x ^ x >> 29;
}

/* What stands for the tunnel that the packet came in, in both directions. */
static u32 packet_nested(const struct kntop_packet *p)
{
	const struct kntop_tunnel_id *t = &p->tunnel;
	u32 number = kntop_tunnel_numbers(p->encap) == KNTOP_TUNNEL_NUMBERS_ONE ? t->number : 0;
	u64 x = packet_mix(&t->src) + packet_mix(&t->dst) +
		((u64)number << 32 | t->nested) * PACKET_MIX_B;

	x = (x ^ ((u64)p->encap << 16 | t->vlan)) * PACKET_MIX_A;
	return x >> 32 ?: 1;
}

/* The tunnel in which @outer carried @inner. */
static void packet_set_tunnel(struct kntop_packet *inner, const struct kntop_packet *outer,
			      const struct kntop_tunnel *tunnel)
{
	inner->outer_vlan = outer->outer_vlan;
	inner->outer_tags = outer->outer_tags;
	inner->tunnel = (struct kntop_tunnel_id) {
		.src = outer->src, .dst = outer->dst, .number = tunnel->number,
		.numbered = tunnel->numbered, .ends = outer->family, .vlan = outer->vlan,
	};
	/* the tags are told by themselves */
	if (outer->encap != KNTOP_ENCAPSULATION_NONE && outer->encap != KNTOP_ENCAPSULATION_QINQ)
		inner->tunnel.nested = packet_nested(outer);
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

	for (depth = 0; depth < PACKET_TUNNELS_MAX; depth++) {
		ret = kntop_tunnel_find(&tunnel, p, f);
		if (ret == KNTOP_PACKET_MORE)
			return ret;
		if (ret != KNTOP_PACKET_FLOW)
			break;
		inner.vlan = p->vlan;
		inner.encap = tunnel.encap;
		ret = packet_network(&inner, f, tunnel.ethertype, tunnel.off);
		if (ret == KNTOP_PACKET_MORE)
			return ret;
		if ((ret != KNTOP_PACKET_FLOW && ret != PACKET_TUNNEL) ||
		    !packet_fits(&inner, f, tunnel.end))
			break;
		packet_set_tunnel(&inner, p, &tunnel);
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
	ret = packet_network(p, f, f->protocol, f->protocol ? f->l2_len : 0);
	p->outer_vlan = p->vlan;
	if (unlikely(ret == PACKET_TUNNEL))
		return packet_open(p, f);
	return ret;
}
