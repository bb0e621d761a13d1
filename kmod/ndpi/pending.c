// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/slab.h>

#include "../flow.h"
#include "copy.h"
#include "pending.h"
#include "skip.h"
#include "worker.h"
#include "workers.h"

/* ndpiReader's limit, and with it that of nDPI's published results. */
#define KNTOP_PENDING_UDP_PACKETS	25

static struct kmem_cache *kntop_pending_cache;
/* Flows with packets; only their beginnings and ends touch it. */
static atomic_t kntop_pendings = ATOMIC_INIT(0);
static u32 kntop_pending_flows_max;
static u32 kntop_pending_packets;

void kntop_pending_limit(u32 packets, u32 flows_max)
{
	WRITE_ONCE(kntop_pending_packets, packets);
	WRITE_ONCE(kntop_pending_flows_max, flows_max);
}

u32 kntop_pending_count(void)
{
	return atomic_read(&kntop_pendings);
}

bool kntop_pending_is_pressed(void)
{
	u32 max = READ_ONCE(kntop_pending_flows_max);

	return kntop_pending_count() >= max - max / 8;
}

static u32 kntop_pending_packets_max(const struct kntop_flow *flow)
{
	u32 max = READ_ONCE(kntop_pending_packets);

	return flow->key.l4 == IPPROTO_UDP ? min_t(u32, max, KNTOP_PENDING_UDP_PACKETS) : max;
}

/* ---- beginning and end ------------------------------------------------- */

/* What is known of a TCP flow before packet @s, the @before first ones. */
static void kntop_pending_set_past(struct kntop_pending *p, u64 before, int side)
{
	const struct kntop_flow *flow = p->flow;
	int client = kntop_flow_client(flow);

	p->past = side != client ? KNTOP_DOOR_REPLY : 0;
	if (flow->key.l4 != IPPROTO_TCP || !before)
		return;
	if (!(kntop_flow_tcp_flags(kntop_flow_side(flow, client)) & KNTOP_TCP_SYN))
		return;
	p->past |= KNTOP_DOOR_SYN;
	if (!(kntop_flow_tcp_flags(kntop_flow_side(flow, !client)) & KNTOP_TCP_SYN))
		return;
	p->past |= KNTOP_DOOR_SYN_ACK;
	if (before > 2)
		p->past |= KNTOP_DOOR_ACK;
}

static struct kntop_pending *kntop_pending_new(struct kntop_flow_table *t,
					       struct kntop_flow *flow,
					       struct kntop_worker *w, bool capped)
{
	struct kntop_pending *p = kmem_cache_zalloc(kntop_pending_cache,
						    GFP_ATOMIC | __GFP_NOWARN);

	if (!p)
		return NULL;
	p->table = t;
	p->flow = flow;
	p->worker = w;
	p->capped = capped;
	p->offline = flow->key.ifid & KNTOP_FLOW_IFID_OFFLINE;
	return p;
}

void kntop_pending_free(struct kntop_pending *p)
{
	if (p->capped)
		atomic_dec(&kntop_pendings);
	kmem_cache_free(kntop_pending_cache, p);
}

/* The flow's lock is held; all its packets are in the ring. */
static void kntop_pending_close(struct kntop_pending *p)
{
	struct kntop_worker *w = p->worker;

	p->finishing = true;
	p->finish_at = kntop_ring_head(&w->ring);
	/* first, so that who waits for this number waits for this one */
	atomic64_inc(&w->finishes_put);
	llist_add(&p->finish, &w->finishes);
	kntop_worker_wake(w);
}

/* A flow that never had a packet worth inspecting. */
static struct kntop_pending *kntop_pending_guess(struct kntop_flow_table *t,
						 struct kntop_flow *flow)
{
	struct kntop_worker *w = kntop_workers_choose(&flow->key);
	struct kntop_pending *p = NULL;

	if (!w)
		return NULL;
	/*
	 * All that a file leaves end at once, and which of them came late would depend
	 * on the thread; their number is bounded by the flow table.
	 */
	if (atomic_inc_return(&w->guesses) <= KNTOP_WORKER_GUESSES_MAX ||
	    (flow->key.ifid & KNTOP_FLOW_IFID_OFFLINE))
		p = kntop_pending_new(t, flow, w, false);
	if (p)
		kntop_pending_set_past(p, 1, kntop_flow_client(flow));
	else
		atomic_dec(&w->guesses);
	return p;
}

bool kntop_pending_finish(struct kntop_flow_table *t, struct kntop_flow *flow)
{
	struct kntop_pending *p = flow->classified;

	if (!p) {
		p = kntop_pending_guess(t, flow);
		if (!p)
			return false;
		flow->classified = p;
	}
	if (!p->finishing)
		kntop_pending_close(p);
	return true;
}

/* ---- packets ----------------------------------------------------------- */

/* Returns false when the ring is full. */
static bool kntop_pending_queue(struct kntop_pending *p, const struct kntop_sighting *s)
{
	struct kntop_worker *w = p->worker;
	u32 room = kntop_copy_room(s);
	struct kntop_ring_entry *e = kntop_ring_reserve(&w->ring, room);

	if (!e)
		return false;
	p->put++;
	e->pending = p;
	e->time = s->time;
	e->len = kntop_copy(e->data, room, s);
	kntop_ring_publish(e);
	kntop_worker_wake(w);
	return true;
}

static enum kntop_dpi_answer kntop_pending_answer(struct kntop_pending *p)
{
	if (p->shown < kntop_pending_packets_max(p->flow))
		return KNTOP_DPI_MORE;
	kntop_pending_close(p);
	return KNTOP_DPI_ENOUGH;
}

static enum kntop_dpi_answer kntop_pending_more(struct kntop_pending *p,
						const struct kntop_sighting *s)
{
	bool queued = kntop_pending_queue(p, s);
	enum kntop_dpi_answer answer;

	p->shown++;
	if (!queued) {
		WRITE_ONCE(p->skipped, true);
		kntop_skip_count(KNTOP_SKIP_RING_FULL, s->packets, 0);
	}
	answer = kntop_pending_answer(p);
	return queued || answer == KNTOP_DPI_ENOUGH ? answer : KNTOP_DPI_SKIPPED;
}

static enum kntop_dpi_answer kntop_pending_refuse(const struct kntop_sighting *s,
						  enum kntop_skip why)
{
	kntop_skip_count(why, s->packets, 1);
	return KNTOP_DPI_REFUSED;
}

/* @before: packets of the flow before this one. */
static enum kntop_dpi_answer kntop_pending_begin(struct kntop_flow_table *t,
						 struct kntop_flow *flow,
						 const struct kntop_sighting *s,
						 int side, u64 before)
{
	struct kntop_worker *w = kntop_workers_choose(&flow->key);
	struct kntop_pending *p;

	if (!w)
		return KNTOP_DPI_ENOUGH;
	if (atomic_inc_return(&kntop_pendings) > READ_ONCE(kntop_pending_flows_max)) {
		atomic_dec(&kntop_pendings);
		return kntop_pending_refuse(s, KNTOP_SKIP_FLOWS_FULL);
	}
	p = kntop_pending_new(t, flow, w, true);
	if (!p) {
		atomic_dec(&kntop_pendings);
		return kntop_pending_refuse(s, KNTOP_SKIP_NO_MEMORY);
	}
	kntop_pending_set_past(p, before, side);
	p->shown = min_t(u64, before, KNTOP_ENGINE_PACKETS_MAX) + 1;
	if (!kntop_pending_queue(p, s)) {
		kntop_pending_free(p);
		return kntop_pending_refuse(s, KNTOP_SKIP_RING_FULL);
	}
	flow->classified = p;
	return kntop_pending_answer(p);
}

/* nDPI sees nothing in later fragments, and SYNs alone shall cost no state. */
static bool kntop_pending_is_worth(const struct kntop_packet *p)
{
	return !p->fragment && (p->l4 != IPPROTO_TCP || p->payload_len);
}

enum kntop_dpi_answer kntop_pending_see(struct kntop_flow_table *t,
					struct kntop_flow *flow,
					const struct kntop_sighting *s, int side)
{
	struct kntop_pending *p = flow->classified;
	u64 packets = flow->low.packets + flow->high.packets;

	if (p)
		return s->packet->fragment ? KNTOP_DPI_MORE : kntop_pending_more(p, s);
	if (kntop_pending_is_worth(s->packet))
		return kntop_pending_begin(t, flow, s, side, packets - s->packets);
	if (packets < kntop_pending_packets_max(flow))
		return KNTOP_DPI_MORE;
	kntop_pending_finish(t, flow);
	return KNTOP_DPI_ENOUGH;
}

int kntop_pending_cache_create(void)
{
	kntop_pending_cache = KMEM_CACHE(kntop_pending, 0);
	return kntop_pending_cache ? 0 : -ENOMEM;
}

void kntop_pending_cache_destroy(void)
{
	kmem_cache_destroy(kntop_pending_cache);
}
