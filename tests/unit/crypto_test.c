// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * crypto: against vectors of FIPS 197, FIPS 180-4's examples, RFC 4231, NIST's GCM
 * specification (McGrew and Viega, appendix B), and RFC 9001, appendix A, the last
 * through the calls that nDPI makes to read a QUIC packet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "ndpi/guest/crypto/gcm.h"
#include "ndpi/guest/crypto/sha256.h"
#include "ndpi/guest/gcrypt.h"

/* Octets of hexadecimal digits; a few at a time live. */
static const uint8_t *hex(const char *digits)
{
	static uint8_t octets[8][512];
	static int next;
	uint8_t *out = octets[next++ % 8];

	for (size_t i = 0; digits[2 * i]; i++)
		sscanf(digits + 2 * i, "%2hhx", out + i);
	return out;
}

static void assert_octets(const uint8_t *got, const char *digits)
{
	assert_memory_equal(got, hex(digits), strlen(digits) / 2);
}

/* FIPS 197, appendices B and C.1 */
static void test_aes(void **unused)
{
	struct kntop_aes aes;
	uint8_t block[16];

	kntop_aes_expand(&aes, hex("2b7e151628aed2a6abf7158809cf4f3c"));
	kntop_aes_encrypt(&aes, hex("3243f6a8885a308d313198a2e0370734"), block);
	assert_octets(block, "3925841d02dc09fbdc118597196a0b32");
	kntop_aes_expand(&aes, hex("000102030405060708090a0b0c0d0e0f"));
	memcpy(block, hex("00112233445566778899aabbccddeeff"), sizeof(block));
	kntop_aes_encrypt(&aes, block, block);
	assert_octets(block, "69c4e0d86a7b0430d8cdb78070b4c55a");
}

static void assert_gcm(const char *key, const char *nonce, const char *header,
		       const char *cipher, const char *plain, const char *tag)
{
	size_t n = strlen(cipher) / 2;
	struct kntop_gcm gcm;
	uint8_t text[256], got[16];

	memcpy(text, hex(cipher), n);
	kntop_gcm_key(&gcm, hex(key));
	/* a second message with the same key is as good as the first */
	for (int i = 0; i < 2; i++) {
		memcpy(text, hex(cipher), n);
		kntop_gcm_start(&gcm, hex(nonce));
		kntop_gcm_header(&gcm, hex(header), strlen(header) / 2);
		kntop_gcm_decrypt(&gcm, text, n);
		kntop_gcm_tag(&gcm, got);
		assert_octets(text, plain);
		assert_octets(got, tag);
	}
}

/* McGrew and Viega, test cases 1 to 4 */
static void test_gcm(void **unused)
{
	const char *zero = "00000000000000000000000000000000";
	const char *key = "feffe9928665731c6d6a8f9467308308", *nonce = "cafebabefacedbaddecaf888";

	assert_gcm(zero, "000000000000000000000000", "", "", "",
		   "58e2fccefa7e3061367f1d57a4e7455a");
	assert_gcm(zero, "000000000000000000000000", "", "0388dace60b6a392f328c2b971b2fe78",
		   zero, "ab6e47d42cec13bdf53a67b21257bddf");
	assert_gcm(key, nonce, "",
		   "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
		   "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985",
		   "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		   "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
		   "4d5c2af327cd64a62cf35abd2ba6fab4");
	assert_gcm(key, nonce, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
		   "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
		   "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
		   "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		   "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
		   "5bc94fbc3221a5db94fae95ae7121a47");
}

static void assert_sha256(const char *text, size_t times, const char *digest)
{
	struct kntop_sha256 sha;
	uint8_t got[KNTOP_SHA256_DIGEST];

	kntop_sha256_start(&sha);
	for (size_t i = 0; i < times; i++)
		kntop_sha256_add(&sha, text, strlen(text));
	kntop_sha256_end(&sha, got);
	assert_octets(got, digest);
}

/* FIPS 180-4's examples: none, one block, two blocks, a million octets */
static void test_sha256(void **unused)
{
	assert_sha256("", 1,
		      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_sha256("abc", 1,
		      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	assert_sha256("aaaaaaaaaa", 100000,
		      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void assert_hmac(const uint8_t *key, size_t n, const char *text, const char *code)
{
	struct kntop_hmac hmac;
	uint8_t got[KNTOP_SHA256_DIGEST];

	kntop_hmac_key(&hmac, key, n);
	kntop_hmac_add(&hmac, text, strlen(text));
	kntop_hmac_end(&hmac, got);
	assert_octets(got, code);
	kntop_hmac_start(&hmac);
	kntop_hmac_add(&hmac, text, strlen(text));
	kntop_hmac_end(&hmac, got);
	assert_octets(got, code);
}

/* RFC 4231, test cases 1, 2 and 6 */
static void test_hmac(void **unused)
{
	uint8_t key[131];

	memset(key, 0x0b, 20);
	assert_hmac(key, 20, "Hi There",
		    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_hmac((const uint8_t *)"Jefe", 4, "what do ya want for nothing?",
		    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	assert_hmac(key, sizeof(key), "Test Using Larger Than Block-Size Key - Hash Key First",
		    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

/* HMAC by libgcrypt's calls. */
static void hmac_by_gcrypt(const uint8_t *key, size_t key_len, const uint8_t *data, size_t n,
			   uint8_t *code)
{
	gcry_md_hd_t h;

	assert_int_equal(gcry_md_open(&h, GCRY_MD_SHA256, GCRY_MD_FLAG_HMAC), 0);
	assert_int_equal(gcry_md_setkey(h, key, key_len), 0);
	gcry_md_write(h, data, n);
	memcpy(code, gcry_md_read(h, 0), 32);
	gcry_md_close(h);
}

/* RFC 8446's HKDF-Expand-Label without context, of up to 32 octets. */
static void expand_label(const uint8_t *secret, const char *label, size_t n, uint8_t *out)
{
	uint8_t info[64] = { n >> 8, n, strlen(label) }, code[32];
	size_t len = 3 + strlen(label);

	memcpy(info + 3, label, strlen(label));
	info[len++] = 0;
	info[len++] = 1;
	hmac_by_gcrypt(secret, 32, info, len, code);
	memcpy(out, code, n);
}

/* RFC 9001, A.1: keys from the connection id */
static void test_quic_keys(void **unused)
{
	uint8_t initial[32], client[32], server[32], out[16];

	hmac_by_gcrypt(hex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), 20,
		       hex("8394c8f03e515708"), 8, initial);
	assert_octets(initial, "7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44");
	expand_label(initial, "tls13 client in", 32, client);
	assert_octets(client, "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
	expand_label(client, "tls13 quic key", 16, out);
	assert_octets(out, "1f369613dd76d5467730efcbe3b1a22d");
	expand_label(client, "tls13 quic iv", 12, out);
	assert_octets(out, "fa044b2f42a3fd3b46fb255c");
	expand_label(client, "tls13 quic hp", 16, out);
	assert_octets(out, "9f50449e04a0e810283a1e9933adedd2");
	expand_label(initial, "tls13 server in", 32, server);
	expand_label(server, "tls13 quic key", 16, out);
	assert_octets(out, "cf3a5331653c364c88f0f379b6067e37");
}

/* RFC 9001, A.2: mask of the client's header */
static void test_quic_mask(void **unused)
{
	gcry_cipher_hd_t h;
	uint8_t sample[16];

	assert_int_equal(gcry_cipher_open(&h, GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_ECB, 0), 0);
	assert_int_equal(gcry_cipher_setkey(h, hex("9f50449e04a0e810283a1e9933adedd2"), 16), 0);
	memcpy(sample, hex("d1b1c98dd7689fb8ec11d242b123dc9b"), 16);
	assert_int_equal(gcry_cipher_encrypt(h, sample, 16, NULL, 0), 0);
	assert_octets(sample, "437b9aec36");
	gcry_cipher_close(h);
}

/* RFC 9001, A.3: the server's Initial packet, from its header without protection on */
static void test_quic_packet(void **unused)
{
	const char *cipher =
		"5a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f"
		"5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73"
		"cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850"
		"abbdca3d20398c276456cbc42158407dd074ee";
	const char *plain =
		"02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739"
		"88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94"
		"0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00"
		"020304";
	size_t n = strlen(plain) / 2;
	gcry_cipher_hd_t h;
	uint8_t text[128], nonce[12];

	assert_int_equal(strlen(cipher) / 2, n + 16);
	memcpy(text, hex(cipher), n + 16);
	memcpy(nonce, hex("0ac1493ca1905853b0bba03e"), 12);
	nonce[11] ^= 1;
	assert_int_equal(gcry_cipher_open(&h, GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_GCM, 0), 0);
	assert_int_equal(gcry_cipher_setkey(h, hex("cf3a5331653c364c88f0f379b6067e37"), 16), 0);
	assert_int_equal(gcry_cipher_reset(h), 0);
	assert_int_equal(gcry_cipher_setiv(h, nonce, 12), 0);
	assert_int_equal(gcry_cipher_authenticate(h, hex("c1000000010008f067a5502a4262b50040750001"),
						  20), 0);
	assert_int_equal(gcry_cipher_decrypt(h, text, n, NULL, 0), 0);
	assert_octets(text, plain);
	assert_int_equal(gcry_cipher_checktag(h, text + n, 16), 0);
	text[n] ^= 1;
	assert_int_not_equal(gcry_cipher_checktag(h, text + n, 16), 0);
	gcry_cipher_close(h);
}

/* What nDPI might ask for and cannot have. */
static void test_refused(void **unused)
{
	gcry_cipher_hd_t c;
	gcry_md_hd_t m;

	assert_int_not_equal(gcry_cipher_open(&c, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, 0), 0);
	assert_null(c);
	assert_int_not_equal(gcry_md_open(&m, 9, GCRY_MD_FLAG_HMAC), 0);
	assert_null(m);
	assert_int_equal(gcry_cipher_open(&c, GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_GCM, 0), 0);
	assert_int_not_equal(gcry_cipher_setkey(c, hex("00"), 32), 0);
	assert_int_not_equal(gcry_cipher_setiv(c, hex("00"), 16), 0);
	gcry_cipher_close(c);
	gcry_cipher_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aes),
		cmocka_unit_test(test_gcm),
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_quic_keys),
		cmocka_unit_test(test_quic_mask),
		cmocka_unit_test(test_quic_packet),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
