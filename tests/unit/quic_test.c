// SPDX-License-Identifier: GPL-2.0-or-later
/* guest/quic.c and guest/hello.c: Initial packets, and the hello that they carry. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

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
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests_name("quic", tests, NULL, NULL);
}
