/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hello: the beginning of a client's CRYPTO stream of QUIC, which carries its TLS
 * ClientHello, put in order.
 */
#ifndef KNTOP_GUEST_HELLO_H
#define KNTOP_GUEST_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Longest ClientHello that is put together, as fits a packet that is shown; those of today
 * have up to 2,000 octets.
 */
#define KNTOP_HELLO_MAX		7936

/**
 * struct kntop_hello - what has come of it; all zero is nothing
 * @octet: the stream's first octets
 * @known: a bit for each of them
 * @ready: so many of the first ones are known
 */
struct kntop_hello {
	uint8_t		octet[KNTOP_HELLO_MAX];
	uint8_t		known[KNTOP_HELLO_MAX / 8];
	uint16_t	ready;
};

/** What kntop_hello_take() finds in a packet. */
enum kntop_hello_fate {
	KNTOP_HELLO_NONE,	/* nothing of the stream */
	KNTOP_HELLO_PLAIN,	/* all of it in the first CRYPTO frame, as nDPI wants it */
	KNTOP_HELLO_PART,	/* octets of the stream */
};

/**
 * kntop_hello_take - take what the frames of a packet have of the stream
 * @h: what came before
 * @p: frames of an Initial packet
 * @n: octets of them
 *
 * Octets that were there already stay: who sends others again lies.
 */
enum kntop_hello_fate kntop_hello_take(struct kntop_hello *h, const uint8_t *p, size_t n);

/** kntop_hello_len - octets of the ClientHello, once it is whole; else 0. */
size_t kntop_hello_len(const struct kntop_hello *h);

/** kntop_hello_is_hopeless - it is none, or longer than KNTOP_HELLO_MAX */
bool kntop_hello_is_hopeless(const struct kntop_hello *h);

#endif /* KNTOP_GUEST_HELLO_H */
