// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "hello.h"
#include "quic.h"

/* Frames of a client's Initial packets (RFC 9000, section 12.4). */
enum {
	PADDING = 0x00,
	PING = 0x01,
	ACK = 0x02,
	ACK_ECN = 0x03,
	CRYPTO = 0x06,
};

/* Most frames that are looked at in a packet: one of a single octet each is a flood. */
#define FRAMES_MAX	512

#define CLIENT_HELLO	1
#define HANDSHAKE_LEN	4	/* type, and a length of 24 bits */

/* Octets of a handshake message, its header included. */
static size_t message_len(const uint8_t *p)
{
	return HANDSHAKE_LEN + ((size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
}

static void keep(struct kntop_hello *h, uint64_t at, const uint8_t *p, size_t n)
{
	for (; n && at < KNTOP_HELLO_MAX; n--, at++, p++) {
		uint8_t bit = 1 << at % 8;

		if (h->known[at / 8] & bit)
			continue;
		h->known[at / 8] |= bit;
		h->octet[at] = *p;
	}
	while (h->ready < KNTOP_HELLO_MAX && h->known[h->ready / 8] >> h->ready % 8 & 1)
		h->ready++;
}

/* The place behind @count numbers, or 0. */
static size_t skip_numbers(const uint8_t *p, size_t n, size_t at, unsigned int count)
{
	uint64_t unused;
	size_t len;

	while (count--) {
		len = kntop_quic_number(p + at, n - at, &unused);
		if (!len)
			return 0;
		at += len;
	}
	return at;
}

/* RFC 9000, section 19.3; a packet acknowledges few ranges. Returns what is behind it, or 0. */
static size_t skip_ack(const uint8_t *p, size_t n, size_t at, bool ecn)
{
	uint64_t ranges = 0;
	size_t len;

	at = skip_numbers(p, n, at, 2);
	len = at ? kntop_quic_number(p + at, n - at, &ranges) : 0;
	if (!len || ranges > FRAMES_MAX)
		return 0;
	return skip_numbers(p, n, at + len, 1 + 2 * ranges + (ecn ? 3 : 0));
}

static bool is_plain(uint64_t offset, const uint8_t *p, size_t n)
{
	return !offset && n > HANDSHAKE_LEN && p[0] == CLIENT_HELLO && message_len(p) == n;
}

enum kntop_hello_fate kntop_hello_take(struct kntop_hello *h, const uint8_t *p, size_t n)
{
	enum kntop_hello_fate fate = KNTOP_HELLO_NONE;
	unsigned int frames = 0, others = 0;
	uint64_t offset, size;
	size_t at = 0, len;

	while (at < n && frames++ < FRAMES_MAX) {
		uint8_t type = p[at++];

		if (type == PADDING || type == PING) {
			while (at < n && p[at] == type)
				at++;
		} else if (type == ACK || type == ACK_ECN) {
			others++;
			at = skip_ack(p, n, at, type == ACK_ECN);
			if (!at)
				return fate;
		} else if (type == CRYPTO) {
			len = kntop_quic_number(p + at, n - at, &offset);
			at += len;
			if (!len)
				return fate;
			len = kntop_quic_number(p + at, n - at, &size);
			at += len;
			if (!len || size > n - at)
				return fate;
			keep(h, offset, p + at, size);
			if (fate == KNTOP_HELLO_NONE && !others && is_plain(offset, p + at, size))
				return KNTOP_HELLO_PLAIN;
			fate = KNTOP_HELLO_PART;
			at += size;
		} else {
			return fate;
		}
	}
	return fate;
}

size_t kntop_hello_len(const struct kntop_hello *h)
{
	size_t len;

	if (h->ready < HANDSHAKE_LEN || h->octet[0] != CLIENT_HELLO)
		return 0;
	len = message_len(h->octet);
	return len <= h->ready ? len : 0;
}

bool kntop_hello_is_hopeless(const struct kntop_hello *h)
{
	return h->ready >= HANDSHAKE_LEN &&
	       (h->octet[0] != CLIENT_HELLO || message_len(h->octet) > KNTOP_HELLO_MAX);
}
