// SPDX-License-Identifier: GPL-2.0-or-later
/* The live view on a terminal. */
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "../interrupt.h"
#include "frame.h"
#include "names.h"
#include "run.h"
#include "screen.h"

/* At least so often the screen is looked at: messages pass, names come. */
#define TICK_MS	500
/* Keys that are taken before something is drawn, so that a paste cannot hold it up. */
#define KEYS	64

static bool is_hung_up(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&p, 1, 0) > 0 && p.revents & (POLLHUP | POLLERR | POLLNVAL);
}

static void resize(struct live *l, struct canvas *c)
{
	int height, width;

	screen_size(&height, &width);
	live_size(l, height, width);
	canvas_size(c, height, width);
}

static void draw(struct ui *ui, struct canvas *c)
{
	int cursor;

	resize(ui->live, c);
	if (!c->cells)
		return;
	frame_draw(ui, c, &cursor);
	screen_show(c, cursor);
}

/* What was pressed since the last time. */
static void take_keys(struct ui *ui, const struct canvas *c)
{
	enum ui_mouse what;
	int key, y, x;

	for (int i = 0; i < KEYS; i++) {
		key = screen_key(&y, &x, &what);
		if (key == SCREEN_NOTHING) {
			ui->quit |= !i && is_hung_up();
			return;
		}
		if (key == SCREEN_MOUSE)
			ui_mouse(ui, c, y, x, what);
		else if (key == UI_REDRAW || key == SCREEN_RESIZED)
			screen_redraw();
		else if (key != SCREEN_OTHER)
			ui_key(ui, key);
	}
}

static int wait_ms(const struct live *l)
{
	uint64_t due = l->mono + l->set.delay * 1000000ULL, now = live_clock();
	uint64_t ms = l->paused || due > now + TICK_MS * 1000000ULL ? TICK_MS :
		      due > now ? (due - now) / 1000000 + 1 : 0;

	return ms;
}

static bool is_due(const struct live *l)
{
	return !l->paused && live_clock() >= l->mono + l->set.delay * 1000000ULL;
}

static void loop(struct ui *ui)
{
	struct live *l = ui->live;
	struct canvas c = { .utf8 = l->utf8 };

	resize(l, &c);
	while (!ui->quit && !interrupt_came()) {
		if (interrupt_stop_came()) {
			screen_leave();
			interrupt_stop();
			screen_return();
		}
		if (ui->stale || is_due(l)) {
			ui->stale = false;
			live_refresh(l);
		}
		draw(ui, &c);
		interrupt_wait(STDIN_FILENO, wait_ms(l));
		take_keys(ui, &c);
	}
	canvas_free(&c);
}

int run_screen(struct live *l)
{
	struct ui ui = { .live = l, .stale = true };
	const char *why;
	int rc;

	/*
	 * First: then ncurses leaves ^Z to us. It would answer wherever it comes, also in
	 * the middle of something, and not at all while it draws.
	 */
	interrupt_catch_stop();
	why = screen_open();
	if (why)
		return ctl_complain(l->ctl, "top: %s (see --once, --count and -j)", why);
	interrupt_catch();
	if (l->set.names)
		l->names = names_open();
	loop(&ui);
	screen_close();
	names_close(l->names);
	l->names = NULL;
	rc = settings_save(&l->set);
	if (rc)
		ctl_complain(l->ctl, "top: what was chosen cannot be remembered: %s",
			     strerror(-rc));
	return CTL_OK;
}
