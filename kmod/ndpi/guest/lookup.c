// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lookup: what the clients of DNS were told, and whose a name is. What else nobody may know
 * of a flow: its first payload.
 */
#include <stdlib.h>

#include "guest.h"

#define UDP_LEN		8
#define DNS_PORT	53
/* Before a message that comes by TCP stands its length (RFC 1035, 4.2.2). */
#define DNS_PREFIX	2

static unsigned int get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

/* Where a packet's payload begins; 0: it has none that can be told. */
static size_t payload_at(const struct kntop_guest_packet *p, const struct kntop_guest_headers *h)
{
	size_t at = 0;

	if (h->l4 == IPPROTO_TCP)
		at = h->payload_at;
	else if (h->l4 == IPPROTO_UDP)
		at = h->l4_at + UDP_LEN;
	return at < p->len ? at : 0;
}

static bool is_dns(const struct kntop_guest_flow *f, const uint8_t *l4)
{
	if (get16(l4) != DNS_PORT && get16(l4 + 2) != DNS_PORT)
		return false;
	return f->ndpi.detected_protocol_stack[0] == NDPI_PROTOCOL_DNS ||
	       f->ndpi.detected_protocol_stack[1] == NDPI_PROTOCOL_DNS;
}

void kntop_guest_lookup(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
			const struct kntop_guest_headers *h)
{
	size_t at = payload_at(p, h);

	if (!at || !is_dns(f, p->data + h->l4_at))
		return;
	if (h->l4 == IPPROTO_TCP) {
		if (p->len - at <= DNS_PREFIX || get16(p->data + at) != p->len - at - DNS_PREFIX)
			return;
		at += DNS_PREFIX;
	}
	if (!f->asked) {
		f->asked = calloc(1, sizeof(*f->asked));
		if (!f->asked)
			return;
		kntop_memory_charge(sizeof(*f->asked));
	}
	kntop_dns_read(f->asked, p->data + at, p->len - at, &kntop_guest_mailbox.answers);
}

void kntop_guest_host(uint32_t len)
{
	struct kntop_door_label *label = &kntop_guest_mailbox.label;
	char *name = (char *)kntop_guest_mailbox.packet;
	ndpi_protocol_match_result match = { 0 };
	ndpi_protocol_category_t category;
	int app;

	memset(label, 0, sizeof(*label));
	if (!len || len >= KNTOP_DOOR_HOST_MAX)
		return;
	app = ndpi_match_string_subprotocol(kntop_guest_ndpi, name, len, &match);
	if (app <= NDPI_PROTOCOL_UNKNOWN)
		return;
	label->app = app;
	label->confidence = KNTOP_DOOR_CACHE;
	label->category = match.protocol_category;
	if (ndpi_get_custom_category_match(kntop_guest_ndpi, name, len, &category) != -1)
		label->category = category;
}

void kntop_guest_taste(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		       const struct kntop_guest_headers *h)
{
	size_t at = payload_at(p, h), more = kntop_sample_wants(f->sample, p->len - at);
	size_t size = f->sample ? kntop_sample_size(f->sample->count) : 0;
	struct kntop_sample *sample;

	if (!at || !more || KNTOP_VERSION_PAIR(&f->last).app_protocol != NDPI_PROTOCOL_UNKNOWN)
		return;
	sample = realloc(f->sample, size ? size + more : kntop_sample_size(more));
	if (!sample)
		return;
	if (!size)
		sample->count = 0;
	f->sample = sample;
	kntop_sample_take(sample, p->data + at, more);
	kntop_memory_charge(kntop_sample_size(sample->count) - size);
}

void kntop_guest_digest(struct kntop_guest_flow *f)
{
	if (f->asked)
		kntop_memory_charge(-(int32_t)sizeof(*f->asked));
	if (f->sample)
		kntop_memory_charge(-(int32_t)kntop_sample_size(f->sample->count));
	free(f->asked);
	free(f->sample);
}
