// SPDX-License-Identifier: GPL-2.0-or-later
#include "../accounting.h"
#include "../localnet.h"
#include "family.h"

const struct nla_policy kntop_localnet_policy[KNTOP_LOCALNET_A_MAX + 1] = {
	[KNTOP_LOCALNET_A_ADDR] = NLA_POLICY_RANGE(NLA_BINARY, 4, 16),
	[KNTOP_LOCALNET_A_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[KNTOP_LOCALNET_A_NAME] = { .type = NLA_NUL_STRING,
				    .len = KNTOP_LOCALNET_NAME_SIZE - 1 },
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
	err = kntop_localnet_add(&kn->localnets, &addr, prefix,
				 name ? nla_data(name) : "");
	if (!err)
		kntop_accounting_relocate(kn);
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
	struct kntop_localnet *gone = NULL;
	union kntop_addr addr;
	u8 prefix;
	int err = kntop_localnet_parse(info, &addr, &prefix);

	if (!err)
		err = mutex_lock_killable(&kn->mutex);
	if (err)
		return err;
	err = kntop_localnet_remove(&kn->localnets, &addr, prefix, &gone);
	if (!err)
		kntop_accounting_relocate(kn);
	mutex_unlock(&kn->mutex);
	kntop_localnet_free(gone);
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[KNTOP_LOCALNET_A_ADDR],
				    "no such local network");
	return err;
}

int kntop_localnet_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_localnet *gone;

	if (err)
		return err;
	gone = kntop_localnet_flush(&kn->localnets);
	kntop_accounting_relocate(kn);
	mutex_unlock(&kn->mutex);
	kntop_localnet_free(gone);
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

int kntop_localnet_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	const struct kntop_localnet_set *set;
	void *header;

	/* 0 would mean that nobody counts */
	cb->seq = READ_ONCE(kn->localnets.generation) + 1;
	rcu_read_lock();
	set = rcu_dereference(kn->localnets.set);
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
