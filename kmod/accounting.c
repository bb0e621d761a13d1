// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/prefetch.h>
#include <linux/sched.h>

#include "accounting.h"
#include "compat/hrtimer.h"
#include "compat/workqueue.h"
#include "datagram.h"
#include "dpi.h"
#include "event.h"
#include "flow_id.h"
#include "fold.h"
#include "history.h"
#include "locality.h"
#include "net.h"

/* ---- all that changed -------------------------------------------------- */

/* Some flows that are to be folded. */
struct kntop_batch {
	struct kntop_net	*kn;
	bool			tick;
	unsigned int		count;
	struct kntop_flow	*flow[KNTOP_FOLD_BATCH];
};

static void kntop_accounting_fold(struct kntop_batch *b)
{
	kntop_fold_flows(b->kn, b->flow, b->count, b->tick);
	b->count = 0;
	cond_resched();
}

/* Live interfaces' live flows go back to the list: the tick takes their rates. */
static void kntop_accounting_take(struct kntop_batch *b, struct kntop_flow *flow,
				  struct llist_head *list)
{
	if (!b->tick && !(READ_ONCE(flow->bits) & KNTOP_FLOW_DEAD) &&
	    !(flow->key.ifid & KNTOP_FLOW_IFID_OFFLINE)) {
		llist_add(&flow->dirty, list);
		return;
	}
	kntop_fold_prefetch(flow);
	b->flow[b->count++] = flow;
	if (b->count == KNTOP_FOLD_BATCH)
		kntop_accounting_fold(b);
}

/* A CPU's lists in turn: while one flow is looked at, the others' next are fetched. */
static void kntop_accounting_drain_cpu(struct kntop_batch *b, struct kntop_flow_dirty *dirty)
{
	struct llist_node *node[KNTOP_FLOW_DIRTY_LISTS], *this;
	unsigned int n, left = KNTOP_FLOW_DIRTY_LISTS;

	for (n = 0; n < KNTOP_FLOW_DIRTY_LISTS; n++)
		node[n] = llist_del_all(&dirty->list[n]);
	for (; left; n++) {
		this = node[n % KNTOP_FLOW_DIRTY_LISTS];
		if (!this) {
			left--;
			continue;
		}
		left = KNTOP_FLOW_DIRTY_LISTS;
		node[n % KNTOP_FLOW_DIRTY_LISTS] = this->next;
		prefetch(this->next);
		kntop_accounting_take(b, llist_entry(this, struct kntop_flow, dirty),
				      &dirty->list[n % KNTOP_FLOW_DIRTY_LISTS]);
	}
}

/* Calls fn for every host of the table; fn may remove it. */
static void kntop_accounting_hosts(struct kntop_net *kn,
				   void (*fn)(struct kntop_net *kn,
					      struct kntop_host *host, u16 ifid),
				   u16 ifid)
{
	struct kntop_host_buckets *bs = rcu_dereference_protected(kn->hosts.buckets, 1);
	struct kntop_host *host;
	struct hlist_node *next;
	unsigned long b;

	for (b = 0; b < 1UL << bs->bits; b++) {
		hlist_for_each_entry_safe(host, next, &bs->bucket[b], node)
			fn(kn, host, ifid);
		cond_resched();
	}
}

static void kntop_accounting_host_forget(struct kntop_net *kn,
					 struct kntop_host *host, u16 ifid)
{
	if (host->ifid == ifid && !host->flows)
		kntop_fold_host_remove(kn, host);
}

void kntop_accounting_forget(struct kntop_net *kn, const struct kntop_interface *i)
{
	kntop_accounting_hosts(kn, kntop_accounting_host_forget, i->id);
}

/* Free the interfaces that are no longer watched and whose last flow has ended. */
static void kntop_accounting_bury(struct kntop_net *kn)
{
	struct kntop_interface *i, *next;

	list_for_each_entry_safe(i, next, &kn->lingering, linger) {
		if (i->flows_ended != i->flows_total)
			continue;
		kntop_accounting_forget(kn, i);
		xa_erase(&kn->interfaces, i->id);
		list_del(&i->linger);
		kntop_locality_leave(i);
		kntop_interface_free(i);
	}
	if (!kn->net && list_empty(&kn->lingering))
		kntop_net_reap();
}

static void kntop_accounting_drain(struct kntop_net *kn, bool tick)
{
	struct kntop_batch b = { .kn = kn, .tick = tick };
	u64 start = ktime_get_ns();
	int cpu;

	for_each_possible_cpu(cpu)
		kntop_accounting_drain_cpu(&b, per_cpu_ptr(kn->flows.dirty, cpu));
	if (b.count)
		kntop_accounting_fold(&b);
	kn->folds++;
	kn->fold_time += ktime_get_ns() - start;
	kntop_accounting_bury(kn);
}

void kntop_accounting_settle(struct kntop_net *kn)
{
	if (kn->ready)
		kntop_accounting_drain(kn, false);
}

/* ---- time -------------------------------------------------------------- */

struct kntop_due {
	struct kntop_net	*kn;
	struct kntop_interface	*i;
	u64			now;
	bool			quiet;
};

/*
 * Has an active interval of the flow ended since its last record? Those before the
 * timeout was set, as it is now, do not count.
 */
static bool kntop_accounting_is_overdue(const struct kntop_due *d, const struct kntop_flow *flow,
					const struct kntop_interim *in)
{
	u64 active = kntop_fold_active(d->kn), start = kntop_flow_start(flow);
	u64 since = max3(start, in ? in->time : 0, d->kn->active_since);

	return d->now > since &&
	       div64_u64(d->now - start, active) != div64_u64(since - start, active);
}

static void kntop_accounting_interim(struct kntop_due *d, struct kntop_flow *flow)
{
	struct kntop_interim *in = kntop_interim_find(&d->kn->interims, flow);
	struct kntop_record r;

	/* an offline source has none: they would depend on how fast it is read */
	if (d->quiet || kntop_interface_is_offline(d->i) ||
	    !kntop_accounting_is_overdue(d, flow, in))
		return;
	in = kntop_interim_obtain(&d->kn->interims, flow);
	if (!in) {
		/* the next record says what this one would have */
		kntop_net_loss(d->kn, KNTOP_LOSS_INTERIMS_REFUSED, 1, 0);
		return;
	}
	spin_lock_bh(&flow->lock);
	kntop_interim_copy(&d->kn->interims, &r, flow,
			   kntop_tunnel_table_at(&d->kn->tunnels, flow->key.tunnel), d->now);
	kntop_interim_note(in, &r, d->now);
	r.id = kntop_flow_id(&d->kn->flows, flow);
	flow->key.interims = true;
	spin_unlock_bh(&flow->lock);
	r.end = KNTOP_END_ACTIVE;
	kntop_fold_write(d->kn, d->i, &r, d->now);
}

static void kntop_accounting_flow_due(struct hlist_node *node, void *context)
{
	struct kntop_flow *flow = hlist_entry(node, struct kntop_flow, wheel);
	struct kntop_due *d = context;
	bool ended;

	local_bh_disable();
	ended = !d->quiet && kntop_flow_end(&d->kn->flows, flow, KNTOP_END_IDLE,
					    max_t(u64, d->now, 1));
	local_bh_enable();
	if (ended || (READ_ONCE(flow->bits) & KNTOP_FLOW_DEAD))
		return;
	kntop_accounting_interim(d, flow);
	kntop_wheel_add(&d->i->wheel, &flow->wheel,
			kntop_fold_due(d->kn, flow, d->now));
}

static void kntop_accounting_host_due(struct hlist_node *node, void *context)
{
	struct kntop_host *host = hlist_entry(node, struct kntop_host, wheel);
	struct kntop_net *kn = context;

	if (kntop_fold_host_due(kn, host) > kn->tick_time)
		kntop_fold_host_wait(kn, host);
	else
		kntop_fold_host_remove(kn, host);
}

static void kntop_accounting_host_retime(struct hlist_node *node, void *context)
{
	kntop_fold_host_wait(context, hlist_entry(node, struct kntop_host, wheel));
}

static void kntop_accounting_rate(const struct kntop_net *kn, struct kntop_volume *rate,
				  struct kntop_volume *before, const struct kntop_volume *now)
{
	WRITE_ONCE(rate->packets, mul_u64_u64_div_u64(now->packets - before->packets,
						      NSEC_PER_SEC, kn->tick_length));
	WRITE_ONCE(rate->octets, mul_u64_u64_div_u64(now->octets - before->octets,
						     NSEC_PER_SEC, kn->tick_length));
	*before = *now;
}

static void kntop_accounting_rates(struct kntop_net *kn, struct kntop_interface *i)
{
	struct kntop_volume v[2], directed[KNTOP_UPLINK_WAYS];
	int way;

	kntop_interface_carried(i, v);
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		/* copies that came while it was read looked like frames: never go back */
		v[way].packets = max(v[way].packets, i->before[way].packets);
		v[way].octets = max(v[way].octets, i->before[way].octets);
		kntop_accounting_rate(kn, &i->rate[way], &i->before[way], &v[way]);
	}
	kntop_interface_directed(i, directed);
	for (way = 0; way < KNTOP_UPLINK_WAYS; way++)
		kntop_accounting_rate(kn, &i->uplink_rate[way], &i->uplink_before[way],
				      &directed[way]);
	if (i->history)
		kntop_history_note(i->history, i, v);
}

/* What is watched for beside the packets. */
static void kntop_accounting_watch(struct kntop_interface *i, u64 now)
{
	if (kntop_interface_is_offline(i))
		return;
	kntop_device_tick(i);
	kntop_mirror_turn(&i->mirror, now);
	if (kntop_mirror_is_due(&i->mirror, now))
		kntop_interface_sample(i);
}

static void kntop_accounting_histories(struct kntop_net *kn)
{
	struct kntop_interface *i;
	unsigned long id;

	xa_for_each(&kn->interfaces, id, i)
		if (i->history)
			kntop_history_fold(i->history, i);
}

static void kntop_accounting_warn(struct kntop_net *kn, enum kntop_table table,
				  u64 entries, u64 limit)
{
	if (entries * 100 < limit * KNTOP_NEARLY_FULL_AGAIN_PERCENT)
		__clear_bit(table, &kn->warned);
	if (entries * 100 >= limit * KNTOP_NEARLY_FULL_PERCENT &&
	    !__test_and_set_bit(table, &kn->warned))
		kntop_event_table(kn, table, entries, limit);
}

/* An interface that lingers has flows, and no packets. */
static bool kntop_accounting_is_gone(void *context, u16 ifid)
{
	struct kntop_net *kn = context;

	return !xa_load(&kn->interfaces, ifid);
}

static void kntop_accounting_tick(struct kntop_net *kn)
{
	struct kntop_interface *i;
	unsigned long id;
	u64 now = ktime_get_ns();

	kn->tick_length = max_t(u64, now - kn->tick_time, NSEC_PER_MSEC);
	kn->tick_inverse = div64_u64((u64)NSEC_PER_SEC << KNTOP_TICK_INVERSE_SHIFT,
				     kn->tick_length);
	kn->tick_time = now;
	WRITE_ONCE(kn->tick, kn->tick + 1);
	WRITE_ONCE(kn->flows.tick, kn->tick);
	xa_for_each(&kn->interfaces, id, i) {
		struct kntop_due d = { kn, i, kntop_interface_now(i) };

		kntop_accounting_rates(kn, i);
		kntop_accounting_watch(i, now);
		kntop_datagram_sweep(i, false);
		kntop_wheel_turn(&i->wheel, d.now, kntop_accounting_flow_due, &d);
	}
	kntop_accounting_drain(kn, true);
	kntop_accounting_histories(kn);
	kntop_tunnel_table_age(&kn->tunnels, kntop_accounting_is_gone, kn);
	kntop_wheel_turn(&kn->host_wheel, now, kntop_accounting_host_due, kn);
	kntop_accounting_warn(kn, KNTOP_TABLE_FLOWS, atomic_read(&kn->flows.live),
			      kn->flows.limit);
	kntop_accounting_warn(kn, KNTOP_TABLE_HOSTS, kn->hosts.entries,
			      kn->hosts.limit);
	kntop_accounting_warn(kn, KNTOP_TABLE_TUNNELS, atomic_read(&kn->tunnels.count),
			      kn->tunnels.limit);
}

/*
 * The next tick is where a second of the histories ends, so that what is new since
 * belongs to one sample; but not too soon, as rates are made of it. A timer that
 * knows only jiffies would be late by many of them.
 */
static void kntop_accounting_wait(struct kntop_net *kn)
{
	u64 now = ktime_get_boottime_ns();
	u32 past;

	div_u64_rem(now, NSEC_PER_SEC, &past);
	kn->tick_due = now - past + NSEC_PER_SEC;
	if (past > NSEC_PER_SEC / 2)
		kn->tick_due += NSEC_PER_SEC;
	hrtimer_start(&kn->timer, ns_to_ktime(kn->tick_due), HRTIMER_MODE_ABS);
}

static void kntop_accounting_work(struct work_struct *work)
{
	struct kntop_net *kn = container_of(work, struct kntop_net, work);

	mutex_lock(&kn->mutex);
	if (!kn->running || ktime_get_boottime_ns() < kn->tick_due) {
		/* kicked between two ticks: only make room */
		kntop_accounting_settle(kn);
	} else {
		kntop_accounting_tick(kn);
		kntop_accounting_wait(kn);
	}
	mutex_unlock(&kn->mutex);
}

static enum hrtimer_restart kntop_accounting_due(struct hrtimer *timer)
{
	struct kntop_net *kn = container_of(timer, struct kntop_net, timer);

	queue_work(system_dfl_wq, &kn->work);
	return HRTIMER_NORESTART;
}

static void kntop_accounting_kick(struct kntop_flow_table *t)
{
	struct kntop_net *kn = container_of(t, struct kntop_net, flows);

	queue_work(system_dfl_wq, &kn->work);
}

void kntop_accounting_init(struct kntop_net *kn)
{
	INIT_WORK(&kn->work, kntop_accounting_work);
	hrtimer_setup(&kn->timer, kntop_accounting_due, CLOCK_BOOTTIME, HRTIMER_MODE_ABS);
	kn->flows.kick = kntop_accounting_kick;
	kn->host_wheel.tick = kntop_wheel_second(ktime_get_ns());
}

void kntop_accounting_start(struct kntop_net *kn)
{
	kn->tick_time = ktime_get_ns();
	kn->tick_length = NSEC_PER_SEC;
	kn->tick_inverse = 1ULL << KNTOP_TICK_INVERSE_SHIFT;
	kn->running = true;
	kntop_accounting_wait(kn);
}

void kntop_accounting_stop(struct kntop_net *kn)
{
	mutex_lock(&kn->mutex);
	kn->running = false;
	mutex_unlock(&kn->mutex);
	hrtimer_cancel(&kn->timer);
	cancel_work_sync(&kn->work);
}

/* ---- changes from outside ---------------------------------------------- */

/* One that was idle for too long ended by that, whenever the worker comes by. */
static bool kntop_accounting_end_one(struct kntop_net *kn,
				     const struct kntop_interface *i,
				     struct kntop_flow *flow, int end)
{
	u64 now = max_t(u64, kntop_interface_now(i), 1);

	return kntop_flow_end(&kn->flows, flow, KNTOP_END_IDLE, now) ||
	       kntop_flow_end(&kn->flows, flow, end, 0);
}

static bool kntop_accounting_conclude_one(struct kntop_net *kn,
					  const struct kntop_interface *i,
					  struct kntop_flow *flow, int unused)
{
	return !kntop_flow_is_decided(flow) && kntop_dpi_finish(&kn->flows, flow);
}

/*
 * Calls fn, under RCU, for every flow of the interface that is in a bucket. Returns
 * whether any call returned true.
 */
static bool kntop_accounting_flows(struct kntop_net *kn,
				   const struct kntop_interface *i,
				   bool (*fn)(struct kntop_net *kn,
					      const struct kntop_interface *i,
					      struct kntop_flow *flow, int end),
				   int end)
{
	struct kntop_flow_buckets *bs;
	struct kntop_flow *flow;
	unsigned long used;
	bool any = false;
	u32 b;

	for (b = 0;; b++) {
		rcu_read_lock_bh();
		bs = rcu_dereference_bh(kn->flows.buckets);
		if (b >= bs->count) {
			rcu_read_unlock_bh();
			return any;
		}
		kntop_flow_for_each(flow, used, &bs->bucket[b])
			if (flow->key.ifid == i->id)
				any |= fn(kn, i, flow, end);
		rcu_read_unlock_bh();
		cond_resched();
	}
}

bool kntop_accounting_end(struct kntop_net *kn, struct kntop_interface *i,
			  enum kntop_end end)
{
	kntop_datagram_sweep(i, true);
	kntop_accounting_flows(kn, i, kntop_accounting_end_one, end);
	kntop_accounting_settle(kn);
	WRITE_ONCE(kn->flows.generation, kn->flows.generation + 1);
	return !hlist_empty(&i->waiting);
}

bool kntop_accounting_leave(struct kntop_net *kn, struct kntop_interface *i)
{
	bool lingers = kntop_accounting_end(kn, i, KNTOP_END_INTERFACE);

	/* not erased: its number is that of the flows that wait */
	xa_store(&kn->interfaces, i->id, NULL, GFP_KERNEL);
	list_add(&i->linger, &kn->lingering);
	kntop_accounting_bury(kn);
	return lingers;
}

bool kntop_accounting_conclude(struct kntop_net *kn, struct kntop_interface *i)
{
	bool later;

	kntop_datagram_sweep(i, true);
	kntop_accounting_settle(kn);
	later = kntop_accounting_flows(kn, i, kntop_accounting_conclude_one, 0);
	kntop_accounting_settle(kn);
	return later || !hlist_empty(&i->waiting);
}

int kntop_accounting_await(struct kntop_net *kn)
{
	int late = kntop_dpi_drain();
	int err = mutex_lock_killable(&kn->mutex);

	if (err)
		return err;
	kntop_accounting_settle(kn);
	mutex_unlock(&kn->mutex);
	return late;
}

void kntop_accounting_retime(struct kntop_net *kn)
{
	struct kntop_interface *i;
	unsigned long id;

	xa_for_each(&kn->interfaces, id, i) {
		struct kntop_due d = { kn, i, kntop_interface_now(i), .quiet = true };

		kntop_wheel_all(&i->wheel, kntop_accounting_flow_due, &d);
	}
	kntop_wheel_all(&kn->host_wheel, kntop_accounting_host_retime, kn);
}

/* Every live flow of the namespace. */
static void kntop_accounting_forget_bucket(struct kntop_net *kn,
					   struct kntop_flow_bucket *b)
{
	struct kntop_flow *flow;
	unsigned long used;

	/* what left the bucket is found on a dirty list later, and not freed before */
	kntop_flow_for_each(flow, used, b) {
		if (!kntop_flow_is_decided(flow))
			kntop_dpi_finish(&kn->flows, flow);
	}
}

void kntop_accounting_forget_classified(struct kntop_net *kn)
{
	struct kntop_flow_buckets *bs;
	u32 b;

	if (!kn->ready)
		return;
	bs = rcu_dereference_protected(kn->flows.buckets, 1);
	for (b = 0; b < bs->count; b++) {
		kntop_accounting_forget_bucket(kn, &bs->bucket[b]);
		cond_resched();
	}
	kntop_accounting_settle(kn);
}
