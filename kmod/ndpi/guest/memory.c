// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "version.h"

#include "memory.h"

/*
 * The largest block that nDPI needs for a flow is the buffer of a TLS handshake, 64 KB.
 * It also computes sizes from what packets say.
 */
#define BLOCK_MAX	(128 * 1024)
#define FLOW_MAX	(512 * 1024)

#define MARK		0x6b6e746fU

/* A piece of memory from which the module's blocks are cut. */
#define CHUNK		(64 * 1024 - 32)

/* Precedes each block of a flow; of the size of malloc()'s alignment. */
struct kntop_memory_block {
	struct kntop_memory_block	*next;
	struct kntop_memory_block	*previous;
	uint32_t			size;	/* of the block, without this */
	uint32_t			mark;	/* MARK ^ its own address */
};

uint32_t kntop_memory_octets, kntop_memory_allocations, kntop_memory_strays;

static struct kntop_memory *current;

static uint32_t mark_of(const struct kntop_memory_block *b)
{
	return MARK ^ (uint32_t)(uintptr_t)b;
}

static struct kntop_memory_block *block_of(const void *p)
{
	return (struct kntop_memory_block *)p - 1;
}

void kntop_memory_charge(int32_t octets)
{
	kntop_memory_octets += octets;
}

static void charge(struct kntop_memory *m, int32_t octets)
{
	m->octets += octets;
	kntop_memory_charge(octets);
}

static void *flow_alloc(struct kntop_memory *m, size_t size)
{
	size_t total = size + sizeof(struct kntop_memory_block);
	struct kntop_memory_block *b;

	if (size > BLOCK_MAX || m->octets + total > FLOW_MAX)
		return NULL;
	/* Zeroed: results must not depend on the flows before. */
	b = calloc(1, total);
	if (!b)
		return NULL;
	b->size = size;
	b->mark = mark_of(b);
	b->next = m->first;
	if (m->first)
		m->first->previous = b;
	m->first = b;
	charge(m, total);
	kntop_memory_allocations++;
	return b + 1;
}

static void flow_free(struct kntop_memory *m, struct kntop_memory_block *b)
{
	if (b->previous)
		b->previous->next = b->next;
	else
		m->first = b->next;
	if (b->next)
		b->next->previous = b->previous;
	b->mark = 0;
	charge(m, -(int32_t)(b->size + sizeof(*b)));
	free(b);
}

/*
 * nDPI builds its module of 100,000 blocks, most of them under 32 octets, and frees few of
 * them; so they need no header, and are never free.
 */
static void *module_alloc(size_t size)
{
	static char *at, *end;
	char *block;

	size = (size + 7) & ~(size_t)7;
	if (size > CHUNK / 4)
		return malloc(size);
	if (size > (size_t)(end - at)) {
		at = malloc(CHUNK);
		if (!at) {
			end = NULL;
			return NULL;
		}
		end = at + CHUNK;
	}
	block = at;
	at += size;
	return block;
}

static void *memory_alloc(size_t size)
{
	return current ? flow_alloc(current, size) : module_alloc(size);
}

/*
 * What is not the flow's is left alone: nDPI has pointers in unions, and may take
 * one member for another.
 */
static void memory_free(void *p)
{
	if (!current)
		return;
	if (block_of(p)->mark == mark_of(block_of(p)))
		flow_free(current, block_of(p));
	else
		kntop_memory_strays++;
}

/* nDPI 5.0 asks for these two as well; earlier ones make them of the others. */

static void *memory_zeroed(size_t n, size_t size)
{
	void *p;

	if (__builtin_mul_overflow(n, size, &size))
		return NULL;
	p = memory_alloc(size);
	return p ? memset(p, 0, size) : NULL;
}

/*
 * A block of the module's has no size. What follows it is copied with it, to the end of
 * memory at most: those octets may be anything.
 */
static void *memory_again(void *p, size_t size)
{
	size_t old = __builtin_wasm_memory_size(0) * 65536 - (uintptr_t)p;
	void *q = memory_alloc(size);

	if (!p || !q)
		return q;
	if (current && block_of(p)->mark == mark_of(block_of(p)))
		old = block_of(p)->size;
	memcpy(q, p, old < size ? old : size);
	memory_free(p);
	return q;
}

void kntop_memory_init(void)
{
	kntop_version_allocate(memory_alloc, memory_free, memory_zeroed, memory_again);
}

void kntop_memory_use(struct kntop_memory *m)
{
	current = m;
}

size_t kntop_memory_size(const struct kntop_memory *m, const void *p)
{
	const struct kntop_memory_block *b;

	for (b = m->first; b; b = b->next)
		if (b + 1 == p)
			return b->size;
	return 0;
}

void kntop_memory_clear(struct kntop_memory *m)
{
	while (m->first)
		flow_free(m, m->first);
}
