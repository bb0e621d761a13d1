// SPDX-License-Identifier: GPL-2.0-or-later
/* UDP ports at which tunnels are looked for, in words. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "json.h"
#include "ports.h"
#include "utf8.h"

/* What the table of kinds says: does UDP carry it, and at which ports? */
#define UDP_NO	false
#define UDP_TO	true
#define UDP_OF	true
#define CARRIED(NAME, name, udp, ...)	[KNTOP_ENCAPSULATION_##NAME] = UDP_##udp,
#define USUAL(NAME, name, udp, a, b, ...)					\
	{ .port = (a), .encapsulation = KNTOP_ENCAPSULATION_##NAME },		\
	{ .port = (b), .encapsulation = KNTOP_ENCAPSULATION_##NAME },

static const bool carried[KNTOP_ENCAPSULATION_MAX + 1] = { KNTOP_TUNNEL_KINDS(CARRIED) };
static const struct kntop_tunnel_port usual[] = { KNTOP_TUNNEL_KINDS(USUAL) };

bool ports_is_word(const char *word)
{
	return word && (strchr(word, ':') || !strcmp(word, PORTS_USUAL));
}

static void set_usual(struct kntop_config *config)
{
	config->tunnel_ports_count = 0;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (usual[i].port)
			config->tunnel_ports[config->tunnel_ports_count++] = usual[i];
}

static void forget(struct kntop_config *config, unsigned int kind)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < config->tunnel_ports_count; i++)
		if (config->tunnel_ports[i].encapsulation != kind)
			config->tunnel_ports[kept++] = config->tunnel_ports[i];
	config->tunnel_ports_count = kept;
}

/* The kind of a name of @len octets, 0 none that UDP carries. */
static unsigned int find_kind(const char *name, size_t len)
{
	for (unsigned int kind = 1; kind <= KNTOP_ENCAPSULATION_MAX; kind++) {
		const char *known = kntop_encapsulation_name(kind);

		if (carried[kind] && strlen(known) == len && !memcmp(known, name, len))
			return kind;
	}
	return 0;
}

static bool refuse_kind(const char *word, char *reason)
{
	char safe[64];
	int n;

	utf8_escape(word, safe, sizeof(safe));
	n = snprintf(reason, PORTS_REASON, "'%s' names no tunnel (one of", safe);
	for (unsigned int kind = 1; kind <= KNTOP_ENCAPSULATION_MAX; kind++)
		if (carried[kind] && n < PORTS_REASON)
			n += snprintf(reason + n, PORTS_REASON - n, " %s",
				      kntop_encapsulation_name(kind));
	if (n < PORTS_REASON)
		snprintf(reason + n, PORTS_REASON - n, ", as in vxlan:4789,8472)");
	return false;
}

static bool add(struct kntop_config *config, unsigned int kind, unsigned long port, char *reason)
{
	for (unsigned int i = 0; i < config->tunnel_ports_count; i++) {
		const struct kntop_tunnel_port *p = &config->tunnel_ports[i];

		if (p->port != port)
			continue;
		if (p->encapsulation == kind)
			return true;
		snprintf(reason, PORTS_REASON, "port %lu is that of %s (take it away first: %s:none, or its other ports)",
			 port, kntop_encapsulation_name(p->encapsulation),
			 kntop_encapsulation_name(p->encapsulation));
		return false;
	}
	if (config->tunnel_ports_count == KNTOP_TUNNEL_PORTS_MAX) {
		snprintf(reason, PORTS_REASON, "more than %u ports", KNTOP_TUNNEL_PORTS_MAX);
		return false;
	}
	config->tunnel_ports[config->tunnel_ports_count++] =
		(struct kntop_tunnel_port){ .port = port, .encapsulation = kind };
	return true;
}

/* A list of ports with commas between them. */
static bool add_list(struct kntop_config *config, unsigned int kind, const char *list,
		     char *reason)
{
	unsigned long port;
	char safe[64];
	char *end;

	for (;; list = end + 1) {
		port = *list >= '0' && *list <= '9' ? strtoul(list, &end, 10) : 0;
		if (port < 1 || port > 65535 || (*end && *end != ',')) {
			utf8_escape(list, safe, sizeof(safe));
			snprintf(reason, PORTS_REASON, "'%s' is no port (1 to 65535; none: no port at all)",
				 safe);
			return false;
		}
		if (!add(config, kind, port, reason))
			return false;
		if (!*end)
			return true;
	}
}

bool ports_take(struct kntop_config *config, const char *word, char *reason)
{
	const char *list = strchr(word, ':');
	unsigned int kind;

	if (!strcmp(word, PORTS_USUAL)) {
		set_usual(config);
		return true;
	}
	kind = list ? find_kind(word, list - word) : 0;
	if (!kind)
		return refuse_kind(word, reason);
	forget(config, kind);
	return !strcmp(list + 1, "none") || add_list(config, kind, list + 1, reason);
}

const char *ports_text(const struct kntop_config *config, char *text)
{
	size_t n = 0;

	text[0] = '\0';
	for (unsigned int kind = 1; kind <= KNTOP_ENCAPSULATION_MAX; kind++) {
		bool any = false;

		for (unsigned int i = 0; i < config->tunnel_ports_count; i++) {
			const struct kntop_tunnel_port *p = &config->tunnel_ports[i];

			if (p->encapsulation != kind || n >= PORTS_TEXT)
				continue;
			if (!any)
				n += snprintf(text + n, PORTS_TEXT - n, "%s%s:", n ? " " : "",
					      kntop_encapsulation_name(kind));
			if (n < PORTS_TEXT)
				n += snprintf(text + n, PORTS_TEXT - n, "%s%u", any ? "," : "",
					      p->port);
			any = true;
		}
	}
	return text;
}

void ports_json(struct json *j, const char *key, const struct kntop_config *config)
{
	json_object_begin(j, key);
	for (unsigned int kind = 1; kind <= KNTOP_ENCAPSULATION_MAX; kind++) {
		if (!carried[kind])
			continue;
		json_array_begin(j, kntop_encapsulation_name(kind));
		for (unsigned int i = 0; i < config->tunnel_ports_count; i++)
			if (config->tunnel_ports[i].encapsulation == kind)
				json_u64(j, NULL, config->tunnel_ports[i].port);
		json_array_end(j);
	}
	json_object_end(j);
}
