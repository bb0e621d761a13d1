/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_RHASHTABLE_H
#define KNTOP_SHIM_LINUX_RHASHTABLE_H

#include <errno.h>
#include <linux/rhashtable-types.h>
#include <string.h>

#define SHIM_OBJECT(head, params)	((char *)(head) - (params).head_offset)

static inline void *rhashtable_lookup(struct rhashtable *t, const void *key,
				      const struct rhashtable_params params)
{
	for (struct rhash_head *h = t->first; h; h = h->next)
		if (!memcmp(SHIM_OBJECT(h, params) + params.key_offset, key, params.key_len))
			return SHIM_OBJECT(h, params);
	return NULL;
}

static inline int rhashtable_insert_fast(struct rhashtable *t, struct rhash_head *h,
					 const struct rhashtable_params params)
{
	(void)params;
	h->next = t->first;
	t->first = h;
	return 0;
}

static inline int rhashtable_lookup_insert_fast(struct rhashtable *t, struct rhash_head *h,
						const struct rhashtable_params params)
{
	if (rhashtable_lookup(t, SHIM_OBJECT(h, params) + params.key_offset, params))
		return -EEXIST;
	return rhashtable_insert_fast(t, h, params);
}

static inline int rhashtable_remove_fast(struct rhashtable *t, struct rhash_head *h,
					 const struct rhashtable_params params)
{
	struct rhash_head **at = &t->first;

	(void)params;
	while (*at && *at != h)
		at = &(*at)->next;
	if (!*at)
		return -ENOENT;
	*at = h->next;
	return 0;
}

#define rhashtable_init(t, params)	((t)->first = NULL, (void)(params), 0)
#define rhashtable_destroy(t)		((t)->first = NULL)

#endif /* KNTOP_SHIM_LINUX_RHASHTABLE_H */
