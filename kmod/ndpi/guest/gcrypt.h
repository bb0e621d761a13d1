/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gcrypt: the part of libgcrypt that nDPI 4.2 calls, all of it in quic.c, to read
 * QUIC's Initial packets (RFC 9001, section 5): AES-128 in ECB and GCM mode, HMAC
 * with SHA-256. Numbers are libgcrypt's.
 */
#ifndef KNTOP_SHIM_GCRYPT_H
#define KNTOP_SHIM_GCRYPT_H

#include <stddef.h>

typedef int gcry_error_t;
typedef int gpg_error_t;
typedef struct kntop_gcrypt_cipher *gcry_cipher_hd_t;
typedef struct kntop_gcrypt_md *gcry_md_hd_t;

enum {
	GPG_ERR_NO_ERROR = 0,
	GPG_ERR_CHECKSUM = 10,
	GPG_ERR_INV_ARG = 45,
	GPG_ERR_ENOMEM = 32854,

	GCRY_CIPHER_AES128 = 7,
	GCRY_CIPHER_AES256 = 9,
	GCRY_CIPHER_MODE_ECB = 1,
	GCRY_CIPHER_MODE_GCM = 9,

	GCRY_MD_SHA256 = 8,
	GCRY_MD_FLAG_HMAC = 2,
};

/* There is nothing to initialize. */
#define gcry_control(...)	1
#define gcry_check_version(wanted)	"kntop"

#define gcry_md_get_algo_dlen(algo)	((algo) == GCRY_MD_SHA256 ? 32U : 0U)
#define gcry_cipher_get_algo_keylen(algo)	((algo) == GCRY_CIPHER_AES128 ? 16U : 32U)

gcry_error_t gcry_cipher_open(gcry_cipher_hd_t *h, int algo, int mode, unsigned int flags);
void gcry_cipher_close(gcry_cipher_hd_t h);
gcry_error_t gcry_cipher_setkey(gcry_cipher_hd_t h, const void *key, size_t n);
gcry_error_t gcry_cipher_reset(gcry_cipher_hd_t h);
gcry_error_t gcry_cipher_setiv(gcry_cipher_hd_t h, const void *iv, size_t n);
gcry_error_t gcry_cipher_authenticate(gcry_cipher_hd_t h, const void *header, size_t n);
gcry_error_t gcry_cipher_encrypt(gcry_cipher_hd_t h, void *data, size_t n,
				 const void *in, size_t in_len);
gcry_error_t gcry_cipher_decrypt(gcry_cipher_hd_t h, void *data, size_t n,
				 const void *in, size_t in_len);
gcry_error_t gcry_cipher_checktag(gcry_cipher_hd_t h, const void *tag, size_t n);

gcry_error_t gcry_md_open(gcry_md_hd_t *h, int algo, unsigned int flags);
void gcry_md_close(gcry_md_hd_t h);
void gcry_md_reset(gcry_md_hd_t h);
gcry_error_t gcry_md_setkey(gcry_md_hd_t h, const void *key, size_t n);
void gcry_md_write(gcry_md_hd_t h, const void *data, size_t n);
unsigned char *gcry_md_read(gcry_md_hd_t h, int algo);

#endif /* KNTOP_SHIM_GCRYPT_H */
