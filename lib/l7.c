// SPDX-License-Identifier: GPL-2.0-or-later
/* What a flow carries. */
#include <errno.h>
#include <stdlib.h>
#include "l7.h"
#include "parse.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

struct text_kind {
	uint16_t attribute;
	const char *name;
};

static const struct text_kind kinds[] = {
	[KNTOP_L7_SERVER_NAME] = { KNTOP_L7_A_SERVER_NAME, "server_name" },
	[KNTOP_L7_JA3_CLIENT] = { KNTOP_L7_A_JA3_CLIENT, "ja3_client" },
	[KNTOP_L7_JA3_SERVER] = { KNTOP_L7_A_JA3_SERVER, "ja3_server" },
	[KNTOP_L7_ALPN] = { KNTOP_L7_A_ALPN, "alpn" },
	[KNTOP_L7_TLS_SERVER_NAMES] = { KNTOP_L7_A_TLS_SERVER_NAMES, "tls_server_names" },
	[KNTOP_L7_TLS_ISSUER] = { KNTOP_L7_A_TLS_ISSUER, "tls_issuer" },
	[KNTOP_L7_TLS_SUBJECT] = { KNTOP_L7_A_TLS_SUBJECT, "tls_subject" },
	[KNTOP_L7_HTTP_METHOD] = { KNTOP_L7_A_HTTP_METHOD, "http_method" },
	[KNTOP_L7_HTTP_URL] = { KNTOP_L7_A_HTTP_URL, "http_url" },
	[KNTOP_L7_HTTP_USER_AGENT] = { KNTOP_L7_A_HTTP_USER_AGENT, "http_user_agent" },
	[KNTOP_L7_HTTP_CONTENT_TYPE] = { KNTOP_L7_A_HTTP_CONTENT_TYPE, "http_content_type" },
	[KNTOP_L7_SSH_CLIENT] = { KNTOP_L7_A_SSH_CLIENT, "ssh_client" },
	[KNTOP_L7_SSH_SERVER] = { KNTOP_L7_A_SSH_SERVER, "ssh_server" },
	[KNTOP_L7_HASSH_CLIENT] = { KNTOP_L7_A_HASSH_CLIENT, "hassh_client" },
	[KNTOP_L7_HASSH_SERVER] = { KNTOP_L7_A_HASSH_SERVER, "hassh_server" },
	[KNTOP_L7_DNS_NAME] = { KNTOP_L7_A_DNS_NAME, "dns_name" },
};

const char *kntop_l7_text_name(unsigned int text)
{
	return text < COUNT(kinds) ? kinds[text].name : "unknown";
}

bool kntop_l7_is_guess(const struct kntop_l7 *l7)
{
	switch (l7->confidence) {
	case KNTOP_CONFIDENCE_NOT_INSPECTED:
	case KNTOP_CONFIDENCE_BY_PORT:
	case KNTOP_CONFIDENCE_BY_IP:
	/* What was known then may have been a guess, which its confidence no longer tells. */
	case KNTOP_CONFIDENCE_INTERRUPTED:
		return l7->protocol;
	default:
		return false;
	}
}

void kntop_l7_init(struct kntop_l7 *l7)
{
	l7->tls_cipher = -1;
	l7->dns_query_type = -1;
	l7->dns_reply_code = -1;
}

/* The kernel sends no NUL; what were behind one would not be text. */
static void parse_text(const struct nlattr *a, struct kntop_l7 *l7)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].attribute != kntop_attr_type(a))
			continue;
		l7->text[i].len = strnlen(kntop_attr_data(a), kntop_attr_len(a));
		l7->text[i].data = l7->text[i].len ? kntop_attr_data(a) : NULL;
		return;
	}
}

/* What is known of a flow that told nothing itself. */
static void parse_hint(const struct nlattr *a, struct kntop_l7 *l7)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_L7_A_REASON:
		l7->reason = kntop_parse_u8(a);
		break;
	case KNTOP_L7_A_PAYLOAD:
		l7->payload = kntop_parse_u8(a);
		break;
	case KNTOP_L7_A_ENTROPY:
		l7->entropy = kntop_parse_u16(a);
		break;
	case KNTOP_L7_A_SAMPLED:
		l7->sampled = kntop_parse_u16(a);
		break;
	default:
		parse_text(a, l7);
	}
}

static void parse_fact(const struct nlattr *a, struct kntop_l7 *l7)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_L7_A_TLS_VERSION:
		l7->tls_version = kntop_parse_u16(a);
		break;
	case KNTOP_L7_A_TLS_CIPHER:
		l7->tls_cipher = kntop_parse_u16(a);
		break;
	case KNTOP_L7_A_HTTP_STATUS:
		l7->http_status = kntop_parse_u16(a);
		break;
	case KNTOP_L7_A_DNS_QUERY_TYPE:
		l7->dns_query_type = kntop_parse_u16(a);
		break;
	case KNTOP_L7_A_DNS_REPLY_CODE:
		l7->dns_reply_code = kntop_parse_u8(a);
		break;
	case KNTOP_L7_A_DNS_ADDRESS:
		kntop_parse_address(a, &l7->dns_address);
		break;
	default:
		parse_hint(a, l7);
	}
}

void kntop_l7_parse(const struct nlattr *nest, struct kntop_l7 *l7)
{
	const struct nlattr *a;
	int rest;

	l7->seen = true;
	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_L7_A_PROTOCOL:
			l7->protocol = kntop_parse_u16(a);
			break;
		case KNTOP_L7_A_MASTER:
			l7->master = kntop_parse_u16(a);
			break;
		case KNTOP_L7_A_CATEGORY:
			l7->category = kntop_parse_u8(a);
			break;
		case KNTOP_L7_A_CONFIDENCE:
			l7->confidence = kntop_parse_u8(a);
			break;
		case KNTOP_L7_A_UNDECIDED:
			l7->undecided = true;
			break;
		case KNTOP_L7_A_RISKS:
			l7->risks = kntop_parse_u64(a);
			break;
		case KNTOP_L7_A_SCORE:
			l7->score = kntop_parse_u16(a);
			break;
		default:
			parse_fact(a, l7);
		}
	}
}

int kntop_l7_keep(struct kntop_l7 *l7)
{
	size_t len = 0;
	char *p;

	for (size_t i = 0; i < COUNT(l7->text); i++)
		len += l7->text[i].len;
	p = len ? malloc(len) : NULL;
	l7->copy = p;
	if (len && !p) {
		memset(l7->text, 0, sizeof(l7->text));
		return -ENOMEM;
	}
	for (size_t i = 0; i < COUNT(l7->text); i++) {
		if (!l7->text[i].len)
			continue;
		memcpy(p, l7->text[i].data, l7->text[i].len);
		l7->text[i].data = p;
		p += l7->text[i].len;
	}
	return 0;
}
