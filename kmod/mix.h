/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mix: from the sum of a multilinear hash to a hash.
 */
#ifndef KNTOP_MIX_H
#define KNTOP_MIX_H

#include <linux/compiler.h>
#include <linux/hash.h>
#include <linux/types.h>

/**
 * kntop_mix - make a hash of a sum of products with random keys
 * @sum: the sum, whose upper half is strongly universal (see kntop_flow_hash())
 *
 * Where keys count up, as in a port scan, the sums do so as well, by a step that chance
 * chose: one in twenty gathers them in few buckets. So the upper half is mixed, by a
 * bijection, which leaves it universal. Its upper bits are added to the lower ones, and a
 * multiplication (Fibonacci hashing, D. Knuth, The Art of Computer Programming 3, 6.4)
 * brings these up.
 *
 * Return: the hash. Its upper bits are the best ones: scale it rather than mask it.
 */
static __always_inline u32 kntop_mix(u64 sum)
{
	u32 half = sum >> 32;

	return (half ^ half >> 16) * GOLDEN_RATIO_32;
}

#endif /* KNTOP_MIX_H */
