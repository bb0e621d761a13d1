/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing tunnels. */
#ifndef NTOPCTL_VIEW_TUNNEL_H
#define NTOPCTL_VIEW_TUNNEL_H

#include "../ctl.h"
#include "../json.h"
#include "../table.h"

/**
 * struct tunnel_view - a list of tunnels on its way out
 * @ctl: run
 * @table: as text
 * @json: or so, when @table is NULL
 * @now: when it was begun
 */
struct tunnel_view {
	const struct ctl *ctl;
	struct table *table;
	struct json json;
	uint64_t now;
};

/** tunnel_view_open() - begin; returns CTL_OK or CTL_REFUSED, complained already */
int tunnel_view_open(struct tunnel_view *v, const struct ctl *ctl);

/** tunnel_view_add() - one more; @data is the view, returns 0 */
int tunnel_view_add(const struct kntop_tunnel_info *tunnel, void *data);

/** tunnel_view_close() - end and print it */
void tunnel_view_close(struct tunnel_view *v);

/** tunnel_view_names() - members of a JSON object that say which tunnel it is */
void tunnel_view_names(struct json *j, const struct kntop_tunnel *t);

/** tunnel_view_text() - "vxlan 3", the kind alone, or ""; FIELD_SIZE octets at @buf */
const char *tunnel_view_text(char *buf, const struct kntop_tunnel *t, unsigned int encapsulation);

#endif /* NTOPCTL_VIEW_TUNNEL_H */
