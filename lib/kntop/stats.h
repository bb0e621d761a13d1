/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: fill, losses and the sum rule; include <kntop.h> */
#ifndef KNTOP_STATS_H
#define KNTOP_STATS_H

#include <kntop/handle.h>
#include <kntop/counter.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_table_info - fill and memory of a table
 * @entries: now
 * @limit: most entries
 * @bytes: memory held now, index included
 * @entry_bytes: memory of one entry without its index
 */
struct kntop_table_info {
	uint64_t entries;
	uint64_t limit;
	uint64_t bytes;
	uint32_t entry_bytes;
};

/**
 * struct kntop_loss_info - what was not done, or not to the end
 * @count: packets, flows, flow ends, records or events
 * @octets: where octets make sense
 * @first: when first, 0 never
 * @last: when last, 0 never
 */
struct kntop_loss_info {
	uint64_t count;
	uint64_t octets;
	uint64_t first;
	uint64_t last;
};

/**
 * struct kntop_stats - the state of the module in this network namespace
 * @version: the module's version
 * @classifier: name of the registered classifier, "" when there is none
 * @tables: indexed by &enum kntop_table
 * @losses: indexed by &enum kntop_loss
 * @ended_first: oldest ended record of a live interface held; equal to @ended_next when
 *	none is
 * @ended_next: number the next such record will get
 * @folds: runs of the accounting worker
 * @folded: changed flows it visited
 * @fold_time: nanoseconds it ran
 * @tick_time: when it last ended a second, nanoseconds of CLOCK_MONOTONIC; 0 before the
 *	first interface. Totals of hosts, protocols and local networks, and rates, are of
 *	that moment, with what flows that ended since had: two answers between which this
 *	differs are of different seconds.
 * @dpi_traps: times the classifier was stopped, in the whole machine
 * @ended_offline_first: as @ended_first, of offline sources
 * @ended_offline_next: as @ended_next, of offline sources
 * @instance: to which the numbers of ended records and the ids of flows belong: drawn at
 *	random when the module is loaded or the network namespace made, never 0
 * @fragments: later fragments that were counted in the flow of their first
 */
struct kntop_stats {
	char version[32];
	char classifier[64];
	struct kntop_table_info tables[__KNTOP_TABLE_MAX];
	struct kntop_loss_info losses[__KNTOP_LOSS_MAX];
	uint64_t ended_first;
	uint64_t ended_next;
	uint64_t folds;
	uint64_t folded;
	uint64_t fold_time;
	uint64_t tick_time;
	uint64_t dpi_traps;
	uint64_t ended_offline_first;
	uint64_t ended_offline_next;
	uint64_t instance;
	struct kntop_counter fragments;
};

/**
 * kntop_stats_get() - read the statistics
 * @k: handle
 * @stats: filled in
 * @err: told why it failed; may be NULL
 *
 * Return: 0 or a negative errno value.
 */
int kntop_stats_get(struct kntop *k, struct kntop_stats *stats,
		    struct kntop_error *err);

/**
 * enum kntop_verdict - what a check says
 * @KNTOP_VERDICT_HOLDS: every frame is accounted for
 * @KNTOP_VERDICT_BROKEN: the sum is not what the interface counted
 * @KNTOP_VERDICT_UNSETTLED: flows left the table all through the count, so that
 *	nothing can be said; ask again
 */
enum kntop_verdict {
	KNTOP_VERDICT_HOLDS,
	KNTOP_VERDICT_BROKEN,
	KNTOP_VERDICT_UNSETTLED,
};

/**
 * struct kntop_check - the sum rule, measured for one interface
 * @interface: name
 * @before: the interface's totals before the count
 * @after: and after it
 * @flows: in live flows
 * @ended: in flows that ended
 * @other: in no flow
 * @unsettled: the count says nothing
 */
struct kntop_check {
	char interface[KNTOP_NAME_SIZE];
	struct kntop_counter before;
	struct kntop_counter after;
	struct kntop_counter flows;
	struct kntop_counter ended;
	struct kntop_counter other;
	bool unsettled;
};

typedef int (*kntop_check_fn)(const struct kntop_check *check, void *data);

/**
 * kntop_check_list() - have the kernel measure the sum rule
 * @k: handle
 * @fn: called for each interface
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list().
 */
int kntop_check_list(struct kntop *k, kntop_check_fn fn, void *data,
		     struct kntop_error *err);

/**
 * kntop_check_verdict() - what a measurement says
 * @check: measurement
 *
 * Return: HOLDS when before <= flows + ended + other <= after, for packets and
 * for octets.
 */
enum kntop_verdict kntop_check_verdict(const struct kntop_check *check);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_STATS_H */
