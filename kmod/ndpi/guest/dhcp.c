// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The host name in DHCP. nDPI 4.2 takes the options to end four octets before they do: a
 * name that stands last, as clients send it, has lost its end. Where nDPI has seen none,
 * there is none.
 */
#include "guest.h"

#define UDP_LEN		8
#define OPTIONS_AT	240
#define OPTION_PAD	0
#define OPTION_NAME	12
#define OPTION_END	255

static void keep(struct kntop_guest_flow *f, const uint8_t *name, size_t len)
{
	char *to = f->ndpi.host_server_name;
	size_t room = sizeof(f->ndpi.host_server_name) - 1;
	size_t i;

	/* Of a long one the end, in small letters, as nDPI keeps names. */
	if (len > room) {
		name += len - room;
		len = room;
	}
	for (i = 0; i < len; i++)
		to[i] = tolower(name[i]);
	to[len] = '\0';
}

void kntop_guest_mend(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		       const struct kntop_guest_headers *h)
{
	const uint8_t *at = p->data + h->l4_at + UDP_LEN + OPTIONS_AT;
	const uint8_t *end = p->data + p->len;

	if (h->l4 != IPPROTO_UDP || KNTOP_VERSION_PAIR(&f->last).app_protocol != NDPI_PROTOCOL_DHCP ||
	    !f->ndpi.host_server_name[0] || p->len < h->l4_at + UDP_LEN + OPTIONS_AT)
		return;
	while (end - at >= 2 && *at != OPTION_END) {
		if (*at == OPTION_PAD) {
			at++;
			continue;
		}
		if (end - at < 2 + at[1])
			return;
		if (at[0] == OPTION_NAME)
			keep(f, at + 2, at[1]);
		at += 2 + at[1];
	}
}
