// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/rtnetlink.h>

#include "../accounting.h"
#include "../filter.h"
#include "../fragment.h"
#include "../watch.h"
#include "family.h"
#include "mirror.h"

#define KNTOP_INTERFACE_FLAGS \
	(KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX | KNTOP_INTERFACE_CONSUME | \
	 KNTOP_INTERFACE_IGNORE_VLAN | KNTOP_INTERFACE_OFFLINE | \
	 KNTOP_INTERFACE_IGNORE_TUNNEL)

static struct netlink_range_validation kntop_interface_dedup_range = {
	.max = KNTOP_DEDUP_MAX,
};

const struct nla_policy kntop_interface_policy[KNTOP_INTERFACE_A_MAX + 1] = {
	[KNTOP_INTERFACE_A_NAME] = { .type = NLA_NUL_STRING,
				     .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_INTERFACE_A_FLAGS] = NLA_POLICY_MASK(NLA_U32, KNTOP_INTERFACE_FLAGS),
	[KNTOP_INTERFACE_A_FILTER] = { .type = NLA_BINARY,
		.len = KNTOP_FILTER_MAX * sizeof(struct sock_filter) },
	[KNTOP_INTERFACE_A_FILTER_TEXT] = { .type = NLA_NUL_STRING,
					    .len = KNTOP_FILTER_TEXT_SIZE - 1 },
	[KNTOP_INTERFACE_A_DEDUP] = NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_interface_dedup_range),
	[KNTOP_INTERFACE_A_UPLINK] = { .type = NLA_BINARY,
				       .len = KNTOP_UPLINKS_MAX * ETH_ALEN },
};

/* What of a watched interface can be changed: as above, but for FLAGS. */
const struct nla_policy kntop_interface_set_policy[KNTOP_INTERFACE_A_MAX + 1] = {
	[KNTOP_INTERFACE_A_NAME] = { .type = NLA_NUL_STRING,
				     .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_INTERFACE_A_FILTER] = { .type = NLA_BINARY,
		.len = KNTOP_FILTER_MAX * sizeof(struct sock_filter) },
	[KNTOP_INTERFACE_A_FILTER_TEXT] = { .type = NLA_NUL_STRING,
					    .len = KNTOP_FILTER_TEXT_SIZE - 1 },
	[KNTOP_INTERFACE_A_DEDUP] = NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_interface_dedup_range),
	[KNTOP_INTERFACE_A_UPLINK] = { .type = NLA_BINARY,
				       .len = KNTOP_UPLINKS_MAX * ETH_ALEN },
};

static int kntop_interface_flags(struct genl_info *info, u32 *flags)
{
	struct nlattr *attr = info->attrs[KNTOP_INTERFACE_A_FLAGS];
	u32 both = KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX;

	*flags = attr ? nla_get_u32(attr) : both;
	if ((*flags & KNTOP_INTERFACE_OFFLINE) &&
	    (*flags & ~(KNTOP_INTERFACE_OFFLINE | KNTOP_INTERFACE_IGNORE_VLAN |
			KNTOP_INTERFACE_IGNORE_TUNNEL))) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "an offline source has no direction and nothing to consume");
		return -EINVAL;
	}
	if ((*flags & KNTOP_INTERFACE_OFFLINE) && info->attrs[KNTOP_INTERFACE_A_FILTER]) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[KNTOP_INTERFACE_A_FILTER],
				    "who feeds an offline source filters its frames");
		return -EINVAL;
	}
	if (!(*flags & (both | KNTOP_INTERFACE_OFFLINE))) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "neither rx nor tx wanted");
		return -EINVAL;
	}
	if ((*flags & KNTOP_INTERFACE_CONSUME) && !(*flags & KNTOP_INTERFACE_RX)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "consume needs rx");
		return -EINVAL;
	}
	return 0;
}

static struct kntop_filter *kntop_interface_compile(struct genl_info *info,
						    struct nlattr *attr, const char *text)
{
	unsigned int len = nla_len(attr) / sizeof(struct sock_filter);
	struct kntop_filter *f = kntop_filter_new(nla_data(attr), len, text);

	if (PTR_ERR_OR_ZERO(f) == -EINVAL)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "the filter is not a program that the kernel would run");
	return f;
}

/* What is asked for. Return: the filter, NULL none, or a negative error. */
static struct kntop_filter *kntop_interface_read_filter(struct genl_info *info)
{
	struct nlattr *attr = info->attrs[KNTOP_INTERFACE_A_FILTER];
	struct nlattr *text = info->attrs[KNTOP_INTERFACE_A_FILTER_TEXT];

	if (text && (!attr || !nla_len(attr))) {
		NL_SET_ERR_MSG_ATTR(info->extack, text, "a filter's text without a filter");
		return ERR_PTR(-EINVAL);
	}
	if (!attr || !nla_len(attr))
		return NULL;
	if (nla_len(attr) % sizeof(struct sock_filter)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "a filter is a whole number of instructions");
		return ERR_PTR(-EINVAL);
	}
	if (!text) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "a filter without its text");
		return ERR_PTR(-EINVAL);
	}
	return kntop_interface_compile(info, attr, nla_data(text));
}

/* All that is asked for of an interface's frames. Return: 0, or an error and nothing. */
static int kntop_interface_options(struct genl_info *info, struct kntop_watch_options *o)
{
	int err;

	*o = (struct kntop_watch_options) {};
	o->filter = kntop_interface_read_filter(info);
	if (IS_ERR(o->filter))
		return PTR_ERR(o->filter);
	err = kntop_mirror_options(info, o);
	if (err)
		kntop_watch_options_free(o);
	return err;
}

int kntop_interface_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_watch_options o;
	u32 flags;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_INTERFACE_A_NAME))
		return -EINVAL;
	err = kntop_interface_flags(info, &flags);
	if (err)
		return err;
	err = kntop_interface_options(info, &o);
	if (err)
		return err;
	rtnl_lock();
	err = kntop_watch_add(kntop_net(genl_info_net(info)),
			      nla_data(info->attrs[KNTOP_INTERFACE_A_NAME]), flags,
			      &o, info->extack);
	rtnl_unlock();
	if (err)
		NL_SET_BAD_ATTR(info->extack, info->attrs[KNTOP_INTERFACE_A_NAME]);
	return err;
}

static struct kntop_interface *kntop_interface_named(struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct nlattr *name = info->attrs[KNTOP_INTERFACE_A_NAME];
	struct kntop_interface *i = kntop_watch_find(kn, nla_data(name));

	if (!i)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "this interface is not watched");
	return i;
}

int kntop_interface_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct kntop_interface *i;
	bool lingers = false;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_INTERFACE_A_NAME))
		return -EINVAL;
	rtnl_lock();
	i = kntop_interface_named(info);
	if (i)
		lingers = kntop_watch_remove(kn, i, KNTOP_EVENT_INTERFACE_REMOVED);
	rtnl_unlock();
	/* it has gone all the same; but whoever asks next finds all its records */
	if (lingers)
		kntop_accounting_await(kn);
	return i ? 0 : -ENODEV;
}

/* RTNL. Takes over what was asked for, or nothing of it. */
static int kntop_interface_change(struct genl_info *info, const struct kntop_watch_options *o)
{
	struct kntop_interface *i = kntop_interface_named(info);
	struct nlattr **attrs = info->attrs;

	if (!i)
		return -ENODEV;
	if (attrs[KNTOP_INTERFACE_A_FILTER] && kntop_interface_is_offline(i)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attrs[KNTOP_INTERFACE_A_NAME],
				    "who feeds an offline source filters its frames");
		return -EOPNOTSUPP;
	}
	if (attrs[KNTOP_INTERFACE_A_FILTER])
		kntop_interface_set_filter(i, o->filter);
	if (attrs[KNTOP_INTERFACE_A_DEDUP])
		kntop_interface_set_twins(i, o->twins);
	if (attrs[KNTOP_INTERFACE_A_UPLINK])
		kntop_interface_set_uplinks(i, o->uplinks);
	return 0;
}

int kntop_interface_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_watch_options o;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_INTERFACE_A_NAME))
		return -EINVAL;
	if (!info->attrs[KNTOP_INTERFACE_A_FILTER] && !info->attrs[KNTOP_INTERFACE_A_DEDUP] &&
	    !info->attrs[KNTOP_INTERFACE_A_UPLINK]) {
		NL_SET_ERR_MSG(info->extack, "nothing to set");
		return -EINVAL;
	}
	err = kntop_interface_options(info, &o);
	if (err)
		return err;
	rtnl_lock();
	err = kntop_interface_change(info, &o);
	rtnl_unlock();
	if (err)
		kntop_watch_options_free(&o);
	return err;
}

/* ---- replies ----------------------------------------------------------- */

static u64 kntop_interface_wall(const struct kntop_interface *i, u64 ns)
{
	return kntop_interface_is_offline(i) ? ns : kntop_net_wall(ns);
}

/* Fragments that wait for their first are no sum, but what there is now. */
static void kntop_interface_held(const struct kntop_interface *i, struct kntop_tally *t)
{
	struct kntop_fragment_volume held;

	kntop_fragments_held(i->fragments, &held);
	t->count = held.packets;
	t->octets = held.octets;
	t->first = held.time;
	t->last = held.time;
}

static int kntop_interface_put_part(struct sk_buff *skb,
				    const struct kntop_interface *i, int part)
{
	struct kntop_tally t = {};
	struct nlattr *nest;

	if (part == KNTOP_PART_FRAGMENT_HELD)
		kntop_interface_held(i, &t);
	else
		kntop_tally_sum(&t, &i->traffic->part[part]);
	if (!t.first)
		return 0;
	nest = nla_nest_start(skb, KNTOP_INTERFACE_A_PART);
	if (!nest ||
	    nla_put_u32(skb, KNTOP_PART_A_REASON, part) ||
	    nla_put_u64_64bit(skb, KNTOP_PART_A_PACKETS, t.count, KNTOP_PART_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_PART_A_OCTETS, t.octets, KNTOP_PART_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_PART_A_FIRST,
			      kntop_interface_wall(i, t.first), KNTOP_PART_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_PART_A_LAST,
			      kntop_interface_wall(i, t.last), KNTOP_PART_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_interface_put_ethertype(struct sk_buff *skb,
					 struct kntop_interface *i, unsigned int n)
{
	struct kntop_ethertype e;
	struct nlattr *nest;

	spin_lock_bh(&i->type_lock);
	e = i->type[n];
	spin_unlock_bh(&i->type_lock);
	nest = nla_nest_start(skb, KNTOP_INTERFACE_A_ETHERTYPE);
	if (!nest ||
	    nla_put_u16(skb, KNTOP_ETHERTYPE_A_TYPE, e.type) ||
	    nla_put_u64_64bit(skb, KNTOP_ETHERTYPE_A_PACKETS, e.packets,
			      KNTOP_ETHERTYPE_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_ETHERTYPE_A_OCTETS, e.octets,
			      KNTOP_ETHERTYPE_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_interface_put_locality(struct sk_buff *skb,
					const struct kntop_interface *i, int kind)
{
	const struct kntop_volume *v = &i->locality[kind];
	struct nlattr *nest = nla_nest_start(skb, KNTOP_INTERFACE_A_LOCALITY);

	if (!nest ||
	    nla_put_u32(skb, KNTOP_LOCALITY_A_KIND, kind) ||
	    nla_put_u64_64bit(skb, KNTOP_LOCALITY_A_PACKETS, READ_ONCE(v->packets),
			      KNTOP_LOCALITY_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_LOCALITY_A_OCTETS, READ_ONCE(v->octets),
			      KNTOP_LOCALITY_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int kntop_interface_put_lists(struct sk_buff *skb, struct kntop_interface *i)
{
	unsigned int n, types = READ_ONCE(i->types);
	int err = 0;

	for (n = 0; !err && n <= KNTOP_PART_MAX; n++)
		err = kntop_interface_put_part(skb, i, n);
	for (n = 0; !err && n < types; n++)
		err = kntop_interface_put_ethertype(skb, i, n);
	for (n = 0; !err && n <= KNTOP_LOCALITY_MAX; n++)
		err = kntop_interface_put_locality(skb, i, n);
	return err;
}

static int kntop_interface_put_rates(struct sk_buff *skb,
				     const struct kntop_interface *i)
{
	static const u8 attr[2][2] = {
		{ KNTOP_INTERFACE_A_RX_RATE, KNTOP_INTERFACE_A_RX_PACKET_RATE },
		{ KNTOP_INTERFACE_A_TX_RATE, KNTOP_INTERFACE_A_TX_PACKET_RATE },
	};
	int way;

	for (way = KNTOP_RX; way <= KNTOP_TX; way++)
		if (nla_put_u64_64bit(skb, attr[way][0],
				      READ_ONCE(i->rate[way].octets),
				      KNTOP_INTERFACE_A_PAD) ||
		    nla_put_u64_64bit(skb, attr[way][1],
				      READ_ONCE(i->rate[way].packets),
				      KNTOP_INTERFACE_A_PAD))
			return -EMSGSIZE;
	return 0;
}

/* Newest packet of its flows: what the worker saw at its last visit, or later. */
static u64 kntop_interface_last(const struct kntop_interface *i)
{
	return kntop_interface_is_offline(i) ? READ_ONCE(i->clock) :
	       kntop_net_wall(READ_ONCE(i->last));
}

static int kntop_interface_put_filter(struct sk_buff *skb,
				      const struct kntop_interface *i)
{
	const struct kntop_filter *f;
	struct kntop_volume v[2];
	int err = 0;

	rcu_read_lock();
	f = rcu_dereference(i->filter);
	if (f)
		err = nla_put_string(skb, KNTOP_INTERFACE_A_FILTER_TEXT, f->text);
	rcu_read_unlock();
	kntop_interface_filtered(i, v);
	if (err ||
	    kntop_put_counter(skb, KNTOP_INTERFACE_A_RX_FILTERED, v[KNTOP_RX].packets,
			      v[KNTOP_RX].octets) ||
	    kntop_put_counter(skb, KNTOP_INTERFACE_A_TX_FILTERED, v[KNTOP_TX].packets,
			      v[KNTOP_TX].octets))
		return -EMSGSIZE;
	return 0;
}

static int kntop_interface_fill(struct sk_buff *skb, void *context)
{
	struct kntop_interface *i = context;
	struct kntop_device_report device;
	bool has_device = kntop_device_report(i, &device);
	u64 total = READ_ONCE(i->flows_total), ended = READ_ONCE(i->flows_ended);
	struct kntop_volume v[2];

	kntop_interface_totals(i, v);
	if (nla_put_u32(skb, KNTOP_INTERFACE_A_ID, i->id) ||
	    nla_put_string(skb, KNTOP_INTERFACE_A_NAME, i->name) ||
	    nla_put_u32(skb, KNTOP_INTERFACE_A_IFINDEX, i->ifindex) ||
	    nla_put_u32(skb, KNTOP_INTERFACE_A_FLAGS, i->flags) ||
	    nla_put_u64_64bit(skb, KNTOP_INTERFACE_A_SINCE,
			      kntop_net_wall(i->since), KNTOP_INTERFACE_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_INTERFACE_A_LAST, kntop_interface_last(i),
			      KNTOP_INTERFACE_A_PAD) ||
	    kntop_put_counter(skb, KNTOP_INTERFACE_A_RX, v[KNTOP_RX].packets,
			      v[KNTOP_RX].octets) ||
	    kntop_put_counter(skb, KNTOP_INTERFACE_A_TX, v[KNTOP_TX].packets,
			      v[KNTOP_TX].octets) ||
	    nla_put_u32(skb, KNTOP_INTERFACE_A_FLOWS, total - min(ended, total)) ||
	    nla_put_u64_64bit(skb, KNTOP_INTERFACE_A_FLOWS_TOTAL, total,
			      KNTOP_INTERFACE_A_PAD) ||
	    kntop_put_counter_flows(skb, KNTOP_INTERFACE_A_ENDED,
				    READ_ONCE(i->ended.packets),
				    READ_ONCE(i->ended.octets), ended) ||
	    nla_put_u32(skb, KNTOP_INTERFACE_A_HOSTS, READ_ONCE(i->hosts)) ||
	    kntop_interface_put_rates(skb, i) ||
	    kntop_interface_put_filter(skb, i) ||
	    kntop_mirror_put(skb, i) || (has_device && kntop_mirror_put_device(skb, &device)))
		return -EMSGSIZE;
	return kntop_interface_put_lists(skb, i);
}

int kntop_interface_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_interface *i;
	int err = -ENODEV;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_INTERFACE_A_NAME))
		return -EINVAL;
	rtnl_lock();
	i = kntop_interface_named(info);
	if (i)
		err = kntop_reply(info, KNTOP_CMD_INTERFACE_GET,
				  kntop_interface_fill, i);
	rtnl_unlock();
	return err;
}

int kntop_interface_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	struct nlattr *name = kntop_dump_attrs(cb)[KNTOP_INTERFACE_A_NAME];
	struct kntop_interface *i;
	unsigned long id;
	void *header;
	int err = 0;

	if (name) {
		NL_SET_ERR_MSG_ATTR(cb->extack, name, "a dump is of all interfaces");
		return -EINVAL;
	}
	rcu_read_lock();
	xa_for_each_start(&kn->interfaces, id, i, cb->args[0]) {
		header = kntop_dump_begin(skb, cb, KNTOP_CMD_INTERFACE_GET);
		err = header ? kntop_interface_fill(skb, i) : -EMSGSIZE;
		if (err) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0] = id + 1;
	}
	rcu_read_unlock();
	/* an empty message would mean that this was all */
	return skb->len ?: err;
}
