/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * late: by how much one side's first packet came later than the other's, in 48
 * bits; to the nanosecond up to 9 hours, to the microsecond up to a year, beyond that to
 * the millisecond. Pure.
 */
#ifndef KNTOP_LATE_H
#define KNTOP_LATE_H

#include <linux/bitops.h>
#include <linux/types.h>

/** Which side's first packet was the later one. */
#define KNTOP_LATE_SIDE		(1ULL << 47)
/** The unit is 2^0, 2^10 or 2^20 ns: this times ten. */
#define KNTOP_LATE_SCALE	45
#define KNTOP_LATE_UNITS	((1ULL << KNTOP_LATE_SCALE) - 1)

/**
 * kntop_late_pack - a difference in 48 bits
 * @side: whose first packet was later, 0 or 1
 * @by: nanoseconds; what does not fit the unit is left out
 */
static inline u64 kntop_late_pack(int side, u64 by)
{
	u64 late = side ? KNTOP_LATE_SIDE : 0, scale = 0;

	while (by > KNTOP_LATE_UNITS) {
		by >>= 10;
		scale++;
	}
	return late | scale << KNTOP_LATE_SCALE | by;
}

/** kntop_late_side - whose first packet was the later one, 0 or 1. */
static inline int kntop_late_side(u64 late)
{
	return !!(late & KNTOP_LATE_SIDE);
}

/** kntop_late_by - by how many nanoseconds. */
static inline u64 kntop_late_by(u64 late)
{
	return (late & KNTOP_LATE_UNITS) << 10 * (late >> KNTOP_LATE_SCALE & 3);
}

#endif /* KNTOP_LATE_H */
