// SPDX-License-Identifier: GPL-2.0-or-later
/* The live view frame by frame, without a terminal. */
#include "../interrupt.h"
#include "../view/interface.h"
#include "frame.h"
#include "list.h"
#include "run.h"

static void print_text(struct live *l, struct canvas *c)
{
	struct ui ui = { .live = l };
	int cursor;

	if (canvas_size(c, l->height, l->width))
		return;
	frame_draw(&ui, c, &cursor);
	/* the last line is of keys, which nobody can press here */
	c->height--;
	canvas_print(c, l->ctl->out);
	putc('\n', l->ctl->out);
	fflush(l->ctl->out);
}

static void json_rows(struct live *l, struct view *v, struct json *j)
{
	json_array_begin(j, v->page->noun);
	for (size_t i = 0; i < v->rows.count; i++)
		v->page->json_row(l, list_record(v, i), j);
	json_array_end(j);
}

static void json_interfaces(struct live *l, struct json *j)
{
	json_array_begin(j, "interfaces");
	for (size_t i = 0; i < l->interfaces.count; i++) {
		const struct kntop_interface *iface = live_interface(l, i);

		if (live_shows(l, iface))
			interface_view_json(j, NULL, iface);
	}
	json_array_end(j);
}

static void print_json(struct live *l)
{
	struct view *v = live_view(l);
	struct json j;

	ctl_json(l->ctl, &j);
	json_object_begin(&j, NULL);
	json_u64(&j, "time", l->wall);
	json_u64(&j, "interval_ns", l->interval);
	json_string(&j, "page", settings_page(l->open));
	if (l->banner[0]) {
		json_string(&j, "error", l->banner);
	} else {
		json_interfaces(l, &j);
		if (v->page->noun && v->page != &page_overview)
			json_rows(l, v, &j);
		if (v->page->json)
			v->page->json(l, v, &j);
	}
	json_object_end(&j);
	fflush(l->ctl->out);
}

static bool wait_for_next(struct live *l)
{
	uint64_t due = l->mono + l->set.delay * 1000000ULL, now;

	while ((now = live_clock()) < due && !interrupt_came())
		interrupt_wait(-1, (due - now) / 1000000 + 1);
	return !interrupt_came();
}

int run_frames(struct live *l, uint64_t count)
{
	struct canvas c = { .utf8 = l->utf8 };
	int status = CTL_OK;

	interrupt_catch();
	live_refresh(l);
	for (uint64_t n = 0; (!count || n < count) && wait_for_next(l); n++) {
		status = live_refresh(l) < 0 ? CTL_REFUSED : CTL_OK;
		if (l->ctl->json)
			print_json(l);
		else
			print_text(l, &c);
		if (ferror(l->ctl->out))
			break;
	}
	canvas_free(&c);
	if (status)
		ctl_complain(l->ctl, "top: %s", l->banner);
	return status;
}
