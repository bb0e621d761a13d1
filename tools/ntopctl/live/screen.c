// SPDX-License-Identifier: GPL-2.0-or-later
/* The terminal. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "screen.h"

/* Milliseconds after which an escape is the key and not the beginning of another. */
#define ESCAPE_MS	25

/*
 * Colours that are told apart also by those who see no red or no green: those of
 * Okabe and Ito (2008, "Color Universal Design"), and the nearest of the 256 and of
 * the 8. -1 is the terminal's own.
 */
static const struct look {
	int rgb, palette, basic;
	attr_t attributes;
} looks[STYLE_COUNT] = {
	[STYLE_NORMAL] = { -1, -1, -1, 0 },
	[STYLE_DIM] = { 0x8a8a8a, 245, -1, A_DIM },
	[STYLE_STRONG] = { -1, -1, -1, A_BOLD },
	[STYLE_TITLE] = { 0x56b4e9, 74, COLOR_CYAN, A_BOLD },
	[STYLE_HEAD] = { -1, -1, -1, A_BOLD | A_UNDERLINE },
	[STYLE_HEAD_SORTED] = { 0x56b4e9, 74, COLOR_CYAN, A_BOLD | A_UNDERLINE },
	[STYLE_TAB] = { -1, -1, -1, 0 },
	[STYLE_TAB_OPEN] = { 0x56b4e9, 74, COLOR_CYAN, A_BOLD | A_REVERSE },
	[STYLE_KEY] = { -1, -1, -1, A_REVERSE },
	[STYLE_SENT] = { 0xe69f00, 214, COLOR_YELLOW, 0 },
	[STYLE_RECEIVED] = { 0x56b4e9, 74, COLOR_CYAN, 0 },
	[STYLE_PROTOCOL] = { 0xcc79a7, 175, COLOR_MAGENTA, 0 },
	[STYLE_GOOD] = { 0x009e73, 36, COLOR_GREEN, 0 },
	[STYLE_WARN] = { 0xf0e442, 227, COLOR_YELLOW, A_BOLD },
	[STYLE_BAD] = { 0xd55e00, 202, COLOR_RED, A_BOLD },
	[STYLE_CHOSEN] = { -1, -1, -1, A_REVERSE },
	[STYLE_BOX] = { -1, -1, -1, 0 },
	[STYLE_BANNER] = { 0xd55e00, 202, COLOR_RED, A_REVERSE | A_BOLD },
};

static bool is_open, coloured;

void screen_close(void)
{
	if (!is_open)
		return;
	is_open = false;
	endwin();
}

/* The terminal is worth more than the rule that little may be done here. */
static void give_back(int signal_number)
{
	screen_close();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void catch_faults(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT };
	struct sigaction action = { .sa_handler = give_back, .sa_flags = SA_RESETHAND };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

static short colour_of(const struct look *look)
{
	return COLORS >= 256 ? look->palette : look->basic;
}

static void init_colours(void)
{
	const char *no = getenv("NO_COLOR");

	/* see no-color.org: set and not empty */
	/* how many colours there are is known only once they were begun */
	coloured = !(no && no[0]) && has_colors() && start_color() == OK && COLORS >= 8;
	if (!coloured)
		return;
	use_default_colors();
	for (int i = 0; i < STYLE_COUNT; i++) {
		/* where colours are numbers of 24 bits, not places in a palette */
		if (COLORS >= 1 << 24)
			init_extended_pair(i + 1, looks[i].rgb, -1);
		else
			init_extended_pair(i + 1, colour_of(&looks[i]), -1);
	}
}

const char *screen_open(void)
{
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return "this is no terminal";
	if (!term || !strcmp(term, "dumb"))
		return "the terminal can do nothing (TERM)";
	if (!newterm(NULL, stdout, stdin))
		return "nothing is known of the terminal (TERM)";
	is_open = true;
	atexit(screen_close);
	catch_faults();
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	leaveok(stdscr, TRUE);
	curs_set(0);
	mousemask(ALL_MOUSE_EVENTS, NULL);
	/* a click is told at once, not when it is sure that there is no second one */
	mouseinterval(0);
	init_colours();
	return NULL;
}

void screen_leave(void)
{
	endwin();
}

void screen_return(void)
{
	screen_redraw();
	refresh();
}

void screen_size(int *height, int *width)
{
	getmaxyx(stdscr, *height, *width);
}

static void put(const struct cell *cell)
{
	const struct look *look = &looks[cell->style];
	wchar_t text[CANVAS_COMBINED + 1] = { 0 };
	attr_t attributes = look->attributes;
	int pair = coloured ? cell->style + 1 : 0;
	cchar_t character;

	/* a colour says it already */
	if (coloured && COLORS >= 256)
		attributes &= ~A_DIM;
	memcpy(text, cell->ch, cell->count * sizeof(wchar_t));
	setcchar(&character, text, attributes, pair, &pair);
	add_wch(&character);
}

void screen_show(const struct canvas *c, int cursor)
{
	erase();
	for (int y = 0; y < c->height; y++) {
		for (int x = 0; x < c->width; x++) {
			const struct cell *cell = &c->cells[y * c->width + x];

			if (!cell->count)
				continue;
			move(y, x);
			put(cell);
		}
	}
	leaveok(stdscr, cursor < 0);
	curs_set(cursor >= 0);
	if (cursor >= 0)
		move(c->height - 1, cursor < c->width ? cursor : c->width - 1);
	refresh();
}

void screen_redraw(void)
{
	clearok(curscr, TRUE);
}

static int function_key(wint_t key)
{
	static const struct {
		wint_t key;
		int is;
	} keys[] = {
		{ KEY_UP, UI_UP }, { KEY_DOWN, UI_DOWN }, { KEY_LEFT, UI_LEFT },
		{ KEY_RIGHT, UI_RIGHT }, { KEY_PPAGE, UI_PAGE_UP }, { KEY_NPAGE, UI_PAGE_DOWN },
		{ KEY_HOME, UI_HOME }, { KEY_END, UI_END }, { KEY_ENTER, UI_ENTER },
		{ KEY_BTAB, UI_BACK_TAB }, { KEY_BACKSPACE, UI_BACKSPACE }, { KEY_DC, UI_DELETE },
		{ KEY_RESIZE, SCREEN_RESIZED }, { KEY_MOUSE, SCREEN_MOUSE },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].key == key)
			return keys[i].is;
	if (key >= (wint_t)KEY_F(1) && key <= (wint_t)KEY_F(10))
		return UI_F1 + (key - KEY_F(1));
	return SCREEN_OTHER;
}

static int plain_key(wint_t key)
{
	switch (key) {
	case '\r': case '\n':
		return UI_ENTER;
	case 27:
		return UI_ESCAPE;
	case '\t':
		return UI_TAB;
	case 8: case 127:
		return UI_BACKSPACE;
	case 'l' & 31:
		return UI_REDRAW;
	default:
		return key;
	}
}

static int mouse(int *y, int *x, enum ui_mouse *what)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return SCREEN_OTHER;
	*y = event.y;
	*x = event.x;
	if (event.bstate & BUTTON4_PRESSED)
		*what = UI_WHEEL_UP;
	else if (event.bstate & BUTTON5_PRESSED)
		*what = UI_WHEEL_DOWN;
	else if (event.bstate & BUTTON1_DOUBLE_CLICKED)
		*what = UI_DOUBLE_CLICK;
	else if (event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED))
		*what = UI_CLICK;
	else
		return SCREEN_OTHER;
	return SCREEN_MOUSE;
}

int screen_key(int *y, int *x, enum ui_mouse *what)
{
	wint_t key;
	int rc = get_wch(&key), is;

	if (rc == ERR)
		return SCREEN_NOTHING;
	if (rc == OK)
		return plain_key(key);
	is = function_key(key);
	return is == SCREEN_MOUSE ? mouse(y, x, what) : is;
}
