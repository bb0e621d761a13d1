/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing watched interfaces as a table or as JSON. */
#ifndef NTOPCTL_VIEW_INTERFACE_H
#define NTOPCTL_VIEW_INTERFACE_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct interface_view - interfaces being printed
 * @ctl: run
 * @detail: with parts, ethertypes and localities
 * @now: what "today" is
 * @table: text
 * @json: JSON
 */
struct interface_view {
	const struct ctl *ctl;
	bool detail;
	uint64_t now;
	struct table *table;
	struct json json;
};

/** interface_view_open() - begin; returns CTL_OK, or complained already */
int interface_view_open(struct interface_view *v, const struct ctl *ctl, bool detail);

/** interface_view_add() - print an interface; a kntop_interface_fn, @data is the view */
int interface_view_add(const struct kntop_interface *iface, void *data);

/** interface_view_close() - print what was held back */
void interface_view_close(struct interface_view *v);

/** interface_view_json() - one interface as a JSON object */
void interface_view_json(struct json *j, const char *key, const struct kntop_interface *i);

#endif /* NTOPCTL_VIEW_INTERFACE_H */
