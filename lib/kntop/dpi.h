/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: the classifier, its settings and workers; include <kntop.h> */
#ifndef KNTOP_DPI_H
#define KNTOP_DPI_H

#include <kntop/handle.h>
#include <kntop/trap.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most workers a classifier has. */
#define KNTOP_DPI_WORKERS	64

/**
 * struct kntop_dpi_settings - what can be set, for the whole machine
 * @present: which values are set, bit numbers are &enum kntop_dpi_attr
 * @enabled: new flows are inspected
 * @packets: most packets inspected of a flow, 1 .. 32
 * @workers: threads, 1 .. KNTOP_DPI_WORKERS
 * @cpus: list of CPUs they may run on, such as "0-1,3"; "" any
 * @ring: octets of a worker's ring, 65536 .. 67108864
 * @flows_max: most undecided flows with state, 64 .. 4194304
 * @bytes_max: most octets of that state, 1048576 ..
 * @budget: most steps of the library for one packet, 10000 .. 4000000000
 * @derive: other flows of a client may name a flow
 * @corrections: nDPI is helped where it is known to fail
 */
struct kntop_dpi_settings {
	uint64_t present;
	bool enabled;
	uint32_t packets;
	uint32_t workers;
	char cpus[KNTOP_CPUS_SIZE];
	uint32_t ring;
	uint32_t flows_max;
	uint64_t bytes_max;
	uint32_t budget;
	bool derive;
	bool corrections;
};

/**
 * struct kntop_skip_info - packets that were not inspected for one reason
 * @packets: packets that were not taken
 * @flows: flows given up, whose later packets are not counted
 * @first: when first, 0 never
 * @last: when last, 0 never
 */
struct kntop_skip_info {
	uint64_t packets;
	uint64_t flows;
	uint64_t first;
	uint64_t last;
};

/**
 * struct kntop_worker - a thread of the classifier
 * @id: number from 0 on
 * @pid: of the thread
 * @queued: packets put into its ring
 * @dissected: of them, shown to the library
 * @decided: verdicts
 * @time: nanoseconds in the library
 * @time_max: longest for one packet
 * @depth: packets in the ring now
 * @depth_max: most ever
 * @fill: octets in the ring now
 * @flows: its undecided flows
 * @memory: octets the library holds, tables included
 * @allocations: times the library asked for memory
 * @stack: most octets of stack ever used
 * @steps_max: most steps for one packet
 */
struct kntop_worker {
	uint32_t id;
	uint32_t pid;
	uint64_t queued;
	uint64_t dissected;
	uint64_t decided;
	uint64_t time;
	uint64_t time_max;
	uint32_t depth;
	uint32_t depth_max;
	uint32_t fill;
	uint32_t flows;
	uint64_t memory;
	uint64_t allocations;
	uint32_t stack;
	uint64_t steps_max;
};

/**
 * struct kntop_dpi - the classifier
 * @classifier: name and version, "" when there is none; then only
 *	@settings.enabled says anything
 * @settings: settings, all of them present
 * @flows: undecided flows with state, now
 * @bytes: their octets
 * @decided: verdicts
 * @protocol_rules: lines in force
 * @category_rules: likewise
 * @skips: indexed by &enum kntop_skip
 * @restarts: times the library was restarted after a trap
 * @restart_ns_max: longest of them, nanoseconds
 * @traps: indexed by &enum kntop_trap_kind; KNTOP_TRAP_KIND_NONE never happened
 * @image: octets of memory that all workers share: what the library is restarted from
 * @names: kept of what clients looked up in DNS
 * @names_evicted: of them, those that gave way to newer ones
 * @worker_count: how many there are
 * @workers: so many
 */
struct kntop_dpi {
	char classifier[64];
	struct kntop_dpi_settings settings;
	uint32_t flows;
	uint64_t bytes;
	uint64_t decided;
	uint32_t protocol_rules;
	uint32_t category_rules;
	struct kntop_skip_info skips[__KNTOP_SKIP_MAX];
	uint64_t restarts;
	uint64_t restart_ns_max;
	struct kntop_trap traps[__KNTOP_TRAP_KIND_MAX];
	uint64_t image;
	uint32_t names;
	uint64_t names_evicted;
	unsigned int worker_count;
	struct kntop_worker workers[KNTOP_DPI_WORKERS];
};

/**
 * kntop_dpi_get() - read all about the classifier
 * @k: handle
 * @dpi: filled in
 * @err: told why it failed; may be NULL
 *
 * Return: 0, also without a classifier, or a negative errno value.
 */
int kntop_dpi_get(struct kntop *k, struct kntop_dpi *dpi, struct kntop_error *err);

/**
 * kntop_dpi_set() - set the values that are present; all or none
 * @k: handle
 * @settings: what to set
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -EOPNOTSUPP there is no classifier, -ERANGE a value is out of its
 * range, -EINVAL nothing is present or the list of CPUs is none, -ENOMEM, -ETIMEDOUT
 * the classifier makes no progress.
 */
int kntop_dpi_set(struct kntop *k, const struct kntop_dpi_settings *settings,
		  struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_DPI_H */
