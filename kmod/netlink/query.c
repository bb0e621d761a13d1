// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>

#include "../finding.h"
#include "../localnet.h"
#include "../watch.h"
#include "query.h"

const struct nla_policy kntop_query_policy[KNTOP_QUERY_A_MAX + 1] = {
	[KNTOP_QUERY_A_INTERFACE] = { .type = NLA_NUL_STRING,
				      .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_QUERY_A_ADDR] = NLA_POLICY_RANGE(NLA_BINARY, 4, 16),
	[KNTOP_QUERY_A_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[KNTOP_QUERY_A_LOCALNET] = { .type = NLA_NUL_STRING,
				     .len = KNTOP_LOCALNET_NAME_SIZE - 1 },
	[KNTOP_QUERY_A_L4] = { .type = NLA_U8 },
	[KNTOP_QUERY_A_PORT] = { .type = NLA_U16 },
	[KNTOP_QUERY_A_LOCALITY] = NLA_POLICY_RANGE(NLA_U32, KNTOP_QUERY_LOCAL,
						    KNTOP_QUERY_REMOTE),
	[KNTOP_QUERY_A_VLAN] = NLA_POLICY_MAX(NLA_U16, 4095),
	[KNTOP_QUERY_A_FAMILY] = NLA_POLICY_RANGE(NLA_U8, 4, 6),
	[KNTOP_QUERY_A_MIN_RATE] = { .type = NLA_U64 },
	[KNTOP_QUERY_A_ORDER] = NLA_POLICY_MAX(NLA_U32, KNTOP_ORDER_MAX),
	[KNTOP_QUERY_A_LIMIT] = NLA_POLICY_MIN(NLA_U32, 1),
	[KNTOP_QUERY_A_PROTOCOL] = NLA_POLICY_MAX(NLA_U16, KNTOP_LABEL_PROTOCOLS - 1),
	[KNTOP_QUERY_A_CATEGORY] = NLA_POLICY_MAX(NLA_U8, KNTOP_LABEL_CATEGORIES - 1),
	[KNTOP_QUERY_A_RISKS] = NLA_POLICY_MIN(NLA_U64, 1),
	[KNTOP_QUERY_A_ID] = NLA_POLICY_MIN(NLA_U64, 1),
	[KNTOP_QUERY_A_TUNNEL] = NLA_POLICY_MIN(NLA_U32, 1),
};

static int kntop_query_interface(struct kntop_query *q, struct kntop_net *kn,
				 const struct nlattr *attr,
				 struct netlink_ext_ack *extack)
{
	struct kntop_interface *i;

	if (!attr)
		return 0;
	rcu_read_lock();
	i = kntop_watch_find(kn, nla_data(attr));
	if (i) {
		q->ifid = i->id;
		q->offline = kntop_interface_is_offline(i);
	}
	rcu_read_unlock();
	if (i)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "this interface is not watched");
	return -ENODEV;
}

static int kntop_query_network(struct kntop_query *q, struct nlattr **attrs,
			       struct netlink_ext_ack *extack)
{
	struct nlattr *addr = attrs[KNTOP_QUERY_A_ADDR];
	struct nlattr *prefix = attrs[KNTOP_QUERY_A_PREFIX];

	q->prefix = 128;
	q->has_addr = addr;
	if (!addr && !prefix)
		return 0;
	if (!addr) {
		NL_SET_ERR_MSG_ATTR(extack, prefix, "a prefix needs an address");
		return -EINVAL;
	}
	if (prefix)
		q->prefix = nla_get_u8(prefix);
	return kntop_get_addr(&q->addr, addr, prefix ? &q->prefix : NULL, extack);
}

static int kntop_query_order(struct kntop_query *q, struct nlattr **attrs,
			     struct netlink_ext_ack *extack)
{
	struct nlattr *order = attrs[KNTOP_QUERY_A_ORDER];
	struct nlattr *limit = attrs[KNTOP_QUERY_A_LIMIT];

	if (order)
		q->order = nla_get_u32(order);
	if (limit)
		q->limit = nla_get_u32(limit);
	if (!q->order)
		return 0;
	if (!limit) {
		NL_SET_ERR_MSG_ATTR(extack, order, "an order needs a limit");
		return -EINVAL;
	}
	if (q->limit > KNTOP_ORDER_LIMIT_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, limit, "limit too large for an order");
		return -ERANGE;
	}
	return 0;
}

static void kntop_query_labels(struct kntop_query *q, struct nlattr **attrs)
{
	q->has_protocol = attrs[KNTOP_QUERY_A_PROTOCOL];
	if (q->has_protocol)
		q->protocol = nla_get_u16(attrs[KNTOP_QUERY_A_PROTOCOL]);
	q->has_category = attrs[KNTOP_QUERY_A_CATEGORY];
	if (q->has_category)
		q->category = nla_get_u8(attrs[KNTOP_QUERY_A_CATEGORY]);
	if (attrs[KNTOP_QUERY_A_RISKS])
		q->risks = nla_get_u64(attrs[KNTOP_QUERY_A_RISKS]);
}

static int kntop_query_parse(struct kntop_query *q, struct kntop_net *kn,
			     struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct nlattr *family = attrs[KNTOP_QUERY_A_FAMILY];
	int err = kntop_query_interface(q, kn, attrs[KNTOP_QUERY_A_INTERFACE], extack);

	if (!err && family && nla_get_u8(family) == 5) {
		NL_SET_ERR_MSG_ATTR(extack, family, "the family is 4 or 6");
		err = -EINVAL;
	}
	if (!err)
		err = kntop_query_network(q, attrs, extack);
	if (!err)
		err = kntop_query_order(q, attrs, extack);
	if (err)
		return err;
	kntop_query_labels(q, attrs);
	q->has_l4 = attrs[KNTOP_QUERY_A_L4];
	if (q->has_l4)
		q->l4 = nla_get_u8(attrs[KNTOP_QUERY_A_L4]);
	q->has_port = attrs[KNTOP_QUERY_A_PORT];
	if (q->has_port)
		q->port = nla_get_u16(attrs[KNTOP_QUERY_A_PORT]);
	q->has_vlan = attrs[KNTOP_QUERY_A_VLAN];
	if (q->has_vlan)
		q->vlan = nla_get_u16(attrs[KNTOP_QUERY_A_VLAN]);
	if (family)
		q->family = nla_get_u8(family);
	if (attrs[KNTOP_QUERY_A_TUNNEL])
		q->tunnel = nla_get_u32(attrs[KNTOP_QUERY_A_TUNNEL]);
	if (attrs[KNTOP_QUERY_A_LOCALITY])
		q->locality = nla_get_u32(attrs[KNTOP_QUERY_A_LOCALITY]);
	if (attrs[KNTOP_QUERY_A_LOCALNET])
		nla_strscpy(q->localnet, attrs[KNTOP_QUERY_A_LOCALNET],
			    sizeof(q->localnet));
	if (attrs[KNTOP_QUERY_A_MIN_RATE])
		q->min_rate = nla_get_u64(attrs[KNTOP_QUERY_A_MIN_RATE]);
	if (attrs[KNTOP_QUERY_A_ID])
		q->id = nla_get_u64(attrs[KNTOP_QUERY_A_ID]);
	return 0;
}

struct kntop_query *kntop_query_start(struct netlink_callback *cb, size_t item)
{
	struct kntop_query *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int err;

	if (!q)
		return ERR_PTR(-ENOMEM);
	err = kntop_query_parse(q, kntop_dump_net(cb), kntop_dump_attrs(cb),
				cb->extack);
	if (!err && q->order)
		err = kntop_rank_init(&q->rank, q->limit, item);
	if (err) {
		kfree(q);
		return ERR_PTR(err);
	}
	cb->args[0] = (long)q;
	return q;
}

int kntop_query_done(struct netlink_callback *cb)
{
	struct kntop_query *q = kntop_query_of(cb);

	if (q)
		kntop_rank_destroy(&q->rank);
	kfree(q);
	return 0;
}

bool kntop_query_key(const struct kntop_query *q, u16 ifid, u16 vlan,
		     const union kntop_addr *addr)
{
	/* a capture is not among what is watched now */
	return (q->ifid ? q->ifid == ifid : !(ifid & KNTOP_INTERFACE_ID_OFFLINE)) &&
	       (!q->has_vlan || q->vlan == vlan) &&
	       (!q->family || (q->family == 4) == kntop_addr_is_v4(addr));
}

bool kntop_query_addr(const struct kntop_query *q, const union kntop_addr *addr)
{
	return kntop_localnet_holds(&q->addr, q->prefix, addr);
}

bool kntop_query_name(const struct kntop_query *q, const struct kntop_localnet *net)
{
	return !q->localnet[0] || (net && !strcmp(net->name, q->localnet));
}

bool kntop_query_locality(const struct kntop_query *q,
			  const struct kntop_localnet *net)
{
	return !q->locality || (q->locality == KNTOP_QUERY_LOCAL) == !!net;
}

bool kntop_query_l7(const struct kntop_query *q, struct kntop_label label,
		    const struct kntop_finding *finding)
{
	if (q->has_protocol && label.app != q->protocol &&
	    (label.master != q->protocol || !q->protocol))
		return false;
	if (q->has_category && label.category != q->category)
		return false;
	return !q->risks || (finding && (finding->risks & q->risks));
}

u64 kntop_query_score(const struct kntop_query *q, u64 octets, u64 packets,
		      u64 rate, u64 last, u64 first)
{
	switch (q->order) {
	case KNTOP_ORDER_OCTETS:
		return octets;
	case KNTOP_ORDER_PACKETS:
		return packets;
	case KNTOP_ORDER_RATE:
		return rate;
	case KNTOP_ORDER_LAST:
		return last;
	}
	return U64_MAX - first;
}
