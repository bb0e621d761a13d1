/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * world: whose knowledge belongs together: what the live interfaces of one network namespace
 * saw, or one offline source.
 */
#ifndef KNTOP_NDPI_WORLD_H
#define KNTOP_NDPI_WORLD_H

#include "../flow.h"

/**
 * struct kntop_world - a world; no padding, so that it can be compared as octets
 * @net: random number of the network namespace
 * @source: number of the offline source, 0 live
 */
struct kntop_world {
	u64	net;
	u64	source;
};

/** kntop_world_of - the world of an interface of a flow table's. Any context. */
static inline struct kntop_world kntop_world_of(const struct kntop_flow_table *t, u16 ifid)
{
	struct kntop_world w = {
		.net = t->id_key.key[1],
		.source = ifid & KNTOP_FLOW_IFID_OFFLINE ? ifid : 0,
	};

	return w;
}

#endif /* KNTOP_NDPI_WORLD_H */
