// SPDX-License-Identifier: GPL-2.0-or-later
/* Names that flows carry, and whose they are. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "../ntopctl/utf8.h"
#include "name_seen.h"

#define UDP		17
#define DNS_PORT	53
#define DHCP_CLIENT	68
#define DATAGRAM_PORT	138

#define HTTP_NOT_MODIFIED 304
/* A refusal is a packet or two: version negotiation, or the end of the connection. */
#define QUIC_PACKETS	4

/* The kernel sends no more octets of a text. */
#define TEXT_MAX	255

/* nDPI keeps 79 octets of a longer name: the last ones. */
#define WHOLE_MAX	78

bool name_seen_is_host(const struct kntop_address *addr)
{
	static const uint8_t none[15];
	const uint8_t *o = addr->octets;

	if (addr->family == 4)
		return o[0] && o[0] != 127 && o[0] < 224;
	/* neither :: nor ::1 */
	return addr->family == 6 && o[0] != 0xff && memcmp(o, none, sizeof(none));
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

bool name_seen_is_name(const char *text)
{
	struct kntop_address addr;
	size_t len = strlen(text), label = 0;
	bool last_has_letter = false;

	if (!len || len >= NAMEFILE_NAME_SIZE || !kntop_address_parse(text, &addr))
		return false;
	for (const char *p = text; *p; p++) {
		if (*p == '.') {
			if (!label || !p[1])
				return false;
			label = 0;
			last_has_letter = false;
		} else if (!is_letter(*p) || ++label > 63) {
			return false;
		} else {
			last_has_letter |= isalpha((unsigned char)*p) != 0;
		}
	}
	/* 10.1 and 127.1 are addresses to some. */
	return last_has_letter;
}

/* Names of other kinds than DNS's: anything that can be printed, and seen. */
static bool is_printable(const char *text)
{
	bool visible = false;
	uint32_t code;

	while (*text) {
		int n = utf8_decode(text, &code);

		if (!n || !utf8_is_printable(code))
			return false;
		visible |= code != ' ';
		text += n;
	}
	return visible;
}

static bool is_one(const char *name, const char *protocol, const char *master)
{
	return (protocol && !strcmp(protocol, name)) || (master && !strcmp(master, name));
}

static bool take(struct name_seen *seen, const struct kntop_address *addr,
		 enum namefile_source source)
{
	seen->addr = *addr;
	seen->source = source;
	return name_seen_is_host(addr);
}

/* Broadcasts of clients without an address are all one flow, and tell nothing. */
static bool of_dhcp(const struct kntop_flow *f, struct name_seen *seen)
{
	const struct kntop_endpoint *client = f->client.port == DHCP_CLIENT ? &f->client :
		f->server.port == DHCP_CLIENT ? &f->server : NULL;

	return client && is_printable(seen->name) && take(seen, &client->addr, NAMEFILE_DHCP);
}

static bool is_same(const struct kntop_address *a, const struct kntop_address *b)
{
	return a->family == b->family && !memcmp(a->octets, b->octets, sizeof(a->octets));
}

/*
 * "host.local" is a host; what has more labels is a service, or an address in reverse. Who
 * gives the name another address than his own repeats what a neighbour said elsewhere.
 */
static bool of_mdns(const struct kntop_flow *f, struct name_seen *seen)
{
	char *dot = strchr(seen->name, '.');

	if (f->l7.dns_reply_code || name_seen_is_host(&f->server.addr) ||
	    !is_same(&f->l7.dns_address, &f->client.addr) ||
	    seen->name[0] == '_' || !dot || strcmp(dot, ".local"))
		return false;
	return name_seen_is_name(seen->name) && take(seen, &f->client.addr, NAMEFILE_MDNS);
}

static bool of_netbios(const struct kntop_flow *f, struct name_seen *seen)
{
	return f->l4 == UDP && f->server.port == DATAGRAM_PORT && is_printable(seen->name) &&
	       take(seen, &f->client.addr, NAMEFILE_NETBIOS);
}

static bool of_dns(const struct kntop_flow *f, struct name_seen *seen)
{
	return f->server.port == DNS_PORT && name_seen_is_name(seen->name) &&
	       take(seen, &f->l7.dns_address, NAMEFILE_DNS);
}

/* A server is called so by a client that knows which is which. */
static bool of_server(const struct kntop_flow *f, struct name_seen *seen,
		      enum namefile_source source)
{
	const struct kntop_text *method = &f->l7.text[KNTOP_L7_HTTP_METHOD];

	/* what passes a tunnel is no name of the proxy */
	if (f->direction_by == KNTOP_DIRECTION_BY_PORT ||
	    (method->len == 7 && !memcmp(method->data, "CONNECT", 7)))
		return false;
	return name_seen_is_name(seen->name) && strchr(seen->name, '.') &&
	       take(seen, &f->server.addr, source);
}

/*
 * A proxy is asked for a whole URL (RFC 9112, 3.2.2), a server for a path: nDPI puts the host
 * before that alone.
 */
static bool asks_for_path(const struct kntop_flow *f, const char *host)
{
	const struct kntop_text *url = &f->l7.text[KNTOP_L7_HTTP_URL];
	size_t len = strlen(host);

	return url->len > len && !strncasecmp(url->data, host, len) &&
	       strchr("/?*", url->data[len]);
}

/* Others than the server may be asked for in a request; who is not there is not found. */
static bool of_http(const struct kntop_flow *f, struct name_seen *seen)
{
	unsigned int status = f->l7.http_status;
	char *colon;

	if ((status / 100 != 2 && status != HTTP_NOT_MODIFIED) || !asks_for_path(f, seen->name))
		return false;
	colon = strchr(seen->name, ':');
	if (colon)
		*colon = '\0';
	return of_server(f, seen, NAMEFILE_HTTP);
}

/* "*.example.test" is each name with one label more (RFC 6125, 6.4.3). */
static bool covers(const char *pattern, size_t len, const char *name)
{
	const char *rest = strchr(name, '.');

	if (len > 2 && pattern[0] == '*' && pattern[1] == '.')
		return rest && strlen(rest) == len - 1 && !strncasecmp(rest, pattern + 1, len - 1);
	return strlen(name) == len && !strncasecmp(name, pattern, len);
}

/* Whether the certificate is of that name, as far as it was seen: of TLS 1.3 it is not. */
static bool is_certified(const struct kntop_flow *f, const char *name)
{
	const struct kntop_text *names = &f->l7.text[KNTOP_L7_TLS_SERVER_NAMES];
	const char *at = names->data, *end = at + names->len, *comma;

	/* one that is cut says nothing of the rest */
	if (!names->len || names->len >= TEXT_MAX)
		return true;
	for (; at < end; at = comma + 1) {
		comma = memchr(at, ',', end - at);
		if (!comma)
			comma = end;
		if (covers(at, comma - at, name))
			return true;
	}
	return false;
}

/* A server that does not know the name sends an alert, or another's certificate. */
static bool of_tls(const struct kntop_flow *f, struct name_seen *seen)
{
	return f->l7.tls_cipher >= 0 && is_certified(f, seen->name) &&
	       of_server(f, seen, NAMEFILE_TLS);
}

/* The answer to its first packet is encrypted: one that goes on was no refusal. */
static bool of_quic(const struct kntop_flow *f, struct name_seen *seen)
{
	return f->client.packets >= QUIC_PACKETS && f->server.packets >= QUIC_PACKETS &&
	       of_server(f, seen, NAMEFILE_TLS);
}

bool name_seen_of(const struct kntop_flow *flow, const char *protocol, const char *master,
		  struct name_seen *seen)
{
	const struct kntop_text *name = &flow->l7.text[KNTOP_L7_SERVER_NAME];

	if (!flow->l7.seen || flow->l7.undecided || !name->len || name->len > WHOLE_MAX ||
	    flow->l7.confidence != KNTOP_CONFIDENCE_DPI)
		return false;
	memcpy(seen->name, name->data, name->len);
	seen->name[name->len] = '\0';
	if (is_one("DHCP", protocol, master))
		return of_dhcp(flow, seen);
	if (is_one("MDNS", protocol, master))
		return of_mdns(flow, seen);
	if (is_one("NetBIOS", protocol, master))
		return of_netbios(flow, seen);
	/* Who was not answered may be nobody. */
	if (!flow->client.packets || !flow->server.packets)
		return false;
	if (flow->l7.dns_address.family)
		return of_dns(flow, seen);
	if (is_one("HTTP_Proxy", protocol, master) || is_one("HTTP_Connect", protocol, master))
		return false;
	if (is_one("QUIC", protocol, master))
		return of_quic(flow, seen);
	if (is_one("TLS", protocol, master))
		return of_tls(flow, seen);
	return is_one("HTTP", protocol, master) && of_http(flow, seen);
}
