// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "rank.h"
#include "table.h"

int kntop_rank_init(struct kntop_rank *r, u32 limit, size_t size)
{
	r->limit = limit;
	r->count = 0;
	r->size = size;
	r->drop = NULL;
	r->heap = kvmalloc_array(limit, sizeof(*r->heap), KNTOP_TABLE_GFP);
	r->item = kvmalloc_array(limit, size, KNTOP_TABLE_GFP);
	if (r->heap && r->item)
		return 0;
	kntop_rank_destroy(r);
	return -ENOMEM;
}

void kntop_rank_destroy(struct kntop_rank *r)
{
	u32 n;

	for (n = 0; r->drop && n < r->count; n++)
		r->drop(r->item + n * r->size);
	kvfree(r->heap);
	kvfree(r->item);
	r->heap = NULL;
	r->item = NULL;
}

static void kntop_rank_rise(struct kntop_rank_entry *heap, u32 at)
{
	while (at && heap[at].score < heap[(at - 1) / 2].score) {
		swap(heap[at], heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

static void kntop_rank_sink(struct kntop_rank_entry *heap, u32 count)
{
	u32 at = 0, child;

	for (child = 1; child < count; child = 2 * at + 1) {
		if (child + 1 < count && heap[child + 1].score < heap[child].score)
			child++;
		if (heap[at].score <= heap[child].score)
			return;
		swap(heap[at], heap[child]);
		at = child;
	}
}

void *kntop_rank_place(struct kntop_rank *r, u64 score)
{
	u32 slot;

	if (r->count < r->limit) {
		slot = r->count++;
		r->heap[slot].score = score;
		r->heap[slot].slot = slot;
		kntop_rank_rise(r->heap, slot);
	} else {
		slot = r->heap[0].slot;
		if (r->drop)
			r->drop(r->item + slot * r->size);
		r->heap[0].score = score;
		kntop_rank_sink(r->heap, r->count);
	}
	return r->item + slot * r->size;
}

static int kntop_rank_compare(const void *a, const void *b)
{
	u64 x = ((const struct kntop_rank_entry *)a)->score;
	u64 y = ((const struct kntop_rank_entry *)b)->score;

	return x < y ? 1 : x > y ? -1 : 0;
}

void kntop_rank_sort(struct kntop_rank *r)
{
	sort(r->heap, r->count, sizeof(*r->heap), kntop_rank_compare, NULL);
}
