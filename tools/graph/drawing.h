/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that tell rrdgraph(1) what to draw. */
#ifndef GRAPH_DRAWING_H
#define GRAPH_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

/** Room for a text that was escaped. */
#define DRAWING_TEXT	1100

/**
 * struct drawing - a list of words
 * @words: they
 * @count: how many
 * @failed: there was no memory for one
 */
struct drawing {
	char **words;
	int count;
	bool failed;
};

/** drawing_add() - add a word */
void drawing_add(struct drawing *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** drawing_option() - add an option and its value */
void drawing_option(struct drawing *d, const char *option, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * drawing_escape() - a text as a part of a word
 * @text: printable text
 * @buf: DRAWING_TEXT octets
 *
 * Return: @buf.
 */
char *drawing_escape(const char *text, char *buf);

/** drawing_free() - free the words */
void drawing_free(struct drawing *d);

#endif /* GRAPH_DRAWING_H */
