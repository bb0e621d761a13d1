/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet: from the octets of a frame to what a flow monitor wants to know.
 *
 * Pure: no state, no allocation, no skb. The same file is compiled in user
 * space for the unit tests and the fuzzer.
 */
#ifndef KNTOP_PACKET_H
#define KNTOP_PACKET_H

#include <linux/compiler.h>
#include <linux/types.h>

struct kntop_tunnel_ports;

/**
 * union kntop_addr - an IPv4 or IPv6 address
 *
 * IPv4 is kept IPv4-mapped (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2), so that
 * one comparison, one hash and one prefix match serve both families. Nothing
 * keeps a sender from putting such an address into an IPv6 packet: only the
 * packet's family tells for certain.
 */
union kntop_addr {
	u8	b[16];
	u32	w[4];	/* network order */
	u64	q[2];	/* network order; for comparing and hashing only */
};

/**
 * struct kntop_frame - what packet parsing reads
 * @data: the octets at hand
 * @caplen: how many of them there are
 * @wirelen: length of the frame at the place @data comes from, >= @caplen
 * @protocol: 0: @data begins with an Ethernet header. Otherwise the ethertype
 *	(host order) of what begins at @l2_len
 * @l2_len: with @protocol: octets of @data before the network header
 * @vlan: VLAN tag control information that was taken out of the frame, or 0;
 *	counts as the outermost tag
 * @gso: the frame is a GRO or GSO superpacket, whose IP total length may be 0
 *	(BIG TCP) and whose IPv6 jumbo option is not on the wire
 * @cut: what lies behind @caplen cannot be had: lengths are judged by @wirelen, but
 *	nobody is asked for more
 * @ports: UDP ports of tunnels; NULL the usual ones
 */
struct kntop_frame {
	const u8	*data;
	u32		caplen;
	u32		wirelen;
	u16		protocol;
	u16		l2_len;
	u16		vlan;
	bool		gso;
	bool		cut;
	const struct kntop_tunnel_ports *ports;
};

/** What kntop_tunnel_id.ends are, beside 4 and 6, the version of IP addresses. */
#define KNTOP_TUNNEL_ENDS_NONE	0
#define KNTOP_TUNNEL_ENDS_MAC	1

/**
 * struct kntop_tunnel_id - which tunnel a packet came in
 * @src: sender of the packet that carried it: an IP address, or a MAC address in the first
 *	six octets
 * @dst: its receiver
 * @number: VNI, TEID, GRE key, session or the like
 * @numbered: there is a number
 * @ends: what @src and @dst are: 4, 6 or KNTOP_TUNNEL_ENDS_*
 * @vlan: @vlan of the packet that carried it
 * @nested: stands for the tunnels that this one is in, the same in both directions; 0: in
 *	none
 */
struct kntop_tunnel_id {
	union kntop_addr src;
	union kntop_addr dst;
	u32	number;
	u32	nested;
	u16	vlan;
	u8	ends;
	bool	numbered;
};

/**
 * struct kntop_packet - what a frame says about its flow
 * @src: sender's address (of the inner packet where there is a tunnel)
 * @dst: receiver's address
 * @src_port: sender's port, 0 where there is none; ICMP: the identifier of
 *	echo and the like, else 0. Host order.
 * @dst_port: receiver's port; ICMP: type << 8 | code, a reply's type replaced
 *	by its request's, so that both have one key
 * @vlan: innermost VLAN id in front of its IP header, inside of tunnels or not, 0 if
 *	none; a priority tag (id 0) names no VLAN
 * @outer_vlan: the same of the outermost IP header
 * @outer_tags: the VLAN ids in front of that one, each 12 bits, 0 none
 * @tunnel: the innermost tunnel that was opened; only with @encap
 * @ethertype: of the network header found last; below 0x600 an 802.3 length. 0
 *	if the frame ends before it
 * @family: 4 or 6
 * @l4: IP protocol number after all extension headers; of a fragment but the
 *	first, what its fragment header says
 * @encap: enum kntop_encapsulation: the innermost encapsulation that was opened
 * @tcp_flags: the eight flag bits of the TCP header (RFC 9293), 0 if not TCP
 * @tcp_zero_window: the TCP header announces a window of 0
 * @icmp: @src_port and @dst_port hold ICMP values (not reversed with direction)
 * @icmp_reply: an ICMP message of a reply type: its receiver is the client
 * @fragment: a fragment without the transport header's first octets, as all but the
 *	first are: ports are 0
 * @fragmented: this or the first fragment of a datagram in several
 * @fragment_last: no fragment is behind it in the datagram
 * @continued: a later fragment whose first is known: @l4, ports and ICMP's values are
 *	the datagram's. Parsing never says so, see fragment.h
 * @sequenced: and so is @tcp_seq
 * @fragment_at: of one that is @fragmented: offset in the frame of the part of the
 *	datagram that it holds
 * @fragment_offset: and of this part in the datagram, octets
 * @fragment_id: and the datagram's identification (IPv4: 16 bits), host order
 * @tcp_short: the TCP header ends, or is cut, before its flags: only ports and
 *	@tcp_seq are known
 * @carrier: UDP, and one of the ports is a tunnel's: what some of its packets carry
 *	may be opened
 * @tcp_seq: sequence number, host order
 * @l3_off: offset of the (inner) IP header in the frame
 * @l4_off: offset of the transport header
 * @payload_off: offset of the transport payload; where a superpacket is cut,
 *	this many octets stand before each piece. Same as @l4_off for fragments
 *	and for transports without ports that are not ICMP; SCTP, DCCP: behind
 *	the first 12 octets. Never behind the packet's end; it and @l4_off may lie
 *	behind caplen, as options need not be at hand
 * @phantom: octets of @payload_off that are never on the wire (BIG TCP's
 *	hop-by-hop jumbo option, RFC 2675, as Linux inserts it)
 * @l3_len: IP total length as the header says; for a superpacket, or where the
 *	header says 0, all octets from @l3_off to the end of the frame
 * @payload_len: octets of transport payload, from the IP total length; of a first
 *	fragment those that it carries. 0 where TCP's header length is not known
 */
struct kntop_packet {
	union kntop_addr src;
	union kntop_addr dst;
	u16	src_port;
	u16	dst_port;
	u16	vlan;
	u16	outer_vlan;
	u16	ethertype;
	u32	outer_tags;
	u8	family;
	u8	l4;
	u8	encap;
	u8	tcp_flags;
	bool	tcp_zero_window;
	bool	icmp;
	bool	icmp_reply;
	bool	fragment;
	bool	fragmented;
	bool	fragment_last;
	bool	continued;
	bool	sequenced;
	u16	fragment_at;
	u16	fragment_offset;
	u32	fragment_id;
	bool	tcp_short;
	bool	carrier;
	u32	tcp_seq;
	u16	l3_off;
	u16	l4_off;
	u16	payload_off;
	u16	phantom;
	u32	l3_len;
	u32	payload_len;
	struct kntop_tunnel_id tunnel;
};

/** A packet of a flow: every field is set. */
#define KNTOP_PACKET_FLOW	(-1)
/**
 * The headers go on behind caplen, but the frame is longer: call again with
 * more. Whoever has no more calls again with @cut, to learn what the octets at hand
 * are good for: a flow all the same, the outer packet of a tunnel, or no flow.
 */
#define KNTOP_PACKET_MORE	(-2)

/** How many tunnels one in the other are opened. */
#define KNTOP_PACKET_TUNNELS_MAX	4

/** How many octets of a frame hold all headers that parsing may follow. */
#define KNTOP_PACKET_HEADERS_MAX	512

/**
 * kntop_packet_parse - read the headers of one frame
 * @p: the result. Without KNTOP_PACKET_FLOW only ethertype and vlan are set
 * @f: the frame
 *
 * Reads no octet outside @f->data[0 .. caplen-1] and loops at most over
 * KNTOP_PACKET_HEADERS_MAX octets. The answer depends on caplen only in being
 * KNTOP_PACKET_MORE or not. Any context.
 *
 * Follows VLAN tags and their like, and at most KNTOP_PACKET_TUNNELS_MAX tunnels one
 * in the other (see tunnel.h). When a tunnel does not hold a sane IP packet, or not
 * all that is needed of its headers, the packet that would have carried it is the
 * flow. A length that exceeds the frame is believed; one that cuts the packet's own
 * headers is not. A first fragment is judged by its datagram: headers may go on in
 * the next one. No octet is asked for from which nothing follows: of TCP 14, of UDP,
 * SCTP and DCCP the ports, of ICMP what tells type and identifier.
 *
 * Return: KNTOP_PACKET_FLOW, KNTOP_PACKET_MORE, or the enum kntop_part that says
 * why it belongs to no flow.
 */
int kntop_packet_parse(struct kntop_packet *p, const struct kntop_frame *f);

/**
 * kntop_packet_short - why the octets before @end cannot be read
 * @f: the frame
 * @end: an offset behind @f->caplen or KNTOP_PACKET_HEADERS_MAX
 *
 * Return: KNTOP_PACKET_MORE, KNTOP_PART_TRUNCATED or KNTOP_PART_TOO_DEEP; the
 * latter two whatever the caplen is.
 */
int kntop_packet_short(const struct kntop_frame *f, u32 end);

/**
 * kntop_packet_need - may all octets before @end be read?
 * @f: the frame
 * @end: an offset
 *
 * Return: KNTOP_PACKET_FLOW, or as kntop_packet_short().
 */
static inline int kntop_packet_need(const struct kntop_frame *f, u32 end)
{
	if (likely(end <= f->caplen && end <= KNTOP_PACKET_HEADERS_MAX))
		return KNTOP_PACKET_FLOW;
	return kntop_packet_short(f, end);
}

/**
 * kntop_addr_is_v4 - does the address hold an IPv4 one?
 * @a: the address
 */
static inline bool kntop_addr_is_v4(const union kntop_addr *a)
{
	const u8 *b = a->b;

	return !a->q[0] && !b[8] && !b[9] && b[10] == 0xff && b[11] == 0xff;
}

#endif /* KNTOP_PACKET_H */
