// SPDX-License-Identifier: GPL-2.0-or-later
#include "../locality.h"
#include "../watch.h"
#include "family.h"

const struct nla_policy kntop_localnet_policy[KNTOP_LOCALNET_A_MAX + 1] = {
	[KNTOP_LOCALNET_A_ADDR] = NLA_POLICY_RANGE(NLA_BINARY, 4, 16),
	[KNTOP_LOCALNET_A_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[KNTOP_LOCALNET_A_NAME] = { .type = NLA_NUL_STRING,
				    .len = KNTOP_LOCALNET_NAME_SIZE - 1 },
};

const struct nla_policy kntop_localnet_get_policy[KNTOP_LOCALNET_A_MAX + 1] = {
	[KNTOP_LOCALNET_A_INTERFACE] = { .type = NLA_NUL_STRING, .len = KNTOP_NAME_SIZE - 1 },
};

static int kntop_localnet_parse(struct genl_info *info, union kntop_addr *addr,
				u8 *prefix)
{
	if (GENL_REQ_ATTR_CHECK(info, KNTOP_LOCALNET_A_ADDR) ||
	    GENL_REQ_ATTR_CHECK(info, KNTOP_LOCALNET_A_PREFIX))
		return -EINVAL;
	*prefix = nla_get_u8(info->attrs[KNTOP_LOCALNET_A_PREFIX]);
	return kntop_get_addr(addr, info->attrs[KNTOP_LOCALNET_A_ADDR], prefix,
			      info->extack);
}

int kntop_localnet_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct nlattr *name = info->attrs[KNTOP_LOCALNET_A_NAME];
	union kntop_addr addr;
	u8 prefix;
	int err = kntop_localnet_parse(info, &addr, &prefix);

	if (!err)
		err = mutex_lock_killable(&kn->mutex);
	if (err)
		return err;
	err = kntop_locality_add(kn, &addr, prefix, name ? nla_data(name) : "");
	mutex_unlock(&kn->mutex);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[KNTOP_LOCALNET_A_ADDR],
				    "this network is local already");
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(info->extack, "too many local networks");
	return err;
}

int kntop_localnet_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	union kntop_addr addr;
	u8 prefix;
	int err = kntop_localnet_parse(info, &addr, &prefix);

	if (!err)
		err = mutex_lock_killable(&kn->mutex);
	if (err)
		return err;
	err = kntop_locality_remove(kn, &addr, prefix);
	mutex_unlock(&kn->mutex);
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[KNTOP_LOCALNET_A_ADDR],
				    "no such local network");
	return err;
}

int kntop_localnet_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);

	if (err)
		return err;
	kntop_locality_flush(kn);
	mutex_unlock(&kn->mutex);
	return 0;
}

static int kntop_localnet_put_volume(struct sk_buff *skb, int attr,
				     const struct kntop_volume *v)
{
	return kntop_put_counter(skb, attr, READ_ONCE(v->packets),
				 READ_ONCE(v->octets));
}

static int kntop_localnet_fill(struct sk_buff *skb, const struct kntop_localnet *n)
{
	u8 prefix = kntop_addr_is_v4(&n->addr) && n->prefix >= 96 ?
		    n->prefix - 96 : n->prefix;

	if (kntop_put_addr(skb, KNTOP_LOCALNET_A_ADDR, &n->addr) ||
	    nla_put_u8(skb, KNTOP_LOCALNET_A_PREFIX, prefix) ||
	    (n->name[0] && nla_put_string(skb, KNTOP_LOCALNET_A_NAME, n->name)) ||
	    kntop_localnet_put_volume(skb, KNTOP_LOCALNET_A_SENT, &n->sent) ||
	    kntop_localnet_put_volume(skb, KNTOP_LOCALNET_A_RECEIVED, &n->received) ||
	    kntop_localnet_put_volume(skb, KNTOP_LOCALNET_A_INTERNAL, &n->internal) ||
	    nla_put_u32(skb, KNTOP_LOCALNET_A_HOSTS, READ_ONCE(n->hosts)))
		return -EMSGSIZE;
	return 0;
}

const struct kntop_localnets *kntop_get_localnets(struct kntop_net *kn,
						  const struct nlattr *dev,
						  struct netlink_ext_ack *extack)
{
	const struct kntop_localnets *own;
	const struct kntop_interface *i;

	if (!dev)
		return &kn->localnets;
	i = kntop_watch_find(kn, nla_data(dev));
	/* one that is leaving has none any more */
	own = i ? READ_ONCE(i->localnets) : NULL;
	if (!own) {
		NL_SET_ERR_MSG_ATTR(extack, dev, "this interface is not watched");
		return ERR_PTR(-ENODEV);
	}
	if (kntop_interface_is_offline(i))
		return own;
	NL_SET_ERR_MSG_ATTR(extack, dev, "live interfaces share the local networks' counters");
	return ERR_PTR(-EOPNOTSUPP);
}

int kntop_localnet_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr *dev = kntop_dump_attrs(cb)[KNTOP_LOCALNET_A_INTERFACE];
	const struct kntop_localnet_set *set;
	const struct kntop_localnets *l;
	void *header;

	rcu_read_lock();
	l = kntop_get_localnets(kntop_dump_net(cb), dev, cb->extack);
	if (IS_ERR(l)) {
		rcu_read_unlock();
		return PTR_ERR(l);
	}
	/* 0 would mean that nobody counts */
	cb->seq = READ_ONCE(l->generation) + 1;
	set = rcu_dereference(l->set);
	for (; set && cb->args[0] < set->count; cb->args[0]++) {
		header = kntop_dump_begin(skb, cb, KNTOP_CMD_LOCALNET_GET);
		if (!header)
			break;
		if (kntop_localnet_fill(skb, set->net[cb->args[0]])) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
	}
	rcu_read_unlock();
	return skb->len;
}
