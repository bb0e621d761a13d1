// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>

#include "../history.h"
#include "../label.h"
#include "../watch.h"
#include "family.h"

const struct nla_policy kntop_history_policy[KNTOP_HISTORY_A_MAX + 1] = {
	[KNTOP_HISTORY_A_INTERFACE] = { .type = NLA_NUL_STRING,
					.len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_HISTORY_A_STEP] = NLA_POLICY_RANGE(NLA_U32, 1, 60),
	[KNTOP_HISTORY_A_PROTOCOLS] = { .type = NLA_FLAG },
	[KNTOP_HISTORY_A_COUNTERS] = { .type = NLA_FLAG },
	[KNTOP_HISTORY_A_CATEGORIES] = { .type = NLA_FLAG },
	[KNTOP_HISTORY_A_PROTOCOL] = NLA_POLICY_MAX(NLA_U16, KNTOP_LABEL_PROTOCOLS - 1),
};

/**
 * struct kntop_history_dump - one dump, from its request to its end
 * @ifid: interface asked for, 0 any
 * @ring: resolution
 * @counters: totals and counters
 * @protocols: totals and protocols
 * @categories: totals and categories
 * @protocol: only this one, or -1
 * @id: interface where it goes on, and
 * @at: what of it, see kntop_history_copy()
 * @copy: what is being sent
 */
struct kntop_history_dump {
	u16				ifid;
	unsigned int			ring;
	bool				counters;
	bool				protocols;
	bool				categories;
	int				protocol;
	unsigned long			id;
	unsigned int			at;
	struct kntop_history_copy	copy;
};

static int kntop_history_step(struct kntop_history_dump *d, const struct nlattr *attr,
			      struct netlink_ext_ack *extack)
{
	u32 step = attr ? nla_get_u32(attr) : 1;

	for (d->ring = 0; d->ring < KNTOP_SERIES_RINGS; d->ring++)
		if (kntop_series_step[d->ring] == step)
			return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "a step is 1, 10 or 60 seconds");
	return -EINVAL;
}

static int kntop_history_interface(struct kntop_history_dump *d, struct kntop_net *kn,
				   const struct nlattr *attr,
				   struct netlink_ext_ack *extack)
{
	struct kntop_interface *i;
	int err = 0;

	if (!attr)
		return 0;
	rcu_read_lock();
	i = kntop_watch_find(kn, nla_data(attr));
	if (!i) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "this interface is not watched");
		err = -ENODEV;
	} else if (!i->history) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "an offline source has no history");
		err = -EOPNOTSUPP;
	} else {
		d->ifid = i->id;
		d->id = i->id;
	}
	rcu_read_unlock();
	return err;
}

static int kntop_history_parse(struct kntop_history_dump *d, struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);
	struct nlattr *protocol = attrs[KNTOP_HISTORY_A_PROTOCOL];
	int err = kntop_history_step(d, attrs[KNTOP_HISTORY_A_STEP], cb->extack);

	d->categories = attrs[KNTOP_HISTORY_A_CATEGORIES];
	d->counters = attrs[KNTOP_HISTORY_A_COUNTERS];
	d->protocols = attrs[KNTOP_HISTORY_A_PROTOCOLS];
	d->protocol = protocol ? nla_get_u16(protocol) : -1;
	if (!err && d->protocols && protocol) {
		NL_SET_ERR_MSG_ATTR(cb->extack, protocol, "one protocol, or all of them");
		err = -EINVAL;
	}
	return err ?: kntop_history_interface(d, kntop_dump_net(cb),
					      attrs[KNTOP_HISTORY_A_INTERFACE], cb->extack);
}

static int kntop_history_start(struct netlink_callback *cb)
{
	struct kntop_history_dump *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int err;

	if (!d)
		return -ENOMEM;
	err = kntop_history_parse(d, cb);
	if (err)
		kfree(d);
	else
		cb->args[0] = (long)d;
	return err;
}

int kntop_history_done(struct netlink_callback *cb)
{
	kfree((void *)cb->args[0]);
	return 0;
}

/* ---- sending, RCU ------------------------------------------------------ */

static int kntop_history_put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, KNTOP_HISTORY_A_PAD);
}

static int kntop_history_put_samples(struct sk_buff *skb, int attr,
				     const struct kntop_history_copy *c, const u64 *sample)
{
	return nla_put_64bit(skb, attr, c->count * sizeof(*sample), sample,
			     KNTOP_HISTORY_A_PAD);
}

static int kntop_history_put_totals(struct sk_buff *skb, const struct kntop_history_copy *c)
{
	if (kntop_history_put_u64(skb, KNTOP_HISTORY_A_PEAK, c->peak[KNTOP_HISTORY_BOTH]) ||
	    kntop_history_put_u64(skb, KNTOP_HISTORY_A_PEAK_RX, c->peak[KNTOP_RX]) ||
	    kntop_history_put_u64(skb, KNTOP_HISTORY_A_PEAK_TX, c->peak[KNTOP_TX]) ||
	    kntop_history_put_samples(skb, KNTOP_HISTORY_A_RX_OCTETS, c, c->octets[KNTOP_RX]) ||
	    kntop_history_put_samples(skb, KNTOP_HISTORY_A_TX_OCTETS, c, c->octets[KNTOP_TX]) ||
	    kntop_history_put_samples(skb, KNTOP_HISTORY_A_RX_PACKETS, c, c->packets[KNTOP_RX]) ||
	    kntop_history_put_samples(skb, KNTOP_HISTORY_A_TX_PACKETS, c, c->packets[KNTOP_TX]) ||
	    (c->without && nla_put_u32(skb, KNTOP_HISTORY_A_WITHOUT, c->without)))
		return -EMSGSIZE;
	return 0;
}

static int kntop_history_put_protocol(struct sk_buff *skb, u16 number,
				      const struct kntop_history_copy *c)
{
	bool category = number >= KNTOP_HISTORY_CATEGORY;
	int attr = category ? KNTOP_HISTORY_A_CATEGORY : KNTOP_HISTORY_A_PROTOCOL;

	number -= category ? KNTOP_HISTORY_CATEGORY : 0;
	return kntop_history_put_u64(skb, KNTOP_HISTORY_A_PEAK, c->peak[KNTOP_HISTORY_BOTH]) ?:
	       nla_put_u16(skb, attr, number) ?:
	       kntop_history_put_samples(skb, KNTOP_HISTORY_A_OCTETS, c, c->octets[0]);
}

static int kntop_history_put_counter(struct sk_buff *skb, unsigned int n,
				     const struct kntop_history_copy *c)
{
	return nla_put_u32(skb, KNTOP_HISTORY_A_COUNTER, kntop_history_count_name(n)) ?:
	       kntop_history_put_samples(skb, KNTOP_HISTORY_A_COUNTS, c, c->octets[0]);
}

static int kntop_history_put(struct sk_buff *skb, const struct kntop_history *h,
			     unsigned int at, const struct kntop_history_copy *c)
{
	int totals = 1, err;

	if (at >= KNTOP_HISTORY_AT_PROTOCOLS) {
		err = kntop_history_put_protocol(skb, h->number[at - KNTOP_HISTORY_AT_PROTOCOLS],
						 c);
	} else if (at >= KNTOP_HISTORY_AT_COUNTERS) {
		err = kntop_history_put_counter(skb, at - KNTOP_HISTORY_AT_COUNTERS, c);
	} else {
		totals = ARRAY_SIZE(c->total);
		err = kntop_history_put_totals(skb, c);
	}
	return err ?: nla_put_64bit(skb, KNTOP_HISTORY_A_TOTALS, totals * sizeof(*c->total),
				    c->total, KNTOP_HISTORY_A_PAD);
}

/* One record. */
static int kntop_history_fill(struct sk_buff *skb, const struct kntop_history_dump *d,
			      const struct kntop_interface *i, unsigned int at)
{
	if (nla_put_string(skb, KNTOP_HISTORY_A_INTERFACE, i->name) ||
	    nla_put_u32(skb, KNTOP_HISTORY_A_STEP, kntop_series_step[d->ring]) ||
	    kntop_history_put_u64(skb, KNTOP_HISTORY_A_END, kntop_net_wall_boot(d->copy.end)))
		return -EMSGSIZE;
	return kntop_history_put(skb, i->history, at, &d->copy);
}

static int kntop_history_send(struct sk_buff *skb, struct netlink_callback *cb,
			      const struct kntop_interface *i, unsigned int at)
{
	struct kntop_history_dump *d = (void *)cb->args[0];
	void *header;
	int err;

	if (!kntop_history_copy(i->history, d->ring, at, &d->copy))
		return 0;
	header = kntop_dump_begin(skb, cb, KNTOP_CMD_HISTORY_GET);
	err = header ? kntop_history_fill(skb, d, i, at) : -EMSGSIZE;
	if (err)
		genlmsg_cancel(skb, header);
	else
		genlmsg_end(skb, header);
	return err;
}

static bool kntop_history_is_wanted(const struct kntop_history_dump *d,
				    const struct kntop_history *h, unsigned int at)
{
	if (at >= KNTOP_HISTORY_AT_PROTOCOLS)
		return h->number[at - KNTOP_HISTORY_AT_PROTOCOLS] < KNTOP_HISTORY_CATEGORY ?
		       d->protocols : d->categories;
	return at < KNTOP_HISTORY_AT_COUNTERS || d->counters;
}

/* All records of an interface, from @at on. */
static int kntop_history_one(struct sk_buff *skb, struct netlink_callback *cb,
			     const struct kntop_interface *i)
{
	struct kntop_history_dump *d = (void *)cb->args[0];
	unsigned int count;
	int err = 0, n;

	if (d->protocol >= 0) {
		n = kntop_history_find(i->history, d->protocol);
		return n < 0 ? 0 : kntop_history_send(skb, cb, i, KNTOP_HISTORY_AT_PROTOCOLS + n);
	}
	count = KNTOP_HISTORY_AT_PROTOCOLS + kntop_history_protocols(i->history);
	for (; d->at < count && !err; d->at += !err)
		if (kntop_history_is_wanted(d, i->history, d->at))
			err = kntop_history_send(skb, cb, i, d->at);
	if (!err)
		d->at = 0;
	return err;
}

int kntop_history_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = cb->args[0] ? 0 : kntop_history_start(cb);
	struct kntop_history_dump *d = (void *)cb->args[0];
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_interface *i;
	unsigned long id;

	if (err)
		return err;
	rcu_read_lock();
	xa_for_each_start(&kn->interfaces, id, i, d->id) {
		if (id != d->id)
			d->at = 0;
		d->id = id;
		if (i->history && (!d->ifid || d->ifid == id))
			err = kntop_history_one(skb, cb, i);
		if (err)
			break;
		d->id = id + 1;
	}
	rcu_read_unlock();
	/* an empty message would mean that this was all */
	return skb->len ?: err;
}
