/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing talkers as a table or as JSON. */
#ifndef NTOPCTL_VIEW_TALKER_H
#define NTOPCTL_VIEW_TALKER_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct talker_view - talkers being printed
 * @ctl: run
 * @total: what they are chosen from; to be given to kntop_talker_list()
 * @now: what "today" is
 * @table: text
 * @json: JSON
 * @begun: @total was printed, which comes first in JSON
 */
struct talker_view {
	const struct ctl *ctl;
	struct kntop_talker_total total;
	uint64_t now;
	struct table *table;
	struct json json;
	bool begun;
};

/** talker_view_open() - begin; returns CTL_OK, or complained already */
int talker_view_open(struct talker_view *v, const struct ctl *ctl);

/** talker_view_add() - print a pair; a kntop_talker_fn, @data is the view */
int talker_view_add(const struct kntop_talker *talker, void *data);

/** talker_view_json() - one pair as a JSON object, a member of an array */
void talker_view_json(struct json *j, const struct kntop_talker *talker);

/**
 * talker_view_close() - print what was held back, and what is in no pair
 * @v: view
 * @listed: the kernel has answered, so that the total says something
 */
void talker_view_close(struct talker_view *v, bool listed);

#endif /* NTOPCTL_VIEW_TALKER_H */
