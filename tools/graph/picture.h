/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chart drawn by librrd. */
#ifndef GRAPH_PICTURE_H
#define GRAPH_PICTURE_H

#include "chart.h"

/**
 * struct picture_options - how to draw
 * @width, @height: of the graph itself, in pixels
 * @dark: theme
 * @svg: SVG, not PNG
 * @bare: without title and legend
 * @raw: exact numbers in the legend
 * @zoom: so many pixels for one
 */
struct picture_options {
	unsigned int width;
	unsigned int height;
	bool dark;
	bool svg;
	bool bare;
	bool raw;
	double zoom;
};

/**
 * struct picture - what was drawn
 * @data: octets of the file
 * @size: how many
 * @width, @height: of it, in pixels
 */
struct picture {
	char *data;
	size_t size;
	unsigned int width;
	unsigned int height;
};

/**
 * picture_draw() - draw a chart
 * @c: chart
 * @o: how
 * @p: filled in, @p->data to be freed
 * @reason: ARCHIVE_REASON octets for why it failed
 *
 * Not to be called by two threads at a time.
 *
 * Return: 0 or a negative errno value.
 */
int picture_draw(const struct chart *c, const struct picture_options *o, struct picture *p,
		 char *reason);

#endif /* GRAPH_PICTURE_H */
