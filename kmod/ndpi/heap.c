// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/hashtable.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "heap.h"

/* A chunk, when a heap needs another one. */
#define CHUNK_OCTETS	(256 * 1024)
/* Blocks up to this size are used again by size, in steps. */
#define REUSE_MAX	1024
#define REUSE_STEP	16
/*
 * nDPI's largest for a flow is the buffer of a TLS handshake, 64 KB. It also
 * computes sizes from what packets say.
 */
#define PURSE_BLOCK_MAX	(128 * 1024)
#define PURSE_MAX	(512 * 1024)

/* Stands before each block of the heap's own. */
struct mark {
	u64	total;		/* octets, with the mark */
};

struct chunk {
	struct chunk	*next;
	size_t		size;	/* of @data */
	size_t		used;	/* blocks are cut from the front */
	u8		data[] __aligned(REUSE_STEP);
};

struct free_block {
	struct free_block *next;
};

/* Stands before each block of a purse. */
struct coin {
	struct coin	*next;
	size_t		size;	/* of the block */
};

/*
 * All but @purses is written by the thread that has entered; counts are read by
 * anyone. The lists of free blocks are for what nDPI frees while it builds its
 * automata, and for its small caches.
 */
struct kntop_heap {
	struct chunk		*chunks;	/* newest first; blocks are cut from it */
	unsigned long		octets;
	atomic_long_t		purses;
	unsigned long		allocations;
	unsigned long		strays;
	struct free_block	*reuse[REUSE_MAX / REUSE_STEP + 1];
};

static DEFINE_HASHTABLE(seats, 4);
static DEFINE_SPINLOCK(seats_lock);	/* protects seats */

static struct hlist_node *seat_link(struct kntop_seat *seat)
{
	BUILD_BUG_ON(sizeof(seat->link) != sizeof(struct hlist_node));
	BUILD_BUG_ON(offsetof(struct kntop_seat, link) != 0);
	return (struct hlist_node *)seat->link;
}

void kntop_heap_enter(struct kntop_seat *seat, struct kntop_heap *heap,
		      struct kntop_purse *purse)
{
	seat->thread = current;
	seat->heap = heap;
	seat->purse = purse;
	if (purse)
		purse->heap = heap;
	spin_lock(&seats_lock);
	hash_add(seats, seat_link(seat), (unsigned long)current);
	spin_unlock(&seats_lock);
}

void kntop_heap_leave(struct kntop_seat *seat)
{
	spin_lock(&seats_lock);
	hash_del(seat_link(seat));
	spin_unlock(&seats_lock);
}

/* A seat that is found stays: it is its own thread that asks. */
static struct kntop_seat *seat_find(void)
{
	struct kntop_seat *found = NULL;
	struct hlist_node *n;

	spin_lock(&seats_lock);
	hlist_for_each(n, &seats[hash_min((unsigned long)current, HASH_BITS(seats))]) {
		struct kntop_seat *seat = (struct kntop_seat *)n;

		if (seat->thread == current)
			found = seat;
	}
	spin_unlock(&seats_lock);
	return found;
}

/* ---- the heap's own ------------------------------------------------------ */

static bool chunk_add(struct kntop_heap *heap, size_t octets, gfp_t flags)
{
	struct chunk *chunk;

	octets = ALIGN(octets, REUSE_STEP);
	chunk = kvmalloc(struct_size(chunk, data, octets), flags);
	if (!chunk)
		return false;
	chunk->size = octets;
	chunk->used = 0;
	chunk->next = heap->chunks;
	heap->chunks = chunk;
	WRITE_ONCE(heap->octets, heap->octets + octets);
	return true;
}

static bool chunk_has(const struct kntop_heap *heap, size_t octets)
{
	return heap->chunks->size - heap->chunks->used >= octets;
}

bool kntop_heap_reserve(struct kntop_heap *heap, size_t octets)
{
	return chunk_has(heap, octets) ||
	       chunk_add(heap, max_t(size_t, octets, CHUNK_OCTETS), GFP_KERNEL | __GFP_NOWARN);
}

static void *own_alloc(struct kntop_heap *heap, size_t size)
{
	size_t total = ALIGN(sizeof(struct mark) + size, REUSE_STEP);
	struct free_block *block = NULL;
	struct mark *mark;

	if (total <= REUSE_MAX)
		block = heap->reuse[total / REUSE_STEP];
	if (block) {
		heap->reuse[total / REUSE_STEP] = block->next;
	} else {
		if (!chunk_has(heap, total) &&
		    !chunk_add(heap, max_t(size_t, total, CHUNK_OCTETS),
			       GFP_KERNEL | __GFP_NOFAIL))
			return NULL;
		mark = (struct mark *)(heap->chunks->data + heap->chunks->used);
		heap->chunks->used += total;
		mark->total = total;
		block = (struct free_block *)(mark + 1);
	}
	return memset(block, 0, size);
}

static bool own_has(const struct kntop_heap *heap, const void *block)
{
	const struct chunk *c;

	for (c = heap->chunks; c; c = c->next)
		if ((u8 *)block >= c->data && (u8 *)block < c->data + c->used)
			return true;
	return false;
}

static void own_release(struct kntop_heap *heap, struct free_block *block)
{
	size_t total = ((struct mark *)block - 1)->total;

	if (total > REUSE_MAX)
		return;
	block->next = heap->reuse[total / REUSE_STEP];
	heap->reuse[total / REUSE_STEP] = block;
}

struct kntop_heap *kntop_heap_new(size_t octets)
{
	struct kntop_heap *heap = kzalloc(sizeof(*heap), GFP_KERNEL);

	if (heap && !chunk_add(heap, octets, GFP_KERNEL | __GFP_NOWARN)) {
		kfree(heap);
		heap = NULL;
	}
	return heap;
}

void kntop_heap_free(struct kntop_heap *heap)
{
	struct chunk *chunk, *next;

	WARN_ON_ONCE(atomic_long_read(&heap->purses));
	for (chunk = heap->chunks; chunk; chunk = next) {
		next = chunk->next;
		kvfree(chunk);
	}
	kfree(heap);
}

unsigned long kntop_heap_octets(const struct kntop_heap *heap)
{
	return READ_ONCE(heap->octets);
}

unsigned long kntop_heap_purses(const struct kntop_heap *heap)
{
	return atomic_long_read(&heap->purses);
}

unsigned long kntop_heap_strays(const struct kntop_heap *heap)
{
	return READ_ONCE(heap->strays);
}

unsigned long kntop_heap_allocations(const struct kntop_heap *heap)
{
	return READ_ONCE(heap->allocations);
}

/* ---- purses -------------------------------------------------------------- */

static void purse_charge(struct kntop_purse *purse, long octets)
{
	purse->octets += octets;
	atomic_long_add(octets, &purse->heap->purses);
}

static void *purse_alloc(struct kntop_purse *purse, size_t size)
{
	struct coin *coin;

	if (size > PURSE_BLOCK_MAX || purse->octets + size > PURSE_MAX)
		return NULL;
	coin = kvzalloc(sizeof(*coin) + size, GFP_KERNEL | __GFP_NOWARN);
	if (!coin)
		return NULL;
	coin->size = size;
	coin->next = purse->blocks;
	purse->blocks = coin;
	purse_charge(purse, sizeof(*coin) + size);
	WRITE_ONCE(purse->heap->allocations, purse->heap->allocations + 1);
	return coin + 1;
}

/* The coin of a block, as what points to it; NULL if it is not in the purse. */
static struct coin **purse_find(const struct kntop_purse *purse, const void *block)
{
	struct coin **at;

	for (at = (struct coin **)&purse->blocks; *at; at = &(*at)->next)
		if (*at + 1 == block)
			return at;
	return NULL;
}

static void purse_release(struct kntop_purse *purse, struct coin **at)
{
	struct coin *coin = *at;

	*at = coin->next;
	purse_charge(purse, -(long)(sizeof(*coin) + coin->size));
	kvfree(coin);
}

size_t kntop_purse_size(const struct kntop_purse *purse, const void *block)
{
	struct coin **at = purse_find(purse, block);

	return at ? (*at)->size : 0;
}

void kntop_purse_empty(struct kntop_purse *purse)
{
	while (purse->blocks)
		purse_release(purse, (struct coin **)&purse->blocks);
}

/* ---- what nDPI calls ----------------------------------------------------- */

void *kntop_heap_malloc(size_t size)
{
	struct kntop_seat *seat = seat_find();

	if (WARN_ON_ONCE(!seat))
		return NULL;
	return seat->purse ? purse_alloc(seat->purse, size) : own_alloc(seat->heap, size);
}

void *kntop_heap_malloc_own(size_t size)
{
	struct kntop_seat *seat = seat_find();

	return WARN_ON_ONCE(!seat) ? NULL : own_alloc(seat->heap, size);
}

void kntop_heap_release(void *block)
{
	struct kntop_seat *seat = block ? seat_find() : NULL;
	struct coin **at = NULL;

	if (!block || WARN_ON_ONCE(!seat))
		return;
	if (seat->purse)
		at = purse_find(seat->purse, block);
	if (at)
		purse_release(seat->purse, at);
	else if (own_has(seat->heap, block))
		own_release(seat->heap, block);
	else
		WRITE_ONCE(seat->heap->strays, seat->heap->strays + 1);
}
