/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: what interfaces carried lately; include <kntop.h> */
#ifndef KNTOP_HISTORY_H
#define KNTOP_HISTORY_H

#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What kntop_history_query.protocol may be besides the number of a protocol. */
#define KNTOP_HISTORY_TOTALS	(-1)	/* only the interfaces' totals */
#define KNTOP_HISTORY_ALL	(-2)	/* totals, each followed by its protocols */

/**
 * struct kntop_history_query - which histories
 * @interface: only of this interface, or NULL
 * @step: seconds a sample stands for: 1, 10 or 60
 * @protocol: KNTOP_HISTORY_TOTALS, KNTOP_HISTORY_ALL, or the number of a protocol:
 *	then only its histories
 * @categories: totals are also followed by categories
 * @counters: totals are followed by counters, of enum kntop_history_counter, that were ever
 *	raised
 */
struct kntop_history_query {
	const char *interface;
	uint32_t step;
	int32_t protocol;
	bool categories;
	bool counters;
};

/**
 * kntop_history_query_init() - a query for the totals of all, in steps of a second
 * @query: what to initialize
 */
void kntop_history_query_init(struct kntop_history_query *query);

/**
 * struct kntop_history - what an interface, or one protocol on it, carried lately, or how
 * one of its counters rose
 * @interface: its name
 * @protocol: number of the protocol; -1 all that the interface carried
 * @category: number of the category; -1 it is none
 * @counter: enum kntop_history_counter; -1 it is none
 * @step: seconds a sample stands for
 * @count: how many samples there are, 0 .. KNTOP_HISTORY_SAMPLES: fewer than
 *	that while the interface is watched for less
 * @end: when the newest sample's time ended (wall clock). Sample n is of the time
 *	from @end - (@count - n) * @step seconds on
 * @peak: most octets in one second since the interface is watched, both
 *	directions together
 * @rx_peak: most octets received in one second; totals only, as all below but @octets
 * @tx_peak: most octets sent in one second
 * @counts: what the counter rose by; only of a counter, as @counts_total
 * @octets: both directions together, the oldest first, as all samples
 * @rx_octets: received
 * @tx_octets: sent
 * @rx_packets: received
 * @tx_packets: sent
 * @counts_total: the counter as it was at @end
 * @octets_total: octets as they were at @end, both directions together
 * @rx_octets_total: received; totals only, as those below
 * @tx_octets_total: sent
 * @rx_packets_total: received
 * @tx_packets_total: sent
 * @without: protocols seen on the interface that have no history, as
 *	KNTOP_HISTORY_PROTOCOLS others have one
 *
 * The first sample ever begins when the interface began to be watched. What a counter was
 * when a sample began is its total less this sample and all that follow it.
 */
struct kntop_history {
	char interface[KNTOP_NAME_SIZE];
	int32_t protocol;
	int32_t category;
	int32_t counter;
	uint32_t step;
	unsigned int count;
	uint64_t end;
	uint64_t peak;
	uint64_t rx_peak;
	uint64_t tx_peak;
	uint64_t counts[KNTOP_HISTORY_SAMPLES];
	uint64_t octets[KNTOP_HISTORY_SAMPLES];
	uint64_t rx_octets[KNTOP_HISTORY_SAMPLES];
	uint64_t tx_octets[KNTOP_HISTORY_SAMPLES];
	uint64_t rx_packets[KNTOP_HISTORY_SAMPLES];
	uint64_t tx_packets[KNTOP_HISTORY_SAMPLES];
	uint64_t counts_total;
	uint64_t octets_total;
	uint64_t rx_octets_total;
	uint64_t tx_octets_total;
	uint64_t rx_packets_total;
	uint64_t tx_packets_total;
	uint32_t without;
};

typedef int (*kntop_history_fn)(const struct kntop_history *history, void *data);

/**
 * kntop_history_list() - histories of live interfaces
 * @k: handle
 * @query: which
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list(); -ENODEV interface not watched, -EOPNOTSUPP it is
 * an offline source, which has none.
 */
int kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
		       kntop_history_fn fn, void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_HISTORY_H */
