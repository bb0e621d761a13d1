/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing what interfaces carried lately, as a table or as JSON. */
#ifndef NTOPCTL_VIEW_HISTORY_H
#define NTOPCTL_VIEW_HISTORY_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct history_view - histories being printed
 * @ctl: run, connected
 * @now: what "today" is
 * @table: text
 * @json: JSON
 */
struct history_view {
	const struct ctl *ctl;
	uint64_t now;
	struct table *table;
	struct json json;
};

/** history_view_open() - begin; returns CTL_OK, or complained already */
int history_view_open(struct history_view *v, const struct ctl *ctl);

/** history_view_add() - print a history; a kntop_history_fn, @data is the view */
int history_view_add(const struct kntop_history *history, void *data);

/** history_view_close() - print what was held back */
void history_view_close(struct history_view *v);

#endif /* NTOPCTL_VIEW_HISTORY_H */
