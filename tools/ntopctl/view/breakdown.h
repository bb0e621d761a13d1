/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing traffic by protocol or by category, as a table or as JSON. */
#ifndef NTOPCTL_VIEW_BREAKDOWN_H
#define NTOPCTL_VIEW_BREAKDOWN_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct breakdown_row - one protocol or category
 * @share: what it has carried
 * @whole: octets of all with the same owner
 */
struct breakdown_row {
	struct kntop_protocol share;
	uint64_t whole;
};

/**
 * struct breakdown_view - rows being printed
 * @ctl: run, connected
 * @query: what was asked for
 * @table: text
 * @json: JSON
 */
struct breakdown_view {
	const struct ctl *ctl;
	const struct kntop_protocol_query *query;
	struct table *table;
	struct json json;
};

/** breakdown_octets() - octets of all directions */
uint64_t breakdown_octets(const struct kntop_protocol *p);

/** breakdown_view_open() - begin; returns CTL_OK, or complained already */
int breakdown_view_open(struct breakdown_view *v, const struct ctl *ctl,
			const struct kntop_protocol_query *query);

/** breakdown_view_add() - print a row */
void breakdown_view_add(struct breakdown_view *v, const struct breakdown_row *row);

/** breakdown_view_close() - print what was held back */
void breakdown_view_close(struct breakdown_view *v);

#endif /* NTOPCTL_VIEW_BREAKDOWN_H */
