// SPDX-License-Identifier: GPL-2.0-or-later
/* ways: calls and loops that go nowhere. */
#include "evil.h"

#define HIDDEN	__attribute__((noinline))

/* A value that the compiler knows nothing about. */
static inline uint32_t opaque(uint32_t n)
{
	__asm__ volatile("" : "+r"(n));
	return n;
}

/* ---- wild pointers ------------------------------------------------------- */

/* Some functions of different types for the table of indirect calls. */
static HIDDEN void nothing(void)
{
	opaque(0);
}

static HIDDEN uint32_t one(uint32_t a)
{
	return opaque(a) + 1;
}

static HIDDEN uint64_t two(uint64_t a, uint32_t b)
{
	return a + opaque(b);
}

static HIDDEN void many(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint64_t f)
{
	opaque(a + b + c + d + e + f);
}

typedef void (*nothing_type)(void);
typedef uint32_t (*one_type)(uint32_t a);
typedef uint64_t (*two_type)(uint64_t a, uint32_t b);
typedef void (*many_type)(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint64_t f);

static const void *volatile const table[] = { nothing, one, two, many };

uint64_t evil_call(const uint64_t *n)
{
	uint32_t index = opaque(n[1]) + 0 * (uint32_t)table[0];

	switch (n[0]) {
	case 0:
		((nothing_type)index)();
		return 0;
	case 1:
		return ((one_type)index)(41);
	case 2:
		return ((two_type)index)(1ULL << 40, 2);
	}
	((many_type)index)(1, 2, 3, 4, 5, 6);
	return 0;
}

/* ---- depth --------------------------------------------------------------- */

/* What is done with the result is nothing that a compiler makes a loop of. */
static HIDDEN uint32_t deep(uint32_t levels)
{
	uint32_t below = levels ? opaque(deep(levels - 1)) : 0;

	return (below << 7 | below >> 25) ^ levels;
}

uint64_t evil_deep(const uint64_t *n)
{
	return deep(n[0]);
}

/* 4 KB of the guest's own stack for each level. */
static HIDDEN uint32_t deep_frames(uint32_t levels)
{
	volatile uint8_t frame[4096];

	frame[levels % sizeof(frame)] = levels;
	return levels ? opaque(deep_frames(levels - 1)) ^ frame[levels % 7] : 0;
}

uint64_t evil_deep_frames(const uint64_t *n)
{
	return deep_frames(n[0]);
}

static HIDDEN uint32_t twice(uint32_t levels)
{
	return levels ? opaque(twice(levels - 1)) ^ (opaque(twice(levels - 1)) >> 1) : 1;
}

uint64_t evil_twice(const uint64_t *n)
{
	return twice(n[0]);
}

/* ---- time ---------------------------------------------------------------- */

enum evil_loop {
	EVIL_LOOP_EMPTY,
	EVIL_LOOP_LOADS,
	EVIL_LOOP_STORES,
	EVIL_LOOP_COPIES,	/* of NUMBER octets */
	EVIL_LOOP_FILLS,	/* of NUMBER octets */
	EVIL_LOOP_MANY_COPIES,	/* 32 of them each turn */
	EVIL_LOOP_NOW,
	EVIL_LOOP_RANDOM,
	EVIL_LOOP_SIZE,
	EVIL_LOOP_GROW,		/* by nothing */
	EVIL_LOOP_CALLS,
	EVIL_LOOP_INDIRECT,
	EVIL_LOOP_DIVISIONS,
	EVIL_LOOP_WILD,		/* stores all over its memory */
};

#define COPY(octets)	__builtin_memmove((void *)opaque(65536), (void *)opaque(65552), octets)
#define COPIES(octets)	do { COPY(octets); COPY(octets); COPY(octets); COPY(octets); } while (0)

static HIDDEN void many_copies(uint32_t octets)
{
	for (;;) {
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
		COPIES(octets);
	}
}

uint64_t evil_loop(const uint64_t *n)
{
	uint32_t kind = n[0], number = n[1], seed = 1;
	uint64_t sum = 0;

	if (kind == EVIL_LOOP_MANY_COPIES)
		many_copies(number);
	for (;;) {
		switch (opaque(kind)) {
		case EVIL_LOOP_EMPTY:
			break;
		case EVIL_LOOP_LOADS:
			sum += *(volatile uint8_t *)opaque(seed);
			seed = seed * 1664525 + 1013904223;
			break;
		case EVIL_LOOP_STORES:
			*(volatile uint64_t *)(uintptr_t)(opaque(262144) & ~7) = sum++;
			break;
		case EVIL_LOOP_COPIES:
			COPY(number);
			break;
		case EVIL_LOOP_FILLS:
			__builtin_memset((void *)opaque(65536), 0x5a, number);
			break;
		case EVIL_LOOP_NOW:
			sum += kntop_host_now();
			break;
		case EVIL_LOOP_RANDOM:
			sum += kntop_host_random();
			break;
		case EVIL_LOOP_SIZE:
			sum += __builtin_wasm_memory_size(0);
			break;
		case EVIL_LOOP_GROW:
			sum += __builtin_wasm_memory_grow(0, opaque(0));
			break;
		case EVIL_LOOP_CALLS:
			nothing();
			break;
		case EVIL_LOOP_INDIRECT:
			((nothing_type)(uintptr_t)table[0])();
			break;
		case EVIL_LOOP_DIVISIONS:
			sum += opaque(seed) / (opaque(7) | 1);
			break;
		case EVIL_LOOP_WILD:
			*(volatile uint64_t *)(uintptr_t)(opaque(seed) & ~7) = ~0ULL;
			seed = seed * 1664525 + 1013904223;
			break;
		}
		__asm__ volatile("" : "+r"(sum));
	}
}

uint64_t evil_steps(const uint64_t *n)
{
	uint64_t count = n[0], i;

	for (i = 0; i < count; i++)
		__asm__ volatile("" : "+r"(i));
	return count;
}

uint64_t evil_trap(const uint64_t *n)
{
	(void)n;
	__builtin_trap();
}
