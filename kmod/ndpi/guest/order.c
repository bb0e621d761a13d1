// SPDX-License-Identifier: GPL-2.0-or-later
#include "datagram.h"
#include "hello.h"
#include "order.h"
#include "quic.h"

#define UDP_LEN		8

/* Most QUIC packets of a datagram that are looked at. */
#define COALESCED_MAX	4
/* Longest datagram that is held back or opened: some that were sent as one. */
#define DATAGRAM_MAX	4096
/* Packets of a flow that are held back: of the client's; in all; and while none was opened. */
#define OPENED_MAX	16
#define HELD_MAX	24
#define CLOSED_MAX	3

/**
 * struct kntop_order - what is held back of a flow
 * @keys: of the client, once a packet was opened
 * @id: by which they are
 * @version: and by which version
 * @held: packets held back
 * @opened: those of them that were opened
 * @len: octets of the packet to be shown
 * @time: when it came
 * @hello: what is known of the hello
 * @first: the first packet, from its IP header on, zeroes behind it
 */
struct kntop_order {
	struct kntop_quic_keys	keys;
	struct kntop_quic_id	id;
	uint32_t		version;
	uint8_t			held;
	uint8_t			opened;
	uint16_t		len;
	uint64_t		time;
	struct kntop_hello	hello;
	uint8_t			first[];
};

/* The packet that is made: one is shown at a time. */
static uint8_t made[KNTOP_DOOR_PACKET_MAX + KNTOP_DOOR_PADDING];
static uint8_t text[DATAGRAM_MAX];

_Static_assert(KNTOP_DATAGRAM_MAX <= KNTOP_DOOR_PACKET_MAX, "it fits");

/* ---- opening ------------------------------------------------------------- */

static size_t try_keys(struct kntop_order *o, const struct kntop_quic_id *id, const uint8_t *p,
		       const struct kntop_quic_initial *i)
{
	struct kntop_quic_keys keys;
	size_t n;

	if (!id->len)
		return 0;
	kntop_quic_derive(i->version, id, &keys);
	n = kntop_quic_open(&keys, p, i, text);
	if (!n)
		return 0;
	o->keys = keys;
	o->version = i->version;
	return n;
}

/*
 * The keys of a connection stay, whatever ids come later. Another version has others of the
 * same id (RFC 9368), and after a Retry the stream begins anew with those of another id.
 * Returns octets of the frames in text, or 0.
 */
static size_t open_initial(struct kntop_order *o, const uint8_t *p,
			   const struct kntop_quic_initial *i)
{
	size_t n = 0;

	if (o->id.len)
		n = i->version == o->version ? kntop_quic_open(&o->keys, p, i, text) :
					       try_keys(o, &o->id, p, i);
	if (n)
		return n;
	n = try_keys(o, &i->to, p, i);
	if (!n)
		return 0;
	if (o->id.len)
		memset(&o->hello, 0, sizeof(o->hello));
	o->id = i->to;
	return n;
}

/* All Initial packets of a datagram. */
static enum kntop_hello_fate take(struct kntop_order *o, const uint8_t *p, size_t n,
				  bool *opened)
{
	enum kntop_hello_fate fate = KNTOP_HELLO_NONE, one;
	struct kntop_quic_initial i;
	unsigned int packets;
	size_t next, len;

	for (packets = 0; packets < COALESCED_MAX; packets++) {
		next = kntop_quic_parse(p, n, &i);
		len = i.end ? open_initial(o, p, &i) : 0;
		*opened |= len != 0;
		one = len ? kntop_hello_take(&o->hello, text, len) : KNTOP_HELLO_NONE;
		/* nDPI looks at the first one, and knows no version 2 */
		if (one == KNTOP_HELLO_PLAIN && !packets && i.version != KNTOP_QUIC_V2)
			return KNTOP_HELLO_PLAIN;
		if (one != KNTOP_HELLO_NONE)
			fate = KNTOP_HELLO_PART;
		if (!next)
			break;
		p += next;
		n -= next;
	}
	return fate;
}

/* ---- making -------------------------------------------------------------- */

/* Headers of the packet that completed it, and the whole hello. */
static void make(struct kntop_order *o, const struct kntop_guest_packet *p,
		 const struct kntop_guest_headers *h, size_t hello)
{
	o->len = kntop_datagram_make(made, p->data, h->l4_at, &o->id, o->hello.octet, hello);
	o->time = p->time;
	memset(made + o->len, 0, KNTOP_DOOR_PADDING);
}

/* ---- flows --------------------------------------------------------------- */

static bool may_be_quic(const struct kntop_guest_packet *p, const struct kntop_guest_headers *h)
{
	return h->l4 == IPPROTO_UDP && p->len <= DATAGRAM_MAX && p->len > h->l4_at + UDP_LEN;
}

static bool begin(struct kntop_guest_flow *f, const struct kntop_guest_packet *p)
{
	kntop_memory_use(&f->memory);
	f->order = ndpi_calloc(1, sizeof(*f->order) + p->len + KNTOP_DOOR_PADDING);
	kntop_memory_use(NULL);
	if (!f->order)
		return false;
	memcpy(f->order->first, p->data, p->len);
	f->order->len = p->len;
	f->order->time = p->time;
	return true;
}

enum kntop_order_fate kntop_order_take(struct kntop_guest_flow *f,
				       const struct kntop_guest_packet *p,
				       const struct kntop_guest_headers *h)
{
	const uint8_t *datagram = p->data + h->l4_at + UDP_LEN;
	size_t n = p->len - h->l4_at - UDP_LEN, hello;
	enum kntop_hello_fate fate = KNTOP_HELLO_NONE;
	struct kntop_order *o;
	bool opened = false;

	if (!f->order && (!may_be_quic(p, h) || !kntop_quic_is_long(datagram, n) || !begin(f, p)))
		return KNTOP_ORDER_PASS;
	o = f->order;
	if (may_be_quic(p, h))
		fate = take(o, datagram, n, &opened);
	if (fate == KNTOP_HELLO_PLAIN)
		return KNTOP_ORDER_PASS;
	hello = kntop_hello_len(&o->hello);
	if (hello) {
		make(o, p, h, hello);
		return KNTOP_ORDER_MADE;
	}
	o->held++;
	o->opened += opened;
	if (kntop_hello_is_hopeless(&o->hello) || o->opened >= OPENED_MAX || o->held >= HELD_MAX ||
	    (!o->opened && o->held >= CLOSED_MAX))
		return KNTOP_ORDER_GIVE_UP;
	return KNTOP_ORDER_HOLD;
}

bool kntop_order_packet(const struct kntop_guest_flow *f, struct kntop_guest_packet *p)
{
	const struct kntop_order *o = f->order;

	if (!o || f->begun)
		return false;
	*p = (struct kntop_guest_packet){
		.data = kntop_hello_len(&o->hello) ? made : o->first,
		.len = o->len, .time = o->time,
	};
	return true;
}

void kntop_order_free(struct kntop_guest_flow *f)
{
	if (!f->order)
		return;
	kntop_memory_use(&f->memory);
	ndpi_free(f->order);
	kntop_memory_use(NULL);
	f->order = NULL;
}
