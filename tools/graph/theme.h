/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours. They are told apart by people who do not see all of them, too. */
#ifndef GRAPH_THEME_H
#define GRAPH_THEME_H

#include <stdbool.h>

/** Colours of curves. */
#define THEME_CURVES	12

/**
 * struct theme - colours as RRGGBB
 * @back: around the graph
 * @canvas: of the graph
 * @font: of texts
 * @grid, @major: of lines behind the curves
 * @axis: of axes
 * @gap: of times of which nothing is known
 * @rest: of what is left of a stack
 * @curves: of curves; neighbours differ in brightness
 */
struct theme {
	const char *back;
	const char *canvas;
	const char *font;
	const char *grid;
	const char *major;
	const char *axis;
	const char *gap;
	const char *rest;
	const char *curves[THEME_CURVES];
};

/** theme_get() - light or dark */
const struct theme *theme_get(bool dark);

#endif /* GRAPH_THEME_H */
