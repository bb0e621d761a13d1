// SPDX-License-Identifier: GPL-2.0-or-later
/* libgcrypt's interface, as far as nDPI's quic.c uses it, over aes, gcm and sha256. */
#include <stdlib.h>
#include <string.h>

#include "../gcrypt.h"
#include "gcm.h"
#include "sha256.h"

struct kntop_gcrypt_cipher {
	int			mode;
	struct kntop_gcm	gcm;
};

struct kntop_gcrypt_md {
	struct kntop_hmac	hmac;
	uint8_t			code[KNTOP_SHA256_DIGEST];
};

gcry_error_t gcry_cipher_open(gcry_cipher_hd_t *h, int algo, int mode, unsigned int flags)
{
	(void)flags;
	*h = NULL;
	if (algo != GCRY_CIPHER_AES128 ||
	    (mode != GCRY_CIPHER_MODE_ECB && mode != GCRY_CIPHER_MODE_GCM))
		return GPG_ERR_INV_ARG;
	*h = malloc(sizeof(**h));
	if (!*h)
		return GPG_ERR_ENOMEM;
	(*h)->mode = mode;
	return GPG_ERR_NO_ERROR;
}

void gcry_cipher_close(gcry_cipher_hd_t h)
{
	free(h);
}

gcry_error_t gcry_cipher_setkey(gcry_cipher_hd_t h, const void *key, size_t n)
{
	if (n != 16)
		return GPG_ERR_INV_ARG;
	if (h->mode == GCRY_CIPHER_MODE_GCM)
		kntop_gcm_key(&h->gcm, key);
	else
		kntop_aes_expand(&h->gcm.aes, key);
	return GPG_ERR_NO_ERROR;
}

/* Everything that it would reset is set by gcry_cipher_setiv(). */
gcry_error_t gcry_cipher_reset(gcry_cipher_hd_t h)
{
	(void)h;
	return GPG_ERR_NO_ERROR;
}

gcry_error_t gcry_cipher_setiv(gcry_cipher_hd_t h, const void *iv, size_t n)
{
	if (h->mode != GCRY_CIPHER_MODE_GCM || n != KNTOP_GCM_NONCE)
		return GPG_ERR_INV_ARG;
	kntop_gcm_start(&h->gcm, iv);
	return GPG_ERR_NO_ERROR;
}

gcry_error_t gcry_cipher_authenticate(gcry_cipher_hd_t h, const void *header, size_t n)
{
	kntop_gcm_header(&h->gcm, header, n);
	return GPG_ERR_NO_ERROR;
}

/* In place, a block. */
gcry_error_t gcry_cipher_encrypt(gcry_cipher_hd_t h, void *data, size_t n,
				 const void *in, size_t in_len)
{
	(void)in_len;
	if (h->mode != GCRY_CIPHER_MODE_ECB || in || n != KNTOP_AES_BLOCK)
		return GPG_ERR_INV_ARG;
	kntop_aes_encrypt(&h->gcm.aes, data, data);
	return GPG_ERR_NO_ERROR;
}

/* In place. */
gcry_error_t gcry_cipher_decrypt(gcry_cipher_hd_t h, void *data, size_t n,
				 const void *in, size_t in_len)
{
	(void)in_len;
	if (h->mode != GCRY_CIPHER_MODE_GCM || in)
		return GPG_ERR_INV_ARG;
	kntop_gcm_decrypt(&h->gcm, data, n);
	return GPG_ERR_NO_ERROR;
}

gcry_error_t gcry_cipher_checktag(gcry_cipher_hd_t h, const void *tag, size_t n)
{
	uint8_t computed[KNTOP_GCM_TAG];

	if (n != sizeof(computed))
		return GPG_ERR_INV_ARG;
	kntop_gcm_tag(&h->gcm, computed);
	return memcmp(computed, tag, n) ? GPG_ERR_CHECKSUM : GPG_ERR_NO_ERROR;
}

gcry_error_t gcry_md_open(gcry_md_hd_t *h, int algo, unsigned int flags)
{
	*h = NULL;
	if (algo != GCRY_MD_SHA256 || flags != GCRY_MD_FLAG_HMAC)
		return GPG_ERR_INV_ARG;
	*h = malloc(sizeof(**h));
	if (!*h)
		return GPG_ERR_ENOMEM;
	kntop_hmac_key(&(*h)->hmac, "", 0);
	return GPG_ERR_NO_ERROR;
}

void gcry_md_close(gcry_md_hd_t h)
{
	free(h);
}

void gcry_md_reset(gcry_md_hd_t h)
{
	kntop_hmac_start(&h->hmac);
}

gcry_error_t gcry_md_setkey(gcry_md_hd_t h, const void *key, size_t n)
{
	kntop_hmac_key(&h->hmac, key, n);
	return GPG_ERR_NO_ERROR;
}

void gcry_md_write(gcry_md_hd_t h, const void *data, size_t n)
{
	kntop_hmac_add(&h->hmac, data, n);
}

unsigned char *gcry_md_read(gcry_md_hd_t h, int algo)
{
	(void)algo;
	kntop_hmac_end(&h->hmac, h->code);
	return h->code;
}
