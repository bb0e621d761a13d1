/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query: filter, order and limit of a dump of flows, hosts or talkers.
 */
#ifndef KNTOP_NETLINK_QUERY_H
#define KNTOP_NETLINK_QUERY_H

#include "../rank.h"
#include "../record.h"
#include "family.h"

/**
 * struct kntop_query - one dump, from its request to its end
 * @ifid: interface asked for, 0 any live one
 * @offline: it is an offline source
 * @addr: host or network asked for
 * @prefix: its length over 128 bits
 * @has_addr: @addr is set; so below
 * @l4: protocol asked for
 * @port: port asked for
 * @vlan: VLAN asked for
 * @family: 4, 6 or 0 any
 * @locality: enum kntop_query_locality or 0
 * @localnet: name of a local network, "" any
 * @protocol: application or what carries it
 * @category: category asked for
 * @risks: bits, at least one of them; 0 any
 * @min_rate: octets a second, of the flow, host or pair
 * @id: of the flow, 0 any
 * @order: enum kntop_order
 * @limit: most records
 * @rank: the winners, with an order
 * @bucket: where the walk goes on
 * @skip: flows: bit of that bucket's tags from which on they are looked at
 * @host: hosts: number of the one that was met last in that bucket, 0 none
 * @sent: records sent
 */
struct kntop_query {
	u16			ifid;
	bool			offline;
	union kntop_addr	addr;
	u8			prefix;
	bool			has_addr;
	bool			has_l4;
	bool			has_port;
	bool			has_vlan;
	bool			has_protocol;
	bool			has_category;
	u16			protocol;
	u8			category;
	u64			risks;
	u32			tunnel;
	u8			l4;
	u16			port;
	u16			vlan;
	u8			family;
	u8			locality;
	char			localnet[KNTOP_LOCALNET_NAME_SIZE];
	u64			min_rate;
	u64			id;
	u32			order;
	u32			limit;
	struct kntop_rank	rank;
	u32			bucket;
	u32			skip;
	u64			host;
	u32			sent;
};

/**
 * kntop_query_start - read a dump's request
 * @cb: dump; keeps the query until kntop_query_done()
 * @item: octets of a ranked item
 *
 * To be called from dumpit, at its first call: a start callback has no extended
 * ACK to say what is wrong.
 *
 * Return: the query or an error pointer.
 */
struct kntop_query *kntop_query_start(struct netlink_callback *cb, size_t item);

/** kntop_query_of - the query of a dump under way. */
static inline struct kntop_query *kntop_query_of(struct netlink_callback *cb)
{
	return (struct kntop_query *)cb->args[0];
}

/** kntop_query_key - do interface, VLAN and family fit? */
bool kntop_query_key(const struct kntop_query *q, u16 ifid, u16 vlan,
		     const union kntop_addr *addr);

/** kntop_query_addr - is the address the one, or in the network, asked for? */
bool kntop_query_addr(const struct kntop_query *q, const union kntop_addr *addr);

/** kntop_query_wants_net - does the filter ask where hosts live? */
static inline bool kntop_query_wants_net(const struct kntop_query *q)
{
	return q->locality || q->localnet[0];
}

/** kntop_query_name - is this network (NULL: remote) of the name asked for? */
bool kntop_query_name(const struct kntop_query *q, const struct kntop_localnet *net);

/** kntop_query_locality - is it local or remote as asked for? */
bool kntop_query_locality(const struct kntop_query *q,
			  const struct kntop_localnet *net);

/** kntop_query_wants_l7 - does the filter ask what flows carry? */
static inline bool kntop_query_wants_l7(const struct kntop_query *q)
{
	return q->has_protocol || q->has_category || q->risks;
}

/**
 * kntop_query_l7 - do protocol, category and risks fit?
 * @q: query
 * @label: of a flow
 * @finding: of a flow that is decided, or NULL
 *
 * Context: RCU.
 */
bool kntop_query_l7(const struct kntop_query *q, struct kntop_label label,
		    const struct kntop_finding *finding);

/** kntop_query_enough - has the limit been reached? */
static inline bool kntop_query_enough(const struct kntop_query *q)
{
	return q->limit && q->sent >= q->limit;
}

/** kntop_query_score - how a value ranks: FIRST wants the smallest. */
u64 kntop_query_score(const struct kntop_query *q, u64 octets, u64 packets,
		      u64 rate, u64 last, u64 first);

#endif /* KNTOP_NETLINK_QUERY_H */
