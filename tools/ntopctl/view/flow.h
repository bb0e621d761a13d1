/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing flows, live and ended, as a table or as JSON. */
#ifndef NTOPCTL_VIEW_FLOW_H
#define NTOPCTL_VIEW_FLOW_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct flow_view - flows being printed
 * @ctl: run
 * @ended: the flows have ended
 * @lines: JSON: an object a line instead of an array, for what has no end
 * @now: what "today" is
 * @table: text
 * @json: JSON
 */
struct flow_view {
	const struct ctl *ctl;
	bool ended;
	bool lines;
	uint64_t now;
	struct table *table;
	struct json json;
};

/** flow_view_open() - begin; returns CTL_OK, or complained already */
int flow_view_open(struct flow_view *v, const struct ctl *ctl, bool ended, bool lines);

/** flow_view_add() - print a flow; a kntop_flow_fn, @data is the view */
int flow_view_add(const struct kntop_flow *flow, void *data);

/** flow_view_flush() - print what was held back so far */
void flow_view_flush(struct flow_view *v);

/** flow_view_close() - print what was held back */
void flow_view_close(struct flow_view *v);

/** flow_view_json() - one flow as a JSON object, a member of an array or at the top */
void flow_view_json(const struct ctl *ctl, struct json *j, const struct kntop_flow *f,
		    bool ended);

#endif /* NTOPCTL_VIEW_FLOW_H */
