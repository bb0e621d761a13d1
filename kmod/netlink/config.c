// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>

#include "../tunnel_port.h"
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
	[KNTOP_CONFIG_A_TUNNEL_PORTS] = {
		.type = NLA_BINARY,
		.len = KNTOP_TUNNEL_PORTS_MAX * sizeof(struct kntop_tunnel_port),
	},
	[KNTOP_CONFIG_A_TUNNELS_MAX] = KNTOP_CONFIG_IS(tunnels),
};

/**
 * struct kntop_config_reply - all settings
 * @config: numbers
 * @count: how many ports
 * @port: ports at which tunnels are looked for
 */
struct kntop_config_reply {
	struct kntop_config	config;
	u32			count;
	struct kntop_tunnel_port port[KNTOP_TUNNEL_PORTS_MAX];
};

/* The table of usual ports has gaps. Accounting mutex. */
static void kntop_config_copy_ports(struct kntop_config_reply *r, const struct kntop_net *kn)
{
	const struct kntop_tunnel_ports *ports;
	u32 i;

	ports = rcu_dereference_protected(kn->flows.ports, lockdep_is_held(&kn->mutex));
	r->count = 0;
	for (i = 0; i < ports->count; i++)
		if (ports->port[i].port)
			r->port[r->count++] = ports->port[i];
}

static int kntop_config_fill(struct sk_buff *skb, void *context)
{
	const struct kntop_config_reply *r = context;
	int a;

	for (a = KNTOP_CONFIG_A_PAD + 1; a <= KNTOP_CONFIG_A_MAX; a++)
		if (a != KNTOP_CONFIG_A_TUNNEL_PORTS &&
		    nla_put_u32(skb, a, r->config.value[a]))
			return -EMSGSIZE;
	return nla_put(skb, KNTOP_CONFIG_A_TUNNEL_PORTS, r->count * sizeof(r->port[0]), r->port);
}

int kntop_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_config_reply *r;

	if (err)
		return err;
	r = kmalloc(sizeof(*r), GFP_KERNEL);
	if (r) {
		r->config = kn->config;
		kntop_config_copy_ports(r, kn);
	}
	mutex_unlock(&kn->mutex);
	err = r ? kntop_reply(info, KNTOP_CMD_CONFIG_GET, kntop_config_fill, r) : -ENOMEM;
	kfree(r);
	return err;
}

static int kntop_config_refuse_ports(struct genl_info *info, const struct nlattr *a,
				     enum kntop_tunnel_port_wrong wrong)
{
	switch (wrong) {
	case KNTOP_TUNNEL_PORT_ZERO:
		NL_SET_ERR_MSG_ATTR(info->extack, a, "there is no port 0");
		break;
	case KNTOP_TUNNEL_PORT_KIND:
		NL_SET_ERR_MSG_ATTR(info->extack, a,
				    "no such encapsulation, or none that UDP carries");
		break;
	case KNTOP_TUNNEL_PORT_TWICE:
		NL_SET_ERR_MSG_ATTR(info->extack, a, "two tunnels at one port");
		break;
	default:
		NL_SET_ERR_MSG_ATTR(info->extack, a, "no list of ports");
	}
	return -EINVAL;
}

/* The ports that are asked for, NULL none, or why not. */
static struct kntop_tunnel_ports *kntop_config_ports(struct genl_info *info)
{
	const struct nlattr *a = info->attrs[KNTOP_CONFIG_A_TUNNEL_PORTS];
	enum kntop_tunnel_port_wrong wrong;
	struct kntop_tunnel_ports *ports;

	if (!a)
		return NULL;
	if (nla_len(a) % sizeof(struct kntop_tunnel_port))
		return ERR_PTR(kntop_config_refuse_ports(info, a, KNTOP_TUNNEL_PORT_MANY));
	ports = kmalloc(sizeof(*ports), GFP_KERNEL);
	if (!ports)
		return ERR_PTR(-ENOMEM);
	wrong = kntop_tunnel_port_set(ports, nla_data(a),
				      nla_len(a) / sizeof(struct kntop_tunnel_port));
	if (!wrong)
		return ports;
	kfree(ports);
	return ERR_PTR(kntop_config_refuse_ports(info, a, wrong));
}

/* Accounting mutex. All of what was asked for, or nothing. */
static int kntop_config_set(struct kntop_net *kn, struct genl_info *info,
			    struct kntop_tunnel_ports *ports)
{
	struct kntop_config c = kn->config;
	bool any = ports;
	int a, err;

	for (a = KNTOP_CONFIG_A_PAD + 1; a <= KNTOP_CONFIG_A_MAX; a++) {
		if (!info->attrs[a] || a == KNTOP_CONFIG_A_TUNNEL_PORTS)
			continue;
		c.value[a] = nla_get_u32(info->attrs[a]);
		any = true;
	}
	if (!any) {
		NL_SET_ERR_MSG(info->extack, "nothing to set");
		return -EINVAL;
	}
	err = kntop_config_apply(kn, &c);
	if (err == -ENOMEM)
		NL_SET_ERR_MSG(info->extack, "no memory for tables of that size");
	if (!err && ports)
		kntop_config_set_ports(kn, ports);
	return err;
}

int kntop_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	struct kntop_tunnel_ports *ports = kntop_config_ports(info);
	int err;

	if (IS_ERR(ports))
		return PTR_ERR(ports);
	err = mutex_lock_killable(&kn->mutex);
	if (!err) {
		err = kntop_config_set(kn, info, ports);
		mutex_unlock(&kn->mutex);
	}
	if (err)
		kfree(ports);
	return err;
}
