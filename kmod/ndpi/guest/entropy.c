// SPDX-License-Identifier: GPL-2.0-or-later
#include "entropy.h"

#define FRACTION_BITS	16

/* Logarithms of numbers below this are kept. */
#define LOGS		32

/* log2(x), x at least 1, times 2^16: each squaring yields one more bit of it. */
static uint32_t log2_fixed(uint32_t x)
{
	uint32_t whole = 31 - __builtin_clz(x), log = whole << FRACTION_BITS, bit;
	uint64_t mantissa = (uint64_t)x << (31 - whole);

	for (bit = 1U << (FRACTION_BITS - 1); bit; bit >>= 1) {
		mantissa = mantissa * mantissa >> 31;
		if (mantissa >> 32) {
			mantissa >>= 1;
			log |= bit;
		}
	}
	return log;
}

/* Few values have a count of their own, so most logarithms are needed often. */
static uint32_t log2_kept(uint32_t *logs, uint32_t x)
{
	if (x >= LOGS)
		return log2_fixed(x);
	if (!logs[x])
		logs[x] = log2_fixed(x);
	return logs[x];
}

/* H = log2(n) - (sum over values of c log2(c)) / n, c counting a value. */
int kntop_entropy(const uint8_t *data, size_t n)
{
	uint32_t logs[LOGS] = { 0 };
	uint16_t counts[256] = { 0 };
	uint64_t sum = 0;
	size_t i;

	if (!n || n > 0xffff)
		return 0;
	for (i = 0; i < n; i++)
		counts[data[i]]++;
	for (i = 0; i < 256; i++)
		if (counts[i] > 1)
			sum += (uint64_t)counts[i] * log2_kept(logs, counts[i]);
	return (log2_fixed(n) - sum / n) * 1000 >> FRACTION_BITS;
}
