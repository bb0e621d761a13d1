/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quic: Initial packets of QUIC (RFC 9000, section 17.2.2), whose keys anybody can derive
 * (RFC 9001, section 5.2; RFC 9369 for version 2): opened, and made.
 */
#ifndef KNTOP_GUEST_QUIC_H
#define KNTOP_GUEST_QUIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KNTOP_QUIC_V1		0x00000001u
#define KNTOP_QUIC_V2		0x6b3343cfu

/** Longest connection id. */
#define KNTOP_QUIC_ID_MAX	20
/** Least of a datagram with an Initial packet (RFC 9000, section 14.1). */
#define KNTOP_QUIC_DATAGRAM_MIN	1200

/** struct kntop_quic_id - a connection id */
struct kntop_quic_id {
	uint8_t		len;
	uint8_t		octet[KNTOP_QUIC_ID_MAX];
};

/** struct kntop_quic_keys - of a client's Initial packets: AEAD's key and nonce, header's */
struct kntop_quic_keys {
	uint8_t		key[16];
	uint8_t		iv[12];
	uint8_t		hp[16];
};

/**
 * struct kntop_quic_initial - where the parts of an Initial packet are
 * @version: QUIC's
 * @to: destination connection id
 * @number_at: octets before the packet number
 * @end: octets up to its end, from its first one on
 */
struct kntop_quic_initial {
	uint32_t		version;
	struct kntop_quic_id	to;
	size_t			number_at;
	size_t			end;
};

/**
 * kntop_quic_number - read a number of variable length (RFC 9000, section 16)
 * @p: octets
 * @n: how many there are
 * @value: set
 *
 * Return: how many octets it has, 0: it is cut off.
 */
size_t kntop_quic_number(const uint8_t *p, size_t n, uint64_t *value);

/**
 * kntop_quic_parse - look for an Initial packet
 * @p: rest of a datagram
 * @n: octets of it
 * @i: set when there is one
 *
 * Return: octets up to the next packet of the datagram, 0 none follows; *@i has an @end of 0
 * when this is none, or of a version whose keys are not known.
 */
size_t kntop_quic_parse(const uint8_t *p, size_t n, struct kntop_quic_initial *i);

/** kntop_quic_is_long - a packet with a long header, of a version whose keys are known */
bool kntop_quic_is_long(const uint8_t *p, size_t n);

/** kntop_quic_derive - the keys of a client for the connection id that it chose for the server. */
void kntop_quic_derive(uint32_t version, const struct kntop_quic_id *id,
		       struct kntop_quic_keys *keys);

/**
 * kntop_quic_open - decrypt an Initial packet
 * @keys: client's
 * @p: the packet
 * @i: its parts
 * @text: receives the frames, room for @i->end octets
 *
 * Return: octets of the frames; 0: the tag is not that of these keys.
 */
size_t kntop_quic_open(const struct kntop_quic_keys *keys, const uint8_t *p,
		       const struct kntop_quic_initial *i, uint8_t *text);

/**
 * kntop_quic_seal - make a client's Initial packet of version 1 with one CRYPTO frame
 * @id: destination connection id, by which it is encrypted
 * @data: of the frame, whose offset is 0
 * @n: octets of it, at most 16,383
 * @p: receives the packet, padded to KNTOP_QUIC_DATAGRAM_MIN
 *
 * Return: octets of the packet, at most @n + 100 or KNTOP_QUIC_DATAGRAM_MIN.
 */
size_t kntop_quic_seal(const struct kntop_quic_id *id, const uint8_t *data, size_t n,
		       uint8_t *p);

#endif /* KNTOP_GUEST_QUIC_H */
