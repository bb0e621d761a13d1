// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/module.h>

#include "../localnet.h"
#include "family.h"

static const struct genl_ops kntop_family_ops[] = {
	{
		.cmd = KNTOP_CMD_INTERFACE_ADD,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_interface_policy,
		.maxattr = KNTOP_INTERFACE_A_UPLINK,
		.doit = kntop_interface_add_doit,
	}, {
		.cmd = KNTOP_CMD_INTERFACE_DEL,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_interface_policy,
		.maxattr = KNTOP_INTERFACE_A_NAME,
		.doit = kntop_interface_del_doit,
	}, {
		.cmd = KNTOP_CMD_INTERFACE_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_interface_policy,
		.maxattr = KNTOP_INTERFACE_A_NAME,
		.doit = kntop_interface_get_doit,
		.dumpit = kntop_interface_dumpit,
	}, {
		.cmd = KNTOP_CMD_LOCALNET_ADD,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_localnet_policy,
		.maxattr = KNTOP_LOCALNET_A_NAME,
		.doit = kntop_localnet_add_doit,
	}, {
		.cmd = KNTOP_CMD_LOCALNET_DEL,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_localnet_policy,
		.maxattr = KNTOP_LOCALNET_A_PREFIX,
		.doit = kntop_localnet_del_doit,
	}, {
		.cmd = KNTOP_CMD_LOCALNET_FLUSH,
		.flags = GENL_ADMIN_PERM,
		.doit = kntop_localnet_flush_doit,
	}, {
		.cmd = KNTOP_CMD_LOCALNET_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_localnet_get_policy,
		.maxattr = KNTOP_LOCALNET_A_INTERFACE,
		.dumpit = kntop_localnet_dumpit,
	}, {
		.cmd = KNTOP_CMD_CONFIG_GET,
		.flags = GENL_ADMIN_PERM,
		.doit = kntop_config_get_doit,
	}, {
		.cmd = KNTOP_CMD_CONFIG_SET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_config_policy,
		.maxattr = KNTOP_CONFIG_A_MAX,
		.doit = kntop_config_set_doit,
	}, {
		.cmd = KNTOP_CMD_FLOW_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_query_policy,
		.maxattr = KNTOP_QUERY_A_MAX,
		.dumpit = kntop_flow_dumpit,
		.done = kntop_query_done,
	}, {
		.cmd = KNTOP_CMD_FLOW_RESET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_query_policy,
		.maxattr = KNTOP_QUERY_A_INTERFACE,
		.doit = kntop_flow_reset_doit,
	}, {
		.cmd = KNTOP_CMD_HOST_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_query_policy,
		.maxattr = KNTOP_QUERY_A_MAX,
		.dumpit = kntop_host_dumpit,
		.done = kntop_query_done,
	}, {
		.cmd = KNTOP_CMD_ENDED_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_ended_policy,
		.maxattr = KNTOP_ENDED_A_MAX,
		.start = kntop_ended_start_dump,
		.dumpit = kntop_ended_dumpit,
		.done = kntop_ended_done,
	}, {
		.cmd = KNTOP_CMD_PACKET_FEED,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_feed_policy,
		.maxattr = KNTOP_PACKET_A_MAX,
		.doit = kntop_feed_doit,
	}, {
		.cmd = KNTOP_CMD_STATS_GET,
		.flags = GENL_ADMIN_PERM,
		.doit = kntop_stats_doit,
	}, {
		.cmd = KNTOP_CMD_CHECK,
		.flags = GENL_ADMIN_PERM,
		.dumpit = kntop_check_dumpit,
	}, {
		.cmd = KNTOP_CMD_LABEL_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_label_policy,
		.maxattr = KNTOP_LABEL_A_KIND,
		.dumpit = kntop_label_dumpit,
	}, {
		.cmd = KNTOP_CMD_PROTOCOL_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_protocol_policy,
		.maxattr = KNTOP_PROTOCOL_A_HOSTS,
		.dumpit = kntop_protocol_dumpit,
		.done = kntop_protocol_done,
	}, {
		.cmd = KNTOP_CMD_DPI_GET,
		.flags = GENL_ADMIN_PERM,
		.doit = kntop_dpi_get_doit,
	}, {
		.cmd = KNTOP_CMD_DPI_SET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_dpi_policy,
		.maxattr = KNTOP_DPI_A_CORRECTIONS,
		.doit = kntop_dpi_set_doit,
	}, {
		.cmd = KNTOP_CMD_RULES_LOAD,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_rules_policy,
		.maxattr = KNTOP_RULES_A_COMMIT,
		.doit = kntop_rules_doit,
	}, {
		.cmd = KNTOP_CMD_HISTORY_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_history_policy,
		.maxattr = KNTOP_HISTORY_A_CATEGORIES,
		.dumpit = kntop_history_dumpit,
		.done = kntop_history_done,
	}, {
		.cmd = KNTOP_CMD_TALKER_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_query_policy,
		.maxattr = KNTOP_QUERY_A_MAX,
		.dumpit = kntop_talker_dumpit,
		.done = kntop_query_done,
	}, {
		.cmd = KNTOP_CMD_INTERFACE_SET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_interface_set_policy,
		.maxattr = KNTOP_INTERFACE_A_UPLINK,
		.doit = kntop_interface_set_doit,
	}, {
		.cmd = KNTOP_CMD_TUNNEL_GET,
		.flags = GENL_ADMIN_PERM,
		.policy = kntop_query_policy,
		.maxattr = KNTOP_QUERY_A_MAX,
		.dumpit = kntop_tunnel_dumpit,
		.done = kntop_query_done,
	},
};

/*
 * The flag lets in who has the capability over the namespace; events are sent
 * only where that is the initial user namespace's (see event.c).
 */
static const struct genl_multicast_group kntop_family_groups[] = {
	{
		.name = KNTOP_GENL_GROUP_EVENTS,
		.flags = GENL_MCAST_CAP_NET_ADMIN,
	},
};

struct genl_family kntop_family __ro_after_init = {
	.name = KNTOP_GENL_NAME,
	.version = KNTOP_GENL_VERSION,
	.module = THIS_MODULE,
	.netnsok = true,
	.parallel_ops = true,
	.ops = kntop_family_ops,
	.n_ops = ARRAY_SIZE(kntop_family_ops),
	.resv_start_op = KNTOP_CMD_UNSPEC + 1,
	.mcgrps = kntop_family_groups,
	.n_mcgrps = ARRAY_SIZE(kntop_family_groups),
};

bool kntop_family_open;

void *kntop_dump_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	void *header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				   cb->nlh->nlmsg_seq, &kntop_family,
				   NLM_F_MULTI, cmd);

	if (header)
		genl_dump_check_consistent(cb, header);
	return header;
}

void *kntop_message_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	struct nlmsghdr *header = (struct nlmsghdr *)skb_tail_pointer(skb);
	struct genlmsghdr *genl = nlmsg_data(header);

	header->nlmsg_type = kntop_family.id;
	header->nlmsg_flags = NLM_F_MULTI;
	header->nlmsg_seq = cb->nlh->nlmsg_seq;
	header->nlmsg_pid = NETLINK_CB(cb->skb).portid;
	nl_dump_check_consistent(cb, header);
	*genl = (struct genlmsghdr){ .cmd = cmd, .version = kntop_family.version };
	return genlmsg_data(genl);
}

void kntop_message_end(struct sk_buff *skb, void *at)
{
	struct nlmsghdr *header = (struct nlmsghdr *)skb_tail_pointer(skb);

	header->nlmsg_len = at - (void *)header;
	skb_put(skb, header->nlmsg_len);
}

int kntop_reply(struct genl_info *info, u8 cmd,
		int (*fill)(struct sk_buff *skb, void *context), void *context)
{
	size_t size = NLMSG_DEFAULT_SIZE;
	struct sk_buff *skb;
	void *header;
	int err;

	do {
		skb = genlmsg_new(size, GFP_KERNEL);
		if (!skb)
			return -ENOMEM;
		header = genlmsg_put_reply(skb, info, &kntop_family, 0, cmd);
		err = header ? fill(skb, context) : -EMSGSIZE;
		if (!err) {
			genlmsg_end(skb, header);
			return genlmsg_reply(skb, info);
		}
		nlmsg_free(skb);
		size *= 4;
	} while (err == -EMSGSIZE && size < SZ_1M);
	return err;
}

int kntop_put_addr(struct sk_buff *skb, int attr, const union kntop_addr *addr)
{
	if (kntop_addr_is_v4(addr))
		return nla_put(skb, attr, 4, &addr->w[3]);
	return nla_put(skb, attr, 16, addr);
}

int kntop_put_counter_flows(struct sk_buff *skb, int attr, u64 packets,
			    u64 octets, u64 flows)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    nla_put_u64_64bit(skb, KNTOP_COUNTER_A_PACKETS, packets,
			      KNTOP_COUNTER_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_COUNTER_A_OCTETS, octets,
			      KNTOP_COUNTER_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_COUNTER_A_FLOWS, flows,
			      KNTOP_COUNTER_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int kntop_put_counter(struct sk_buff *skb, int attr, u64 packets, u64 octets)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    nla_put_u64_64bit(skb, KNTOP_COUNTER_A_PACKETS, packets,
			      KNTOP_COUNTER_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_COUNTER_A_OCTETS, octets,
			      KNTOP_COUNTER_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int kntop_get_addr(union kntop_addr *addr, const struct nlattr *attr, u8 *prefix,
		   struct netlink_ext_ack *extack)
{
	int len = nla_len(attr);

	memset(addr, 0, sizeof(*addr));
	if (len == 16) {
		nla_memcpy(addr, attr, 16);
	} else if (len == 4) {
		addr->b[10] = 0xff;
		addr->b[11] = 0xff;
		nla_memcpy(&addr->w[3], attr, 4);
	} else {
		NL_SET_ERR_MSG_ATTR(extack, attr, "an address has 4 or 16 octets");
		return -EINVAL;
	}
	if (!prefix)
		return 0;
	if (*prefix > len * 8) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "prefix longer than the address");
		return -EINVAL;
	}
	*prefix += 128 - len * 8;
	if (kntop_localnet_holds(addr, *prefix, addr))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "address has bits set behind the prefix");
	return -EINVAL;
}

int kntop_family_register(void)
{
	int err = genl_register_family(&kntop_family);

	WRITE_ONCE(kntop_family_open, !err);
	return err;
}

void kntop_family_unregister(void)
{
	WRITE_ONCE(kntop_family_open, false);
	genl_unregister_family(&kntop_family);
	kntop_rules_exit();
}
