/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SIPHASH_H
#define KNTOP_SHIM_SIPHASH_H

#include <linux/types.h>

typedef struct {
	u64 key[2];
} siphash_key_t;

typedef siphash_key_t siphash_aligned_key_t;

/* Mixes as well as the tests need: FNV-1a, finished by MurmurHash3's last step. */
static inline u64 siphash(const void *data, size_t len, const siphash_key_t *key)
{
	u64 h = key->key[0] ^ 0xcbf29ce484222325;

	for (size_t i = 0; i < len; i++)
		h = (h ^ ((const u8 *)data)[i]) * 0x100000001b3;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
	return h ^ h >> 33 ^ key->key[1];
}

#endif /* KNTOP_SHIM_SIPHASH_H */
