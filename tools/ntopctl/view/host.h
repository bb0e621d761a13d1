/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing hosts as a table or as JSON. */
#ifndef NTOPCTL_VIEW_HOST_H
#define NTOPCTL_VIEW_HOST_H

#include "../ctl.h"
#include "../table.h"

/**
 * struct host_view - hosts being printed
 * @ctl: run
 * @now: what "today" is
 * @table: text
 * @json: JSON
 * @named: there are names of hosts
 */
struct host_view {
	const struct ctl *ctl;
	uint64_t now;
	struct table *table;
	struct json json;
	bool named;
};

/** host_view_open() - begin; returns CTL_OK, or complained already */
int host_view_open(struct host_view *v, const struct ctl *ctl);

/** host_view_add() - print a host; a kntop_host_fn, @data is the view */
int host_view_add(const struct kntop_host *host, void *data);

/** host_view_close() - print what was held back */
void host_view_close(struct host_view *v);

/** host_view_json() - one host as a JSON object */
void host_view_json(struct json *j, const char *key, const struct kntop_host *h);

/** host_view_json_members() - the members of that object only */
void host_view_json_members(struct json *j, const struct kntop_host *h);

/** host_view_dns_mean() - microseconds its DNS answers took on average, -1 unknown */
int64_t host_view_dns_mean(const struct kntop_host *h);

/** host_view_detail() - one host in text with all that is known of it */
void host_view_detail(const struct ctl *ctl, const struct kntop_host *h);

#endif /* NTOPCTL_VIEW_HOST_H */
