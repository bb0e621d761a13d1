/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * worker: a thread that owns a ring and an engine, shows the engine the packets
 * from the ring, and decides flows. Softirq wakes it only when it sleeps.
 *
 * Nothing about a flow depends on when the thread runs, but for live flows that
 * fall silent: packets are taken in the order of the ring, and a flow that is
 * over is concluded at the position that the ring had when it ended.
 */
#ifndef KNTOP_NDPI_WORKER_H
#define KNTOP_NDPI_WORKER_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/wait.h>

#include "../dpi.h"
#include "../finding.h"
#include "edition.h"
#include "ring.h"

struct kntop_pending;

/** Most live flows without packets that may wait for a guess. */
#define KNTOP_WORKER_GUESSES_MAX	8192

/** What a worker is told of its end. */
enum kntop_worker_leave {
	KNTOP_WORKER_STAY,
	KNTOP_WORKER_LEAVE,	/* after its flows' verdicts, some seconds at most */
	KNTOP_WORKER_LEAVE_NOW,	/* decide all flows and end */
};

/** Which of a worker's lists of pendings: a sum. */
#define KNTOP_WORKER_FOUND	1	/* else still searching */
#define KNTOP_WORKER_OFFLINE	2	/* else live */
#define KNTOP_WORKER_LISTS	4

/**
 * struct kntop_worker - a worker
 * @id: number in its set, from 0 on
 * @task: its thread; held
 * @ring: packets for it
 * @finishes: pendings that get no more packets
 * @finishes_put: how many ever; raised before they are put
 * @guesses: how many wait that never had a packet
 * @wait: where the thread sleeps
 * @progress: where others wait until it got somewhere
 * @ended: the thread has decided all
 * @offered: an edition to use from now on; exchanged
 * @leave: enum kntop_worker_leave
 * @leave_by: jiffies, with KNTOP_WORKER_LEAVE
 * @octets_max: most that nDPI may hold for its flows
 * @budget: steps that the engine may take for one packet
 * @relimit: the two before have changed
 * @cancel: have the engine stop what it does
 * @watched: @beats as kntop_worker_watch() saw them last
 * @silent: how often it saw the same
 *
 * The rest is written by the thread; counters and octets are read by anyone:
 *
 * @edition: for new flows
 * @older: of flows that began before the last change of rules, or NULL
 * @closing: finishes whose position was not reached yet
 * @stale: pendings of which it took packets, by KNTOP_WORKER_FOUND and so on,
 *	stalest first
 * @flows: how many those are
 * @offline: number of the offline source whose flows told what the library has in its caches,
 *	0 live ones
 * @offline_last: when one of them came last, in jiffies
 * @visit: jiffies of the last look at @stale
 * @steps: entries and rounds so far
 * @beats: signs of life: rounds and verdicts
 * @restart_since: jiffies; since when @restarts counts
 * @restarts: of engines, since then
 * @leave_seen: @leave as the thread knows it
 * @engine_octets: what the editions' engines take
 * @flow_octets: what nDPI holds for the flows
 * @steps_max: most steps that the engine took for one packet
 * @stack: most octets of stack that it used
 * @allocations: times nDPI asked for memory
 * @allocations_before: of editions that are gone
 * @finished: finishes taken
 * @dissected: packets shown to the engine
 * @decided: verdicts
 * @time: nanoseconds in the engine, but for guesses
 * @time_max: longest for one packet
 * @taking: the ring's entry that it is busy with, NULL none
 * @finishing: likewise the finish
 * @attrs: where a finding is put together
 */
struct kntop_worker {
	unsigned int		id;
	struct task_struct	*task;
	struct kntop_ring	ring;

	struct llist_head	finishes ____cacheline_aligned_in_smp;
	atomic64_t		finishes_put;
	atomic_t		guesses;
	wait_queue_head_t	wait;
	wait_queue_head_t	progress;
	struct completion	ended;
	struct kntop_edition	*offered;
	unsigned long		leave_by;
	u64			octets_max;
	u32			budget;
	bool			relimit;
	bool			cancel;
	u32			watched;
	u32			silent;
	u8			leave;

	struct kntop_edition	*edition ____cacheline_aligned_in_smp;
	struct kntop_edition	*older;
	struct list_head	closing;
	struct list_head	stale[KNTOP_WORKER_LISTS];
	u32			flows;
	u16			offline;
	unsigned long		offline_last;
	unsigned long		visit;
	u32			steps;
	u32			beats;
	unsigned long		restart_since;
	u32			restarts;
	u8			leave_seen;
	u64			engine_octets;
	u64			flow_octets;
	u64			steps_max;
	u32			stack;
	u64			allocations;
	u64			allocations_before;
	u64			finished;
	u64			dissected;
	u64			decided;
	u64			time;
	u64			time_max;
	const struct kntop_ring_entry *taking;
	struct kntop_pending	*finishing;
	u8			attrs[KNTOP_FINDING_MAX] __aligned(4);
};

/**
 * kntop_worker_new - make a worker, and let it run
 * @id: its number
 * @s: settings; how many workers share bytes_max, and the size of the ring, a power of two
 * @edition: to begin with; its own from now on, but not when this fails
 * @cpus: where it may run
 *
 * Context: process. Return: NULL when memory is short.
 */
struct kntop_worker *kntop_worker_new(unsigned int id, const struct kntop_dpi_settings *s,
				      struct kntop_edition *edition,
				      const struct cpumask *cpus);

/**
 * kntop_worker_limit - set what its engine may take from now on
 * @w: worker
 * @budget: steps for one packet
 * @octets_max: octets for all its flows
 *
 * Context: process.
 */
void kntop_worker_limit(struct kntop_worker *w, u32 budget, u64 octets_max);

/**
 * kntop_worker_watch - see whether it gets on
 * @w: worker
 *
 * To be called each second, by one thread. When a worker with work to do was found without
 * a sign of life several times, its engine is stopped, as by a trap.
 */
void kntop_worker_watch(struct kntop_worker *w);

/**
 * kntop_worker_leave - tell it to end
 * @w: worker; no new flow will be given to it
 * @leave: how soon; nothing happens when it was told already
 *
 * Context: process.
 */
void kntop_worker_leave(struct kntop_worker *w, enum kntop_worker_leave leave);

/**
 * kntop_worker_join - wait until it has ended
 * @w: worker that was told to leave; all its flows are decided afterwards
 *
 * Context: process, sleeps.
 */
void kntop_worker_join(struct kntop_worker *w);

/** kntop_worker_await - wait until it has ended, or its thread died. Process, sleeps. */
void kntop_worker_await(struct kntop_worker *w);

/** kntop_worker_free - free one that has ended. Process. */
void kntop_worker_free(struct kntop_worker *w);

/**
 * kntop_worker_offer - have it use another edition for new flows
 * @w: worker
 * @edition: its own from now on
 *
 * Context: process.
 */
void kntop_worker_offer(struct kntop_worker *w, struct kntop_edition *edition);

/**
 * kntop_worker_source - a flow of some interface begins
 * @w: worker
 * @ifid: number of the interface
 *
 * A capture shall not depend on those read before, nor live flows on a capture that was read,
 * so the engine then forgets.
 *
 * Context: the worker's thread.
 */
void kntop_worker_source(struct kntop_worker *w, u16 ifid);

/**
 * kntop_worker_hurry - give up the engines if the worker should have ended by now
 * @w: worker
 *
 * An engine that takes its whole budget for each flow may keep it for long.
 *
 * Context: the worker's thread.
 */
void kntop_worker_hurry(struct kntop_worker *w);

/** kntop_worker_measure - see what nDPI holds now. The worker's thread. */
void kntop_worker_measure(struct kntop_worker *w);

/** kntop_worker_wake - there is something in its ring, or to be finished. Any context. */
void kntop_worker_wake(struct kntop_worker *w);

/**
 * kntop_worker_room - wait until its ring has room for 64 packets of any size
 * @w: worker
 *
 * Context: process, sleeps.
 * Return: 0, -EINTR when the task was killed, -ETIMEDOUT when the worker makes no progress.
 */
int kntop_worker_room(struct kntop_worker *w);

/**
 * struct kntop_worker_mark - how far a worker is to get
 * @put: position of the ring
 * @finishes: number of finishes
 */
struct kntop_worker_mark {
	u64	put;
	u64	finishes;
};

/** kntop_worker_mark - all that was put so far. Any context. */
struct kntop_worker_mark kntop_worker_mark(struct kntop_worker *w);

/** kntop_worker_reach - wait until it got that far. As kntop_worker_room(). */
int kntop_worker_reach(struct kntop_worker *w, const struct kntop_worker_mark *m);

#endif /* KNTOP_NDPI_WORKER_H */
