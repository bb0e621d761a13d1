// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/prefetch.h>
#include <linux/slab.h>

#include "dpi.h"
#include "flow_id.h"
#include "flow_lock.h"
#include "fold.h"
#include "fold_flow.h"
#include "rate.h"

/* ---- networks ---------------------------------------------------------- */

static void kntop_fold_nets(struct kntop_fold *f)
{
	struct kntop_localnet *net[2] = {
		kntop_fold_net(f, 0), kntop_fold_net(f, 1)
	};
	enum kntop_locality kind;
	int from;

	for (from = 0; from < 2; from++) {
		u64 packets = f->packets[from], octets = f->octets[from];
		struct kntop_localnet *a = net[from], *b = net[!from];

		if (a)
			kind = b ? KNTOP_LOCALITY_LOCAL_LOCAL :
				   KNTOP_LOCALITY_LOCAL_REMOTE;
		else
			kind = b ? KNTOP_LOCALITY_REMOTE_LOCAL :
				   KNTOP_LOCALITY_REMOTE_REMOTE;
		kntop_fold_volume(&f->i->locality[kind], packets, octets);
		if (a && a == b) {
			kntop_fold_volume(&a->internal, packets, octets);
			continue;
		}
		if (a)
			kntop_fold_volume(&a->sent, packets, octets);
		if (b)
			kntop_fold_volume(&b->received, packets, octets);
	}
}

/* ---- tunnels ----------------------------------------------------------- */

/* The number of octets of this tick is a rate, once the tick is over. */
static void kntop_fold_tunnel_tick(struct kntop_fold *f, int way, u64 octets)
{
	struct kntop_tunnel_entry *e = f->tunnel;

	if (e->tick != f->kn->tick) {
		WRITE_ONCE(e->tick_octets[0], 0);
		WRITE_ONCE(e->tick_octets[1], 0);
		WRITE_ONCE(e->tick, f->kn->tick);
	}
	WRITE_ONCE(e->tick_octets[way], e->tick_octets[way] + octets);
}

static noinline void kntop_fold_tunnel(struct kntop_fold *f)
{
	struct kntop_tunnel_entry *e = f->tunnel;
	int side, way;

	if (!(f->about & KNTOP_FLOW_ABOUT_TOLD)) {
		WRITE_ONCE(e->flows, e->flows + 1);
		WRITE_ONCE(e->flows_total, e->flows_total + 1);
	}
	for (side = 0; side < 2; side++) {
		way = kntop_tunnel_way(e, side, f->flow->key.turned);
		kntop_fold_volume(&e->volume[way], f->packets[side], f->octets[side]);
		if (f->tick)
			kntop_fold_tunnel_tick(f, way, f->octets[side]);
	}
	if (!e->first || f->first < e->first)
		WRITE_ONCE(e->first, f->first);
	WRITE_ONCE(e->last, max3(e->last, f->last[0], f->last[1]));
}

/* ---- one flow ---------------------------------------------------------- */

/* Octets of a tick as a rate. */
static u64 kntop_fold_rate(const struct kntop_fold *f, u64 octets)
{
	/* in turn: a division is dear, and the tick is the same for all flows */
	return mul_u64_u64_shr(octets, f->kn->tick_inverse, KNTOP_TICK_INVERSE_SHIFT);
}

/* Takes what is new out of the flow. Bottom halves are off. */
static void kntop_fold_take(struct kntop_fold *f)
{
	struct kntop_flow *flow = f->flow;
	const struct kntop_flow_side *side;
	int i;

	kntop_flow_hold(flow);
	f->bits = flow->bits;
	WRITE_ONCE(flow->bits,
		   flow->bits & ~(KNTOP_FLOW_DIRTY | KNTOP_FLOW_RESTATED));
	f->about = flow->key.about;
	f->label = kntop_flow_label(flow);
	f->first = flow->first;
	for (i = 0; i < 2; i++) {
		side = kntop_flow_side(flow, i);
		f->packets[i] = (u32)((u32)side->packets - flow->folded_packets[i]);
		f->octets[i] = (side->octets - flow->folded[i].octets) &
			       GENMASK_ULL(KNTOP_FLOW_FOLDED_BITS - 1, 0);
		f->total[i].packets = side->packets;
		f->total[i].octets = side->octets;
		f->last[i] = side->last;
		flow->folded_packets[i] = side->packets;
		flow->folded[i].octets = side->octets;
		if (f->tick)
			flow->folded[i].rate = kntop_rate_pack(kntop_fold_rate(f, f->octets[i]));
	}
	kntop_flow_release(flow);
}

static u64 kntop_fold_idle(const struct kntop_net *kn, u8 state)
{
	return kn->flows.idle[state];
}

u64 kntop_fold_active(const struct kntop_net *kn)
{
	return kn->config.value[KNTOP_CONFIG_A_TIMEOUT_ACTIVE] * (u64)NSEC_PER_SEC;
}

/* When to look at the flow again: idle timeout, or next interim record. */
u64 kntop_fold_due(const struct kntop_net *kn, const struct kntop_flow *flow,
		   u64 now)
{
	u64 idle = kntop_flow_last(flow) +
		   kntop_fold_idle(kn, kntop_flow_state(flow));
	u64 active = kntop_fold_active(kn);
	u64 start = kntop_flow_start(flow);
	u64 passed = div64_u64(max(now, kntop_flow_last(flow)) - start, active);

	return min(idle, start + (passed + 1) * active);
}

void kntop_fold_write(struct kntop_net *kn, struct kntop_interface *i,
				   struct kntop_record *r, u64 time)
{
	bool offline = kntop_interface_is_offline(i);

	r->time = time;
	strscpy(r->interface, i->name, sizeof(r->interface));
	if (kntop_ended_add(offline ? &kn->ended_offline : &kn->ended, r))
		kntop_net_loss(kn, offline ? KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN :
					     KNTOP_LOSS_ENDED_OVERWRITTEN, 1, 0);
}

/* Where an interim record was written later than that, as a timeout was shortened: then. */
static u64 kntop_fold_end_time(const struct kntop_fold *f, const struct kntop_record *r)
{
	u64 last = kntop_record_last(r), least = r->number ? r->since : 0;

	switch (r->end) {
	case KNTOP_END_IDLE:
	case KNTOP_END_TCP_FIN:
	case KNTOP_END_TCP_RST:
		return max(last + kntop_fold_idle(f->kn, r->state), least);
	case KNTOP_END_TCP_REUSED:
		return max(last, least);
	}
	return kntop_interface_now(f->i);
}

/* The end: record, totals, hosts, memory. */
static void kntop_fold_finish(struct kntop_fold *f, struct kntop_record *r)
{
	struct kntop_interface *i = f->i;

	/* who closed a connection says more than that it was idle after it */
	if (r->end == KNTOP_END_IDLE && r->state == KNTOP_STATE_TCP_CLOSING)
		r->end = (r->side[0].tcp_flags | r->side[1].tcp_flags) &
			 KNTOP_TCP_RST ? KNTOP_END_TCP_RST : KNTOP_END_TCP_FIN;
	if (r->side[0].packets || r->side[1].packets)
		kntop_fold_write(f->kn, i, r, kntop_fold_end_time(f, r));
	WRITE_ONCE(i->flows_ended, i->flows_ended + 1);
	kntop_fold_volume(&i->ended,
				r->side[0].packets + r->side[1].packets,
				r->side[0].octets + r->side[1].octets);
	/* one that came with a late fragment may have a number that was another's */
	if (f->tunnel && f->tunnel->flows)
		WRITE_ONCE(f->tunnel->flows, f->tunnel->flows - 1);
	kntop_fold_host_leave(f, r, 0);
	kntop_fold_host_leave(f, r, 1);
	hlist_del_init(&f->flow->wheel);
	kntop_interim_forget(&f->kn->interims, f->flow);
	kntop_flow_free(&f->kn->flows, f->flow);
}

/* What a dead flow was; nothing but its label can still change. */
static void kntop_fold_dead_record(struct kntop_fold *f, struct kntop_record *r)
{
	spin_lock_bh(&f->flow->lock);
	f->about = f->flow->key.about;
	f->label = kntop_flow_label(f->flow);
	kntop_interim_copy(&f->kn->interims, r, f->flow, f->tunnel, 0);
	r->id = kntop_flow_id(&f->kn->flows, f->flow);
	r->end = f->flow->low.end;
	spin_unlock_bh(&f->flow->lock);
}

/*
 * A flow that is not decided yet stays until it is: its record shall say all. The
 * verdict puts it on a dirty list again.
 */
static noinline void kntop_fold_dead(struct kntop_fold *f)
{
	bool decided = f->about & KNTOP_FLOW_ABOUT_DECIDED;
	struct kntop_record r;

	if (!decided) {
		hlist_del_init(&f->flow->wheel);
		if (kntop_dpi_finish(&f->kn->flows, f->flow)) {
			hlist_add_head(&f->flow->wheel, &f->i->waiting);
			return;
		}
	}
	kntop_fold_dead_record(f, &r);
	if (!decided)
		kntop_fold_protocol(f);
	kntop_fold_finish(f, &r);
}

/* A TCP conversation of which both sides, or one, were seen: see mirror.h. */
static void kntop_fold_mirror(struct kntop_fold *f)
{
	u8 state = f->bits >> KNTOP_FLOW_STATE_SHIFT & KNTOP_FLOW_STATE_MASK;

	if (state == KNTOP_STATE_TCP_ESTABLISHED || state == KNTOP_STATE_TCP_CLOSING)
		kntop_mirror_flow(&f->i->mirror, f->total[0].packets + f->total[1].packets,
				  f->packets[0] + f->packets[1],
				  !f->total[0].packets || !f->total[1].packets);
}

static void kntop_fold_flow(struct kntop_fold *f)
{
	struct kntop_flow *flow = f->flow;
	u64 last = max(f->last[0], f->last[1]);

	f->tunnel = kntop_tunnel_table_at(&f->kn->tunnels, flow->key.tunnel);
	if (unlikely(f->tunnel))
		kntop_fold_tunnel(f);
	kntop_fold_attach(f);
	kntop_fold_roles(f);
	kntop_fold_host(f, 0);
	kntop_fold_host(f, 1);
	if (unlikely(kntop_fold_is_dns(f)))
		kntop_fold_dns(f);
	kntop_fold_nets(f);
	kntop_fold_mirror(f);
	if (last > f->i->last)
		WRITE_ONCE(f->i->last, last);
	kntop_fold_protocol(f);
	if (f->tick && (f->octets[0] || f->octets[1]))
		kntop_flow_activate(&f->kn->flows, f->home);
	if (f->bits & KNTOP_FLOW_DEAD) {
		kntop_fold_dead(f);
		return;
	}
	/* a shorter timeout may be due before the one it waits for */
	if (f->bits & KNTOP_FLOW_RESTATED)
		hlist_del_init(&flow->wheel);
	if (hlist_unhashed(&flow->wheel))
		kntop_wheel_add(&f->i->wheel, &flow->wheel,
				kntop_fold_due(f->kn, flow, kntop_interface_now(f->i)));
}

int kntop_fold_init(struct kntop_net *kn)
{
	kn->fold = kcalloc(KNTOP_FOLD_BATCH, sizeof(*kn->fold), GFP_KERNEL_ACCOUNT);
	return kn->fold ? 0 : -ENOMEM;
}

void kntop_fold_exit(struct kntop_net *kn)
{
	kfree(kn->fold);
	kn->fold = NULL;
}

void kntop_fold_prefetch(const struct kntop_flow *flow)
{
	const char *p = (const char *)flow, *end = (const char *)(flow + 1);

	for (; p < end; p += L1_CACHE_BYTES)
		prefetchw(p);
}

/* Those that linger are few. */
struct kntop_interface *kntop_fold_interface(struct kntop_net *kn, u16 id)
{
	struct kntop_interface *i = xa_load(&kn->interfaces, id);

	if (likely(i))
		return i;
	list_for_each_entry(i, &kn->lingering, linger)
		if (i->id == id)
			return i;
	return NULL;
}

/* What was needed of all of them is on its way while the others are asked for. */
static void kntop_fold_gather(struct kntop_fold *f, unsigned int count)
{
	const struct kntop_flow_key *k;
	struct kntop_fold *end = f + count, *g;
	int side;

	local_bh_disable();
	for (g = f; g < end; g++) {
		k = &g->flow->key;
		g->home = kntop_flow_expect(&g->kn->flows, g->flow);
		for (side = 0; side < 2; side++)
			g->bucket[side] = kntop_host_bucket_of(&g->kn->hosts, &k->addr[side],
							       k->ifid, k->vlan);
		kntop_fold_take(g);
	}
	local_bh_enable();
	for (g = f; g < end; g++)
		for (side = 0; side < 2; side++)
			kntop_host_prefetch(g->bucket[side]);
}

void kntop_fold_flows(struct kntop_net *kn, struct kntop_flow *flow[],
		      unsigned int count, bool tick)
{
	struct kntop_interface *i = NULL;
	struct kntop_fold *f = kn->fold;
	unsigned int n;

	for (n = 0; n < count; n++) {
		if (!i || i->id != flow[n]->key.ifid)
			i = kntop_fold_interface(kn, flow[n]->key.ifid);
		f[n].kn = kn;
		f[n].i = i;
		f[n].flow = flow[n];
		f[n].tick = tick;
	}
	kntop_fold_gather(f, count);
	for (n = 0; n < count; n++)
		kntop_fold_flow(&f[n]);
	kn->folded += count;
}
