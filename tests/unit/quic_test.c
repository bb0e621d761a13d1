// SPDX-License-Identifier: GPL-2.0-or-later
/* guest/quic.c and guest/hello.c: Initial packets, and the hello that they carry. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "ndpi/guest/crypto/gcm.h"
#include "ndpi/guest/crypto/octets.h"
#include "ndpi/guest/hello.h"
#include "ndpi/guest/quic.h"

/* The connection id of RFC 9001's and RFC 9369's appendix A. */
static const struct kntop_quic_id id = { 8, { 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08 } };

static void is_hex(const uint8_t *p, size_t n, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * 32 + 1];
	size_t i;

	for (i = 0; i < n; i++) {
		text[2 * i] = digits[p[i] >> 4];
		text[2 * i + 1] = digits[p[i] & 15];
	}
	text[2 * n] = '\0';
	assert_string_equal(text, hex);
}

static void test_keys(void **unused)
{
	struct kntop_quic_keys k;

	kntop_quic_derive(KNTOP_QUIC_V1, &id, &k);
	is_hex(k.key, 16, "1f369613dd76d5467730efcbe3b1a22d");
	is_hex(k.iv, 12, "fa044b2f42a3fd3b46fb255c");
	is_hex(k.hp, 16, "9f50449e04a0e810283a1e9933adedd2");
	kntop_quic_derive(KNTOP_QUIC_V2, &id, &k);
	is_hex(k.key, 16, "8b1a0bc121284290a29e0971b5cd045d");
	is_hex(k.iv, 12, "91f73e2351d8fa91660e909f");
	is_hex(k.hp, 16, "45b95e15235d6f45a6b19cbcb0294ba9");
}

/* The CRYPTO frame of RFC 9001's and RFC 9369's appendix A.2, whose hello asks for example.com. */
static const uint8_t sample_frame[] = {
	0x06, 0x00, 0x40, 0xf1, 0x01, 0x00, 0x00, 0xed, 0x03, 0x03, 0xeb, 0xf8, 0xfa, 0x56,
	0xf1, 0x29, 0x39, 0xb9, 0x58, 0x4a, 0x38, 0x96, 0x47, 0x2e, 0xc4, 0x0b, 0xb8, 0x63,
	0xcf, 0xd3, 0xe8, 0x68, 0x04, 0xfe, 0x3a, 0x47, 0xf0, 0x6a, 0x2b, 0x69, 0x48, 0x4c,
	0x00, 0x00, 0x04, 0x13, 0x01, 0x13, 0x02, 0x01, 0x00, 0x00, 0xc0, 0x00, 0x00, 0x00,
	0x10, 0x00, 0x0e, 0x00, 0x00, 0x0b, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e,
	0x63, 0x6f, 0x6d, 0xff, 0x01, 0x00, 0x01, 0x00, 0x00, 0x0a, 0x00, 0x08, 0x00, 0x06,
	0x00, 0x1d, 0x00, 0x17, 0x00, 0x18, 0x00, 0x10, 0x00, 0x07, 0x00, 0x05, 0x04, 0x61,
	0x6c, 0x70, 0x6e, 0x00, 0x05, 0x00, 0x05, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x33,
	0x00, 0x26, 0x00, 0x24, 0x00, 0x1d, 0x00, 0x20, 0x93, 0x70, 0xb2, 0xc9, 0xca, 0xa4,
	0x7f, 0xba, 0xba, 0xf4, 0x55, 0x9f, 0xed, 0xba, 0x75, 0x3d, 0xe1, 0x71, 0xfa, 0x71,
	0xf5, 0x0f, 0x1c, 0xe1, 0x5d, 0x43, 0xe9, 0x94, 0xec, 0x74, 0xd7, 0x48, 0x00, 0x2b,
	0x00, 0x03, 0x02, 0x03, 0x04, 0x00, 0x0d, 0x00, 0x10, 0x00, 0x0e, 0x04, 0x03, 0x05,
	0x03, 0x06, 0x03, 0x02, 0x03, 0x08, 0x04, 0x08, 0x05, 0x08, 0x06, 0x00, 0x2d, 0x00,
	0x02, 0x01, 0x01, 0x00, 0x1c, 0x00, 0x02, 0x40, 0x01, 0x00, 0x39, 0x00, 0x32, 0x04,
	0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x05, 0x04, 0x80, 0x00, 0xff,
	0xff, 0x07, 0x04, 0x80, 0x00, 0xff, 0xff, 0x08, 0x01, 0x10, 0x01, 0x04, 0x80, 0x00,
	0x75, 0x30, 0x09, 0x01, 0x10, 0x0f, 0x08, 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57,
	0x08, 0x06, 0x04, 0x80, 0x00, 0xff, 0xff,
};

/* A protected packet of A.2: its header, the sample and the tag are told there. */
static const struct sample {
	uint32_t	version;
	uint8_t		first;
	const char	*head, *sample, *tag;
} samples[] = {
	{ KNTOP_QUIC_V1, 0xc3, "c000000001088394c8f03e5157080000449e7b9aec34",
	  "d1b1c98dd7689fb8ec11d242b123dc9b", "e221af44860018ab0856972e194cd934" },
	{ KNTOP_QUIC_V2, 0xd3, "d76b3343cf088394c8f03e5157080000449ea0c95e82",
	  "ffe67b6abcdb4298b485dd04de806071", "a18b2faa745b6fe189cf772a9f84cbfc" },
};

#define SAMPLE_HEAD	22	/* with a packet number of four octets, 2 */
#define SAMPLE_LEN	1200

static void protect(uint8_t *p, const struct kntop_quic_keys *k)
{
	uint8_t nonce[KNTOP_GCM_NONCE], mask[KNTOP_AES_BLOCK];
	struct kntop_gcm gcm;
	struct kntop_aes aes;
	int n;

	memcpy(nonce, k->iv, sizeof(nonce));
	nonce[sizeof(nonce) - 1] ^= 2;
	kntop_gcm_key(&gcm, k->key);
	kntop_gcm_start(&gcm, nonce);
	kntop_gcm_header(&gcm, p, SAMPLE_HEAD);
	kntop_gcm_encrypt(&gcm, p + SAMPLE_HEAD, SAMPLE_LEN - SAMPLE_HEAD - KNTOP_GCM_TAG);
	kntop_gcm_tag(&gcm, p + SAMPLE_LEN - KNTOP_GCM_TAG);
	kntop_aes_expand(&aes, k->hp);
	kntop_aes_encrypt(&aes, p + SAMPLE_HEAD, mask);
	p[0] ^= mask[0] & 15;
	for (n = 0; n < 4; n++)
		p[SAMPLE_HEAD - 4 + n] ^= mask[1 + n];
}

/* The RFCs' own packets are opened, in either version. */
static void test_samples(void **unused)
{
	static uint8_t p[SAMPLE_LEN], text[SAMPLE_LEN];
	struct kntop_quic_initial i;
	struct kntop_quic_keys k;
	size_t s, n;

	for (s = 0; s < 2; s++) {
		struct kntop_hello h = { 0 };

		memset(p, 0, sizeof(p));
		p[0] = samples[s].first;
		kntop_octets_put32(p + 1, samples[s].version);
		p[5] = id.len;
		memcpy(p + 6, id.octet, id.len);
		p[16] = 0x44;
		p[17] = 0x9e;
		p[21] = 2;
		memcpy(p + SAMPLE_HEAD, sample_frame, sizeof(sample_frame));
		kntop_quic_derive(samples[s].version, &id, &k);
		protect(p, &k);
		is_hex(p, SAMPLE_HEAD, samples[s].head);
		is_hex(p + SAMPLE_HEAD, 16, samples[s].sample);
		is_hex(p + SAMPLE_LEN - 16, 16, samples[s].tag);
		assert_int_equal(kntop_quic_parse(p, sizeof(p), &i), 0);
		assert_int_equal(i.end, SAMPLE_LEN);
		n = kntop_quic_open(&k, p, &i, text);
		assert_int_equal(n, SAMPLE_LEN - SAMPLE_HEAD - KNTOP_GCM_TAG);
		assert_int_equal(kntop_hello_take(&h, text, n), KNTOP_HELLO_PLAIN);
		assert_int_equal(kntop_hello_len(&h), 241);
		assert_memory_equal(h.octet, sample_frame + 4, 241);
	}
}

/* A hello of @n octets in all. */
static void hello_of(uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = i * 7 + i / 251;
	p[0] = 1;
	p[1] = (n - 4) >> 16;
	p[2] = (n - 4) >> 8;
	p[3] = n - 4;
}

/* What is made is opened, by its own keys alone. */
static void test_sealed(void **unused)
{
	static const size_t sizes[] = { 5, 300, 1100, 1179, 1180, 1181, 2000, KNTOP_HELLO_MAX };
	static uint8_t hello[KNTOP_HELLO_MAX], packet[KNTOP_HELLO_MAX + 200];
	static uint8_t text[sizeof(packet)];
	struct kntop_quic_initial i;
	struct kntop_quic_keys k;
	struct kntop_hello h;
	size_t s, n;

	for (s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		hello_of(hello, sizes[s]);
		n = kntop_quic_seal(&id, hello, sizes[s], packet);
		assert_in_range(n, KNTOP_QUIC_DATAGRAM_MIN,
				sizes[s] + 100 > KNTOP_QUIC_DATAGRAM_MIN ? sizes[s] + 100 :
				KNTOP_QUIC_DATAGRAM_MIN);
		assert_int_equal(kntop_quic_parse(packet, n, &i), 0);
		assert_int_equal(i.end, n);
		assert_int_equal(i.version, KNTOP_QUIC_V1);
		kntop_quic_derive(KNTOP_QUIC_V1, &i.to, &k);
		memset(&h, 0, sizeof(h));
		assert_int_equal(kntop_hello_take(&h, text, kntop_quic_open(&k, packet, &i, text)),
				 KNTOP_HELLO_PLAIN);
		assert_int_equal(kntop_hello_len(&h), sizes[s]);
		assert_memory_equal(h.octet, hello, sizes[s]);
		packet[n - 1] ^= 1;
		assert_int_equal(kntop_quic_open(&k, packet, &i, text), 0);
	}
}

static size_t put_frame(uint8_t *p, const uint8_t *hello, size_t at, size_t n)
{
	p[0] = 6;
	p[1] = 0x40 | at >> 8;
	p[2] = at;
	p[3] = 0x40 | n >> 8;
	p[4] = n;
	memcpy(p + 5, hello + at, n);
	return 5 + n;
}

/* Pieces in any order, over packets, with others between. */
static void test_pieces(void **unused)
{
	static const unsigned char orders[][5] = {
		{ 0, 1, 2, 3, 4 }, { 4, 3, 2, 1, 0 }, { 2, 0, 4, 1, 3 }, { 1, 0, 1, 0, 0 },
	};
	static uint8_t hello[1000], text[2000];
	size_t o, i, n, at;

	hello_of(hello, sizeof(hello));
	for (o = 0; o < 4; o++) {
		struct kntop_hello h = { 0 };

		for (i = 0, n = 0; i < 5; i++) {
			at = orders[o][i] * 200u;
			text[n++] = 1;
			n += put_frame(text + n, hello, at, 200);
			text[n++] = 0;
			if (i % 2) {
				assert_int_equal(kntop_hello_take(&h, text, n), KNTOP_HELLO_PART);
				n = 0;
			}
		}
		kntop_hello_take(&h, text, n);
		assert_int_equal(kntop_hello_len(&h), o < 3 ? 1000 : 0);
		assert_int_equal(h.ready, o < 3 ? 1000 : 400);
		assert_memory_equal(h.octet, hello, h.ready);
	}
}

/* Lies, cut frames, and offsets beyond all: what was known stays as it is. */
static void test_hostile(void **unused)
{
	static uint8_t hello[1000], other[1000], text[3000];
	struct kntop_hello h = { 0 };
	static const uint8_t far[] = {
		6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0xaa,
	}, cut[] = { 6, 0x40 }, lies[] = { 6, 0, 0x7f, 0xff, 1 }, acks[] = {
		2, 0, 0, 0xbf, 0xff, 0xff, 0xff, 0,
	};
	size_t n;

	hello_of(hello, sizeof(hello));
	memset(other, 0x55, sizeof(other));
	n = put_frame(text, hello, 0, 500);
	kntop_hello_take(&h, text, n);
	n = put_frame(text, other, 100, 500);
	kntop_hello_take(&h, text, n);
	assert_int_equal(h.ready, 600);
	assert_memory_equal(h.octet, hello, 500);
	assert_int_equal(kntop_hello_take(&h, far, sizeof(far)), KNTOP_HELLO_PART);
	assert_int_equal(kntop_hello_take(&h, cut, sizeof(cut)), KNTOP_HELLO_NONE);
	assert_int_equal(kntop_hello_take(&h, lies, sizeof(lies)), KNTOP_HELLO_NONE);
	assert_int_equal(kntop_hello_take(&h, acks, sizeof(acks)), KNTOP_HELLO_NONE);
	assert_int_equal(h.ready, 600);
	assert_int_equal(kntop_hello_len(&h), 0);
}

/* Every header that is cut off, or has one octet changed. */
static void test_headers(void **unused)
{
	static uint8_t hello[300], packet[1300], text[1300];
	struct kntop_quic_initial i;
	struct kntop_quic_keys k;
	size_t n, at, bit;

	hello_of(hello, sizeof(hello));
	n = kntop_quic_seal(&id, hello, sizeof(hello), packet);
	for (at = 0; at < n; at++) {
		kntop_quic_parse(packet, at, &i);
		assert_int_equal(i.end, 0);
	}
	for (at = 0; at < 40; at++)
		for (bit = 1; bit < 256; bit <<= 1) {
			packet[at] ^= bit;
			kntop_quic_parse(packet, n, &i);
			if (i.end) {
				assert_in_range(i.end, i.number_at + 20, n);
				kntop_quic_derive(i.version, &id, &k);
				assert_int_equal(kntop_quic_open(&k, packet, &i, text), 0);
			}
			packet[at] ^= bit;
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests_name("quic", tests, NULL, NULL);
}
