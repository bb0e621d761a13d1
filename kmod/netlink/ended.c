// SPDX-License-Identifier: GPL-2.0-or-later
#include "../ended.h"
#include "../finding.h"
#include "family.h"
#include "record.h"

const struct nla_policy kntop_ended_policy[KNTOP_ENDED_A_MAX + 1] = {
	[KNTOP_ENDED_A_SINCE] = { .type = NLA_U64 },
	[KNTOP_ENDED_A_LIMIT] = NLA_POLICY_MIN(NLA_U32, 1),
	[KNTOP_ENDED_A_INSTANCE] = NLA_POLICY_MIN(NLA_U64, 1),
};

/* cb->args: number to read next, records left to send (0: no limit), done, checked. */
int kntop_ended_start_dump(struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);

	if (attrs[KNTOP_ENDED_A_SINCE])
		cb->args[0] = nla_get_u64(attrs[KNTOP_ENDED_A_SINCE]);
	if (attrs[KNTOP_ENDED_A_LIMIT])
		cb->args[1] = nla_get_u32(attrs[KNTOP_ENDED_A_LIMIT]);
	return 0;
}

/* Is what the reader believes so? A start callback has no extended ACK to say that it is not. */
static int kntop_ended_check(struct kntop_net *kn, struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);
	struct nlattr *instance = attrs[KNTOP_ENDED_A_INSTANCE];
	struct nlattr *since = attrs[KNTOP_ENDED_A_SINCE];
	u64 oldest = 1, next = 1;

	if (instance && nla_get_u64(instance) != kn->instance) {
		NL_SET_ERR_MSG_ATTR(cb->extack, instance,
				    "this is another instance: numbers have begun anew");
		return -ESTALE;
	}
	if (READ_ONCE(kn->ready))
		kntop_ended_range(&kn->ended, &oldest, &next);
	if (since && nla_get_u64(since) > next) {
		NL_SET_ERR_MSG_ATTR(cb->extack, since,
				    "beyond the next record: no record had such a number yet");
		return -ERANGE;
	}
	cb->args[3] = 1;
	return 0;
}

int kntop_ended_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	u64 seq = cb->args[0], wall = kntop_record_wall_offset();
	struct kntop_record r;
	int err = cb->args[3] ? 0 : kntop_ended_check(kn, cb);

	if (err)
		return err;
	while (!cb->args[2] && READ_ONCE(kn->ready) &&
	       kntop_ended_read(&kn->ended, &seq, &r)) {
		rcu_read_lock();
		err = kntop_record_send(skb, cb, KNTOP_CMD_ENDED_GET, &r, seq, wall);
		rcu_read_unlock();
		kntop_finding_put(r.finding);
		if (err)
			break;
		cb->args[0] = ++seq;
		if (cb->args[1] && !--cb->args[1])
			cb->args[2] = 1;
	}
	return skb->len;
}
