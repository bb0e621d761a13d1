/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * finding: what the packets of a flow told beside its protocol: names, risks
 * and the like, in one block. Shared by a flow and its records, constant, freed
 * with the last of them after an RCU grace period.
 */
#ifndef KNTOP_FINDING_H
#define KNTOP_FINDING_H

#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/types.h>

#include "label.h"

/** Most octets of attributes. */
#define KNTOP_FINDING_MAX	2048

/**
 * struct kntop_finding - what else is known
 * @label: what the flow is; set by the verdict
 * @refs: who holds it
 * @size: octets of @attrs
 * @score: sum of the risks' scores
 * @risks: bit n: risk number n
 * @rcu: for freeing
 * @attrs: netlink attributes, enum kntop_l7_attr from SERVER_NAME on, aligned
 */
struct kntop_finding {
	struct kntop_label label;
	refcount_t	refs;
	u16		size;
	u16		score;
	u64		risks;
	struct rcu_head	rcu;
	u8		attrs[] __aligned(4);
};

/**
 * kntop_finding_new - make one, held once
 * @risks: bits
 * @score: sum of their scores
 * @attrs: attributes, copied
 * @size: octets of them, at most KNTOP_FINDING_MAX
 *
 * Context: process, may sleep. Return: NULL when memory is short.
 */
struct kntop_finding *kntop_finding_new(u64 risks, u16 score, const void *attrs,
					size_t size);

/**
 * kntop_finding_hold - one holder more
 * @f: finding or NULL; there by RCU, or held
 *
 * Context: any. Return: @f, or NULL when its last holder has just let it go.
 */
struct kntop_finding *kntop_finding_hold(struct kntop_finding *f);

/** kntop_finding_put - one holder less. NULL is fine. Any context. */
void kntop_finding_put(struct kntop_finding *f);

/** kntop_finding_count - how many there are, and @bytes: their octets. */
u64 kntop_finding_count(u64 *bytes);

#endif /* KNTOP_FINDING_H */
