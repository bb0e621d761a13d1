/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user is doing: keys, menus, what is being typed. It knows no terminal. */
#ifndef NTOPCTL_LIVE_UI_H
#define NTOPCTL_LIVE_UI_H

#include "canvas.h"
#include "live.h"

/** Keys that are no characters. */
enum ui_key {
	UI_UP = 0x1000000, UI_DOWN, UI_LEFT, UI_RIGHT, UI_PAGE_UP, UI_PAGE_DOWN, UI_HOME, UI_END,
	UI_ENTER, UI_ESCAPE, UI_TAB, UI_BACK_TAB, UI_BACKSPACE, UI_DELETE, UI_REDRAW,
	UI_F1, UI_F2, UI_F3, UI_F4, UI_F5, UI_F6, UI_F7, UI_F8, UI_F9, UI_F10,
};

/** What lies over the page, or is being typed. */
enum ui_mode { UI_PAGE, UI_HELP, UI_SORT, UI_COLUMNS, UI_SEARCH, UI_FILTER };

/**
 * struct ui - the user's side
 * @live: the model
 * @mode: &enum ui_mode
 * @item: chosen line of a menu
 * @text: what is being typed, ended by NUL
 * @cursor: octets of it in front of the cursor
 * @sought: what was searched last
 * @quit: the user has had enough
 * @stale: what is shown must be asked for anew
 */
struct ui {
	struct live *live;
	enum ui_mode mode;
	unsigned int item;
	char text[PAGE_FILTER];
	size_t cursor;
	char sought[PAGE_FILTER];
	bool quit;
	bool stale;
};

/** ui_key() - the user has pressed a key: a character or &enum ui_key */
void ui_key(struct ui *ui, int key);

/** enum ui_mouse - what a mouse did */
enum ui_mouse { UI_CLICK, UI_DOUBLE_CLICK, UI_WHEEL_UP, UI_WHEEL_DOWN };

/**
 * ui_mouse() - the user has clicked
 * @ui: user
 * @c: what was drawn last
 * @y: line
 * @x: column
 * @what: &enum ui_mouse
 */
void ui_mouse(struct ui *ui, const struct canvas *c, int y, int x, enum ui_mouse what);

/** ui_items() - lines of the menu that is open */
unsigned int ui_items(const struct ui *ui);

#endif /* NTOPCTL_LIVE_UI_H */
