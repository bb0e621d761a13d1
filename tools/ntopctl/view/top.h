/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The few flows or hosts that matter most now. */
#ifndef NTOPCTL_VIEW_TOP_H
#define NTOPCTL_VIEW_TOP_H

#include "../ctl.h"

/**
 * top_flows() - what to ask for the most important flows
 * @ctl: run, connected
 * @query: which flows; gets an order and @limit
 * @limit: how many
 *
 * By rate while anything moves; by octets, so that there is something to see,
 * while nothing does.
 *
 * Return: a title for them.
 */
const char *top_flows(struct ctl *ctl, struct kntop_query *query, uint32_t limit);

/** top_hosts() - the same for hosts */
const char *top_hosts(struct ctl *ctl, struct kntop_query *query, uint32_t limit);

#endif /* NTOPCTL_VIEW_TOP_H */
