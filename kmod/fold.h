/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold: one changed flow into its hosts, networks and interface.
 *
 * All of it runs under the accounting mutex.
 */
#ifndef KNTOP_FOLD_H
#define KNTOP_FOLD_H

#include <linux/types.h>

struct kntop_flow;
struct kntop_host;
struct kntop_interface;
struct kntop_localnet;
struct kntop_net;
struct kntop_record;

/**
 * KNTOP_FOLD_BATCH - flows that are visited at a time, so that what one of them
 * needs from memory is on its way while others are folded
 */
#define KNTOP_FOLD_BATCH	16

/** kntop_fold_init - Context: process. Return: 0 or -ENOMEM. */
int kntop_fold_init(struct kntop_net *kn);

/** kntop_fold_exit - end of kntop_fold_init(). */
void kntop_fold_exit(struct kntop_net *kn);

/** kntop_fold_prefetch - a flow will be folded soon. */
void kntop_fold_prefetch(const struct kntop_flow *flow);

/**
 * kntop_fold_flows - visit flows that were on a dirty list
 * @kn: namespace
 * @flow: the flows; those that are dead are freed
 * @count: how many, at most KNTOP_FOLD_BATCH
 * @tick: the visit of a tick, which also sets the flows' rates
 */
void kntop_fold_flows(struct kntop_net *kn, struct kntop_flow *flow[],
		      unsigned int count, bool tick);

/**
 * kntop_fold_due - when to look at a flow again
 * @kn: namespace
 * @flow: flow
 * @now: interface's clock
 *
 * Return: time of its idle timeout or next interim record, interface's clock.
 */
u64 kntop_fold_due(const struct kntop_net *kn, const struct kntop_flow *flow,
		   u64 now);

/** kntop_fold_host_due - when a host without a flow is forgotten, live clock. */
u64 kntop_fold_host_due(const struct kntop_net *kn, const struct kntop_host *host);

/** kntop_fold_host_wait - put a host without a flow on the wheel. */
void kntop_fold_host_wait(struct kntop_net *kn, struct kntop_host *host);

/** kntop_fold_active - nanoseconds between interim records. */
u64 kntop_fold_active(const struct kntop_net *kn);

/** kntop_fold_write - put a record with its @time into the ring. */
void kntop_fold_write(struct kntop_net *kn, struct kntop_interface *i,
		      struct kntop_record *r, u64 time);

/** kntop_fold_host_net - count the host in a network, or NULL. */
void kntop_fold_host_net(struct kntop_net *kn, struct kntop_host *host,
			 struct kntop_localnet *net);

/** kntop_fold_host_remove - forget a host that has no flows. */
void kntop_fold_host_remove(struct kntop_net *kn, struct kntop_host *host);

#endif /* KNTOP_FOLD_H */
