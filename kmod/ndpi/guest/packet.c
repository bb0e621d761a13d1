// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Keep from nDPI 4.2 what it trusts of a packet and must not. A TCP header whose data
 * offset points past the segment leaves pointers into the packet before; with a wrong
 * length it reads on past the end. Both are harmless here, and wrong verdicts.
 */
#include "guest.h"

#define IP6_LEN		40
#define TCP_LEN		20
#define UDP_LEN		8

/* Room for an IPv4 header of any length, or an IPv6 one, and a TCP header. */
#define HEADER_MAX	(60 + TCP_LEN + KNTOP_DOOR_PADDING)

static unsigned int get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void put16(uint8_t *p, unsigned int n)
{
	p[0] = n >> 8;
	p[1] = n;
}

static void put32(uint8_t *p, uint32_t n)
{
	put16(p, n >> 16);
	put16(p + 2, n);
}

/* The IP header says how long the packet is, and it is that long. */
static bool ip_is_honest(const struct kntop_guest_packet *p)
{
	if (p->len < 20)
		return false;
	if (p->data[0] >> 4 == 4)
		return get16(p->data + 2) == p->len;
	return p->data[0] >> 4 == 6 && p->len >= IP6_LEN &&
	       get16(p->data + 4) + IP6_LEN == p->len;
}

/* L4 is found by the very function with which nDPI finds it. */
bool kntop_guest_headers(const struct kntop_guest_packet *p, struct kntop_guest_headers *h)
{
	unsigned int tcp_len;
	const u_int8_t *l4;
	u_int16_t l4_len;

	if (!ip_is_honest(p) ||
	    ndpi_detection_get_l4(p->data, p->len, &l4, &l4_len, &h->l4, 0))
		return false;
	if (l4 < p->data || l4 > p->data + p->len || l4_len > p->data + p->len - l4)
		return false;
	h->l4_at = l4 - p->data;
	h->payload_at = 0;
	switch (h->l4) {
	case IPPROTO_TCP:
		if (l4_len < TCP_LEN)
			return false;
		tcp_len = (l4[12] >> 4) * 4;
		h->payload_at = h->l4_at + tcp_len;
		return tcp_len >= TCP_LEN && tcp_len <= l4_len;
	case IPPROTO_UDP:
		return l4_len >= UDP_LEN;
	}
	return true;
}

/* ---- the handshake ------------------------------------------------------- */

/* One segment of the handshake. */
struct segment {
	bool		from_sender;	/* of the packet after which it is modelled */
	uint8_t		flags;
	uint32_t	seq;
	uint32_t	ack;
};

enum {
	FLAG_SYN = 0x02,
	FLAG_ACK = 0x10,
};

/* Swap two fields of @n octets. */
static void swap(uint8_t *a, uint8_t *b, size_t n)
{
	uint8_t kept[16];

	memcpy(kept, a, n);
	memcpy(a, b, n);
	memcpy(b, kept, n);
}

static void show(struct kntop_guest_flow *f,
		 const struct kntop_guest_packet *p, const struct kntop_guest_headers *h,
		 const struct segment *s)
{
	uint8_t header[HEADER_MAX] = { 0 };
	unsigned int ip_len, len;
	uint8_t *tcp;

	/* Extension headers are left out. */
	ip_len = p->data[0] >> 4 == 4 ? h->l4_at : IP6_LEN;
	len = ip_len + TCP_LEN;
	memcpy(header, p->data, ip_len);
	tcp = header + ip_len;
	memcpy(tcp, p->data + h->l4_at, 4);
	if (p->data[0] >> 4 == 4) {
		put16(header + 2, len);
	} else {
		put16(header + 4, TCP_LEN);
		header[6] = IPPROTO_TCP;
	}
	if (!s->from_sender) {
		if (p->data[0] >> 4 == 4)
			swap(header + 12, header + 16, 4);
		else
			swap(header + 8, header + 24, 16);
		swap(tcp, tcp + 2, 2);
	}
	put32(tcp + 4, s->seq);
	put32(tcp + 8, s->ack);
	tcp[12] = TCP_LEN / 4 << 4;
	tcp[13] = s->flags;
	KNTOP_VERSION_PROCESS(kntop_guest_ndpi, &f->ndpi, header, len, p->time);
}

/*
 * Of segments without payload nDPI keeps the handshake's flags, sequence numbers and
 * their count, what it guesses by addresses and ports of the first one, and what the
 * dissectors make of it that look at SYNs. So it is shown what it would have been.
 */
void kntop_guest_rehearse(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
			  const struct kntop_guest_headers *h)
{
	const uint8_t *tcp = p->data + h->l4_at;
	bool client = !(f->past & KNTOP_DOOR_REPLY);
	uint32_t seq, ack;

	if (h->l4 != IPPROTO_TCP)
		return;
	/* The first octets that the client and the server send. */
	seq = get32(tcp + (client ? 4 : 8));
	ack = get32(tcp + (client ? 8 : 4));
	if (f->past & KNTOP_DOOR_SYN)
		show(f, p, h, &(struct segment){ client, FLAG_SYN, seq - 1, 0 });
	if (f->past & KNTOP_DOOR_SYN_ACK)
		show(f, p, h, &(struct segment){ !client, FLAG_SYN | FLAG_ACK, ack - 1, seq });
	if (f->past & KNTOP_DOOR_ACK)
		show(f, p, h, &(struct segment){ client, FLAG_ACK, seq, ack });
}
