/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * workers: the set of workers that flows are given to, and the one before it
 * that still decides what it began.
 */
#ifndef KNTOP_NDPI_WORKERS_H
#define KNTOP_NDPI_WORKERS_H

#include <linux/cpumask.h>
#include <linux/types.h>

#include "../dpi.h"
#include "edition.h"

struct kntop_flow_key;
struct kntop_worker;

/**
 * struct kntop_workers - a set
 * @count: how many; constant
 * @worker: workers; constant
 */
struct kntop_workers {
	u32			count;
	struct kntop_worker	*worker[];
};

/**
 * kntop_workers_choose - the worker for a flow
 * @key: flow
 *
 * All flows between two hosts have the same, as nDPI learns from one flow about
 * the next. Who does not know the key cannot aim at a worker. All flows of an
 * offline source have the same.
 *
 * Context: RCU. Return: NULL when there are no workers.
 */
struct kntop_worker *kntop_workers_choose(const struct kntop_flow_key *key);

/** kntop_workers_exist - is there a set? Any context. */
bool kntop_workers_exist(void);

/**
 * kntop_workers_replace - make a new set and retire the old one
 * @s: settings; workers, ring and bytes_max matter
 * @rules: in force
 * @cpus: where they may run
 *
 * Context: process, one call at a time, as for those below; sleeps.
 * Return: 0, or an error of kntop_engine_image() or kntop_edition_new(), with nothing
 * changed.
 */
int kntop_workers_replace(const struct kntop_dpi_settings *s,
			  const struct kntop_rules *rules,
			  const struct cpumask *cpus);

/**
 * kntop_workers_load - have all workers go over to new rules
 * @rules: rules
 * @bad: number of the line that is refused, 0 none
 *
 * Return: as kntop_workers_replace().
 */
int kntop_workers_load(const struct kntop_rules *rules, u32 *bad);

/** kntop_workers_move - let them run on other CPUs, at least one of them online. */
void kntop_workers_move(const struct cpumask *cpus);

/** kntop_workers_limit - put budget and bytes_max in force. */
void kntop_workers_limit(const struct kntop_dpi_settings *s);

/** kntop_workers_room - see struct kntop_classifier. */
int kntop_workers_room(void);

/** kntop_workers_drain - see struct kntop_classifier. */
int kntop_workers_drain(void);

/** kntop_workers_abandon - decide all flows and end. Softirq does not come any more. */
void kntop_workers_abandon(void);

/** kntop_workers_version - nDPI's version; before the classifier is registered. */
const char *kntop_workers_version(void);

/** kntop_workers_current - the set, for whoever keeps others from replacing it. */
const struct kntop_workers *kntop_workers_current(void);

/** kntop_workers_decided - verdicts ever. Process. */
u64 kntop_workers_decided(void);

/** kntop_workers_octets - what is held for undecided flows. Process. */
u64 kntop_workers_octets(void);

/** kntop_workers_init - before the first set. Module init. */
void kntop_workers_init(void);

#endif /* KNTOP_NDPI_WORKERS_H */
