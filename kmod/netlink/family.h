/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * family: the generic netlink family "kntop". Each noun's commands live in a
 * file of their own; this header is what they share.
 */
#ifndef KNTOP_NETLINK_FAMILY_H
#define KNTOP_NETLINK_FAMILY_H

#include <linux/kntop.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "../compat/genetlink.h"
#include "../net.h"
#include "../packet.h"

extern struct genl_family kntop_family;

/** Whether the family is registered, so that its multicast group is ours. */
extern bool kntop_family_open;

extern const struct nla_policy kntop_interface_policy[KNTOP_INTERFACE_A_MAX + 1];
extern const struct nla_policy kntop_interface_set_policy[KNTOP_INTERFACE_A_MAX + 1];
extern const struct nla_policy kntop_localnet_policy[KNTOP_LOCALNET_A_MAX + 1];
extern const struct nla_policy kntop_localnet_get_policy[KNTOP_LOCALNET_A_MAX + 1];
extern const struct nla_policy kntop_config_policy[KNTOP_CONFIG_A_MAX + 1];
extern const struct nla_policy kntop_query_policy[KNTOP_QUERY_A_MAX + 1];
extern const struct nla_policy kntop_ended_policy[KNTOP_ENDED_A_MAX + 1];
extern const struct nla_policy kntop_feed_policy[KNTOP_PACKET_A_MAX + 1];
extern const struct nla_policy kntop_label_policy[KNTOP_LABEL_A_MAX + 1];
extern const struct nla_policy kntop_protocol_policy[KNTOP_PROTOCOL_A_MAX + 1];
extern const struct nla_policy kntop_dpi_policy[KNTOP_DPI_A_MAX + 1];
extern const struct nla_policy kntop_history_policy[KNTOP_HISTORY_A_MAX + 1];
extern const struct nla_policy kntop_rules_policy[KNTOP_RULES_A_MAX + 1];

int kntop_interface_add_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_interface_del_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_interface_set_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_interface_get_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_interface_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_localnet_add_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_localnet_del_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_localnet_flush_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_localnet_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_config_set_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_flow_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_flow_reset_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_host_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_talker_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_query_done(struct netlink_callback *cb);
int kntop_ended_start_dump(struct netlink_callback *cb);
int kntop_ended_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_ended_done(struct netlink_callback *cb);
int kntop_feed_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_stats_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_check_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_label_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_protocol_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_protocol_done(struct netlink_callback *cb);
int kntop_dpi_get_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_dpi_set_doit(struct sk_buff *skb, struct genl_info *info);
int kntop_history_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_history_done(struct netlink_callback *cb);
int kntop_tunnel_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int kntop_rules_doit(struct sk_buff *skb, struct genl_info *info);

/** kntop_rules_exit - free rules that were never committed. No request runs. */
void kntop_rules_exit(void);

/** kntop_dump_net - the namespace of a dump's socket. */
static inline struct kntop_net *kntop_dump_net(struct netlink_callback *cb)
{
	return kntop_net(sock_net(cb->skb->sk));
}

/** kntop_dump_begin - start a message of a dump. Return: its header or NULL. */
void *kntop_dump_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);

/**
 * kntop_message_begin - start a message of a dump where there is room for it
 * @skb: messages of the dump; nothing else may be appended before
 *	kntop_message_end()
 * @cb: dump
 * @cmd: command
 *
 * Return: where its first attribute begins, to be written with attr.h.
 */
void *kntop_message_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);

/** kntop_message_end - the message is whole. @at: behind its last attribute. */
void kntop_message_end(struct sk_buff *skb, void *at);

/**
 * kntop_reply - answer a request with one message
 * @info: request
 * @cmd: command of the reply
 * @fill: puts the attributes; -EMSGSIZE is tried again with more room
 * @context: its second argument
 *
 * Return: 0 or a negative error.
 */
int kntop_reply(struct genl_info *info, u8 cmd,
		int (*fill)(struct sk_buff *skb, void *context), void *context);

/** kntop_put_addr - IPv4 as 4 octets, IPv6 as 16. */
int kntop_put_addr(struct sk_buff *skb, int attr, const union kntop_addr *addr);

/** kntop_put_counter - a nest of packets and octets. */
int kntop_put_counter(struct sk_buff *skb, int attr, u64 packets, u64 octets);

/** kntop_put_counter_flows - the same with a number of flows. */
int kntop_put_counter_flows(struct sk_buff *skb, int attr, u64 packets,
			    u64 octets, u64 flows);

/**
 * kntop_get_addr - read an address attribute
 * @addr: the address
 * @attr: 4 or 16 octets
 * @prefix: length of the prefix as the user counts, replaced by the length over
 *	128 bits; NULL if there is none
 * @extack: what is wrong
 *
 * Return: 0 or -EINVAL.
 */
int kntop_get_addr(union kntop_addr *addr, const struct nlattr *attr, u8 *prefix,
		   struct netlink_ext_ack *extack);

/**
 * kntop_get_localnets - the local networks with the counters that a request asks for
 * @kn: namespace
 * @dev: name of an offline source, NULL live interfaces, which share them
 * @extack: what is wrong
 *
 * Context: RCU or accounting mutex. Return: networks, or -ENODEV, -EOPNOTSUPP it is live.
 */
const struct kntop_localnets *kntop_get_localnets(struct kntop_net *kn,
						  const struct nlattr *dev,
						  struct netlink_ext_ack *extack);

/** kntop_family_register - Context: module init. */
int kntop_family_register(void);
void kntop_family_unregister(void);

#endif /* KNTOP_NETLINK_FAMILY_H */
