// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>

#include "../localnet.h"
#include "../pair.h"
#include "../watch.h"
#include "attr.h"
#include "flow_walk.h"

/* Pairs are looked at so many at a time. */
#define KNTOP_TALKER_STRETCH	256

/* Most octets of one side: address, counters, network. */
#define KNTOP_TALKER_SIDE_ROOM \
	(NLA_HDRLEN + KNTOP_ATTR_SIZE(16) + 3 * KNTOP_ATTR_U64_SIZE + \
	 KNTOP_ATTR_SIZE(0) + KNTOP_ATTR_SIZE(KNTOP_LOCALNET_NAME_SIZE))
/* Of a message. */
#define KNTOP_TALKER_ROOM \
	(NLMSG_HDRLEN + GENL_HDRLEN + KNTOP_ATTR_SIZE(KNTOP_NAME_SIZE) + \
	 KNTOP_ATTR_SIZE(2) + 2 * KNTOP_TALKER_SIDE_ROOM + KNTOP_ATTR_SIZE(4) + \
	 KNTOP_ATTR_U64_SIZE)

/* A pair to be sent. */
struct kntop_talker {
	struct kntop_pair	pair;
	char			interface[KNTOP_NAME_SIZE];
};

/**
 * struct kntop_talker_walk - a walk that adds up what it finds
 * @walk: through the flow table
 * @pairs: sums by pair
 * @found: pairs that are fast enough
 */
struct kntop_talker_walk {
	struct kntop_flow_walk	walk;
	struct kntop_pairs	pairs;
	u64			found;
};

/* ---- adding up --------------------------------------------------------- */

/* Under the flow's lock. */
static void kntop_talker_copy_side(struct kntop_pair_side *s, const struct kntop_flow *flow,
				   int i, u64 now)
{
	const struct kntop_flow_side *side = kntop_flow_side(flow, i);

	s->packets = side->packets;
	s->octets = side->octets;
	s->rate = kntop_record_rate(flow, i, now);
}

/*
 * As kntop_flow_copy(), but only what is added up: of all flows of the table it is
 * done for each. RCU. Returns false if it is none that counts.
 */
static bool kntop_talker_copy(struct kntop_flow_walk *w, struct kntop_flow *flow,
			      struct kntop_pair *pair)
{
	const struct kntop_interface *i = kntop_flow_interface(w, flow);
	u64 now = i && kntop_interface_is_offline(i) ? 0 : w->now;
	bool fits = true;

	if (!i)
		return false;
	pair->addr[0] = flow->key.addr[0];
	pair->addr[1] = flow->key.addr[1];
	pair->ifid = flow->key.ifid;
	pair->vlan = flow->key.vlan;
	pair->flows = 1;
	spin_lock_bh(&flow->lock);
	kntop_talker_copy_side(&pair->side[0], flow, 0, now);
	kntop_talker_copy_side(&pair->side[1], flow, 1, now);
	pair->last = kntop_flow_last(flow);
	if (kntop_query_wants_l7(w->q))
		fits = kntop_query_l7(w->q, kntop_flow_label(flow), kntop_flow_is_decided(flow) ?
				      kntop_flow_finding(flow) : NULL);
	spin_unlock_bh(&flow->lock);
	return fits && kntop_pair_packets(pair);
}

static __always_inline bool kntop_talker_visit(struct kntop_flow_walk *w,
					       struct kntop_flow *flow)
{
	struct kntop_talker_walk *t = container_of(w, struct kntop_talker_walk, walk);
	bool by_rate = w->q->order == KNTOP_ORDER_RATE;
	struct kntop_pair pair;

	/* an offline one has its rate from its life */
	if (by_rate && !w->offline &&
	    !kntop_flow_rate_of(w, flow, 0) && !kntop_flow_rate_of(w, flow, 1))
		return true;
	if (kntop_flow_matches(w->kn, w->q, flow) && kntop_talker_copy(w, flow, &pair) &&
	    (!by_rate || kntop_pair_rate(&pair)))
		kntop_pairs_add(&t->pairs, &pair);
	return true;
}

static void kntop_talker_collect(struct kntop_talker_walk *t)
{
	struct kntop_flow_walk *w = &t->walk;
	u32 at = 0, skip = 0;

	if (w->q->order == KNTOP_ORDER_RATE && !w->offline)
		w->which = KNTOP_FLOW_WHICH_ACTIVE;
	do {
		cond_resched();
		kntop_pairs_reserve(&t->pairs, KNTOP_FLOW_STRETCH * KNTOP_FLOW_SLOTS);
	} while (kntop_flow_stretch(w, &at, &skip, true, kntop_talker_visit));
}

/* ---- the best few ------------------------------------------------------ */

/* RCU */
static void kntop_talker_rank(struct kntop_talker_walk *t, const struct kntop_pair *pair)
{
	struct kntop_rank *rank = &t->walk.q->rank;
	const struct kntop_interface *i;
	struct kntop_talker *place;
	u64 score;

	if (kntop_pair_rate(pair) < t->walk.q->min_rate)
		return;
	t->found++;
	score = kntop_query_score(t->walk.q, kntop_pair_octets(pair),
				  kntop_pair_packets(pair), kntop_pair_rate(pair),
				  kntop_record_wall(pair->ifid, pair->last, t->walk.wall), 0);
	i = kntop_rank_would_take(rank, score) ?
	    xa_load(&t->walk.kn->interfaces, pair->ifid) : NULL;
	if (!i)
		return;
	place = kntop_rank_place(rank, score);
	place->pair = *pair;
	memcpy(place->interface, i->name, sizeof(place->interface));
}

static void kntop_talker_rank_all(struct kntop_talker_walk *t)
{
	u32 n = 0, end;

	while (n < t->pairs.count) {
		end = min(t->pairs.count, n + KNTOP_TALKER_STRETCH);
		rcu_read_lock();
		for (; n < end; n++)
			kntop_talker_rank(t, &t->pairs.pair[n]);
		rcu_read_unlock();
		cond_resched();
	}
	kntop_rank_sort(&t->walk.q->rank);
}

/* ---- sending ----------------------------------------------------------- */

static int kntop_talker_send_total(struct kntop_talker_walk *t)
{
	const struct kntop_pairs *p = &t->pairs;
	struct sk_buff *skb = t->walk.skb;
	void *header = kntop_dump_begin(skb, t->walk.cb, KNTOP_CMD_TALKER_GET);

	if (!header ||
	    nla_put_u64_64bit(skb, KNTOP_TALKER_A_PAIRS, t->found, KNTOP_TALKER_A_PAD) ||
	    kntop_put_counter_flows(skb, KNTOP_TALKER_A_LEFT_OUT, p->left_packets,
				    p->left_octets, p->left_flows))
		return -EMSGSIZE;
	genlmsg_end(skb, header);
	return 0;
}

/* Which side of a pair is A. Not as the key has it, whose order is the machine's. */
static int kntop_talker_a(const struct kntop_pair *p, struct kntop_localnet *const net[2])
{
	if (!net[0] != !net[1])
		return !net[0];
	return memcmp(&p->addr[0], &p->addr[1], sizeof(p->addr[0])) > 0;
}

static void *kntop_talker_put_side(void *nest, const struct kntop_pair *p, int side,
				   const struct kntop_localnet *net, u16 type)
{
	const struct kntop_pair_side *s = &p->side[side];
	void *at = nest + NLA_HDRLEN;

	at = kntop_attr_addr(at, KNTOP_ENDPOINT_A_ADDR, &p->addr[side]);
	at = kntop_attr_u64(at, KNTOP_ENDPOINT_A_PACKETS, s->packets, KNTOP_ENDPOINT_A_PAD);
	at = kntop_attr_u64(at, KNTOP_ENDPOINT_A_OCTETS, s->octets, KNTOP_ENDPOINT_A_PAD);
	at = kntop_attr_u64(at, KNTOP_ENDPOINT_A_RATE, s->rate, KNTOP_ENDPOINT_A_PAD);
	if (net)
		at = kntop_attr_flag(at, KNTOP_ENDPOINT_A_LOCAL);
	if (net && net->name[0])
		at = kntop_attr_string(at, KNTOP_ENDPOINT_A_LOCALNET, net->name);
	kntop_attr_nest_end(nest, type, at);
	return at;
}

/* RCU */
static void *kntop_talker_put(void *at, struct kntop_net *kn, const struct kntop_talker *t,
			      u64 wall)
{
	const struct kntop_pair *p = &t->pair;
	struct kntop_localnet *net[2] = {
		kntop_localnet_find(&kn->localnets, &p->addr[0]),
		kntop_localnet_find(&kn->localnets, &p->addr[1]),
	};
	int a = kntop_talker_a(p, net);

	at = kntop_attr_string(at, KNTOP_TALKER_A_INTERFACE, t->interface);
	if (p->vlan)
		at = kntop_attr_u16(at, KNTOP_TALKER_A_VLAN, p->vlan);
	at = kntop_talker_put_side(at, p, a, net[a], KNTOP_TALKER_A_A);
	at = kntop_talker_put_side(at, p, !a, net[!a], KNTOP_TALKER_A_B);
	at = kntop_attr_u32(at, KNTOP_TALKER_A_FLOWS, p->flows);
	return kntop_attr_u64(at, KNTOP_TALKER_A_LAST, kntop_record_wall(p->ifid, p->last, wall),
			      KNTOP_TALKER_A_PAD);
}

static void kntop_talker_send(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);
	u64 wall = kntop_record_wall_offset();
	void *at;

	rcu_read_lock();
	for (; q->sent < q->rank.count && skb_tailroom(skb) >= KNTOP_TALKER_ROOM; q->sent++) {
		at = kntop_message_begin(skb, cb, KNTOP_CMD_TALKER_GET);
		at = kntop_talker_put(at, kntop_dump_net(cb),
				      kntop_rank_item(&q->rank, q->sent), wall);
		kntop_message_end(skb, at);
	}
	rcu_read_unlock();
}

/* ---- requests ---------------------------------------------------------- */

static int kntop_talker_check(struct netlink_callback *cb)
{
	const struct nlattr *order = kntop_dump_attrs(cb)[KNTOP_QUERY_A_ORDER];
	const struct nlattr *id = kntop_dump_attrs(cb)[KNTOP_QUERY_A_ID];
	u32 value = order ? nla_get_u32(order) : KNTOP_ORDER_NONE;

	if (value == KNTOP_ORDER_NONE)
		NL_SET_ERR_MSG(cb->extack, "talkers are ranked: an order and a limit are needed");
	else if (value == KNTOP_ORDER_FIRST)
		NL_SET_ERR_MSG_ATTR(cb->extack, order, "of a pair the first packet is not known");
	else if (id)
		NL_SET_ERR_MSG_ATTR(cb->extack, id, "a pair has no id");
	else
		return 0;
	return -EINVAL;
}

static int kntop_talker_begin(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_talker_walk *t;
	struct kntop_query *q;
	int err = kntop_talker_check(cb);

	if (err)
		return err;
	q = kntop_query_start(cb, sizeof(struct kntop_talker));
	if (IS_ERR(q))
		return PTR_ERR(q);
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	kntop_flow_walk_init(&t->walk, skb, cb);
	err = kntop_pairs_init(&t->pairs, KNTOP_TALKERS_MAX);
	if (!err) {
		kntop_talker_collect(t);
		kntop_flow_walk_whole(&t->walk);
		kntop_talker_rank_all(t);
		err = kntop_talker_send_total(t);
		kntop_pairs_destroy(&t->pairs);
	}
	kfree(t);
	return err;
}

int kntop_talker_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = kntop_query_of(cb) ? 0 : kntop_talker_begin(skb, cb);

	if (err)
		return err;
	kntop_talker_send(skb, cb);
	return skb->len;
}
