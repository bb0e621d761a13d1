/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rate: octets a second in 16 bits, so that a flow can carry one each way.
 *
 * An 11-bit mantissa with a hidden leading one and a 5-bit exponent: exact up
 * to 4095, then within 1/4096 of the truth, up to 2^42 octets a second.
 */
#ifndef KNTOP_RATE_H
#define KNTOP_RATE_H

#include <linux/types.h>
#include <linux/bitops.h>

#define KNTOP_RATE_MANTISSA_BITS	11
#define KNTOP_RATE_HIDDEN		(1ULL << KNTOP_RATE_MANTISSA_BITS)
#define KNTOP_RATE_EXPONENT_MAX		31

/**
 * kntop_rate_pack - squeeze a rate into 16 bits
 * @rate: octets a second; what exceeds the range becomes the largest rate
 */
static inline u16 kntop_rate_pack(u64 rate)
{
	unsigned int exponent;

	if (rate < KNTOP_RATE_HIDDEN)
		return rate;
	exponent = fls64(rate) - KNTOP_RATE_MANTISSA_BITS;
	if (exponent > 1)
		rate += 1ULL << (exponent - 2);
	exponent = fls64(rate) - KNTOP_RATE_MANTISSA_BITS;
	if (exponent > KNTOP_RATE_EXPONENT_MAX)
		return U16_MAX;
	return exponent << KNTOP_RATE_MANTISSA_BITS |
	       ((rate >> (exponent - 1)) & (KNTOP_RATE_HIDDEN - 1));
}

/**
 * kntop_rate_unpack - the rate again
 * @packed: what kntop_rate_pack() returned
 */
static inline u64 kntop_rate_unpack(u16 packed)
{
	unsigned int exponent = packed >> KNTOP_RATE_MANTISSA_BITS;
	u64 mantissa = packed & (KNTOP_RATE_HIDDEN - 1);

	if (!exponent)
		return mantissa;
	return (mantissa | KNTOP_RATE_HIDDEN) << (exponent - 1);
}

#endif /* KNTOP_RATE_H */
