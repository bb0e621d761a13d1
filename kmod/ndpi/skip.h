/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * skip: what was not inspected, by reason. Kept per CPU, as an overload is when
 * it is counted most.
 */
#ifndef KNTOP_NDPI_SKIP_H
#define KNTOP_NDPI_SKIP_H

#include <linux/kntop.h>
#include <linux/types.h>

struct sk_buff;

/**
 * kntop_skip_count - count what is not inspected
 * @why: reason
 * @packets: packets that were not taken
 * @flows: flows given up for it
 *
 * Context: any but hard interrupts.
 */
void kntop_skip_count(enum kntop_skip why, u32 packets, u32 flows);

/** kntop_skip_report - put a nest DPI_A_SKIP for each reason. 0 or -EMSGSIZE. */
int kntop_skip_report(struct sk_buff *skb);

#endif /* KNTOP_NDPI_SKIP_H */
