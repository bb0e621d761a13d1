// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <string.h>

#include "datagram.h"

#define IP6_LEN		40
#define IP6_NEXT	6	/* where the next header is named */
#define UDP		17

static void put16(uint8_t *p, unsigned int n)
{
	p[0] = n >> 8;
	p[1] = n;
}

size_t kntop_datagram_make(uint8_t *to, const uint8_t *from, size_t l4_at,
			   const struct kntop_quic_id *id, const uint8_t *hello, size_t n)
{
	bool ip4 = from[0] >> 4 == 4;
	/* the sender decides how long extension headers are, so none is copied */
	size_t ip_len = ip4 ? l4_at : IP6_LEN, head = ip_len + KNTOP_DATAGRAM_UDP, len;

	memcpy(to, from, ip_len);
	memcpy(to + ip_len, from + l4_at, KNTOP_DATAGRAM_UDP);
	len = head + kntop_quic_seal(id, hello, n, to + head);
	put16(to + ip_len + 4, len - ip_len);
	if (ip4) {
		put16(to + 2, len);
	} else {
		put16(to + 4, len - IP6_LEN);
		to[IP6_NEXT] = UDP;
	}
	return len;
}
