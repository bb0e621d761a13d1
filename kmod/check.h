/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check: the sum rule, measured: what an interface counted is what its flows,
 * its ended flows and its other parts hold.
 */
#ifndef KNTOP_CHECK_H
#define KNTOP_CHECK_H

#include <linux/types.h>

struct kntop_interface;
struct kntop_net;

/** struct kntop_sum - the sum rule, measured. See KNTOP_CMD_CHECK. */
struct kntop_sum {
	u64	before[2];	/* packets, octets; so are the others */
	u64	after[2];
	u64	flows[2];
	u64	ended[2];
	u64	other[2];
	u64	flow_count;
	u64	ended_count;
	bool	unsettled;
};

/**
 * kntop_check_interface - measure the sum rule of one interface
 * @kn: namespace
 * @i: interface
 * @sum: the result
 *
 * Context: process, accounting mutex.
 */
void kntop_check_interface(struct kntop_net *kn, struct kntop_interface *i,
			    struct kntop_sum *sum);

#endif /* KNTOP_CHECK_H */
