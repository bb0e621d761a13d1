// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * deeds: single instructions, with whatever operands. In assembly, so that no compiler
 * sees what is undefined about them.
 */
#include "evil.h"

/* ---- memory -------------------------------------------------------------- */

#define OFFSETS(X, op) X(op, 0) X(op, 1) X(op, 7) X(op, 65535) X(op, 2147483647) \
	X(op, 2147483648) X(op, 4294967289) X(op, 4294967295)

#define LOAD_CASE(op, offset)						\
	case offset##ULL:						\
		__asm__ volatile("local.get %1\n\t" #op " " #offset "\n\tlocal.set %0"	\
				 : "=r"(value) : "r"(at));		\
		return value;

#define LOAD(type, op)							\
static uint64_t op##_at(uint32_t at, uint64_t offset)			\
{									\
	type value;							\
									\
	switch (offset) {						\
	OFFSETS(LOAD_CASE_OF, op)					\
	}								\
	return 0;							\
}

/* The assembler has a dot where C has none. */
#define LOAD_CASE_OF(op, offset) LOAD_CASE_##op(offset)
#define LOAD_CASE_i32_load(o)		LOAD_CASE(i32.load, o)
#define LOAD_CASE_i32_load8_u(o)	LOAD_CASE(i32.load8_u, o)
#define LOAD_CASE_i32_load8_s(o)	LOAD_CASE(i32.load8_s, o)
#define LOAD_CASE_i32_load16_u(o)	LOAD_CASE(i32.load16_u, o)
#define LOAD_CASE_i32_load16_s(o)	LOAD_CASE(i32.load16_s, o)
#define LOAD_CASE_i64_load(o)		LOAD_CASE(i64.load, o)
#define LOAD_CASE_i64_load8_u(o)	LOAD_CASE(i64.load8_u, o)
#define LOAD_CASE_i64_load8_s(o)	LOAD_CASE(i64.load8_s, o)
#define LOAD_CASE_i64_load16_u(o)	LOAD_CASE(i64.load16_u, o)
#define LOAD_CASE_i64_load16_s(o)	LOAD_CASE(i64.load16_s, o)
#define LOAD_CASE_i64_load32_u(o)	LOAD_CASE(i64.load32_u, o)
#define LOAD_CASE_i64_load32_s(o)	LOAD_CASE(i64.load32_s, o)

LOAD(uint32_t, i32_load8_u)
LOAD(uint32_t, i32_load8_s)
LOAD(uint32_t, i32_load16_u)
LOAD(uint32_t, i32_load16_s)
LOAD(uint32_t, i32_load)
LOAD(uint64_t, i64_load8_u)
LOAD(uint64_t, i64_load8_s)
LOAD(uint64_t, i64_load16_u)
LOAD(uint64_t, i64_load16_s)
LOAD(uint64_t, i64_load32_u)
LOAD(uint64_t, i64_load32_s)
LOAD(uint64_t, i64_load)

#define STORE_CASE(op, offset)						\
	case offset##ULL:						\
		__asm__ volatile("local.get %0\n\tlocal.get %1\n\t" #op " " #offset	\
				 : : "r"(at), "r"(value) : "memory");	\
		break;

#define STORE(type, op)							\
static void op##_at(uint32_t at, uint64_t offset, type value)		\
{									\
	switch (offset) {						\
	OFFSETS(STORE_CASE_OF, op)					\
	}								\
}

#define STORE_CASE_OF(op, offset) STORE_CASE_##op(offset)
#define STORE_CASE_i32_store8(o)	STORE_CASE(i32.store8, o)
#define STORE_CASE_i32_store16(o)	STORE_CASE(i32.store16, o)
#define STORE_CASE_i32_store(o)		STORE_CASE(i32.store, o)
#define STORE_CASE_i64_store8(o)	STORE_CASE(i64.store8, o)
#define STORE_CASE_i64_store16(o)	STORE_CASE(i64.store16, o)
#define STORE_CASE_i64_store32(o)	STORE_CASE(i64.store32, o)
#define STORE_CASE_i64_store(o)		STORE_CASE(i64.store, o)

STORE(uint32_t, i32_store8)
STORE(uint32_t, i32_store16)
STORE(uint32_t, i32_store)
STORE(uint64_t, i64_store8)
STORE(uint64_t, i64_store16)
STORE(uint64_t, i64_store32)
STORE(uint64_t, i64_store)

static uint64_t load(uint32_t op, uint32_t at, uint64_t offset)
{
	switch (op) {
	case 0: return i32_load8_u_at(at, offset);
	case 1: return i32_load8_s_at(at, offset);
	case 2: return i32_load16_u_at(at, offset);
	case 3: return i32_load16_s_at(at, offset);
	case 4: return i32_load_at(at, offset);
	case 5: return i64_load8_u_at(at, offset);
	case 6: return i64_load8_s_at(at, offset);
	case 7: return i64_load16_u_at(at, offset);
	case 8: return i64_load16_s_at(at, offset);
	case 9: return i64_load32_u_at(at, offset);
	case 10: return i64_load32_s_at(at, offset);
	}
	return i64_load_at(at, offset);
}

static void store(uint32_t op, uint32_t at, uint64_t offset, uint64_t value)
{
	switch (op) {
	case 0: i32_store8_at(at, offset, value); return;
	case 1: i32_store16_at(at, offset, value); return;
	case 2: i32_store_at(at, offset, value); return;
	case 3: i64_store8_at(at, offset, value); return;
	case 4: i64_store16_at(at, offset, value); return;
	case 5: i64_store32_at(at, offset, value); return;
	}
	i64_store_at(at, offset, value);
}

uint64_t evil_load(const uint64_t *n)
{
	return load(n[0], n[1], n[2]);
}

uint64_t evil_store(const uint64_t *n)
{
	store(n[0], n[1], n[2], n[3]);
	return 0;
}

static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* The sum keeps the loads from being left out. */
uint64_t evil_sweep(const uint64_t *n)
{
	uint32_t seed = n[0] | 1, op;
	uint64_t sum = 0, i;

	for (i = 0; i < n[1]; i++)
		for (op = 0; op < 12; op++)
			sum += load(op, next(&seed), 0) + load(op, next(&seed), 4294967289);
	return sum;
}

/* What it needs itself is in locals: those nobody can write over. */
uint64_t evil_strew(const uint64_t *n)
{
	uint32_t seed = n[0] | 1, op;
	uint64_t count = n[1], i;

	for (i = 0; i < count; i++)
		for (op = 0; op < 7; op++) {
			store(op, next(&seed), 0, 0xa5a5a5a5a5a5a5a5);
			store(op, next(&seed), 2147483648, next(&seed));
		}
	return 0;
}

uint64_t evil_copy(const uint64_t *n)
{
	uint32_t to = n[0], from = n[1], octets = n[2];

	__builtin_memmove((void *)to, (const void *)from, octets);
	return 0;
}

uint64_t evil_fill(const uint64_t *n)
{
	uint32_t to = n[0], octet = n[1], octets = n[2];

	__builtin_memset((void *)to, octet, octets);
	return 0;
}

uint64_t evil_ruin(const uint64_t *n)
{
	uint32_t at = n[0], octets = n[1], i;
	uint8_t octet = n[2];

	for (i = 0; i < octets; i++)
		*(volatile uint8_t *)(at + i) = octet;
	return 0;
}

uint64_t evil_size(const uint64_t *n)
{
	(void)n;
	return (uint64_t)__builtin_wasm_memory_size(0) * 65536;
}

/* Returns the pages before, -1 when there are no more. */
uint64_t evil_grow(const uint64_t *n)
{
	return (int64_t)(int32_t)__builtin_wasm_memory_grow(0, n[0]);
}

uint64_t evil_swell(const uint64_t *n)
{
	uint32_t pages = n[0];

	while (__builtin_wasm_memory_grow(0, pages) != (size_t)-1)
		;
	return 1;
}

/* ---- numbers ------------------------------------------------------------- */

#define BINARY(type, name, op)						\
static type name(type a, type b)					\
{									\
	type value;							\
									\
	__asm__ volatile("local.get %1\n\tlocal.get %2\n\t" op "\n\tlocal.set %0"	\
			 : "=r"(value) : "r"(a), "r"(b));		\
	return value;							\
}

BINARY(uint32_t, i32_div_u, "i32.div_u")
BINARY(uint32_t, i32_div_s, "i32.div_s")
BINARY(uint32_t, i32_rem_u, "i32.rem_u")
BINARY(uint32_t, i32_rem_s, "i32.rem_s")
BINARY(uint64_t, i64_div_u, "i64.div_u")
BINARY(uint64_t, i64_div_s, "i64.div_s")
BINARY(uint64_t, i64_rem_u, "i64.rem_u")
BINARY(uint64_t, i64_rem_s, "i64.rem_s")
BINARY(uint32_t, i32_rotl, "i32.rotl")
BINARY(uint32_t, i32_rotr, "i32.rotr")
BINARY(uint64_t, i64_rotl, "i64.rotl")
BINARY(uint64_t, i64_rotr, "i64.rotr")
BINARY(uint32_t, i32_shl, "i32.shl")
BINARY(uint32_t, i32_shr_s, "i32.shr_s")
BINARY(uint64_t, i64_shl, "i64.shl")
BINARY(uint64_t, i64_shr_s, "i64.shr_s")

#define UNARY(type, name, op)						\
static type name(type a)						\
{									\
	type value;							\
									\
	__asm__ volatile("local.get %1\n\t" op "\n\tlocal.set %0" : "=r"(value) : "r"(a));	\
	return value;							\
}

UNARY(uint32_t, i32_clz, "i32.clz")
UNARY(uint32_t, i32_ctz, "i32.ctz")
UNARY(uint32_t, i32_popcnt, "i32.popcnt")
UNARY(uint64_t, i64_clz, "i64.clz")
UNARY(uint64_t, i64_ctz, "i64.ctz")
UNARY(uint64_t, i64_popcnt, "i64.popcnt")

uint64_t evil_divide(const uint64_t *n)
{
	switch (n[0]) {
	case 0: return i32_div_u(n[1], n[2]);
	case 1: return i32_div_s(n[1], n[2]);
	case 2: return i32_rem_u(n[1], n[2]);
	case 3: return i32_rem_s(n[1], n[2]);
	case 4: return i64_div_u(n[1], n[2]);
	case 5: return i64_div_s(n[1], n[2]);
	case 6: return i64_rem_u(n[1], n[2]);
	}
	return i64_rem_s(n[1], n[2]);
}

/* What WebAssembly's specification says these come to. */
uint64_t evil_compute(const uint64_t *n)
{
	static const uint64_t octets = 0x8877665544332281;
	uint32_t at = (uint32_t)&octets;
	const struct {
		uint64_t got, want;
	} sums[] = {
		{ i32_rotl(0x80000001, 33), 3 },
		{ i32_rotl(0x80000001, 0), 0x80000001 },
		{ i32_rotr(0x80000001, 31), 3 },
		{ i64_rotl(0x8000000000000001, 65), 3 },
		{ i64_rotr(1, 1), 0x8000000000000000 },
		{ i32_shl(1, 33), 2 },
		{ i32_shr_s(0x80000000, 63), 0xffffffff },
		{ i64_shl(1, 65), 2 },
		{ i64_shr_s(0x8000000000000000, 127), 0xffffffffffffffff },
		{ i32_clz(0), 32 }, { i32_clz(1), 31 }, { i32_ctz(0), 32 }, { i32_ctz(0x80000000), 31 },
		{ i64_clz(0), 64 }, { i64_clz(1), 63 }, { i64_ctz(0), 64 },
		{ i64_ctz(0x8000000000000000), 63 },
		{ i32_popcnt(0xffffffff), 32 }, { i64_popcnt(0xf0f0f0f0f0f0f0f0), 32 },
		{ i32_div_s(-7, 2), (uint32_t)-3 }, { i32_rem_s(-7, 2), (uint32_t)-1 },
		{ i32_rem_s(0x80000000, -1), 0 }, { i64_rem_s(0x8000000000000000, -1), 0 },
		{ i64_div_s(-7, 2), -3 }, { i64_rem_s(-7, 2), -1 },
		{ i32_div_u(0xfffffff9, 2), 0x7ffffffc }, { i64_rem_u(0xfffffffffffffff9, 10), 9 },
		{ load(0, at, 0), 0x81 }, { load(1, at, 0), 0xffffff81 },
		{ load(2, at, 0), 0x2281 }, { load(3, at, 0), 0x2281 },
		{ load(3, at + 6, 0), 0xffff8877 }, { load(4, at, 0), 0x44332281 },
		{ load(5, at, 0), 0x81 }, { load(6, at, 0), 0xffffffffffffff81 },
		{ load(7, at + 6, 0), 0x8877 }, { load(8, at + 6, 0), 0xffffffffffff8877 },
		{ load(9, at + 4, 0), 0x88776655 }, { load(10, at + 4, 0), 0xffffffff88776655 },
		{ load(11, at, 0), octets }, { load(11, at - 1, 1), octets },
		{ load(11, at + 1, 4294967295), octets }, { load(11, at + 7, 4294967289), octets },
	};
	uint32_t i;

	(void)n;
	for (i = 0; i < sizeof(sums) / sizeof(*sums); i++)
		if (sums[i].got != sums[i].want)
			return i + 1;
	return 0;
}
