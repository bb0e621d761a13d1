/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record: a flow record as attributes.
 */
#ifndef KNTOP_NETLINK_RECORD_H
#define KNTOP_NETLINK_RECORD_H

#include "../record.h"
#include "family.h"

/** kntop_record_wall - a time of the record as time of day; 0 stays 0. */
static inline u64 kntop_record_wall(const struct kntop_record *r, u64 ns)
{
	return r->key.ifid & KNTOP_INTERFACE_ID_OFFLINE ? ns : kntop_net_wall(ns);
}

/**
 * kntop_record_fill - put all of FLOW_A_* but SEQ
 * @skb: message
 * @kn: namespace, for its local networks
 * @r: record; END and END_TIME are put if it has ended
 *
 * Return: 0 or -EMSGSIZE.
 */
int kntop_record_fill(struct sk_buff *skb, struct kntop_net *kn,
		      const struct kntop_record *r);

#endif /* KNTOP_NETLINK_RECORD_H */
