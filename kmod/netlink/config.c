// SPDX-License-Identifier: GPL-2.0-or-later
#include "family.h"

/* not const: before 6.6 a policy could not point at a constant */
static struct netlink_range_validation kntop_config_table = {
	.min = 64, .max = 16777216,
};

static struct netlink_range_validation kntop_config_ring = {
	.min = 64, .max = 4194304,
};

static struct netlink_range_validation kntop_config_timeout = {
	.min = 1, .max = 604800,
};

static struct netlink_range_validation kntop_config_tunnels = {
	.min = 16, .max = KNTOP_TUNNELS_MAX,
};

#define KNTOP_CONFIG_IS(range)	NLA_POLICY_FULL_RANGE(NLA_U32, &kntop_config_##range)

const struct nla_policy kntop_config_policy[KNTOP_CONFIG_A_MAX + 1] = {
	[KNTOP_CONFIG_A_FLOWS_MAX] = KNTOP_CONFIG_IS(table),
	[KNTOP_CONFIG_A_HOSTS_MAX] = KNTOP_CONFIG_IS(table),
	[KNTOP_CONFIG_A_ENDED_MAX] = KNTOP_CONFIG_IS(ring),
	[KNTOP_CONFIG_A_TIMEOUT_TCP_OPENING] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_TCP_ESTABLISHED] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_TCP_CLOSING] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_UDP] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_UDP_SINGLE] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_ICMP] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_OTHER] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_ACTIVE] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TIMEOUT_HOST] = KNTOP_CONFIG_IS(timeout),
	[KNTOP_CONFIG_A_TUNNELS_MAX] = KNTOP_CONFIG_IS(tunnels),
};

static int kntop_config_fill(struct sk_buff *skb, void *context)
{
	const struct kntop_config *c = context;
	int a;

	for (a = KNTOP_CONFIG_A_PAD + 1; a <= KNTOP_CONFIG_A_MAX; a++)
		if (nla_put_u32(skb, a, c->value[a]))
			return -EMSGSIZE;
	return 0;
}

int kntop_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_config c;

	if (err)
		return err;
	c = kn->config;
	mutex_unlock(&kn->mutex);
	return kntop_reply(info, KNTOP_CMD_CONFIG_GET, kntop_config_fill, &c);
}

int kntop_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct kntop_config c;
	bool any = false;
	int a, err;

	err = mutex_lock_killable(&kn->mutex);
	if (err)
		return err;
	c = kn->config;
	for (a = KNTOP_CONFIG_A_PAD + 1; a <= KNTOP_CONFIG_A_MAX; a++) {
		if (!info->attrs[a])
			continue;
		c.value[a] = nla_get_u32(info->attrs[a]);
		any = true;
	}
	err = any ? kntop_config_apply(kn, &c) : -EINVAL;
	mutex_unlock(&kn->mutex);
	if (!any)
		NL_SET_ERR_MSG(info->extack, "nothing to set");
	else if (err == -ENOMEM)
		NL_SET_ERR_MSG(info->extack, "no memory for tables of that size");
	return err;
}
