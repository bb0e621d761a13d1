/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sha256: SHA-256 (FIPS 180-4), and HMAC with it (RFC 2104). */
#ifndef KNTOP_CRYPTO_SHA256_H
#define KNTOP_CRYPTO_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define KNTOP_SHA256_BLOCK	64
#define KNTOP_SHA256_DIGEST	32

/** struct kntop_sha256 - a message under way */
struct kntop_sha256 {
	uint32_t	h[8];
	uint64_t	len;			/* octets so far */
	uint8_t		block[KNTOP_SHA256_BLOCK];	/* the last ones, not yet a block */
};

/** kntop_sha256_start - begin a message. */
void kntop_sha256_start(struct kntop_sha256 *sha);

/** kntop_sha256_add - the next octets. */
void kntop_sha256_add(struct kntop_sha256 *sha, const void *data, size_t n);

/** kntop_sha256_end - the digest, 32 octets; once. */
void kntop_sha256_end(struct kntop_sha256 *sha, uint8_t *digest);

/**
 * struct kntop_hmac - a keyed message under way
 * @sha: its inner hash
 * @key: padded to a block
 */
struct kntop_hmac {
	struct kntop_sha256	sha;
	uint8_t			key[KNTOP_SHA256_BLOCK];
};

/** kntop_hmac_key - set the key, and begin a message. */
void kntop_hmac_key(struct kntop_hmac *hmac, const void *key, size_t n);

/** kntop_hmac_start - begin a message with the same key. */
void kntop_hmac_start(struct kntop_hmac *hmac);

/** kntop_hmac_add - the next octets. */
void kntop_hmac_add(struct kntop_hmac *hmac, const void *data, size_t n);

/** kntop_hmac_end - the code, 32 octets; once. */
void kntop_hmac_end(struct kntop_hmac *hmac, uint8_t *code);

#endif /* KNTOP_CRYPTO_SHA256_H */
