// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols are those of NIST SP 800-38D. */
#include <string.h>
#include <sys/param.h>

#include "gcm.h"
#include "octets.h"

/*
 * What four bits that fall off the low end come to, in the upper 16 bits: times
 * x^128 = x^7 + x^2 + x + 1.
 */
static const uint16_t folded[16] = {
	0x0000, 0x1c20, 0x3840, 0x2460, 0x7080, 0x6ca0, 0x48c0, 0x54e0,
	0xe100, 0xfd20, 0xd940, 0xc560, 0x9180, 0x8da0, 0xa9c0, 0xb5e0,
};

static struct kntop_gcm_element add(struct kntop_gcm_element a, struct kntop_gcm_element b)
{
	a.high ^= b.high;
	a.low ^= b.low;
	return a;
}

/* Times x: the bits stand in reverse order. */
static struct kntop_gcm_element times_x(struct kntop_gcm_element v)
{
	uint64_t carry = v.low & 1 ? 0xe1ULL << 56 : 0;

	v.low = v.low >> 1 | v.high << 63;
	v.high = v.high >> 1 ^ carry;
	return v;
}

static struct kntop_gcm_element times_x4(struct kntop_gcm_element v)
{
	uint64_t carry = (uint64_t)folded[v.low & 15] << 48;

	v.low = v.low >> 4 | v.high << 60;
	v.high = v.high >> 4 ^ carry;
	return v;
}

/* The hash times the hash key, four bits a step, the highest powers first. */
static void multiply(struct kntop_gcm *gcm)
{
	struct kntop_gcm_element product = { 0, 0 };
	int i;

	for (i = 0; i < 64; i += 4)
		product = add(times_x4(product), gcm->multiple[gcm->hash.low >> i & 15]);
	for (i = 0; i < 64; i += 4)
		product = add(times_x4(product), gcm->multiple[gcm->hash.high >> i & 15]);
	gcm->hash = product;
}

/* GHASH over octets, with zeroes up to a whole block. */
static void hash(struct kntop_gcm *gcm, const uint8_t *p, size_t n)
{
	uint8_t block[KNTOP_AES_BLOCK];

	while (n) {
		size_t part = MIN(n, sizeof(block));

		memcpy(block, p, part);
		memset(block + part, 0, sizeof(block) - part);
		gcm->hash.high ^= kntop_octets_get64(block);
		gcm->hash.low ^= kntop_octets_get64(block + 8);
		multiply(gcm);
		p += part;
		n -= part;
	}
}

void kntop_gcm_key(struct kntop_gcm *gcm, const uint8_t *key)
{
	uint8_t block[KNTOP_AES_BLOCK] = { 0 };
	struct kntop_gcm_element v;
	int bit, i;

	kntop_aes_expand(&gcm->aes, key);
	kntop_aes_encrypt(&gcm->aes, block, block);
	v.high = kntop_octets_get64(block);
	v.low = kntop_octets_get64(block + 8);
	memset(gcm->multiple, 0, sizeof(gcm->multiple));
	for (bit = 8; bit; bit >>= 1, v = times_x(v))
		for (i = 0; i < 16; i++)
			if (i & bit)
				gcm->multiple[i] = add(gcm->multiple[i], v);
}

void kntop_gcm_start(struct kntop_gcm *gcm, const uint8_t *nonce)
{
	memset(&gcm->hash, 0, sizeof(gcm->hash));
	gcm->header_len = 0;
	gcm->text_len = 0;
	memcpy(gcm->counter, nonce, KNTOP_GCM_NONCE);
	kntop_octets_put32(gcm->counter + KNTOP_GCM_NONCE, 1);
}

void kntop_gcm_header(struct kntop_gcm *gcm, const uint8_t *header, size_t n)
{
	gcm->header_len = n;
	hash(gcm, header, n);
}

/* Adds the counter's stream, from its second block on. */
static void add_stream(struct kntop_gcm *gcm, uint8_t *text, size_t n)
{
	uint8_t stream[KNTOP_AES_BLOCK];
	uint32_t count = 1;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % sizeof(stream) == 0) {
			kntop_octets_put32(gcm->counter + KNTOP_GCM_NONCE, ++count);
			kntop_aes_encrypt(&gcm->aes, gcm->counter, stream);
		}
		text[i] ^= stream[i % sizeof(stream)];
	}
}

void kntop_gcm_encrypt(struct kntop_gcm *gcm, uint8_t *text, size_t n)
{
	gcm->text_len = n;
	add_stream(gcm, text, n);
	hash(gcm, text, n);
}

void kntop_gcm_decrypt(struct kntop_gcm *gcm, uint8_t *text, size_t n)
{
	gcm->text_len = n;
	hash(gcm, text, n);
	add_stream(gcm, text, n);
}

void kntop_gcm_tag(struct kntop_gcm *gcm, uint8_t *tag)
{
	uint8_t lengths[KNTOP_AES_BLOCK];
	uint8_t first[KNTOP_AES_BLOCK];
	int i;

	kntop_octets_put64(lengths, gcm->header_len * 8);
	kntop_octets_put64(lengths + 8, gcm->text_len * 8);
	hash(gcm, lengths, sizeof(lengths));
	kntop_octets_put64(tag, gcm->hash.high);
	kntop_octets_put64(tag + 8, gcm->hash.low);
	kntop_octets_put32(gcm->counter + KNTOP_GCM_NONCE, 1);
	kntop_aes_encrypt(&gcm->aes, gcm->counter, first);
	for (i = 0; i < KNTOP_GCM_TAG; i++)
		tag[i] ^= first[i];
}
