/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rank: the best few of many. A heap whose worst entry is on top, so that a
 * table of a million is gone through once and only the winners are copied.
 */
#ifndef KNTOP_RANK_H
#define KNTOP_RANK_H

#include <linux/types.h>

/** struct kntop_rank_entry - a score and the place of what it belongs to */
struct kntop_rank_entry {
	u64	score;
	u32	slot;
};

/**
 * struct kntop_rank - the best @limit so far
 * @limit: how many are wanted
 * @count: how many there are
 * @size: octets of an item
 * @heap: lowest score first; once sorted, highest first
 * @item: the items, by slot
 * @drop: called for an item that is overwritten or freed; may be NULL
 */
struct kntop_rank {
	u32			limit;
	u32			count;
	size_t			size;
	struct kntop_rank_entry	*heap;
	void			*item;
	void			(*drop)(void *item);
};

/** kntop_rank_init - @drop is the caller's to set. Process. Return: 0 or -ENOMEM. */
int kntop_rank_init(struct kntop_rank *r, u32 limit, size_t size);

/** kntop_rank_destroy - free what init made. */
void kntop_rank_destroy(struct kntop_rank *r);

/** kntop_rank_would_take - is the score good enough? */
static inline bool kntop_rank_would_take(const struct kntop_rank *r, u64 score)
{
	return r->count < r->limit || score > r->heap[0].score;
}

/**
 * kntop_rank_place - where to copy a new item
 * @r: rank
 * @score: its score, good enough
 *
 * Return: its place, where the worst item was dropped if there were enough.
 */
void *kntop_rank_place(struct kntop_rank *r, u64 score);

/** kntop_rank_sort - done: best first. */
void kntop_rank_sort(struct kntop_rank *r);

/** kntop_rank_item - the item at position @n, 0 best, once sorted. */
static inline void *kntop_rank_item(const struct kntop_rank *r, u32 n)
{
	return r->item + r->heap[n].slot * r->size;
}

#endif /* KNTOP_RANK_H */
