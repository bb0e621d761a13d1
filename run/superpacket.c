// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include "superpacket.h"

#define LENGTHS_MAX	8	/* length fields in the headers of a superpacket */

#define IPV4_HEADER	20
#define IPV6_HEADER	40
#define UDP_HEADER	8
#define TCP_HEADER	20
#define JUMBO_HEADER	8	/* hop-by-hop options with a jumbo payload only */
#define ECN_CWR		0x80
#define NO_OFFSET	((size_t)-1)

/* The headers of Debian 12 do not know it yet. */
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4	5
#endif

/* A header that says how long the packet is. */
struct length_field {
	size_t header;		/* where the header begins */
	uint8_t protocol;	/* IPPROTO_IPIP: IPv4; IPPROTO_IPV6; IPPROTO_UDP */
};

struct layout {
	struct length_field lengths[LENGTHS_MAX];
	unsigned int count;
	uint8_t l4;		/* IPPROTO_TCP or IPPROTO_UDP */
	size_t l4_offset;
	size_t payload;
};

static bool layout_add(struct layout *l, size_t header, uint8_t protocol)
{
	if (l->count == LENGTHS_MAX)
		return false;
	l->lengths[l->count++] = (struct length_field){ header, protocol };
	return true;
}

/* The offset of the IP header behind Ethernet and VLAN tags. */
static size_t find_ip(const struct frame *f, uint8_t *protocol)
{
	size_t at = 2 * ETH_ALEN;
	uint16_t type;

	for (;; at += 4) {
		if (at + 2 > f->length)
			return NO_OFFSET;
		type = frame_u16(f->data + at);
		if (type != ETH_P_8021Q && type != ETH_P_8021AD && type != ETH_P_QINQ1)
			break;
	}
	*protocol = type == ETH_P_IP ? IPPROTO_IPIP : IPPROTO_IPV6;
	return type == ETH_P_IP || type == ETH_P_IPV6 ? at + 2 : NO_OFFSET;
}

static size_t skip_ipv4(const struct frame *f, struct layout *l, size_t at, uint8_t *next)
{
	size_t header;

	if (at + IPV4_HEADER > f->length || f->data[at] >> 4 != 4)
		return NO_OFFSET;
	header = (f->data[at] & 15) * 4;
	*next = f->data[at + 9];
	return header >= IPV4_HEADER && layout_add(l, at, IPPROTO_IPIP) ? at + header : NO_OFFSET;
}

/*
 * Only the host's own memory has the jumbo option that BIG TCP puts in: take it
 * away, together with the room it took.
 */
static void drop_jumbo(struct frame *f, size_t ip)
{
	uint8_t *header = f->data + ip, *option = header + IPV6_HEADER;

	if (ip + IPV6_HEADER + JUMBO_HEADER > f->length || frame_u16(header + 4) ||
	    header[6] != IPPROTO_HOPOPTS || option[1] || option[2] != 0xc2 || option[3] != 4)
		return;
	header[6] = option[0];
	memmove(f->data + JUMBO_HEADER, f->data, ip + IPV6_HEADER);
	f->data += JUMBO_HEADER;
	f->length -= JUMBO_HEADER;
	if (f->gso.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM)
		f->gso.csum_start -= JUMBO_HEADER;
}

static size_t skip_ipv6(struct frame *f, struct layout *l, size_t at, uint8_t *next)
{
	size_t offset = at + IPV6_HEADER;

	if (offset > f->length || f->data[at] >> 4 != 6)
		return NO_OFFSET;
	drop_jumbo(f, at);
	if (!layout_add(l, at, IPPROTO_IPV6))
		return NO_OFFSET;
	*next = f->data[at + 6];
	while (*next == IPPROTO_HOPOPTS || *next == IPPROTO_ROUTING || *next == IPPROTO_DSTOPTS) {
		if (offset + 8 > f->length)
			return NO_OFFSET;
		*next = f->data[offset];
		offset += 8 * (f->data[offset + 1] + 1);
	}
	return offset;
}

/*
 * The IP header inside a tunnel whose own header may be anything: the one that
 * leads straight to the transport header and knows how long the packet is.
 */
static size_t find_inner(const struct frame *f, size_t from, size_t l4, uint8_t *protocol)
{
	size_t at, length;

	for (at = from; at + IPV4_HEADER <= l4; at += 2) {
		length = f->length - at;
		*protocol = IPPROTO_IPIP;
		if (f->data[at] >> 4 == 4 && at + (f->data[at] & 15) * 4 == l4 &&
		    frame_u16(f->data + at + 2) == (length > UINT16_MAX ? 0 : length))
			return at;
		*protocol = IPPROTO_IPV6;
		length -= IPV6_HEADER;
		if (f->data[at] >> 4 == 6 && at + IPV6_HEADER <= l4 &&
		    frame_u16(f->data + at + 4) == (length > UINT16_MAX ? 0 : length))
			return at;
	}
	return NO_OFFSET;
}

/* Where the transport header is, according to the kernel; 0 when it does not say. */
static size_t told_l4(const struct frame *f)
{
	bool told = f->gso.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM && f->gso.csum_start < f->length;

	return told ? f->gso.csum_start : 0;
}

/* Walk from the outermost IP header to the transport header of the payload. */
static bool walk(struct frame *f, struct layout *l)
{
	uint8_t protocol;
	size_t at = find_ip(f, &protocol);

	while (at != NO_OFFSET) {
		switch (protocol) {
		case IPPROTO_IPIP:
			at = skip_ipv4(f, l, at, &protocol);
			break;
		case IPPROTO_IPV6:
			at = skip_ipv6(f, l, at, &protocol);
			break;
		case IPPROTO_UDP:
			if (!layout_add(l, at, IPPROTO_UDP))
				return false;
			if (!told_l4(f) || told_l4(f) == at)
				goto found;
			at = find_inner(f, at + UDP_HEADER, told_l4(f), &protocol);
			break;
		case IPPROTO_TCP:
			goto found;
		default:
			at = find_inner(f, at, told_l4(f), &protocol);
		}
	}
	return false;
found:
	l->l4 = protocol;
	l->l4_offset = at;
	return true;
}

static bool find_payload(const struct frame *f, struct layout *l)
{
	bool tcp = l->l4 == IPPROTO_TCP;
	size_t header = tcp ? TCP_HEADER : UDP_HEADER;

	if ((f->gso.gso_type & ~VIRTIO_NET_HDR_GSO_ECN) == VIRTIO_NET_HDR_GSO_UDP_L4 ? tcp : !tcp)
		return false;
	if (l->l4_offset + header > f->length)
		return false;
	if (tcp)
		header = (f->data[l->l4_offset + 12] >> 4) * 4;
	l->payload = l->l4_offset + header;
	return (!tcp || header >= TCP_HEADER) && l->payload <= f->length &&
	       l->payload <= OUTLET_HEADERS;
}

/* @index: which piece; @length: of the piece with its headers. */
static void set_lengths(uint8_t *headers, const struct layout *l, size_t length,
			unsigned int index)
{
	unsigned int i;
	uint8_t *at;

	for (i = 0; i < l->count; i++) {
		at = headers + l->lengths[i].header;
		switch (l->lengths[i].protocol) {
		case IPPROTO_IPIP:
			frame_set_u16(at + 2, length - l->lengths[i].header);
			frame_set_u16(at + 4, frame_u16(at + 4) + index);
			break;
		case IPPROTO_IPV6:
			frame_set_u16(at + 4, length - l->lengths[i].header - IPV6_HEADER);
			break;
		case IPPROTO_UDP:
			frame_set_u16(at + 4, length - l->lengths[i].header);
			break;
		}
	}
}

/* @done: octets of payload in the pieces before. */
static void set_tcp(uint8_t *tcp, uint32_t done, bool last)
{
	uint32_t sequence;

	memcpy(&sequence, tcp + 4, sizeof(sequence));
	sequence = htonl(ntohl(sequence) + done);
	memcpy(tcp + 4, &sequence, sizeof(sequence));
	if (!last)
		tcp[13] &= ~(TH_FIN | TH_PUSH);
	if (done)
		tcp[13] &= ~ECN_CWR;
}

bool superpacket_split(struct frame *f, struct outlet *o)
{
	struct layout l = { .count = 0 };
	size_t done = 0, total, piece;
	unsigned int index;
	uint8_t *headers;

	if (!f->gso.gso_size || !walk(f, &l) || !find_payload(f, &l))
		return false;
	total = f->length - l.payload;
	for (index = 0; !index || done < total; index++, done += piece) {
		piece = total - done < f->gso.gso_size ? total - done : f->gso.gso_size;
		headers = outlet_split(o, f->data, l.payload, f->data + l.payload + done, piece);
		if (!headers)
			continue;
		set_lengths(headers, &l, l.payload + piece, index);
		if (l.l4 == IPPROTO_TCP)
			set_tcp(headers + l.l4_offset, done, done + piece == total);
	}
	return true;
}
