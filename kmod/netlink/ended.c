// SPDX-License-Identifier: GPL-2.0-or-later
#include "../ended.h"
#include "../finding.h"
#include "family.h"
#include "record.h"

const struct nla_policy kntop_ended_policy[KNTOP_ENDED_A_MAX + 1] = {
	[KNTOP_ENDED_A_SINCE] = { .type = NLA_U64 },
	[KNTOP_ENDED_A_LIMIT] = NLA_POLICY_MIN(NLA_U32, 1),
	[KNTOP_ENDED_A_TUNNEL] = NLA_POLICY_MIN(NLA_U32, 1),
};

/*
 * cb->args: number to read next, records left to send (0: no limit), done, only records of
 * this tunnel (0: any).
 */
int kntop_ended_start_dump(struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);

	if (attrs[KNTOP_ENDED_A_SINCE])
		cb->args[0] = nla_get_u64(attrs[KNTOP_ENDED_A_SINCE]);
	if (attrs[KNTOP_ENDED_A_LIMIT])
		cb->args[1] = nla_get_u32(attrs[KNTOP_ENDED_A_LIMIT]);
	if (attrs[KNTOP_ENDED_A_TUNNEL])
		cb->args[3] = nla_get_u32(attrs[KNTOP_ENDED_A_TUNNEL]);
	return 0;
}

int kntop_ended_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	u64 seq = cb->args[0], wall = kntop_record_wall_offset();
	struct kntop_record r;
	bool wanted;
	int err = 0;

	while (!cb->args[2] && READ_ONCE(kn->ready) &&
	       kntop_ended_read(&kn->ended, &seq, &r)) {
		wanted = !cb->args[3] || (r.tunnel && r.tunnel->id == cb->args[3]);
		rcu_read_lock();
		if (wanted)
			err = kntop_record_send(skb, cb, KNTOP_CMD_ENDED_GET, &r, seq, wall);
		rcu_read_unlock();
		kntop_finding_put(r.finding);
		kntop_tunnel_put(r.tunnel);
		if (err)
			break;
		cb->args[0] = ++seq;
		if (wanted && cb->args[1] && !--cb->args[1])
			cb->args[2] = 1;
	}
	return skb->len;
}
