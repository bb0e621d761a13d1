// SPDX-License-Identifier: GPL-2.0-or-later
/* Text as columns of a terminal. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "../utf8.h"
#include "text.h"

struct range {
	uint32_t first, last;
};

/*
 * Blocks of scripts that are written from right to left (Unicode's Bidi_Class R and
 * AL), and characters that show nothing or change how their neighbours are shown.
 */
static const struct range escaped[] = {
	{ 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x0590, 0x08ff }, { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
	{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xd800, 0xf8ff }, { 0xfb1d, 0xfdff },
	{ 0xfe00, 0xfe0f }, { 0xfe70, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xffff },
	{ 0x10800, 0x10fff }, { 0x1d173, 0x1d17a }, { 0x1e800, 0x1efff },
	{ 0xe0000, 0x10ffff },
};

static bool is_escaped(uint32_t code)
{
	for (size_t i = 0; i < sizeof(escaped) / sizeof(escaped[0]); i++)
		if (code >= escaped[i].first && code <= escaped[i].last)
			return true;
	return !utf8_is_printable(code);
}

static void escape(const char *text, int octets, struct text_glyph *g)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < octets; i++) {
		unsigned char octet = text[i];
		const char one[] = { '\\', 'x', digits[octet >> 4], digits[octet & 15] };

		for (int k = 0; k < 4; k++)
			g->ch[g->count++] = one[k];
	}
	g->width = g->count;
}

void text_glyph(const char *text, bool utf8, struct text_glyph *g)
{
	uint32_t code;
	int octets = utf8_decode(text, &code);
	int width = -1;

	g->count = 0;
	g->octets = octets ? octets : 1;
	if (octets == 1)
		width = code >= ' ' && code <= '~' ? 1 : -1;
	else if (octets && utf8 && !is_escaped(code))
		width = wcwidth(code);
	if (width < 0) {
		escape(text, g->octets, g);
		return;
	}
	g->ch[g->count++] = code;
	g->width = width;
}

int text_width(const char *text, bool utf8)
{
	struct text_glyph g;
	int width = 0;

	for (; *text; text += g.octets) {
		text_glyph(text, utf8, &g);
		width += g.width;
	}
	return width;
}

/* The part of a text that begins behind so many columns, or as soon after as it can. */
static const char *skip(const char *text, int columns, bool utf8)
{
	struct text_glyph g;

	for (; *text; text += g.octets) {
		text_glyph(text, utf8, &g);
		if (columns <= 0 && g.width)
			break;
		columns -= g.width;
	}
	return text;
}

/* Octets of the longest beginning that takes no more than so many columns. */
static size_t head(const char *text, int columns, bool utf8)
{
	const char *at = text;
	struct text_glyph g;

	for (; *at; at += g.octets) {
		text_glyph(at, utf8, &g);
		if (g.width > columns)
			break;
		columns -= g.width;
	}
	return at - text;
}

char *text_fit(const char *text, int width, bool utf8, char *buf, size_t size)
{
	const char *dots = utf8 ? "\xe2\x80\xa6" : "~";
	int whole = text_width(text, utf8), front;
	const char *tail;

	if (whole <= width) {
		snprintf(buf, size, "%s", text);
		return buf;
	}
	front = width / 2;
	tail = skip(text, whole - (width - 1 - front), utf8);
	snprintf(buf, size, "%.*s%s%s", (int)head(text, front, utf8), text, dots, tail);
	return buf;
}
