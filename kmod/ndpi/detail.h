/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * detail: facts of an engine as netlink attributes, enum kntop_l7_attr.
 */
#ifndef KNTOP_NDPI_DETAIL_H
#define KNTOP_NDPI_DETAIL_H

#include <linux/types.h>

struct kntop_derived;
struct kntop_door_facts;
struct kntop_engine;

/** Most octets of a string. */
#define KNTOP_DETAIL_STRING_MAX	255

/**
 * kntop_detail_put - put facts into attributes
 * @to: KNTOP_FINDING_MAX octets, aligned to 4
 * @e: the engine that told them; their flow is not freed yet
 * @facts: facts; of too many the last strings are cut
 * @derived: what other flows told
 *
 * Return: octets, 0 when there are no facts but risks.
 */
size_t kntop_detail_put(void *to, const struct kntop_engine *e,
			const struct kntop_door_facts *facts,
			const struct kntop_derived *derived);

#endif /* KNTOP_NDPI_DETAIL_H */
