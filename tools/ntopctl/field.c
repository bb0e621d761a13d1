// SPDX-License-Identifier: GPL-2.0-or-later
/* Values that several records share, as JSON and as text. */
#include <stdio.h>
#include <string.h>
#include "field.h"
#include "utf8.h"

void field_json_address(struct json *j, const char *key, const struct kntop_address *addr)
{
	char buf[KNTOP_ADDRESS_TEXT];

	field_json_name(j, key, kntop_address_format(addr, buf));
}

void field_json_time(struct json *j, const char *key, uint64_t ns)
{
	if (ns)
		json_u64(j, key, ns);
	else
		json_null(j, key);
}

void field_json_optional(struct json *j, const char *key, int64_t value)
{
	if (value < 0)
		json_null(j, key);
	else
		json_u64(j, key, value);
}

void field_json_name(struct json *j, const char *key, const char *name)
{
	json_string(j, key, name[0] ? name : NULL);
}

void field_json_counter(struct json *j, const char *key, const struct kntop_counter *c)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_object_end(j);
}

void field_json_counter_flows(struct json *j, const char *key,
			      const struct kntop_counter *c)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_u64(j, "flows", c->flows);
	json_object_end(j);
}

char *field_endpoint(char *buf, const struct kntop_address *addr, int port)
{
	char text[KNTOP_ADDRESS_TEXT];

	kntop_address_format(addr, text);
	if (port < 0)
		snprintf(buf, FIELD_SIZE, "%s", text);
	else if (addr->family == 6)
		snprintf(buf, FIELD_SIZE, "[%s]:%d", text, port);
	else
		snprintf(buf, FIELD_SIZE, "%s:%d", text, port);
	return buf;
}

char *field_l4(char *buf, unsigned int protocol)
{
	const char *name = kntop_l4_name(protocol);

	if (name)
		snprintf(buf, FIELD_SIZE, "%s", name);
	else
		snprintf(buf, FIELD_SIZE, "%u", protocol);
	return buf;
}

char *field_network(char *buf, const struct kntop_address *addr, int prefix)
{
	char text[KNTOP_ADDRESS_TEXT];

	snprintf(buf, FIELD_SIZE, "%s/%d", kntop_address_format(addr, text), prefix);
	return buf;
}

char *field_ethertype(char *buf, unsigned int type)
{
	const char *name = kntop_ethertype_name(type);

	if (name)
		snprintf(buf, FIELD_SIZE, "%s", name);
	else
		snprintf(buf, FIELD_SIZE, "0x%04x", type);
	return buf;
}

char *field_tcp_flags(char *buf, unsigned int flags)
{
	static const char letters[] = "FSRPAUEC";
	char *p = buf;

	for (int i = 0; i < 8; i++)
		if (flags & 1U << i)
			*p++ = letters[i];
	if (p == buf)
		*p++ = '-';
	*p = '\0';
	return buf;
}

char *field_words(char *buf, const char *name)
{
	snprintf(buf, FIELD_SIZE, "%s", name);
	for (char *p = buf; *p; p++)
		if (*p == '_')
			*p = ' ';
	return buf;
}

char *field_name(char *buf, const char *name)
{
	return utf8_escape(name, buf, FIELD_SIZE);
}
