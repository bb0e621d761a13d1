// SPDX-License-Identifier: GPL-2.0-or-later
/* A list of words that grows. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "drawing.h"

static void add(struct drawing *d, char *word)
{
	char **more = word ? reallocarray(d->words, d->count + 2, sizeof(*more)) : NULL;

	if (!more) {
		free(word);
		d->failed = true;
		return;
	}
	d->words = more;
	more[d->count++] = word;
	more[d->count] = NULL;
}

static void add_formatted(struct drawing *d, const char *format, va_list args)
{
	char *word = NULL;

	if (vasprintf(&word, format, args) < 0)
		word = NULL;
	add(d, word);
}

void drawing_add(struct drawing *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_formatted(d, format, args);
	va_end(args);
}

void drawing_option(struct drawing *d, const char *option, const char *format, ...)
{
	va_list args;

	add(d, strdup(option));
	va_start(args, format);
	add_formatted(d, format, args);
	va_end(args);
}

char *drawing_escape(const char *text, char *buf)
{
	size_t n = 0;

	for (; *text && n < DRAWING_TEXT - 2; text++) {
		if (*text == ':')
			buf[n++] = '\\';
		buf[n++] = *text;
	}
	buf[n] = '\0';
	return buf;
}

void drawing_free(struct drawing *d)
{
	for (int i = 0; i < d->count; i++)
		free(d->words[i]);
	free(d->words);
	*d = (struct drawing){ 0 };
}
