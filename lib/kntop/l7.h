/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: what a flow carries; include <kntop.h> */
#ifndef KNTOP_L7_H
#define KNTOP_L7_H

#include <kntop/address.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * enum kntop_l7_text - texts that the packets of a flow told
 *
 * See the attributes of these names in &enum kntop_l7_attr.
 */
enum kntop_l7_text {
	KNTOP_L7_SERVER_NAME,
	KNTOP_L7_JA3_CLIENT,
	KNTOP_L7_JA3_SERVER,
	KNTOP_L7_ALPN,
	KNTOP_L7_TLS_SERVER_NAMES,
	KNTOP_L7_TLS_ISSUER,
	KNTOP_L7_TLS_SUBJECT,
	KNTOP_L7_HTTP_METHOD,
	KNTOP_L7_HTTP_URL,
	KNTOP_L7_HTTP_USER_AGENT,
	KNTOP_L7_HTTP_CONTENT_TYPE,
	KNTOP_L7_SSH_CLIENT,
	KNTOP_L7_SSH_SERVER,
	KNTOP_L7_HASSH_CLIENT,
	KNTOP_L7_HASSH_SERVER,
	KNTOP_L7_DNS_NAME,
	__KNTOP_L7_TEXT_MAX,
};

/**
 * struct kntop_text - octets from the wire
 * @data: octets in no sure encoding, not ended by a NUL; NULL where there are none
 * @len: how many, 0 .. 255
 */
struct kntop_text {
	const char *data;
	size_t len;
};

/**
 * struct kntop_l7 - what a flow carries
 * @seen: somebody has looked; all else says nothing otherwise
 * @undecided: inspection goes on, all this may change
 * @protocol: number of the application's protocol, 0 unknown
 * @master: number of the protocol that carries it, 0 when none does
 * @category: number
 * @confidence: &enum kntop_confidence
 * @score: sum of the risks' scores
 * @risks: bit n is set: the risk with the number n was found
 * @tls_version: as on the wire, 0 none; see kntop_tls_version_name()
 * @tls_cipher: the server's choice; -1 none
 * @http_status: 0 none
 * @dns_query_type: -1 none
 * @dns_reply_code: -1 none
 * @dns_address: an address of @text's server name in a DNS answer; family 0 none
 * @reason: &enum kntop_reason: what made it @protocol beside packets
 * @payload: &enum kntop_payload: what its first payload looks like when nobody knows it
 * @entropy: of that payload, in thousandths of a bit per octet
 * @sampled: octets of payload that @entropy is of
 * @text: by &enum kntop_l7_text
 * @copy: memory of the texts of a copy, else NULL
 *
 * The texts are in the message that was received: they are valid until the
 * callback returns. kntop_flow_copy() makes a flow that keeps them.
 */
struct kntop_l7 {
	bool seen;
	bool undecided;
	uint16_t protocol;
	uint16_t master;
	uint8_t category;
	uint8_t confidence;
	uint16_t score;
	uint64_t risks;
	uint16_t tls_version;
	int32_t tls_cipher;
	uint16_t http_status;
	int32_t dns_query_type;
	int16_t dns_reply_code;
	struct kntop_address dns_address;
	uint8_t reason;
	uint8_t payload;
	uint16_t entropy;
	uint16_t sampled;
	struct kntop_text text[__KNTOP_L7_TEXT_MAX];
	char *copy;
};

/**
 * kntop_l7_is_guess() - whether the protocol is only guessed
 * @l7: what a flow carries
 *
 * Return: true when a port or an address speaks for it, and no packet does, or when that
 * cannot be told, as inspection was interrupted.
 */
bool kntop_l7_is_guess(const struct kntop_l7 *l7);

/** kntop_l7_text_name() - stable name in snake_case of &enum kntop_l7_text */
const char *kntop_l7_text_name(unsigned int text);

/**
 * DOC: names of numbers in TLS and DNS
 *
 * As IANA's registries have them; NULL for a number that this library does not
 * know. The usual ciphers are known.
 */
const char *kntop_tls_version_name(unsigned int version);
const char *kntop_tls_cipher_name(unsigned int cipher);
const char *kntop_dns_type_name(unsigned int type);
const char *kntop_dns_rcode_name(unsigned int rcode);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_L7_H */
