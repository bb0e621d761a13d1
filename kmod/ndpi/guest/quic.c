// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "crypto/gcm.h"
#include "crypto/octets.h"
#include "crypto/sha256.h"
#include "quic.h"

#define LONG_HEADER	0xc0	/* header form, and the fixed bit */
#define TYPE		0x30
#define NUMBER_LEN	0x03	/* less one */
#define PROTECTED	0x0f	/* bits of a long header's first octet */
#define SAMPLE		16

#define FRAME_CRYPTO	6

/* Types of long headers, in version 1 (RFC 9000, section 17.2). */
enum {
	INITIAL,
	EARLY,
	HANDSHAKE,
	RETRY,
};

/* Salts of HKDF: RFC 9001, RFC 9369, draft-ietf-quic-tls-29 and -23, each with its versions. */
static const struct salt {
	uint32_t	first, last;
	uint8_t		octet[20];
} salts[] = {
	{ KNTOP_QUIC_V1, KNTOP_QUIC_V1,
	  { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
	    0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a } },
	{ KNTOP_QUIC_V2, KNTOP_QUIC_V2,
	  { 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
	    0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9 } },
	{ 0xff000021, 0xff000022,
	  { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
	    0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a } },
	{ 0xff00001d, 0xff000020,
	  { 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
	    0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99 } },
	{ 0xff000017, 0xff00001c,
	  { 0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
	    0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02 } },
	{ 0 },
};

static const struct salt *salt_of(uint32_t version)
{
	const struct salt *s;

	for (s = salts; s->first; s++)
		if (version >= s->first && version <= s->last)
			return s;
	return NULL;
}

/* ---- keys ---------------------------------------------------------------- */

/* HKDF-Expand-Label (RFC 8446, section 7.1) of up to 32 octets, without a context. */
static void expand(const uint8_t *secret, const char *label, uint8_t *out, size_t n)
{
	static const char prefix[] = "tls13 ";
	uint8_t head[3] = { 0, n, sizeof(prefix) - 1 + strlen(label) };
	uint8_t code[KNTOP_SHA256_DIGEST];
	static const uint8_t tail[2] = { 0, 1 };
	struct kntop_hmac hmac;

	kntop_hmac_key(&hmac, secret, KNTOP_SHA256_DIGEST);
	kntop_hmac_add(&hmac, head, sizeof(head));
	kntop_hmac_add(&hmac, prefix, sizeof(prefix) - 1);
	kntop_hmac_add(&hmac, label, strlen(label));
	kntop_hmac_add(&hmac, tail, sizeof(tail));
	kntop_hmac_end(&hmac, code);
	memcpy(out, code, n);
}

void kntop_quic_derive(uint32_t version, const struct kntop_quic_id *id,
		       struct kntop_quic_keys *keys)
{
	const struct salt *salt = salt_of(version);
	uint8_t secret[KNTOP_SHA256_DIGEST];
	bool v2 = version == KNTOP_QUIC_V2;
	struct kntop_hmac hmac;

	memset(keys, 0, sizeof(*keys));
	if (!salt)
		return;
	kntop_hmac_key(&hmac, salt->octet, sizeof(salt->octet));
	kntop_hmac_add(&hmac, id->octet, id->len);
	kntop_hmac_end(&hmac, secret);
	expand(secret, "client in", secret, sizeof(secret));
	expand(secret, v2 ? "quicv2 key" : "quic key", keys->key, sizeof(keys->key));
	expand(secret, v2 ? "quicv2 iv" : "quic iv", keys->iv, sizeof(keys->iv));
	expand(secret, v2 ? "quicv2 hp" : "quic hp", keys->hp, sizeof(keys->hp));
}

/* ---- headers ------------------------------------------------------------- */

size_t kntop_quic_number(const uint8_t *p, size_t n, uint64_t *value)
{
	size_t len, i;

	if (!n)
		return 0;
	len = (size_t)1 << (p[0] >> 6);
	if (len > n)
		return 0;
	*value = p[0] & 0x3f;
	for (i = 1; i < len; i++)
		*value = *value << 8 | p[i];
	return len;
}

/* The connection id at @at; returns what is behind it, 0: it does not fit. */
static size_t read_id(const uint8_t *p, size_t n, size_t at, struct kntop_quic_id *id)
{
	if (at >= n || p[at] > KNTOP_QUIC_ID_MAX || p[at] > n - at - 1)
		return 0;
	id->len = p[at];
	memcpy(id->octet, p + at + 1, id->len);
	return at + 1 + id->len;
}

/* A number at @at, and what is behind it. */
static size_t read_number(const uint8_t *p, size_t n, size_t at, uint64_t *value)
{
	size_t len = at < n ? kntop_quic_number(p + at, n - at, value) : 0;

	return len ? at + len : 0;
}

static unsigned int type_of(uint32_t version, uint8_t first)
{
	unsigned int type = (first & TYPE) >> 4;

	/* in version 2 all are one more (RFC 9369, section 3.2) */
	return version == KNTOP_QUIC_V2 ? (type + 3) % 4 : type;
}

bool kntop_quic_is_long(const uint8_t *p, size_t n)
{
	return n >= 7 && (p[0] & LONG_HEADER) == LONG_HEADER && salt_of(kntop_octets_get32(p + 1));
}

size_t kntop_quic_parse(const uint8_t *p, size_t n, struct kntop_quic_initial *i)
{
	struct kntop_quic_id from;
	uint64_t token = 0, len;
	unsigned int type;
	size_t at;

	i->end = 0;
	if (!kntop_quic_is_long(p, n))
		return 0;
	i->version = kntop_octets_get32(p + 1);
	type = type_of(i->version, p[0]);
	if (type == RETRY)
		return 0;
	at = read_id(p, n, 5, &i->to);
	at = at ? read_id(p, n, at, &from) : 0;
	if (at && type == INITIAL)
		at = read_number(p, n, at, &token);
	if (!at || token > n - at)
		return 0;
	at = read_number(p, n, at + token, &len);
	if (!at || len > n - at)
		return 0;
	if (type == INITIAL && len >= 4 + SAMPLE) {
		i->number_at = at;
		i->end = at + len;
	}
	return at + len < n ? at + len : 0;
}

/* ---- packets ------------------------------------------------------------- */

static void mask_of(const struct kntop_quic_keys *keys, const uint8_t *sample, uint8_t *mask)
{
	struct kntop_aes aes;

	kntop_aes_expand(&aes, keys->hp);
	kntop_aes_encrypt(&aes, sample, mask);
}

static void start(struct kntop_gcm *gcm, const struct kntop_quic_keys *keys, uint32_t number)
{
	uint8_t nonce[KNTOP_GCM_NONCE];
	int n;

	memcpy(nonce, keys->iv, sizeof(nonce));
	for (n = 0; n < 4; n++)
		nonce[sizeof(nonce) - 1 - n] ^= number >> 8 * n;
	kntop_gcm_key(gcm, keys->key);
	kntop_gcm_start(gcm, nonce);
}

size_t kntop_quic_open(const struct kntop_quic_keys *keys, const uint8_t *p,
		       const struct kntop_quic_initial *i, uint8_t *text)
{
	uint8_t mask[KNTOP_AES_BLOCK], tag[KNTOP_GCM_TAG];
	size_t at = i->number_at, number_len, len, n;
	struct kntop_gcm gcm;
	uint32_t number = 0;

	mask_of(keys, p + at + 4, mask);
	/* the header as it is authenticated stands where the text will */
	memcpy(text, p, at + 4);
	text[0] ^= mask[0] & PROTECTED;
	number_len = (text[0] & NUMBER_LEN) + 1;
	for (n = 0; n < number_len; n++) {
		text[at + n] ^= mask[1 + n];
		number = number << 8 | text[at + n];
	}
	at += number_len;
	if (i->end - at < KNTOP_GCM_TAG)
		return 0;
	len = i->end - at - KNTOP_GCM_TAG;
	start(&gcm, keys, number);
	kntop_gcm_header(&gcm, text, at);
	memcpy(text, p + at, len);
	kntop_gcm_decrypt(&gcm, text, len);
	kntop_gcm_tag(&gcm, tag);
	return memcmp(tag, p + at + len, sizeof(tag)) ? 0 : len;
}

static size_t put_number(uint8_t *p, size_t n)
{
	p[0] = 0x40 | n >> 8;
	p[1] = n;
	return 2;
}

size_t kntop_quic_seal(const struct kntop_quic_id *id, const uint8_t *data, size_t n,
		       uint8_t *p)
{
	uint8_t mask[KNTOP_AES_BLOCK];
	struct kntop_quic_keys keys;
	struct kntop_gcm gcm;
	size_t at = 0, number_at, len;

	p[at++] = LONG_HEADER;
	kntop_octets_put32(p + at, KNTOP_QUIC_V1);
	at += 4;
	p[at++] = id->len;
	memcpy(p + at, id->octet, id->len);
	at += id->len;
	p[at++] = 0;	/* no connection id of the client */
	p[at++] = 0;	/* no token */
	/* number, frame and padding */
	len = 1 + 4 + n;
	if (at + 2 + len + KNTOP_GCM_TAG < KNTOP_QUIC_DATAGRAM_MIN)
		len = KNTOP_QUIC_DATAGRAM_MIN - at - 2 - KNTOP_GCM_TAG;
	at += put_number(p + at, len + KNTOP_GCM_TAG);
	number_at = at;
	memset(p + at, 0, len);
	p[at + 1] = FRAME_CRYPTO;
	put_number(p + at + 3, n);
	memcpy(p + at + 5, data, n);
	kntop_quic_derive(KNTOP_QUIC_V1, id, &keys);
	start(&gcm, &keys, 0);
	kntop_gcm_header(&gcm, p, at + 1);
	kntop_gcm_encrypt(&gcm, p + at + 1, len - 1);
	kntop_gcm_tag(&gcm, p + at + len);
	mask_of(&keys, p + number_at + 4, mask);
	p[0] ^= mask[0] & PROTECTED;
	p[number_at] ^= mask[1];
	return at + len + KNTOP_GCM_TAG;
}
