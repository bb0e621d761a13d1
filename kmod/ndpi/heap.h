/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * heap: where nDPI's memory comes from, and who pays for it.
 *
 * An engine has a heap: a few large chunks, from which blocks are cut and to
 * which they return; the whole goes at once. They are reserved beforehand:
 * nDPI does not check all it allocates while it makes an engine, so a heap that
 * needs more than was reserved waits for memory rather than fail.
 *
 * A flow has a purse: the list of what was allocated on its behalf, block by
 * block, and charged to the engine's heap. Emptying the purse frees them all,
 * also what nDPI forgot. These allocations may fail, which nDPI checks.
 *
 * malloc() has no argument that says for whom: a thread says so beforehand, by
 * entering, and leaves when it is done. Threads are told apart; a thread enters
 * once at a time.
 *
 * Plain C: both the kernel's world and nDPI's include this.
 */
#ifndef KNTOP_NDPI_HEAP_H
#define KNTOP_NDPI_HEAP_H

#ifndef __KERNEL__
#include <stdbool.h>
#include <stddef.h>
#else
#include <linux/types.h>
#endif

struct kntop_heap;

/**
 * struct kntop_purse - what a flow's blocks come to; all zero is an empty one
 * @blocks: the blocks, newest first
 * @heap: that they are charged to
 * @octets: live, with what each block's management costs
 *
 * One thread at a time uses it.
 */
struct kntop_purse {
	void			*blocks;
	struct kntop_heap	*heap;
	unsigned long		octets;
};

/** kntop_heap_new - reserve a heap of @octets; NULL when memory is short. Sleeps. */
struct kntop_heap *kntop_heap_new(size_t octets);

/** kntop_heap_free - free it with all its blocks; no purse may have any of it. Sleeps. */
void kntop_heap_free(struct kntop_heap *heap);

/**
 * kntop_heap_reserve - see that the next @octets, in pieces up to that, can be had
 *
 * Return: false when memory is short. Sleeps.
 */
bool kntop_heap_reserve(struct kntop_heap *heap, size_t octets);

/** kntop_heap_octets - what the heap's own chunks take. Any context. */
unsigned long kntop_heap_octets(const struct kntop_heap *heap);

/** kntop_heap_purses - live octets in purses charged to it. Any context. */
unsigned long kntop_heap_purses(const struct kntop_heap *heap);

/** kntop_heap_allocations - how many blocks purses charged to it ever got. Any context. */
unsigned long kntop_heap_allocations(const struct kntop_heap *heap);

/**
 * struct kntop_seat - a thread's word for whom it allocates; on its stack
 * @link: in the table of seats; protected by the table's lock
 * @thread: who sits here
 * @heap: to be charged
 * @purse: to put blocks into; NULL: they are the heap's own
 */
struct kntop_seat {
	void			*link[2];
	const void		*thread;
	struct kntop_heap	*heap;
	struct kntop_purse	*purse;
};

/** kntop_heap_enter - allocate on behalf of @heap, or of @purse, from now on. */
void kntop_heap_enter(struct kntop_seat *seat, struct kntop_heap *heap,
		      struct kntop_purse *purse);

/** kntop_heap_leave - no longer. */
void kntop_heap_leave(struct kntop_seat *seat);

/**
 * kntop_heap_malloc - allocate @size octets for whom this thread said; zeroed
 *
 * Return: aligned to 8; NULL when memory is short, or the thread has not entered.
 */
void *kntop_heap_malloc(size_t size);

/** kntop_heap_malloc_own - the same, but the heap's own even if there is a purse. */
void *kntop_heap_malloc_own(size_t size);

/**
 * kntop_heap_release - free a block for whom this thread said, NULL allowed
 *
 * What is neither in the purse nor in the heap is left alone and counted: nDPI
 * has pointers in unions, of which it may take one member for another.
 */
void kntop_heap_release(void *block);

/** kntop_heap_strays - how often that happened. Any context. */
unsigned long kntop_heap_strays(const struct kntop_heap *heap);

/** kntop_purse_size - octets of a block, by its address; 0 if it is not in the purse. */
size_t kntop_purse_size(const struct kntop_purse *purse, const void *block);

/** kntop_purse_empty - free all the blocks of a purse. Any thread. */
void kntop_purse_empty(struct kntop_purse *purse);

#endif /* KNTOP_NDPI_HEAP_H */
