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
 * utf8_width() - columns a printable text takes, one per character
 * @text: printable text
 *
 * Return: number of characters.
 */
size_t utf8_width(const char *text);

#endif /* NTOPCTL_UTF8_H */
