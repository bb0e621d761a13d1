// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ktime.h>

#include "event.h"
#include "fold.h"
#include "fold_flow.h"

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
	kntop_fold_host_net(kn, host, kntop_localnet_find(f->i->localnets, &host->addr));
	/* who listens to events wants to know of hosts that are there now */
	if (!kntop_interface_is_offline(f->i))
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
void kntop_fold_attach(struct kntop_fold *f)
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
void kntop_fold_roles(struct kntop_fold *f)
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

void kntop_fold_dns(struct kntop_fold *f)
{
	const struct kntop_flow_key *k = &f->flow->key;
	int server = !(f->about & KNTOP_FLOW_ABOUT_CLIENT);
	struct kntop_host *host = f->host[server];
	u64 took = k->latency;

	if (k->l4 != IPPROTO_UDP && k->l4 != IPPROTO_TCP)
		return;
	/* until the answer comes, latency is something else */
	if ((f->bits & KNTOP_FLOW_WATCH) || !took || !host ||
	    (f->flow->told & KNTOP_FLOW_TOLD_LATENCY))
		return;
	if (kntop_host_answer(&f->kn->hosts, host, took))
		f->flow->told |= KNTOP_FLOW_TOLD_LATENCY;
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

void kntop_fold_host(struct kntop_fold *f, int side)
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

void kntop_fold_host_leave(struct kntop_fold *f, const struct kntop_record *r,
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
