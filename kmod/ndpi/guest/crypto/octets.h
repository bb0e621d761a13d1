/* SPDX-License-Identifier: GPL-2.0-or-later */
/* octets: numbers in network order, anywhere in memory. */
#ifndef KNTOP_CRYPTO_OCTETS_H
#define KNTOP_CRYPTO_OCTETS_H

#include <stdint.h>

static inline uint32_t kntop_octets_get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t kntop_octets_get64(const uint8_t *p)
{
	return (uint64_t)kntop_octets_get32(p) << 32 | kntop_octets_get32(p + 4);
}

static inline void kntop_octets_put32(uint8_t *p, uint32_t n)
{
	p[0] = n >> 24;
	p[1] = n >> 16;
	p[2] = n >> 8;
	p[3] = n;
}

static inline void kntop_octets_put64(uint8_t *p, uint64_t n)
{
	kntop_octets_put32(p, n >> 32);
	kntop_octets_put32(p + 4, n);
}

#endif /* KNTOP_CRYPTO_OCTETS_H */
