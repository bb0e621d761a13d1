// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/prefetch.h>
#include <linux/slab.h>

#include "breakdown.h"
#include "dpi.h"
#include "event.h"
#include "flow_lock.h"
#include "fold.h"
#include "net.h"
#include "rate.h"

/* What happened to one flow since the visit before. */
struct kntop_fold {
	struct kntop_net	*kn;
	struct kntop_interface	*i;
	struct kntop_flow	*flow;
	struct kntop_host	*host[2];
	bool			tick;
	u8			bits;
	u8			about;
	u64			packets[2];
	u64			octets[2];
	u64			first;
	u64			last[2];
	struct kntop_volume	total[2];
	struct kntop_label	label;
	const struct hlist_head	*bucket[2];
};

static struct kntop_interface *kntop_fold_interface(struct kntop_net *kn,
							  u16 ifid)
{
	return xa_load(&kn->interfaces, ifid);
}

/* ---- hosts ------------------------------------------------------------- */

static enum kntop_host_l4 kntop_fold_l4(u8 l4)
{
	switch (l4) {
	case IPPROTO_TCP:
		return KNTOP_HOST_L4_TCP;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return KNTOP_HOST_L4_UDP;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return KNTOP_HOST_L4_ICMP;
	}
	return KNTOP_HOST_L4_OTHER;
}

void kntop_fold_host_net(struct kntop_net *kn,
				      struct kntop_host *host,
				      struct kntop_localnet *net)
{
	rcu_assign_pointer(host->net, net);
	if (net)
		WRITE_ONCE(net->hosts, net->hosts + 1);
}

static struct kntop_host *kntop_fold_host_add(struct kntop_fold *f, int side)
{
	const struct kntop_flow_key *k = &f->flow->key;
	struct kntop_net *kn = f->kn;
	struct kntop_host *host;

	host = kntop_host_add(&kn->hosts, &k->addr[side], k->ifid, k->vlan);
	if (!host)
		return NULL;
	host->first = f->first;
	WRITE_ONCE(f->i->hosts, f->i->hosts + 1);
	kntop_fold_host_net(kn, host,
				  kntop_localnet_find(&kn->localnets, &host->addr));
	kntop_event_host(kn, host, f->i->name);
	return host;
}

void kntop_fold_host_remove(struct kntop_net *kn,
					 struct kntop_host *host)
{
	struct kntop_interface *i = kntop_fold_interface(kn, host->ifid);
	struct kntop_localnet *net = rcu_dereference_protected(host->net, 1);

	if (i)
		WRITE_ONCE(i->hosts, i->hosts - 1);
	if (net)
		WRITE_ONCE(net->hosts, net->hosts - 1);
	kntop_host_remove(&kn->hosts, host);
}

u64 kntop_fold_host_due(const struct kntop_net *kn, const struct kntop_host *host)
{
	u64 timeout = kn->config.value[KNTOP_CONFIG_A_TIMEOUT_HOST];

	return host->idle + timeout * NSEC_PER_SEC;
}

void kntop_fold_host_wait(struct kntop_net *kn, struct kntop_host *host)
{
	kntop_wheel_add(&kn->host_wheel, &host->wheel, kntop_fold_host_due(kn, host));
}

static void kntop_fold_tell(struct kntop_host *host, bool client, int by)
{
	if (!host)
		return;
	if (client)
		WRITE_ONCE(host->as_client, host->as_client + by);
	else
		WRITE_ONCE(host->as_server, host->as_server + by);
}

/* A host that has not known of the flow does so from now on. */
static void kntop_fold_attach_one(struct kntop_fold *f, int side)
{
	int told = !!(f->about & KNTOP_FLOW_ABOUT_TOLD_CLIENT);
	struct kntop_host *host = f->host[side];

	WRITE_ONCE(host->flows, host->flows + 1);
	hlist_del_init(&host->wheel);
	f->flow->key.attached |= BIT(side);
	/* the other host may have been told before */
	if (f->about & KNTOP_FLOW_ABOUT_TOLD)
		kntop_fold_tell(host, side == told, 1);
}

/* Finds the flow's hosts, or makes them where there is room. */
static void kntop_fold_attach(struct kntop_fold *f)
{
	const struct kntop_flow_key *k = &f->flow->key;
	int side;

	for (side = 0; side < 2; side++) {
		f->host[side] = kntop_host_in(f->bucket[side], &k->addr[side], k->ifid,
					      k->vlan);
		if (likely(k->attached & BIT(side)))
			continue;
		if (!f->host[side])
			f->host[side] = kntop_fold_host_add(f, side);
		if (f->host[side])
			kntop_fold_attach_one(f, side);
	}
}

/* Tells the hosts their part in the flow, and again if a SYN proved it wrong. */
static void kntop_fold_roles(struct kntop_fold *f)
{
	bool told = f->about & KNTOP_FLOW_ABOUT_TOLD;
	int client = f->about & KNTOP_FLOW_ABOUT_CLIENT;
	int before = !!(f->about & KNTOP_FLOW_ABOUT_TOLD_CLIENT);
	int side;
	u8 about;

	if (told && before == client)
		return;
	if (!told)
		WRITE_ONCE(f->i->flows_total, f->i->flows_total + 1);
	for (side = 0; side < 2; side++) {
		if (told)
			kntop_fold_tell(f->host[side], side == before, -1);
		kntop_fold_tell(f->host[side], side == client, 1);
	}
	spin_lock_bh(&f->flow->lock);
	about = f->flow->key.about & ~KNTOP_FLOW_ABOUT_TOLD_CLIENT;
	about |= KNTOP_FLOW_ABOUT_TOLD;
	if (client)
		about |= KNTOP_FLOW_ABOUT_TOLD_CLIENT;
	WRITE_ONCE(f->flow->key.about, about);
	spin_unlock_bh(&f->flow->lock);
}

static void kntop_fold_volume(struct kntop_volume *v, u64 packets,
				    u64 octets)
{
	WRITE_ONCE(v->packets, v->packets + packets);
	WRITE_ONCE(v->octets, v->octets + octets);
}

/* Its first flow in this tick. */
static void kntop_fold_host_tick(struct kntop_host *host, u32 tick)
{
	int way;

	for (way = KNTOP_SENT; way <= KNTOP_RECEIVED; way++) {
		host->tick_octets[way] = host->early ? host->early_octets[way] : 0;
		if (host->early)
			host->early_octets[way] = 0;
	}
	host->early = false;
	WRITE_ONCE(host->tick, tick);
}

static void kntop_fold_host(struct kntop_fold *f, int side)
{
	struct kntop_host *host = f->host[side];
	enum kntop_host_l4 l4 = kntop_fold_l4(f->flow->key.l4);
	u64 last = max(f->last[0], f->last[1]);
	u64 *octets;
	int way;

	if (!host && !f->packets[0] && !f->packets[1])
		return;
	if (!host) {
		kntop_net_loss(f->kn, KNTOP_LOSS_HOSTS_REFUSED,
			       f->packets[0] + f->packets[1],
			       f->octets[0] + f->octets[1]);
		return;
	}
	if (f->tick && host->tick != (u32)f->kn->tick)
		kntop_fold_host_tick(host, f->kn->tick);
	octets = f->tick ? host->tick_octets : host->early_octets;
	if (!f->tick)
		host->early = true;
	for (way = KNTOP_SENT; way <= KNTOP_RECEIVED; way++) {
		kntop_fold_volume(&host->l4[l4][way], f->packets[side ^ way],
					f->octets[side ^ way]);
		WRITE_ONCE(octets[way], octets[way] + f->octets[side ^ way]);
	}
	/* flows come in no order */
	if (f->first < host->first)
		WRITE_ONCE(host->first, f->first);
	if (last > host->last)
		WRITE_ONCE(host->last, last);
}

/* ---- networks ---------------------------------------------------------- */

static struct kntop_localnet *kntop_fold_net(struct kntop_fold *f, int side)
{
	struct kntop_host *host = f->host[side];

	if (host)
		return rcu_dereference_protected(host->net, 1);
	return kntop_localnet_find(&f->kn->localnets, &f->flow->key.addr[side]);
}

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

/* ---- protocols --------------------------------------------------------- */

/* What one side of the flow sent. */
static void kntop_fold_share(struct kntop_fold *f, struct kntop_share *share,
			     int way, int from)
{
	kntop_fold_volume(&share->volume[way], f->packets[from], f->octets[from]);
}

/* The shares of the flow's protocol and category in a breakdown. */
static __always_inline void kntop_fold_shares(struct kntop_fold *f, struct kntop_breakdown *b,
			      unsigned int ways, const int way[2])
{
	const u32 key[2] = {
		kntop_share_key(KNTOP_LABEL_PROTOCOL, f->label.app),
		kntop_share_key(KNTOP_LABEL_CATEGORY, f->label.category),
	};
	struct kntop_share *share;
	int n;

	for (n = 0; n < 2; n++) {
		share = kntop_breakdown_share(b, key[n], ways);
		if (!share) {
			kntop_net_loss(f->kn, KNTOP_LOSS_PROTOCOLS_REFUSED,
				       f->packets[0] + f->packets[1],
				       f->octets[0] + f->octets[1]);
			continue;
		}
		if (!(f->about & KNTOP_FLOW_ABOUT_SHARED))
			WRITE_ONCE(share->flows, share->flows + 1);
		kntop_fold_share(f, share, way[0], 0);
		kntop_fold_share(f, share, way[1], 1);
	}
}

static void kntop_fold_shares_host(struct kntop_fold *f, int side)
{
	struct kntop_host *host = f->host[side];
	const int way[2] = { side, !side };
	u64 bytes = f->kn->hosts.breakdowns;

	if (!host || !rcu_access_pointer(host->net))
		return;
	bytes -= kntop_breakdown_bytes(&host->breakdown);
	kntop_fold_shares(f, &host->breakdown, 2, way);
	bytes += kntop_breakdown_bytes(&host->breakdown);
	WRITE_ONCE(f->kn->hosts.breakdowns, bytes);
}

static void kntop_fold_shares_nets(struct kntop_fold *f)
{
	static const int within[2] = { KNTOP_SHARE_INTERNAL, KNTOP_SHARE_INTERNAL };
	static const int of_side[2][2] = {
		{ KNTOP_SHARE_SENT, KNTOP_SHARE_RECEIVED },
		{ KNTOP_SHARE_RECEIVED, KNTOP_SHARE_SENT },
	};
	struct kntop_localnet *a = kntop_fold_net(f, 0), *b = kntop_fold_net(f, 1);

	if (a)
		kntop_fold_shares(f, &a->breakdown, 3, a == b ? within : of_side[0]);
	if (b && a != b)
		kntop_fold_shares(f, &b->breakdown, 3, of_side[1]);
}

/*
 * A flow counts for its protocol once that is settled, with all it carried so
 * far: so no counter ever goes back, and each packet is in one of them.
 */
static void kntop_fold_protocol(struct kntop_fold *f)
{
	int client = f->about & KNTOP_FLOW_ABOUT_CLIENT;
	const int way[2] = { client, !client };
	int i;

	if (!(f->about & KNTOP_FLOW_ABOUT_DECIDED))
		return;
	if (!(f->about & KNTOP_FLOW_ABOUT_SHARED)) {
		for (i = 0; i < 2; i++) {
			f->packets[i] = f->total[i].packets;
			f->octets[i] = f->total[i].octets;
		}
	} else if (!f->packets[0] && !f->packets[1]) {
		return;
	}
	kntop_fold_shares(f, &f->i->breakdown, 2, way);
	kntop_fold_shares_host(f, 0);
	kntop_fold_shares_host(f, 1);
	kntop_fold_shares_nets(f);
	if (f->about & KNTOP_FLOW_ABOUT_SHARED)
		return;
	spin_lock_bh(&f->flow->lock);
	WRITE_ONCE(f->flow->key.about, f->flow->key.about | KNTOP_FLOW_ABOUT_SHARED);
	spin_unlock_bh(&f->flow->lock);
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
			       GENMASK_ULL(47, 0);
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
	r->time = time;
	strscpy(r->interface, i->name, sizeof(r->interface));
	if (kntop_ended_add(&kn->ended, r))
		kntop_net_loss(kn, KNTOP_LOSS_ENDED_OVERWRITTEN, 1, 0);
}

static u64 kntop_fold_end_time(const struct kntop_fold *f, const struct kntop_record *r)
{
	u64 last = kntop_record_last(r);

	switch (r->end) {
	case KNTOP_END_IDLE:
	case KNTOP_END_TCP_FIN:
	case KNTOP_END_TCP_RST:
		return last + kntop_fold_idle(f->kn, r->state);
	case KNTOP_END_TCP_REUSED:
		return last;
	}
	return kntop_interface_now(f->i);
}

static void kntop_fold_host_leave(struct kntop_fold *f, const struct kntop_record *r,
				  int side)
{
	const struct kntop_record_side *s = &r->side[side];
	struct kntop_host *host = f->host[side];

	if (!host)
		return;
	WRITE_ONCE(host->retransmitted, host->retransmitted + s->retransmitted);
	WRITE_ONCE(host->out_of_order, host->out_of_order + s->out_of_order);
	WRITE_ONCE(host->lost, host->lost + s->lost);
	WRITE_ONCE(host->flows, host->flows - 1);
	/* what a file tells does not grow old */
	if (host->flows || (host->ifid & KNTOP_FLOW_IFID_OFFLINE))
		return;
	host->idle = ktime_get_ns();
	kntop_fold_host_wait(f->kn, host);
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
	kntop_fold_host_leave(f, r, 0);
	kntop_fold_host_leave(f, r, 1);
	hlist_del_init(&f->flow->wheel);
	kntop_flow_free(&f->kn->flows, f->flow);
}

/* What a dead flow was; nothing but its label can still change. */
static void kntop_fold_dead_record(struct kntop_fold *f, struct kntop_record *r)
{
	spin_lock_bh(&f->flow->lock);
	f->about = f->flow->key.about;
	f->label = kntop_flow_label(f->flow);
	kntop_record_copy(r, f->flow, 0);
	r->end = f->flow->low.end;
	spin_unlock_bh(&f->flow->lock);
}

/* A flow that is not decided yet stays until it is: its record shall say all. */
static noinline void kntop_fold_dead(struct kntop_fold *f)
{
	struct kntop_record r;

	if (!(f->about & KNTOP_FLOW_ABOUT_DECIDED)) {
		hlist_del_init(&f->flow->wheel);
		if (kntop_dpi_finish(&f->kn->flows, f->flow))
			return;
		kntop_fold_dead_record(f, &r);
		kntop_fold_protocol(f);
	} else {
		kntop_fold_dead_record(f, &r);
	}
	kntop_fold_finish(f, &r);
}

static void kntop_fold_flow(struct kntop_fold *f)
{
	struct kntop_flow *flow = f->flow;
	u64 last = max(f->last[0], f->last[1]);

	kntop_fold_attach(f);
	kntop_fold_roles(f);
	kntop_fold_host(f, 0);
	kntop_fold_host(f, 1);
	kntop_fold_nets(f);
	if (last > f->i->last)
		WRITE_ONCE(f->i->last, last);
	kntop_fold_protocol(f);
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

/* What was needed of all of them is on its way while the others are asked for. */
static void kntop_fold_gather(struct kntop_fold *f, unsigned int count)
{
	const struct kntop_flow_key *k;
	struct kntop_fold *end = f + count, *g;
	int side;

	local_bh_disable();
	for (g = f; g < end; g++) {
		k = &g->flow->key;
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
