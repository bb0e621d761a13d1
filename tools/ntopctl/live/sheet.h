/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page that is read from top to bottom, and may be longer than the screen. */
#ifndef NTOPCTL_LIVE_SHEET_H
#define NTOPCTL_LIVE_SHEET_H

#include "live.h"

/** Most lines. */
#define SHEET_LINES	400

/**
 * struct sheet - lines being written
 * @canvas: where
 * @line: the next one
 */
struct sheet {
	struct canvas canvas;
	int line;
};

/** sheet_open() - begin a sheet of a width; 0 or -ENOMEM */
int sheet_open(struct sheet *s, int width, bool utf8);

/** sheet_title() - a blank line, unless it is the first, and a heading */
void sheet_title(struct sheet *s, const char *title);

/** sheet_text() - a text, on as many lines as it takes */
void sheet_text(struct sheet *s, enum style style, const char *text);

/** sheet_pair() - a word and what there is to say about it, likewise */
void sheet_pair(struct sheet *s, const char *word, enum style style, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/** sheet_area() - lines of which the caller draws what is there */
struct area sheet_area(struct sheet *s, int height);

/**
 * sheet_capture() - what a command prints
 * @s: sheet
 * @l: live view
 * @print: prints to the output of the run
 * @data: passed to @print
 */
void sheet_capture(struct sheet *s, struct live *l,
		   void (*print)(struct ctl *ctl, void *data), void *data);

/**
 * sheet_history() - the rates of what a detail page shows, since it was opened
 * @s: sheet
 * @l: live view
 * @in: word for what came in
 * @out: word for what went out
 */
void sheet_history(struct sheet *s, const struct live *l, const char *in, const char *out);

/**
 * sheet_close() - put it onto the screen, and forget it
 * @s: sheet
 * @c: canvas
 * @area: where
 * @first: first line to be seen; brought to where there is one
 */
void sheet_close(struct sheet *s, struct canvas *c, const struct area *area, int *first);

#endif /* NTOPCTL_LIVE_SHEET_H */
