/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal: shows canvases, delivers keys. The only file that knows ncurses. */
#ifndef NTOPCTL_LIVE_SCREEN_H
#define NTOPCTL_LIVE_SCREEN_H

#include <stdbool.h>
#include "canvas.h"
#include "ui.h"

/** Keys of screen_key() that are no keys. */
#define SCREEN_NOTHING	(-1)
#define SCREEN_RESIZED	(-2)
#define SCREEN_MOUSE	(-3)
#define SCREEN_OTHER	(-4)

/**
 * screen_open() - take the terminal
 *
 * It is given back by screen_close(), at exit, and when a signal ends the program
 * that none handles: an abort, or a fault.
 *
 * Return: NULL, or why it cannot be taken.
 */
const char *screen_open(void);

/** screen_close() - give the terminal back as it was; may be called at any time */
void screen_close(void);

/** screen_leave() - give the terminal back for a while */
void screen_leave(void);

/** screen_return() - take it again */
void screen_return(void);

/** screen_size() - lines and columns */
void screen_size(int *height, int *width);

/** screen_show() - bring a canvas onto the screen; only what changed is sent */
void screen_show(const struct canvas *c, int cursor);

/** screen_redraw() - send everything with the next canvas */
void screen_redraw(void);

/**
 * screen_key() - the next key, without waiting
 * @y: line of a mouse event
 * @x: its column
 * @what: what the mouse did
 *
 * Return: a character, &enum ui_key, or one of the above.
 */
int screen_key(int *y, int *x, enum ui_mouse *what);

#endif /* NTOPCTL_LIVE_SCREEN_H */
