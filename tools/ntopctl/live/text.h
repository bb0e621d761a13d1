/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as columns of a terminal: wide, combining and dangerous characters. */
#ifndef NTOPCTL_LIVE_TEXT_H
#define NTOPCTL_LIVE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/** Most characters that one character of a text becomes: four octets as \xNN. */
#define TEXT_GLYPH	16

/**
 * struct text_glyph - what is drawn for one character
 * @ch: characters to draw
 * @count: how many
 * @width: columns they take; 0 when they belong to the character before
 * @octets: of the text
 */
struct text_glyph {
	wchar_t ch[TEXT_GLYPH];
	int count;
	int width;
	int octets;
};

/**
 * text_glyph() - the character a text begins with
 * @text: text, not at its end
 * @utf8: the terminal shows UTF-8; else all but ASCII is escaped
 * @glyph: filled in
 *
 * Control characters, what is no UTF-8, invisible characters, and those that are
 * written from right to left or turn the direction, become \xNN for each octet: a
 * terminal that orders lines by Unicode's bidirectional algorithm (UAX #9) would
 * move what stands beside them.
 */
void text_glyph(const char *text, bool utf8, struct text_glyph *glyph);

/** text_width() - columns a text takes */
int text_width(const char *text, bool utf8);

/**
 * text_fit() - a text cut in its middle
 * @text: text
 * @width: columns it may take, at least 1
 * @utf8: as for text_glyph()
 * @buf: where to write
 * @size: of @buf, at least 8
 *
 * Beginning and end of a name say more than its middle.
 *
 * Return: @buf.
 */
char *text_fit(const char *text, int width, bool utf8, char *buf, size_t size);

#endif /* NTOPCTL_LIVE_TEXT_H */
