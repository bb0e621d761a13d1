/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * aes: AES with keys of 128 bits, for reading the first packets of QUIC, whose keys
 * are public (RFC 9001, section 5.2): it need not resist timing attacks.
 */
#ifndef KNTOP_CRYPTO_AES_H
#define KNTOP_CRYPTO_AES_H

#include <stdint.h>

#define KNTOP_AES_BLOCK		16
#define KNTOP_AES_ROUNDS	10

/** struct kntop_aes - an expanded key, by columns */
struct kntop_aes {
	uint32_t	key[4 * (KNTOP_AES_ROUNDS + 1)];
};

/** kntop_aes_expand - expand a key of 16 octets. */
void kntop_aes_expand(struct kntop_aes *aes, const uint8_t *key);

/** kntop_aes_encrypt - encrypt a block of 16 octets, to the same place if wanted. */
void kntop_aes_encrypt(const struct kntop_aes *aes, const uint8_t *in, uint8_t *out);

#endif /* KNTOP_CRYPTO_AES_H */
