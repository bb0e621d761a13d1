// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kntop.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "../finding.h"
#include "derive.h"
#include "detail.h"
#include "engine.h"

struct kntop_detail {
	u8	*to;
	u32	size;
};

/* Cut to the room that is left; nothing is put where there is none. */
static void kntop_detail_attr(struct kntop_detail *d, int type, const void *data, u32 len)
{
	struct nlattr *a = (struct nlattr *)(d->to + d->size);
	u32 room = KNTOP_FINDING_MAX - d->size;

	if (room <= NLA_HDRLEN)
		return;
	len = min(len, room - NLA_HDRLEN);
	a->nla_type = type;
	a->nla_len = nla_attr_size(len);
	memcpy(nla_data(a), data, len);
	memset(nla_data(a) + len, 0, nla_padlen(len));
	d->size += nla_total_size(len);
}

static void kntop_detail_u8(struct kntop_detail *d, int type, u8 number)
{
	if (number)
		kntop_detail_attr(d, type, &number, sizeof(number));
}

static void kntop_detail_u16(struct kntop_detail *d, int type, u16 number)
{
	if (number)
		kntop_detail_attr(d, type, &number, sizeof(number));
}

/* Numbers first: they must not be cut. */
static void kntop_detail_numbers(struct kntop_detail *d, const struct kntop_door_facts *f)
{
	u8 code = f->dns_reply_code;

	kntop_detail_u16(d, KNTOP_L7_A_TLS_VERSION, f->tls_version);
	kntop_detail_u16(d, KNTOP_L7_A_TLS_CIPHER, f->tls_cipher);
	kntop_detail_u16(d, KNTOP_L7_A_HTTP_STATUS, f->http_status);
	kntop_detail_u16(d, KNTOP_L7_A_DNS_QUERY_TYPE, f->dns_query_type);
	if (f->dns_reply_code >= 0)
		kntop_detail_attr(d, KNTOP_L7_A_DNS_REPLY_CODE, &code, sizeof(code));
	if (f->dns_address_len)
		kntop_detail_attr(d, KNTOP_L7_A_DNS_ADDRESS, f->dns_address,
				  f->dns_address_len);
}

static void kntop_detail_payload(struct kntop_detail *d, const struct kntop_door_facts *f)
{
	static const u8 payload[] = {
		[KNTOP_DOOR_UNCLEAR] = KNTOP_PAYLOAD_UNCLEAR,
		[KNTOP_DOOR_CLEAR] = KNTOP_PAYLOAD_CLEAR,
		[KNTOP_DOOR_ENCRYPTED] = KNTOP_PAYLOAD_ENCRYPTED,
	};

	if (f->payload == KNTOP_DOOR_NO_PAYLOAD)
		return;
	kntop_detail_u8(d, KNTOP_L7_A_PAYLOAD,
			payload[min_t(u16, f->payload, KNTOP_DOOR_ENCRYPTED)]);
	kntop_detail_attr(d, KNTOP_L7_A_ENTROPY, &f->entropy, sizeof(f->entropy));
	kntop_detail_attr(d, KNTOP_L7_A_SAMPLED, &f->sampled, sizeof(f->sampled));
}

/* The attributes of the strings. */
static const u8 kntop_detail_strings[KNTOP_DOOR_STRINGS] = {
	[KNTOP_DOOR_SERVER_NAME]	= KNTOP_L7_A_SERVER_NAME,
	[KNTOP_DOOR_JA3_CLIENT]		= KNTOP_L7_A_JA3_CLIENT,
	[KNTOP_DOOR_JA3_SERVER]		= KNTOP_L7_A_JA3_SERVER,
	[KNTOP_DOOR_HASSH_CLIENT]	= KNTOP_L7_A_HASSH_CLIENT,
	[KNTOP_DOOR_HASSH_SERVER]	= KNTOP_L7_A_HASSH_SERVER,
	[KNTOP_DOOR_SSH_CLIENT]		= KNTOP_L7_A_SSH_CLIENT,
	[KNTOP_DOOR_SSH_SERVER]		= KNTOP_L7_A_SSH_SERVER,
	[KNTOP_DOOR_HTTP_METHOD]	= KNTOP_L7_A_HTTP_METHOD,
	[KNTOP_DOOR_HTTP_URL]		= KNTOP_L7_A_HTTP_URL,
	[KNTOP_DOOR_HTTP_USER_AGENT]	= KNTOP_L7_A_HTTP_USER_AGENT,
	[KNTOP_DOOR_HTTP_CONTENT_TYPE]	= KNTOP_L7_A_HTTP_CONTENT_TYPE,
	[KNTOP_DOOR_ALPN]		= KNTOP_L7_A_ALPN,
	[KNTOP_DOOR_TLS_SERVER_NAMES]	= KNTOP_L7_A_TLS_SERVER_NAMES,
	[KNTOP_DOOR_TLS_ISSUER]		= KNTOP_L7_A_TLS_ISSUER,
	[KNTOP_DOOR_TLS_SUBJECT]	= KNTOP_L7_A_TLS_SUBJECT,
};

size_t kntop_detail_put(void *to, const struct kntop_engine *e, const struct kntop_door_facts *f,
			const struct kntop_derived *derived)
{
	char string[KNTOP_DETAIL_STRING_MAX + 1];
	struct kntop_detail d = { .to = to };
	u32 len;
	int n;

	kntop_detail_numbers(&d, f);
	kntop_detail_payload(&d, f);
	kntop_detail_u8(&d, KNTOP_L7_A_REASON, derived->reason);
	if (derived->len)
		kntop_detail_attr(&d, KNTOP_L7_A_DNS_NAME, derived->name, derived->len);
	for (n = 0; n < KNTOP_DOOR_STRINGS; n++) {
		len = kntop_engine_string(e, f, n, string, sizeof(string));
		if (len)
			kntop_detail_attr(&d, kntop_detail_strings[n], string, len);
	}
	return d.size;
}
