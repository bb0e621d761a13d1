/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pending: what is kept of a flow whose packets wait for a worker, or have been
 * seen by it without a verdict. This half runs in softirq with the flow's lock
 * held; it only puts packets into a worker's ring.
 *
 * It exists from the flow's first packet that is worth inspecting, or from the
 * end of a flow without one, until the worker has decided and has taken the last
 * of its packets from the ring. The worker frees it, without a lock: once
 * decided, the flow no longer points here, and softirq will not come again.
 */
#ifndef KNTOP_NDPI_PENDING_H
#define KNTOP_NDPI_PENDING_H

#include <linux/list.h>
#include <linux/llist.h>
#include <linux/types.h>

#include "../dpi.h"
#include "engine.h"

struct kntop_edition;
struct kntop_worker;

/**
 * struct kntop_pending - a flow without a verdict
 * @told: label told last, see kntop_dpi_tell(); written by the worker with the
 *	flow's lock
 * @table: its table; constant
 * @flow: it stays there until decided; constant
 * @worker: who decides; constant
 * @past: what it did before its first packet was put into the ring, enum
 *	kntop_door_past; constant for the worker
 * @offline: its clock is that of a file; constant
 * @capped: it counts among those that flows_max limits; constant
 * @shown: packets of it that softirq has met; flow's lock
 * @put: entries of the ring; flow's lock
 * @finishing: it is, or was, among the worker's finishes; flow's lock
 * @skipped: a packet is missing; set under the flow's lock
 * @finish: link of the worker's finishes
 * @finish_at: position of the ring before which its packets are
 *
 * The rest belongs to the worker:
 *
 * @closing: link of the finishes that wait for their position
 * @stale: link of the worker's lists of those with state, stalest first
 * @edition: whose engine has @state
 * @state: the flow's number in its engine, or 0
 * @last: time of its newest packet, clock of its source
 * @taken: entries taken from the ring
 * @found: its protocol is known
 * @decided: the flow has its verdict
 * @finished: it left the finishes
 */
struct kntop_pending {
	struct kntop_label	told;
	struct kntop_flow_table	*table;
	struct kntop_flow	*flow;
	struct kntop_worker	*worker;
	u8			past;
	bool			offline;
	bool			capped;
	u8			shown;
	u8			put;
	bool			finishing;
	bool			skipped;
	u64			finish_at;
	union {
		struct llist_node	finish;
		struct list_head	closing;
	};

	struct list_head	stale;
	struct kntop_edition	*edition;
	u32			state;
	u64			last;
	u8			taken;
	bool			found;
	bool			decided;
	bool			finished;
};

/** kntop_pending_see - see struct kntop_classifier. */
enum kntop_dpi_answer kntop_pending_see(struct kntop_flow_table *t,
					struct kntop_flow *flow,
					const struct kntop_sighting *s, int side);

/** kntop_pending_finish - see struct kntop_classifier. */
bool kntop_pending_finish(struct kntop_flow_table *t, struct kntop_flow *flow);

/**
 * kntop_pending_free - give its memory back
 * @p: decided, its packets taken
 *
 * Context: its worker.
 */
void kntop_pending_free(struct kntop_pending *p);

/**
 * kntop_pending_limit - set the limits
 * @packets: most packets of a flow, 1 .. KNTOP_ENGINE_PACKETS_MAX
 * @flows_max: most flows with packets
 */
void kntop_pending_limit(u32 packets, u32 flows_max);

/** kntop_pending_count - flows with packets that wait for a verdict. Any context. */
u32 kntop_pending_count(void);

/** kntop_pending_is_pressed - are there almost as many as may be? Any context. */
bool kntop_pending_is_pressed(void);

int kntop_pending_cache_create(void);
void kntop_pending_cache_destroy(void);

#endif /* KNTOP_NDPI_PENDING_H */
