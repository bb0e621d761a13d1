// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols are those of FIPS 180-4. */
#include <string.h>
#include <sys/param.h>

#include "octets.h"
#include "sha256.h"

/* FIPS 180-4, section 4.2.2. */
static const uint32_t K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* FIPS 180-4, section 5.3.3. */
static const uint32_t H0[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotr(uint32_t x, unsigned int bits)
{
	return x >> bits | x << (32 - bits);
}

static void schedule(uint32_t w[64], const uint8_t *block)
{
	int t;

	for (t = 0; t < 16; t++)
		w[t] = kntop_octets_get32(block + 4 * t);
	for (; t < 64; t++) {
		uint32_t s0 = rotr(w[t - 15], 7) ^ rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = rotr(w[t - 2], 17) ^ rotr(w[t - 2], 19) ^ w[t - 2] >> 10;

		w[t] = s1 + w[t - 7] + s0 + w[t - 16];
	}
}

#define SUM0(a)			(rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22))
#define SUM1(e)			(rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25))
#define CHOICE(e, f, g)		(((e) & (f)) ^ (~(e) & (g)))
#define MAJORITY(a, b, c)	(((a) & (b)) ^ ((a) & (c)) ^ ((b) & (c)))

/* One step, after which what was a to h is called b to h and a. */
#define STEP(a, b, c, d, e, f, g, h, t) do {				\
	(h) += SUM1(e) + CHOICE(e, f, g) + K[t] + w[t];			\
	(d) += (h);							\
	(h) += SUM0(a) + MAJORITY(a, b, c);				\
} while (0)

static void compress(uint32_t state[8], const uint8_t *block)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	uint32_t w[64];
	int t;

	schedule(w, block);
	for (t = 0; t < 64; t += 8) {
		STEP(a, b, c, d, e, f, g, h, t);
		STEP(h, a, b, c, d, e, f, g, t + 1);
		STEP(g, h, a, b, c, d, e, f, t + 2);
		STEP(f, g, h, a, b, c, d, e, t + 3);
		STEP(e, f, g, h, a, b, c, d, t + 4);
		STEP(d, e, f, g, h, a, b, c, t + 5);
		STEP(c, d, e, f, g, h, a, b, t + 6);
		STEP(b, c, d, e, f, g, h, a, t + 7);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void kntop_sha256_start(struct kntop_sha256 *sha)
{
	memcpy(sha->h, H0, sizeof(sha->h));
	sha->len = 0;
}

void kntop_sha256_add(struct kntop_sha256 *sha, const void *data, size_t n)
{
	const uint8_t *p = data;

	while (n) {
		size_t used = sha->len % KNTOP_SHA256_BLOCK;
		size_t part = MIN(n, KNTOP_SHA256_BLOCK - used);

		memcpy(sha->block + used, p, part);
		if (used + part == KNTOP_SHA256_BLOCK)
			compress(sha->h, sha->block);
		sha->len += part;
		p += part;
		n -= part;
	}
}

void kntop_sha256_end(struct kntop_sha256 *sha, uint8_t *digest)
{
	static const uint8_t padding[KNTOP_SHA256_BLOCK] = { 0x80 };
	uint8_t bits[8];
	int i;

	kntop_octets_put64(bits, sha->len * 8);
	/* Up to eight octets before a block's end. */
	kntop_sha256_add(sha, padding, 1 + (119 - sha->len % 64) % 64);
	kntop_sha256_add(sha, bits, sizeof(bits));
	for (i = 0; i < 8; i++)
		kntop_octets_put32(digest + 4 * i, sha->h[i]);
}

/* Begin a hash with the key, each of its octets changed by @pad. */
static void start_with(struct kntop_hmac *hmac, uint8_t pad)
{
	uint8_t block[KNTOP_SHA256_BLOCK];
	int i;

	for (i = 0; i < KNTOP_SHA256_BLOCK; i++)
		block[i] = hmac->key[i] ^ pad;
	kntop_sha256_start(&hmac->sha);
	kntop_sha256_add(&hmac->sha, block, sizeof(block));
}

void kntop_hmac_key(struct kntop_hmac *hmac, const void *key, size_t n)
{
	memset(hmac->key, 0, sizeof(hmac->key));
	if (n > KNTOP_SHA256_BLOCK) {
		kntop_sha256_start(&hmac->sha);
		kntop_sha256_add(&hmac->sha, key, n);
		kntop_sha256_end(&hmac->sha, hmac->key);
	} else {
		memcpy(hmac->key, key, n);
	}
	kntop_hmac_start(hmac);
}

void kntop_hmac_start(struct kntop_hmac *hmac)
{
	start_with(hmac, 0x36);
}

void kntop_hmac_add(struct kntop_hmac *hmac, const void *data, size_t n)
{
	kntop_sha256_add(&hmac->sha, data, n);
}

void kntop_hmac_end(struct kntop_hmac *hmac, uint8_t *code)
{
	uint8_t inner[KNTOP_SHA256_DIGEST];

	kntop_sha256_end(&hmac->sha, inner);
	start_with(hmac, 0x5c);
	kntop_sha256_add(&hmac->sha, inner, sizeof(inner));
	kntop_sha256_end(&hmac->sha, code);
}
