// SPDX-License-Identifier: GPL-2.0-or-later
/* Values that several records share, as JSON and as text. */
#include <stdio.h>
#include <string.h>
#include "digits.h"
#include "field.h"
#include "utf8.h"

char *field_endpoint(char *buf, const struct kntop_address *addr, int port)
{
	bool bracketed = port >= 0 && addr->family == 6;
	char *at = buf;

	if (bracketed)
		*at++ = '[';
	at += strlen(kntop_address_format(addr, at));
	if (bracketed)
		*at++ = ']';
	if (port >= 0) {
		*at++ = ':';
		at = digits_put(at, port);
	}
	*at = '\0';
	return buf;
}

/* A text that is known to fit. */
static char *copy(char *buf, const char *text)
{
	return memcpy(buf, text, strlen(text) + 1);
}

char *field_id(char *buf, uint64_t id)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 16; i--; id >>= 4)
		buf[i] = digits[id & 15];
	buf[16] = '\0';
	return buf;
}

void field_json_id(struct json *j, const char *key, uint64_t id)
{
	char text[FIELD_SIZE];

	if (id)
		json_plain(j, key, field_id(text, id));
	else
		json_null(j, key);
}

char *field_l4(char *buf, unsigned int protocol)
{
	const char *name = kntop_l4_name(protocol);

	if (name)
		return copy(buf, name);
	*digits_put(buf, protocol) = '\0';
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
