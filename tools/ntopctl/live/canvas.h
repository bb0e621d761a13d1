/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture of a page: cells, and places that can be clicked. No terminal is needed. */
#ifndef NTOPCTL_LIVE_CANVAS_H
#define NTOPCTL_LIVE_CANVAS_H

#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>
#include "style.h"

/** A character and what combines with it, as many as are kept. */
#define CANVAS_COMBINED	4
/** Most places that can be clicked. */
#define CANVAS_ZONES	256

/**
 * struct cell - one column of a line
 * @ch: character and its combining ones; none when the cell before is a wide one
 * @count: how many
 * @style: &enum style
 */
struct cell {
	wchar_t ch[CANVAS_COMBINED];
	unsigned char count;
	unsigned char style;
};

/**
 * struct area - a rectangle
 * @y: first line
 * @x: first column
 * @height: lines, may be less than 1
 * @width: columns, may be less than 1
 */
struct area {
	int y, x, height, width;
};

/**
 * struct zone - a place that can be clicked
 * @area: where
 * @action: the key it stands for, or what its maker knows
 * @value: more of it
 */
struct zone {
	struct area area;
	int action;
	int value;
};

/**
 * struct canvas - a picture
 * @height: lines
 * @width: columns
 * @utf8: characters beyond ASCII may be drawn
 * @cells: line by line
 * @zones: places, later ones lie above earlier ones
 * @zone_count: how many
 */
struct canvas {
	int height;
	int width;
	bool utf8;
	struct cell *cells;
	struct zone zones[CANVAS_ZONES];
	unsigned int zone_count;
};

/**
 * canvas_size() - begin an empty picture
 * @c: canvas; all zero the first time
 * @height: lines
 * @width: columns
 *
 * Return: 0, or -ENOMEM, when the canvas has no cells.
 */
int canvas_size(struct canvas *c, int height, int width);

/** canvas_free() - forget the picture */
void canvas_free(struct canvas *c);

/**
 * canvas_text() - draw a text of any origin
 * @c: canvas
 * @y: line; what is outside of the canvas is not drawn
 * @x: first column
 * @width: columns it may take; what is longer is cut at its end
 * @style: &enum style
 * @text: text; see text_glyph() for what is escaped
 *
 * Return: columns that were drawn.
 */
int canvas_text(struct canvas *c, int y, int x, int width, enum style style,
		const char *text);

/** canvas_printf() - the same with a format; the text is cut at 511 octets */
int canvas_printf(struct canvas *c, int y, int x, int width, enum style style,
		  const char *format, ...) __attribute__((format(printf, 6, 7)));

/** canvas_glyph() - draw one character of one column's width */
void canvas_glyph(struct canvas *c, int y, int x, enum style style, wchar_t ch);

/** canvas_fill() - blanks in a style */
void canvas_fill(struct canvas *c, const struct area *area, enum style style);

/** canvas_style() - change the style of what is drawn already */
void canvas_style(struct canvas *c, const struct area *area, enum style style);

/** canvas_rule() - a line across with a title in it */
void canvas_rule(struct canvas *c, int y, int x, int width, const char *title);

/** canvas_zone() - a place that can be clicked; beyond CANVAS_ZONES none is made */
void canvas_zone(struct canvas *c, const struct area *area, int action, int value);

/** canvas_find() - what lies at a place, or NULL */
const struct zone *canvas_find(const struct canvas *c, int y, int x);

/**
 * canvas_copy() - part of another picture
 * @c: canvas
 * @to: where to
 * @from: the other one
 * @first: its first line that is wanted
 */
void canvas_copy(struct canvas *c, const struct area *to, const struct canvas *from,
		 int first);

/** canvas_print() - lines of text without trailing blanks, and a blank line behind */
void canvas_print(const struct canvas *c, FILE *file);

#endif /* NTOPCTL_LIVE_CANVAS_H */
