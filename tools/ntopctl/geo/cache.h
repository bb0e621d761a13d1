/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The answers about addresses that were asked for lately. */
#ifndef NTOPCTL_GEO_CACHE_H
#define NTOPCTL_GEO_CACHE_H

#include "geo.h"

/** cache_find() - the answer about an address, or NULL when it is not kept */
const struct geo *cache_find(const struct kntop_address *addr);

/**
 * cache_keep() - keep an answer
 * @addr: address
 * @g: where it is
 *
 * It may take the place of an older one. Without memory nothing is kept.
 */
void cache_keep(const struct kntop_address *addr, const struct geo *g);

/** cache_forget() - forget all */
void cache_forget(void);

#endif /* NTOPCTL_GEO_CACHE_H */
