/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of unknown origin made safe to print. */
#ifndef NTOPCTL_UTF8_H
#define NTOPCTL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * utf8_decode() - the character a text begins with
 * @text: text ended by NUL, not at its end
 * @code: set to the code point
 *
 * Return: octets of the character, or 0 when it is not valid UTF-8 (RFC 3629).
 */
int utf8_decode(const char *text, uint32_t *code);

/**
 * utf8_is_printable() - whether a terminal may get a character
 * @code: code point
 *
 * Control characters could command the terminal, and characters that turn the
 * writing direction could forge what is read.
 *
 * Return: nonzero when it is harmless.
 */
int utf8_is_printable(uint32_t code);

/**
 * utf8_escape() - make a text safe for a terminal
 * @text: any octets, ended by NUL
 * @buf: where to write; what does not fit is cut between characters
 * @size: of @buf, at least 1
 *
 * What is not printable becomes \xNN per octet, and a backslash two.
 *
 * Return: @buf.
 */
char *utf8_escape(const char *text, char *buf, size_t size);

/**
 * utf8_escape_text() - the same for a text that is not ended by a NUL
 * @text: any octets; what is behind a NUL is left out
 * @len: how many; those beyond 1023 are left out
 * @buf: where to write
 * @size: of @buf, at least 1
 *
 * Return: @buf.
 */
char *utf8_escape_text(const char *text, size_t len, char *buf, size_t size);

/**
 * utf8_cut() - shorten a printable text
 * @text: printable text of more than @width characters, changed
 * @width: characters to leave, at least 4; the last three become "..."
 */
void utf8_cut(char *text, size_t width);

/**
 * utf8_width() - columns a printable text takes, one per character
 * @text: printable text
 *
 * Return: number of characters.
 */
size_t utf8_width(const char *text);

#endif /* NTOPCTL_UTF8_H */
