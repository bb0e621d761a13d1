/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runtime: what translated code is made of. scripts/guest-translate writes C in which
 * every access to memory, every indirect call, every division and every step that could
 * repeat is one of the functions below; this file is what confines a guest.
 *
 * Confinement. A guest has a linear memory: @size octets at @data, up to the next power of
 * two continued by one page that stands for all pages that are not there, and then some
 * octets more, so that the widest access at the last address has its octets, too. An address
 * is masked to that power of two. So whatever a guest computes, it reads and writes its own
 * memory; the mask holds under speculation as well.
 *
 * Traps. A guest that breaks a rule is stopped: the kind is recorded, and @fuel is gone. Each function at its entry, and each loop at its head, looks at @fuel, and returns
 * when there is none. Until all have returned the guest computes with arbitrary values, for
 * less than the length of its functions, which the confinement makes harmless. So a trap
 * needs no jump out of the stack, and works wherever C does.
 *
 * Time. Each function entry and each turn of a loop is a step and costs one of @fuel; bulk
 * copies and growth cost by their size. Depth: a function that finds the stack pointer below @floor
 * traps, so recursion is bounded by what it takes, not by a count.
 */
#ifndef KNTOP_NDPI_RUNTIME_H
#define KNTOP_NDPI_RUNTIME_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/kntop.h>
#include <linux/math64.h>
#include <linux/nospec.h>
#include <linux/string.h>
#include <linux/types.h>

#include "../compat/stack_pointer.h"

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#error "a guest's memory is little endian: no kntop_ndpi on this machine"
#endif

/** Octets of a page of linear memory, which grows by these. */
#define KNTOP_GUEST_PAGE	65536U

/**
 * struct kntop_guest - what translated code sees of its sandbox
 * @data: the linear memory
 * @floor: lowest value of the kernel's stack pointer
 * @mask: a power of two less one, see above
 * @fuel: steps left before kntop_guest_stop() is asked
 * @stack: the guest's own stack pointer, an address
 * @size: octets of the linear memory
 * @trap: enum kntop_trap_kind; why it was stopped
 * @called: index of the last dissector that was called
 *
 * Written by the thread that runs the guest.
 */
struct kntop_guest {
	u8		*data;
	unsigned long	floor;
	u32		mask;
	s32		fuel;
	u32		stack;
	u32		size;
	u32		trap;
	u32		called;
};

/** struct kntop_guest_segment - initial memory that is not zero */
struct kntop_guest_segment {
	u32		at;
	u32		size;
	const u8	*octets;
};

/** struct kntop_guest_call - a function that can be called indirectly; @name for reports */
struct kntop_guest_call {
	u32		type;
	void		(*call)(void);
	const char	*name;
};

/* Written by scripts/guest-translate. */
extern const struct kntop_guest_segment kntop_guest_segments[];
extern const u32 kntop_guest_segments_count, kntop_guest_pages_least, kntop_guest_stack_top;
extern const struct kntop_guest_call kntop_guest_calls[];
extern const u32 kntop_guest_calls_count;

/* ---- what sandbox.c does ------------------------------------------------- */

/**
 * kntop_guest_trap - stop a guest
 *
 * The first kind stays. Return: 0, for those who need a value.
 */
u32 kntop_guest_trap(struct kntop_guest *g, enum kntop_trap_kind kind);

/** kntop_guest_stop - the fuel is gone, or the stack low: refill, or say true: return. */
bool kntop_guest_stop(struct kntop_guest *g);

/** kntop_guest_grow - add @pages; returns how many there were, or -1. */
u32 kntop_guest_grow(struct kntop_guest *g, u32 pages);

void kntop_guest_copy(struct kntop_guest *g, u32 to, u32 from, u32 n);
void kntop_guest_fill(struct kntop_guest *g, u32 to, u32 octet, u32 n);

/* Imports, see guest/door.h. */
u64 kntop_guest_host_now(struct kntop_guest *g);
u32 kntop_guest_host_random(struct kntop_guest *g);

/* ---- time and depth ------------------------------------------------------ */

/* Call at a function's entry; when this is true, return. */
static __always_inline bool kntop_guest_enter(struct kntop_guest *g)
{
	return (unlikely(--g->fuel < 0) || unlikely(current_stack_pointer < g->floor)) &&
	       kntop_guest_stop(g);
}

/* Call at a loop's head; likewise. */
static __always_inline bool kntop_guest_step(struct kntop_guest *g)
{
	return unlikely(--g->fuel < 0) && kntop_guest_stop(g);
}

/* ---- memory -------------------------------------------------------------- */

static inline u8 *kntop_guest_at(const struct kntop_guest *g, u32 at)
{
	return g->data + (at & g->mask);
}

#define KNTOP_GUEST_LOAD32(name, from)					\
static inline u32 kntop_guest_i32_##name(const struct kntop_guest *g, u32 at) \
{										\
	from value;								\
										\
	__builtin_memcpy(&value, kntop_guest_at(g, at), sizeof(value));		\
	return value;								\
}

#define KNTOP_GUEST_LOAD64(name, from)					\
static inline u64 kntop_guest_i64_##name(const struct kntop_guest *g, u32 at) \
{										\
	from value;								\
										\
	__builtin_memcpy(&value, kntop_guest_at(g, at), sizeof(value));		\
	return value;								\
}

#define KNTOP_GUEST_STORE(name, to, from)					\
static inline void kntop_guest_##name(const struct kntop_guest *g, u32 at,	\
				      from value)				\
{										\
	to stored = value;							\
										\
	__builtin_memcpy(kntop_guest_at(g, at), &stored, sizeof(stored));	\
}

KNTOP_GUEST_LOAD32(load8_u, u8)
KNTOP_GUEST_LOAD32(load8_s, s8)
KNTOP_GUEST_LOAD64(load8_u, u8)
KNTOP_GUEST_LOAD64(load8_s, s8)
KNTOP_GUEST_LOAD32(load16_u, u16)
KNTOP_GUEST_LOAD32(load16_s, s16)
KNTOP_GUEST_LOAD64(load16_u, u16)
KNTOP_GUEST_LOAD64(load16_s, s16)
KNTOP_GUEST_LOAD32(load, u32)
KNTOP_GUEST_LOAD64(load32_u, u32)
KNTOP_GUEST_LOAD64(load32_s, s32)
KNTOP_GUEST_LOAD64(load, u64)
KNTOP_GUEST_STORE(i32_store8, u8, u32)
KNTOP_GUEST_STORE(i64_store8, u8, u64)
KNTOP_GUEST_STORE(i32_store16, u16, u32)
KNTOP_GUEST_STORE(i64_store16, u16, u64)
KNTOP_GUEST_STORE(i32_store, u32, u32)
KNTOP_GUEST_STORE(i64_store32, u32, u64)
KNTOP_GUEST_STORE(i64_store, u64, u64)

static inline u32 kntop_guest_pages(const struct kntop_guest *g)
{
	return g->size / KNTOP_GUEST_PAGE;
}

/* The guest's stack lies lowest in its memory, and grows down. */
static inline void kntop_guest_set_stack(struct kntop_guest *g, u32 to)
{
	g->stack = to;
	if (unlikely(to > kntop_guest_stack_top))
		kntop_guest_trap(g, KNTOP_TRAP_KIND_DEPTH);
}

/* ---- calls --------------------------------------------------------------- */

static inline bool kntop_guest_callable(struct kntop_guest *g, u32 type, u32 index)
{
	if (likely(index < kntop_guest_calls_count &&
		   kntop_guest_calls[index].call && kntop_guest_calls[index].type == type))
		return true;
	kntop_guest_trap(g, KNTOP_TRAP_KIND_BAD_CALL);
	return false;
}

/* Returns the function; it is one, and of that type. */
static inline void (*kntop_guest_callee(u32 index))(void)
{
	return kntop_guest_calls[array_index_nospec(index, kntop_guest_calls_count)].call;
}

static inline void kntop_guest_note(struct kntop_guest *g, u32 index)
{
	g->called = index;
}

#define KNTOP_GUEST_CALL(g, kind, type, index, ...)				\
	(kntop_guest_callable(g, type, index) ?					\
	 ((kind)kntop_guest_callee(index))(g, ##__VA_ARGS__) :			\
	 (typeof(((kind)0)(g, ##__VA_ARGS__)))0)

/* The same for a dissector, which a report of a trap will name. */
#define KNTOP_GUEST_DISPATCH(g, kind, type, index, ...)				\
	(kntop_guest_note(g, index), KNTOP_GUEST_CALL(g, kind, type, index, ##__VA_ARGS__))

/* ---- numbers ------------------------------------------------------------- */

static inline u32 kntop_guest_i32_div_u(struct kntop_guest *g, u32 a, u32 b)
{
	return likely(b) ? a / b : kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
}

static inline u32 kntop_guest_i32_rem_u(struct kntop_guest *g, u32 a, u32 b)
{
	return likely(b) ? a % b : kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
}

static inline u64 kntop_guest_i64_div_u(struct kntop_guest *g, u64 a, u64 b)
{
	return likely(b) ? div64_u64(a, b) : kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
}

static inline u64 kntop_guest_i64_rem_u(struct kntop_guest *g, u64 a, u64 b)
{
	return likely(b) ? a - div64_u64(a, b) * b : kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
}

/* The one quotient that does not fit, and the processor would trap on, is negated. */
static inline u32 kntop_guest_i32_div_s(struct kntop_guest *g, u32 a, u32 b)
{
	if (unlikely(!b || (b == U32_MAX && a == BIT(31))))
		return kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
	return (s32)a / (s32)b;
}

static inline u32 kntop_guest_i32_rem_s(struct kntop_guest *g, u32 a, u32 b)
{
	if (unlikely(!b))
		return kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
	return b == U32_MAX ? 0 : (s32)a % (s32)b;
}

static inline u64 kntop_guest_i64_div_s(struct kntop_guest *g, u64 a, u64 b)
{
	if (unlikely(!b || (b == U64_MAX && a == BIT_ULL(63))))
		return kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
	return div64_s64(a, b);
}

static inline u64 kntop_guest_i64_rem_s(struct kntop_guest *g, u64 a, u64 b)
{
	if (unlikely(!b))
		return kntop_guest_trap(g, KNTOP_TRAP_KIND_DIVISION);
	return b == U64_MAX ? 0 : a - div64_s64(a, b) * b;
}

static inline u32 kntop_guest_i32_rotl(u32 a, u32 n)
{
	return rol32(a, n);
}

static inline u32 kntop_guest_i32_rotr(u32 a, u32 n)
{
	return ror32(a, n);
}

static inline u64 kntop_guest_i64_rotl(u64 a, u64 n)
{
	return rol64(a, n);
}

static inline u64 kntop_guest_i64_rotr(u64 a, u64 n)
{
	return ror64(a, n);
}

static inline u32 kntop_guest_i32_clz(u32 a)
{
	return 32 - fls(a);
}

static inline u64 kntop_guest_i64_clz(u64 a)
{
	return 64 - fls64(a);
}

static inline u32 kntop_guest_i32_ctz(u32 a)
{
	return a ? __ffs(a) : 32;
}

static inline u64 kntop_guest_i64_ctz(u64 a)
{
	return a ? __ffs64(a) : 64;
}

static inline u32 kntop_guest_i32_popcnt(u32 a)
{
	return hweight32(a);
}

static inline u64 kntop_guest_i64_popcnt(u64 a)
{
	return hweight64(a);
}

#endif /* KNTOP_NDPI_RUNTIME_H */
