/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * world: whose knowledge belongs together: what the live interfaces of one network namespace
 * saw, or one offline source.
 */
#ifndef KNTOP_NDPI_WORLD_H
#define KNTOP_NDPI_WORLD_H

#include <linux/types.h>

/**
 * struct kntop_world - a world; no padding, so that it can be compared as octets
 * @net: random number of the network namespace
 * @source: number of the offline source, 0 live
 */
struct kntop_world {
	u64	net;
	u64	source;
};

#endif /* KNTOP_NDPI_WORLD_H */
