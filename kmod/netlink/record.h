/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record: a flow record as a message.
 */
#ifndef KNTOP_NETLINK_RECORD_H
#define KNTOP_NETLINK_RECORD_H

#include "../record.h"
#include "attr.h"
#include "family.h"

/** kntop_record_wall_offset - what makes a live interface's clock time of day. */
static inline u64 kntop_record_wall_offset(void)
{
	return kntop_net_wall(1) - 1;
}

/**
 * kntop_record_wall - a time of a flow as time of day
 * @ifid: number of its interface
 * @ns: in the interface's clock; 0 stays 0
 * @offset: kntop_record_wall_offset(), asked for once for many records
 */
static inline u64 kntop_record_wall(u16 ifid, u64 ns, u64 offset)
{
	return ifid & KNTOP_INTERFACE_ID_OFFLINE || !ns ? ns : ns + offset;
}

/** Most octets of kntop_record_put_tunnel_names(). */
#define KNTOP_RECORD_TUNNEL_ROOM \
	(3 * KNTOP_ATTR_SIZE(4) + KNTOP_ATTR_SIZE(1) + KNTOP_ATTR_SIZE(2) + \
	 KNTOP_ATTR_SIZE(0) + 2 * KNTOP_ATTR_SIZE(16))

/**
 * kntop_record_put_tunnel_names - write which tunnel it is
 * @at: place in a message with room for KNTOP_RECORD_TUNNEL_ROOM
 * @e: tunnel
 *
 * Return: the place behind.
 */
void *kntop_record_put_tunnel_names(void *at, const struct kntop_tunnel_entry *e);

/**
 * kntop_record_send - append a record to a dump
 * @skb: messages of the dump
 * @cb: dump, its seq is set
 * @cmd: command of the message
 * @r: record; END and END_TIME are sent if it has ended
 * @seq: its number among the ended ones, 0 none
 * @wall: kntop_record_wall_offset()
 *
 * Context: RCU read-side section. Return: 0, or -EMSGSIZE when there is no room.
 */
int kntop_record_send(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		      const struct kntop_record *r, u64 seq, u64 wall);

#endif /* KNTOP_NETLINK_RECORD_H */
