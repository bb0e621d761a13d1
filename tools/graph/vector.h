/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for those who cannot see a picture. */
#ifndef GRAPH_VECTOR_H
#define GRAPH_VECTOR_H

#include "chart.h"
#include "picture.h"

/**
 * vector_describe() - put title and numbers into an SVG as text
 * @p: picture, whose letters are only shapes
 * @c: chart it is of
 * @raw: exact numbers
 *
 * Return: 0 or -ENOMEM.
 */
int vector_describe(struct picture *p, const struct chart *c, bool raw);

/** vector_escape() - print a text with the marks of XML and HTML escaped */
void vector_escape(FILE *f, const char *text);

#endif /* GRAPH_VECTOR_H */
