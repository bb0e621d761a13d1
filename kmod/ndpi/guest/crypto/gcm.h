/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gcm: AES-128 in Galois/Counter Mode (NIST SP 800-38D). */
#ifndef KNTOP_CRYPTO_GCM_H
#define KNTOP_CRYPTO_GCM_H

#include <stddef.h>

#include "aes.h"

#define KNTOP_GCM_NONCE		12
#define KNTOP_GCM_TAG		16

/** struct kntop_gcm_element - of GF(2^128), the first bit on top of @high */
struct kntop_gcm_element {
	uint64_t	high, low;
};

/**
 * struct kntop_gcm - a key, and a message under way
 * @aes: the key, expanded
 * @multiple: the hash key times each polynomial of four bits
 * @hash: of what came so far
 * @counter: the counter block of the message
 * @header_len: octets authenticated
 * @text_len: octets encrypted or decrypted
 */
struct kntop_gcm {
	struct kntop_aes		aes;
	struct kntop_gcm_element	multiple[16];
	struct kntop_gcm_element	hash;
	uint8_t				counter[KNTOP_AES_BLOCK];
	uint64_t			header_len;
	uint64_t			text_len;
};

/** kntop_gcm_key - set the key, of 16 octets. */
void kntop_gcm_key(struct kntop_gcm *gcm, const uint8_t *key);

/** kntop_gcm_start - begin a message with a nonce of 12 octets. */
void kntop_gcm_start(struct kntop_gcm *gcm, const uint8_t *nonce);

/** kntop_gcm_header - all of what is authenticated only, before the text. */
void kntop_gcm_header(struct kntop_gcm *gcm, const uint8_t *header, size_t n);

/** kntop_gcm_encrypt - all of the text, in place. */
void kntop_gcm_encrypt(struct kntop_gcm *gcm, uint8_t *text, size_t n);

/** kntop_gcm_decrypt - all of the text, in place. */
void kntop_gcm_decrypt(struct kntop_gcm *gcm, uint8_t *text, size_t n);

/** kntop_gcm_tag - the tag of the message, 16 octets; once. */
void kntop_gcm_tag(struct kntop_gcm *gcm, uint8_t *tag);

#endif /* KNTOP_CRYPTO_GCM_H */
