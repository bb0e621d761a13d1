/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_id: the number by which all that is told of a flow belongs together. It needs no
 * room in the flow: it is a keyed hash of what the flow is and of how it began, made when
 * somebody wants to know.
 */
#ifndef KNTOP_FLOW_ID_H
#define KNTOP_FLOW_ID_H

#include "flow.h"

/** How many flows its CPU had made before it, modulo 4096; constant once in the table. */
static inline u16 kntop_flow_birth(const struct kntop_flow *flow)
{
	return flow->key.birth | flow->folded[0].birth << 4 | flow->folded[1].birth << 8;
}

/**
 * kntop_flow_id - a flow's number
 * @t: its table
 * @flow: flow, its lock held by the caller
 *
 * SipHash-1-3 (Aumasson, Bernstein: SipHash, a fast short-input PRF, 2012), with a key of
 * the namespace's own, of the flow's key, the time of the packet that made it, its place in
 * memory, modulo 2 TB, and how many flows its CPU had made before, modulo 4096. None of
 * these changes.
 *
 * Two flows of one key that began at one instant differ in the place, unless the first had
 * been freed before the second was made, which takes a grace period: so those of a clock that
 * runs never are alike. Those of an offline source that is fed the same times again are only
 * when the memory is the same and a multiple of 4096 flows was made between. Else numbers are
 * alike as often as 64 random bits are: any two of n flows with a chance of n^2 / 2^65.
 *
 * Return: never 0.
 */
u64 kntop_flow_id(const struct kntop_flow_table *t, const struct kntop_flow *flow);

#endif /* KNTOP_FLOW_ID_H */
