// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kntop.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <net/netlink.h>

#include "../finding.h"
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

static void kntop_detail_string(struct kntop_detail *d, int type, const char *string)
{
	u32 len = string ? strnlen(string, KNTOP_DETAIL_STRING_MAX) : 0;

	if (len)
		kntop_detail_attr(d, type, string, len);
}

static void kntop_detail_u16(struct kntop_detail *d, int type, u16 number)
{
	if (number)
		kntop_detail_attr(d, type, &number, sizeof(number));
}

/* Numbers first: they must not be cut. */
static void kntop_detail_numbers(struct kntop_detail *d, const struct kntop_engine_facts *f)
{
	u8 code = f->dns_reply_code;

	kntop_detail_u16(d, KNTOP_L7_A_TLS_VERSION, f->tls_version);
	kntop_detail_u16(d, KNTOP_L7_A_TLS_CIPHER, f->tls_cipher);
	kntop_detail_u16(d, KNTOP_L7_A_HTTP_STATUS, f->http_status);
	kntop_detail_u16(d, KNTOP_L7_A_DNS_QUERY_TYPE, f->dns_query_type);
	if (f->dns_reply_code >= 0)
		kntop_detail_attr(d, KNTOP_L7_A_DNS_REPLY_CODE, &code, sizeof(code));
	if (f->dns_address)
		kntop_detail_attr(d, KNTOP_L7_A_DNS_ADDRESS, f->dns_address,
				  f->dns_address_len);
}

size_t kntop_detail_put(void *to, const struct kntop_engine_facts *f)
{
	struct kntop_detail d = { .to = to };

	kntop_detail_numbers(&d, f);
	kntop_detail_string(&d, KNTOP_L7_A_SERVER_NAME, f->server_name);
	kntop_detail_string(&d, KNTOP_L7_A_JA3_CLIENT, f->ja3_client);
	kntop_detail_string(&d, KNTOP_L7_A_JA3_SERVER, f->ja3_server);
	kntop_detail_string(&d, KNTOP_L7_A_HASSH_CLIENT, f->hassh_client);
	kntop_detail_string(&d, KNTOP_L7_A_HASSH_SERVER, f->hassh_server);
	kntop_detail_string(&d, KNTOP_L7_A_SSH_CLIENT, f->ssh_client);
	kntop_detail_string(&d, KNTOP_L7_A_SSH_SERVER, f->ssh_server);
	kntop_detail_string(&d, KNTOP_L7_A_HTTP_METHOD, f->http_method);
	kntop_detail_string(&d, KNTOP_L7_A_HTTP_URL, f->http_url);
	kntop_detail_string(&d, KNTOP_L7_A_HTTP_USER_AGENT, f->http_user_agent);
	kntop_detail_string(&d, KNTOP_L7_A_HTTP_CONTENT_TYPE, f->http_content_type);
	kntop_detail_string(&d, KNTOP_L7_A_ALPN, f->alpn);
	kntop_detail_string(&d, KNTOP_L7_A_TLS_SERVER_NAMES, f->tls_server_names);
	kntop_detail_string(&d, KNTOP_L7_A_TLS_ISSUER, f->tls_issuer);
	kntop_detail_string(&d, KNTOP_L7_A_TLS_SUBJECT, f->tls_subject);
	return d.size;
}
