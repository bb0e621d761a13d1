// SPDX-License-Identifier: GPL-2.0-or-later
/* Text of unknown origin made safe to print. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "utf8.h"

static int sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

int utf8_decode(const char *text, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = text[0];
	int len = sequence_length(lead);
	uint32_t c;

	if (len <= 1) {
		*code = lead;
		return len;
	}
	c = lead & (0xff >> (len + 1));
	for (int i = 1; i < len; i++) {
		unsigned char next = text[i];

		if ((next & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (next & 0x3f);
	}
	if (c < smallest[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*code = c;
	return len;
}

int utf8_is_printable(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return 0;
	if (code == 0x2028 || code == 0x2029 || code == 0x200e || code == 0x200f)
		return 0;
	if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
		return 0;
	return 1;
}

/* One character, or one octet of what is none, escaped: octets read. */
static int escape_one(const char *text, char *out, size_t *len)
{
	uint32_t code;
	int n = utf8_decode(text, &code);
	int read = n ? n : 1;

	if (n == 1 && code == '\\') {
		memcpy(out, "\\\\", 2);
		*len = 2;
	} else if (n && utf8_is_printable(code)) {
		memcpy(out, text, n);
		*len = n;
	} else {
		*len = 0;
		for (int i = 0; i < read; i++)
			*len += sprintf(out + *len, "\\x%02x", (unsigned char)text[i]);
	}
	return read;
}

/* Printable ASCII that stands for itself. */
static bool is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '\\';
}

char *utf8_escape(const char *text, char *buf, size_t size)
{
	char one[20];
	size_t used = 0, len;

	while (*text) {
		if (is_plain(*text) && used + 1 < size) {
			buf[used++] = *text++;
			continue;
		}
		text += escape_one(text, one, &len);
		if (used + len >= size)
			break;
		memcpy(buf + used, one, len);
		used += len;
	}
	buf[used] = '\0';
	return buf;
}

char *utf8_escape_text(const char *text, size_t len, char *buf, size_t size)
{
	char whole[1024];

	len = strnlen(text, len < sizeof(whole) ? len : sizeof(whole) - 1);
	memcpy(whole, text, len);
	whole[len] = '\0';
	return utf8_escape(whole, buf, size);
}

size_t utf8_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		if ((*text & 0xc0) != 0x80)
			width++;
	return width;
}

void utf8_cut(char *text, size_t width)
{
	size_t characters = 0;

	for (; *text; text++) {
		if ((*text & 0xc0) == 0x80)
			continue;
		if (characters++ == width - 3)
			break;
	}
	if (*text)
		strcpy(text, "...");
}
