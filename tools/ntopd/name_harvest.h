/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the module knows of names: flows that carry some, and hosts that want one. */
#ifndef NTOPD_NAME_HARVEST_H
#define NTOPD_NAME_HARVEST_H

#include <kntop.h>
#include "name_seen.h"

/** Ended flows, live flows and hosts that are looked at in one go, at most. */
#define NAME_HARVEST_ENDED	8192
#define NAME_HARVEST_FLOWS	4096
#define NAME_HARVEST_HOSTS	512

/**
 * struct name_harvest - where we are
 * @kernel: connection of our own, NULL none
 * @ended: how far the records of ended flows were read
 */
struct name_harvest {
	struct kntop *kernel;
	struct kntop_ended_position ended;
};

/**
 * struct name_harvest_fns - who is told
 * @seen: a flow carries a name
 * @host: a host is among those with the most traffic
 * @data: passed to both
 */
struct name_harvest_fns {
	void (*seen)(const struct name_seen *seen, void *data);
	void (*host)(const struct kntop_address *addr, void *data);
	void *data;
};

/** name_harvest_close() - disconnect; an open one is open again at need */
void name_harvest_close(struct name_harvest *h);

/* Each does nothing while there is no module; what fails is tried anew the next time. */

/** name_harvest_ended() - flows that ended since the last time */
void name_harvest_ended(struct name_harvest *h, const struct name_harvest_fns *fns);

/** name_harvest_live() - those of the live flows that last had a packet */
void name_harvest_live(struct name_harvest *h, const struct name_harvest_fns *fns);

/**
 * name_harvest_hosts() - the hosts with the most traffic
 * @h: where we are
 * @local: only local ones; else as many local ones, and as many of all
 * @fns: @host is told
 */
void name_harvest_hosts(struct name_harvest *h, bool local, const struct name_harvest_fns *fns);

#endif /* NTOPD_NAME_HARVEST_H */
