// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of ntopng's protos.txt: what makes a protocol of one's own. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "../args.h"
#include "../field.h"
#include "protos.h"

/* nDPI counts up to the last port of a range in 16 bits: with 65535 it never ends. */
#define PORT_MAX	65534
/* nDPI keeps so much of a distinguished name. */
#define DN_MAX		126

static bool refuse(char *reason, const char *format, const char *text)
{
	char safe[FIELD_SIZE];

	field_name(safe, text);
	if (strlen(safe) > 80)
		strcpy(safe + 77, "...");
	snprintf(reason, RULES_REASON, format, safe);
	return false;
}

static const char *after(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(text, prefix, len) ? NULL : text + len;
}

static bool parse_port(const char *text, uint64_t max, uint64_t *port, char *reason)
{
	if (!args_parse_number(text, port))
		return refuse(reason, "'%s' is no port", text);
	if (*port == 65535 && max < 65535)
		return refuse(reason, "port %s cannot be in a rule: nDPI would never end", text);
	if (!*port || *port > max)
		return refuse(reason, "'%s' is no port from 1 to 65534", text);
	return true;
}

/* tcp: and udp: */
static bool put_ports(const char *item, char *value, char *out, char *reason)
{
	char *dash = strchr(value, '-');
	uint64_t low, high;

	if (dash)
		*dash = '\0';
	if (!parse_port(value, PORT_MAX, &low, reason) ||
	    (dash && !parse_port(dash + 1, PORT_MAX, &high, reason)))
		return false;
	if (dash && high < low)
		return refuse(reason, "a range of ports ends before it begins: %s", dash + 1);
	out += sprintf(out, "%.4s%u", item, (unsigned int)low);
	if (dash)
		sprintf(out, "-%u", (unsigned int)high);
	return true;
}

static bool put_network(char *value, char *out, char *reason)
{
	char *colon = strrchr(value, ':');
	uint64_t port = 0;

	if (colon && strchr(value, ':') != colon)
		return refuse(reason, "'%s': nDPI's rules take no IPv6 addresses", value);
	if (colon) {
		*colon = '\0';
		if (!parse_port(colon + 1, 65535, &port, reason))
			return false;
	}
	if (!rules_is_network(value))
		return refuse(reason, "'%s' is no IPv4 address with a length of 1 to 32", value);
	out += sprintf(out, "ip:%s", value);
	if (colon)
		sprintf(out, ":%u", (unsigned int)port);
	return true;
}

/* Takes both quotes off, or neither: NULL when there is one. */
static char *unquote(char *value)
{
	size_t len = strlen(value);

	if (*value != '"')
		return len && value[len - 1] == '"' ? NULL : value;
	if (len < 2 || value[len - 1] != '"')
		return NULL;
	value[len - 1] = '\0';
	return rules_trim(value + 1);
}

static bool put_host(const char *what, char *value, char *out, char *reason)
{
	char *name = unquote(value);

	if (!name)
		return refuse(reason, "a quote is missing: %s", value);
	out += sprintf(out, "%s\"", what);
	out = rules_host(name, out, reason);
	if (out)
		strcpy(out, "\"");
	return out;
}

static bool put_item(char *item, char *out, char *reason)
{
	char *colon = strchr(item, ':');

	if (!*item)
		return refuse(reason, "there is nothing between commas, or in front of the @%s", "");
	if (after(item, "tcp:") || after(item, "udp:"))
		return put_ports(item, rules_trim(colon + 1), out, reason);
	if (after(item, "ip:"))
		return put_network(rules_trim(colon + 1), out, reason);
	if (after(item, "host:"))
		return put_host("host:", rules_trim(colon + 1), out, reason);
	return refuse(reason, "'%s' begins neither with tcp:, udp:, ip: nor host:", item);
}

static bool put_name(char *name, char *out, char *reason)
{
	name = rules_trim(name);
	if (!*name)
		return refuse(reason, "there is no name behind the @%s", "");
	if (strlen(name) >= KNTOP_LABEL_NAME_SIZE)
		return refuse(reason, "the name '%s' is longer than 47 octets", name);
	*out++ = '@';
	for (; *name; name++) {
		if ((unsigned char)*name < ' ' || (unsigned char)*name >= 0x7f || *name == ',')
			return refuse(reason, "there must not be a '%.1s' in a name", name);
		*out++ = strchr("/&^:;'\" ", *name) ? '_' : *name;
	}
	*out = '\0';
	return true;
}

static bool parse_rule(char *line, char *name, char *out, char *reason)
{
	char *item = line, *comma;

	for (; item; item = comma) {
		comma = strchr(item, ',');
		if (comma)
			*comma++ = '\0';
		if (!put_item(rules_trim(item), out, reason))
			return false;
		out += strlen(out);
		if (comma)
			*out++ = ',';
	}
	return put_name(name, out, reason);
}

/* NETWORK=MASK or "HOST"=MASK */
static bool parse_mask(const char *what, char *value, bool host, char *out, char *reason)
{
	char *equals = strrchr(value, '=');
	uint64_t mask;

	if (!equals)
		return refuse(reason, "there is no =MASK behind '%s'", value);
	*equals = '\0';
	if (!args_parse_number(rules_trim(equals + 1), &mask) || mask > INT64_MAX)
		return refuse(reason, "'%s' is no mask: a decimal number below 2^63", equals + 1);
	value = rules_trim(value);
	if (host && !put_host(what, value, out, reason))
		return false;
	if (!host && !rules_is_network(value))
		return refuse(reason, "'%s' is no IPv4 address with a length of 1 to 32", value);
	if (!host)
		sprintf(out, "%s%s", what, value);
	sprintf(out + strlen(out), "=%llu", (unsigned long long)mask);
	return true;
}

static bool parse_issuer(char *value, char *out, char *reason)
{
	char *name = unquote(value);

	if (!name || !*name)
		return refuse(reason, "no name of an issuer, or a quote is missing: %s", value);
	if (strlen(name) > DN_MAX || strchr(name, '"'))
		return refuse(reason, "an issuer's name has up to 126 characters, no quotes: %s", name);
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return refuse(reason, "a control character: %s", name);
	sprintf(out, "trusted_issuer_dn:\"%s\"", name);
	return true;
}

bool protos_parse(char *line, char *out, char *reason, void *data)
{
	char *colon = strchr(line, ':'), *at = strrchr(line, '@');

	(void)data;
	if (after(line, "trusted_issuer_dn:"))
		return parse_issuer(rules_trim(colon + 1), out, reason);
	if (after(line, "ip_risk_mask:"))
		return parse_mask("ip_risk_mask:", rules_trim(colon + 1), false, out, reason);
	if (after(line, "host_risk_mask:"))
		return parse_mask("host_risk_mask:", rules_trim(colon + 1), true, out, reason);
	if (!at)
		return refuse(reason, "there is no @NAME in '%s'", line);
	*at = '\0';
	return parse_rule(line, at + 1, out, reason);
}

const char *protos_name(const char *line)
{
	const char *at = strrchr(line, '@');

	return !at || after(line, "trusted_issuer_dn:") ? NULL : at + 1;
}

static bool is_known(struct ctl *ctl, const char *name)
{
	const struct kntop_label *l =
		kntop_label_by_name(ctl->kernel, KNTOP_LABEL_PROTOCOL, name);

	return l && !l->custom && !strcasecmp(l->name, name);
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcasecmp(names[i], name))
			return true;
	return false;
}

int protos_check(struct ctl *ctl, const struct rules *rules)
{
	const char *names[PROTOS_NEW_MAX];
	size_t count = 0;

	for (size_t i = 0; i < rules->count; i++) {
		const char *name = protos_name(rules->line[i]);

		if (!name || is_among(name, names, count) || is_known(ctl, name))
			continue;
		if (count == PROTOS_NEW_MAX)
			return rules_complain(ctl, rules, i,
					      "this is the 230th new protocol, nDPI takes 229");
		names[count++] = name;
	}
	return CTL_OK;
}
