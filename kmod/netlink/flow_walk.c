// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/slab.h>

#include "../flow_id.h"
#include "../localnet.h"
#include "../table.h"
#include "../watch.h"
#include "flow_walk.h"

void kntop_flow_walk_init(struct kntop_flow_walk *w, struct sk_buff *skb,
			  struct netlink_callback *cb)
{
	*w = (struct kntop_flow_walk){
		.skb = skb,
		.cb = cb,
		.kn = kntop_dump_net(cb),
		.q = kntop_query_of(cb),
		.wall = kntop_record_wall_offset(),
		.generation = READ_ONCE(kntop_dump_net(cb)->flows.generation),
		.tick = READ_ONCE(kntop_dump_net(cb)->flows.tick),
		.offline = kntop_query_of(cb)->offline,
	};
}

bool kntop_flow_walk_apart(struct kntop_flow_walk *w)
{
	const struct kntop_flow_buckets *bs;

	rcu_read_lock();
	bs = rcu_dereference(w->kn->flows.buckets);
	w->met_count = bs ? bs->count : 0;
	rcu_read_unlock();
	w->met = kvcalloc(BITS_TO_LONGS(w->met_count), sizeof(*w->met), KNTOP_TABLE_GFP);
	if (!w->met)
		w->met_count = 0;
	return w->met;
}

void kntop_flow_walk_whole(struct kntop_flow_walk *w)
{
	bool same = !w->rebuilt && READ_ONCE(w->kn->flows.generation) == w->generation;

	w->cb->seq = 1;
	w->cb->prev_seq = same ? 1 : 2;
}

/* Locality, which is looked up only if asked for. */
static bool kntop_flow_net_matches(struct kntop_net *kn, const struct kntop_query *q,
				   const struct kntop_flow_key *k)
{
	const struct kntop_localnet *a, *b;

	if (!kntop_query_wants_net(q))
		return true;
	a = kntop_localnet_find(&kn->localnets, &k->addr[0]);
	b = kntop_localnet_find(&kn->localnets, &k->addr[1]);
	return (kntop_query_name(q, a) || kntop_query_name(q, b)) &&
	       (kntop_query_locality(q, a) || kntop_query_locality(q, b));
}

/* RCU */
static bool kntop_flow_tunnel_matches(struct kntop_net *kn, const struct kntop_query *q,
				      const struct kntop_flow_key *k)
{
	const struct kntop_tunnel_entry *e = kntop_tunnel_table_at(&kn->tunnels, k->tunnel);

	return e && e->id == q->tunnel;
}

bool kntop_flow_matches(struct kntop_net *kn, const struct kntop_query *q,
			const struct kntop_flow *flow)
{
	const struct kntop_flow_key *k = &flow->key;

	if (!kntop_query_key(q, k->ifid, k->vlan, &k->addr[0]))
		return false;
	if (q->has_l4 && k->l4 != q->l4)
		return false;
	if (q->has_port && (!kntop_flow_l4_has_ports(k->l4) ||
			    (k->port[0] != q->port && k->port[1] != q->port)))
		return false;
	if (q->has_addr && !kntop_query_addr(q, &k->addr[0]) &&
	    !kntop_query_addr(q, &k->addr[1]))
		return false;
	if (q->tunnel && !kntop_flow_tunnel_matches(kn, q, k))
		return false;
	return kntop_flow_net_matches(kn, q, k);
}

bool kntop_flow_copy(struct kntop_flow_walk *w, struct kntop_flow *flow,
		     struct kntop_record *r)
{
	const struct kntop_interface *i = kntop_flow_interface(w, flow);

	if (!i)
		return false;
	spin_lock_bh(&flow->lock);
	kntop_interim_copy(&w->kn->interims, r, flow,
			   kntop_tunnel_table_at(&w->kn->tunnels, flow->key.tunnel),
			   kntop_interface_is_offline(i) ? 0 : w->now);
	r->id = kntop_flow_id(&w->kn->flows, flow);
	spin_unlock_bh(&flow->lock);
	/* the name ends within its array even in the middle of a rename */
	memcpy(r->interface, i->name, sizeof(r->interface));
	r->end = 0;
	return (r->side[0].packets || r->side[1].packets) && (!w->q->id || r->id == w->q->id) &&
	       kntop_query_l7(w->q, r->label, r->finding);
}
