// SPDX-License-Identifier: GPL-2.0-or-later
#include "guest.h"
#include "mdns.h"

/* ssh.c's stage once the side that nDPI takes for the server has said its version. */
#define SSH_STAGE_SERVER_SPOKE	2

#define UDP_LEN		8
/* Where an IP header has the sender's address. */
#define IPV4_SOURCE	12
#define IPV6_SOURCE	8

static bool is_protocol(const struct kntop_guest_flow *f, u_int16_t protocol)
{
	return f->ndpi.detected_protocol_stack[0] == protocol ||
	       f->ndpi.detected_protocol_stack[1] == protocol;
}

/* Those for which nDPI itself takes the union's member to be that of TLS. */
static bool is_tls(const struct kntop_guest_flow *f)
{
	return is_protocol(f, NDPI_PROTOCOL_TLS) || is_protocol(f, NDPI_PROTOCOL_QUIC) ||
	       is_protocol(f, NDPI_PROTOCOL_DTLS) || is_protocol(f, NDPI_PROTOCOL_MAIL_SMTPS) ||
	       is_protocol(f, NDPI_PROTOCOL_MAIL_POPS) || is_protocol(f, NDPI_PROTOCOL_MAIL_IMAPS);
}

/* A string that is a block of the flow's, and ends within it; else NULL. */
static char *owned(const struct kntop_guest_flow *f, char *s)
{
	size_t size = s ? kntop_memory_size(&f->memory, s) : 0;

	return size && memchr(s, '\0', size) ? s : NULL;
}

/* A string in an array, ended there in any case. */
static char *bounded(char *s, size_t size)
{
	s[size - 1] = '\0';
	return s;
}
#define bounded(array)	bounded(array, sizeof(array))

/* Take "user:password@" out of a URL, with or without a scheme. */
static char *without_credentials(char *url)
{
	char *host, *path, *at = NULL, *p;

	if (!url)
		return NULL;
	host = strstr(url, "://");
	host = host ? host + 3 : url;
	path = strpbrk(host, "/?#");
	for (p = host; *p && p != path; p++)
		if (*p == '@')
			at = p;
	if (at)
		memmove(host, at + 1, strlen(at + 1) + 1);
	return url;
}

static void say(struct kntop_door_facts *facts, enum kntop_door_string which, const char *s)
{
	facts->string[which] = (uint32_t)(uintptr_t)s;
}

static void learn_tls(struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	say(facts, KNTOP_DOOR_JA3_CLIENT, bounded(KNTOP_VERSION_JA3_CLIENT(&f->ndpi)));
	say(facts, KNTOP_DOOR_JA3_SERVER, bounded(f->ndpi.protos.tls_quic.ja3_server));
	say(facts, KNTOP_DOOR_ALPN, owned(f, KNTOP_VERSION_ALPN(&f->ndpi)));
	say(facts, KNTOP_DOOR_TLS_SERVER_NAMES, owned(f, f->ndpi.protos.tls_quic.server_names));
	say(facts, KNTOP_DOOR_TLS_ISSUER, owned(f, f->ndpi.protos.tls_quic.issuerDN));
	say(facts, KNTOP_DOOR_TLS_SUBJECT, owned(f, f->ndpi.protos.tls_quic.subjectDN));
	facts->tls_version = f->ndpi.protos.tls_quic.ssl_version;
	facts->tls_cipher = f->ndpi.protos.tls_quic.server_cipher;
}

static bool is_named(const struct kntop_guest_flow *f)
{
	return is_protocol(f, NDPI_PROTOCOL_DNS) || is_protocol(f, NDPI_PROTOCOL_MDNS) ||
	       is_protocol(f, NDPI_PROTOCOL_LLMNR);
}

/* FNV-1a */
static uint32_t name_hash(const struct kntop_guest_flow *f)
{
	uint32_t hash = 2166136261U;
	size_t i;

	for (i = 0; i < sizeof(f->ndpi.host_server_name) && f->ndpi.host_server_name[i]; i++)
		hash = (hash ^ (uint8_t)f->ndpi.host_server_name[i]) * 16777619U;
	return hash;
}

/* nDPI keeps the address of one answer beside the name of the next question. */
void kntop_guest_expect(struct kntop_guest_flow *f)
{
	if (is_protocol(f, NDPI_PROTOCOL_DNS))
		kntop_version_dns_forget(&f->ndpi);
}

static void notice_answer(struct kntop_guest_flow *f)
{
	static const uint8_t none[sizeof(f->dns_address)];
	size_t len;

	if (f->ndpi.protos.dns.is_query || f->ndpi.protos.dns.reply_code)
		return;
	len = kntop_version_dns_len(&f->ndpi);
	if (!memcmp(&f->ndpi.protos.dns.rsp_addr, none, len))
		return;
	memcpy(f->dns_address, &f->ndpi.protos.dns.rsp_addr, len);
	f->dns_address_len = len;
	f->dns_name_hash = name_hash(f);
}

void kntop_guest_hear(struct kntop_guest_flow *f, const struct kntop_guest_packet *p,
		      const struct kntop_guest_headers *h)
{
	size_t at = h->l4_at + UDP_LEN, size = p->data[0] >> 4 == 4 ? 4 : 16;
	const uint8_t *sender = p->data + (size == 4 ? IPV4_SOURCE : IPV6_SOURCE);
	size_t len;

	if (h->l4 != IPPROTO_UDP || p->len <= at || !is_protocol(f, NDPI_PROTOCOL_MDNS))
		return;
	len = kntop_mdns_address(p->data + at, p->len - at, sender, size, f->dns_address);
	f->dns_address_len = len;
	f->dns_name_hash = name_hash(f);
}

static void learn_dns(struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	bool announced = is_protocol(f, NDPI_PROTOCOL_MDNS) &&
			 f->ndpi.confidence == NDPI_CONFIDENCE_DPI;

	facts->dns_query_type = f->ndpi.protos.dns.query_type;
	/*
	 * A header without questions tells nothing, unless it is multicast, where hosts say
	 * their names unasked; one of a query has no reply code.
	 */
	if ((f->ndpi.protos.dns.num_queries || announced) && !f->ndpi.protos.dns.is_query)
		facts->dns_reply_code = f->ndpi.protos.dns.reply_code;
	if (f->dns_address_len && f->dns_name_hash == name_hash(f)) {
		memcpy(facts->dns_address, f->dns_address, sizeof(facts->dns_address));
		facts->dns_address_len = f->dns_address_len;
	}
}

/* nDPI may have kept what follows the line in the same segment. */
static const char *line(char *s)
{
	char *p;

	for (p = s; *p && *p != '\r' && *p != '\n'; p++)
		;
	*p = '\0';
	return s;
}

/* Hex digits as others write them. */
static const char *lower(char *s)
{
	char *p;

	for (p = s; *p; p++)
		*p = tolower(*p);
	return s;
}

/* To nDPI whoever speaks first is the client; servers often do. */
void kntop_guest_notice(struct kntop_guest_flow *f)
{
	if (f->l4 == IPPROTO_TCP && f->ndpi.l4.tcp.ssh_stage == SSH_STAGE_SERVER_SPOKE)
		f->ssh_server_first = true;
	if (is_protocol(f, NDPI_PROTOCOL_DNS))
		notice_answer(f);
}

static void learn_ssh(struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	const char *first = line(bounded(f->ndpi.protos.ssh.client_signature));
	const char *second = line(bounded(f->ndpi.protos.ssh.server_signature));

	say(facts, KNTOP_DOOR_SSH_CLIENT, f->ssh_server_first ? second : first);
	say(facts, KNTOP_DOOR_SSH_SERVER, f->ssh_server_first ? first : second);
	say(facts, KNTOP_DOOR_HASSH_CLIENT, lower(bounded(f->ndpi.protos.ssh.hassh_client)));
	say(facts, KNTOP_DOOR_HASSH_SERVER, lower(bounded(f->ndpi.protos.ssh.hassh_server)));
}

/* These stand outside of the union. */
static void learn_http(struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	if (f->ndpi.http.method != NDPI_HTTP_METHOD_UNKNOWN)
		say(facts, KNTOP_DOOR_HTTP_METHOD, ndpi_http_method2str(f->ndpi.http.method));
	say(facts, KNTOP_DOOR_HTTP_URL, without_credentials(owned(f, f->ndpi.http.url)));
	say(facts, KNTOP_DOOR_HTTP_USER_AGENT, owned(f, f->ndpi.http.user_agent));
	say(facts, KNTOP_DOOR_HTTP_CONTENT_TYPE, owned(f, f->ndpi.http.content_type));
	facts->http_status = f->ndpi.http.response_status_code;
}

/* What others may add to: nDPI has no name of its own for it. */
static enum kntop_door_open open_of(const struct kntop_guest_flow *f)
{
	u_int16_t app = KNTOP_VERSION_PAIR(&f->last).app_protocol;
	u_int16_t master = KNTOP_VERSION_PAIR(&f->last).master_protocol;

	if (!app)
		app = master;
	else if (master && master != app)
		return KNTOP_DOOR_NAMED_APP;
	switch (app) {
	case NDPI_PROTOCOL_UNKNOWN:
	case NDPI_PROTOCOL_TLS:
	case NDPI_PROTOCOL_DTLS:
	case NDPI_PROTOCOL_QUIC:
		return KNTOP_DOOR_NAMELESS;
	case NDPI_PROTOCOL_STUN:
	case NDPI_PROTOCOL_RTP:
		return KNTOP_DOOR_MEDIA;
	}
	return KNTOP_DOOR_NAMED_APP;
}

static void learn_open(const struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	unsigned int confidence = kntop_version_confidence(f->ndpi.confidence);

	facts->open = open_of(f);
	if (f->sample && (!KNTOP_VERSION_PAIR(&f->last).app_protocol || confidence == KNTOP_DOOR_BY_PORT ||
			  confidence == KNTOP_DOOR_BY_IP))
		facts->payload = kntop_sample_judge(f->sample, &facts->entropy, &facts->sampled);
}

void kntop_guest_learn(struct kntop_guest_flow *f, struct kntop_door_facts *facts)
{
	u_int16_t client, server;

	memset(facts, 0, sizeof(*facts));
	facts->dns_reply_code = -1;
	facts->risks = f->ndpi.risk;
	facts->score = ndpi_risk2score(f->ndpi.risk, &client, &server);
	say(facts, KNTOP_DOOR_SERVER_NAME, bounded(f->ndpi.host_server_name));
	learn_http(f, facts);
	learn_open(f, facts);
	if (is_tls(f))
		learn_tls(f, facts);
	else if (is_protocol(f, NDPI_PROTOCOL_SSH))
		learn_ssh(f, facts);
	else if (is_named(f))
		learn_dns(f, facts);
}
