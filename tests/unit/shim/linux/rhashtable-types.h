/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LINUX_RHASHTABLE_TYPES_H
#define KNTOP_SHIM_LINUX_RHASHTABLE_TYPES_H

#include <stdbool.h>
#include <stddef.h>

/* A list is as good as a hash table, and shows mistakes in what is in it. */
struct rhash_head {
	struct rhash_head *next;
};

struct rhashtable_params {
	size_t head_offset;
	size_t key_offset;
	size_t key_len;
	bool automatic_shrinking;
};

struct rhashtable {
	struct rhash_head *first;
};

#endif /* KNTOP_SHIM_LINUX_RHASHTABLE_TYPES_H */
