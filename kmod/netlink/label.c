// SPDX-License-Identifier: GPL-2.0-or-later
#include "../label.h"
#include "family.h"

const struct nla_policy kntop_label_policy[KNTOP_LABEL_A_MAX + 1] = {
	[KNTOP_LABEL_A_KIND] = NLA_POLICY_MAX(NLA_U32, KNTOP_LABEL_MAX),
};

static int kntop_label_fill_protocol(struct sk_buff *skb,
				     const struct kntop_label_entry *e)
{
	if (nla_put_u8(skb, KNTOP_LABEL_A_BREED, e->breed) ||
	    nla_put_u8(skb, KNTOP_LABEL_A_CATEGORY, e->category) ||
	    (e->cleartext && nla_put_flag(skb, KNTOP_LABEL_A_CLEARTEXT)) ||
	    (e->custom && nla_put_flag(skb, KNTOP_LABEL_A_CUSTOM)))
		return -EMSGSIZE;
	return 0;
}

static int kntop_label_fill(struct sk_buff *skb, u32 kind, u16 number,
			    const struct kntop_label_entry *e)
{
	if (nla_put_u32(skb, KNTOP_LABEL_A_KIND, kind) ||
	    nla_put_u16(skb, KNTOP_LABEL_A_NUMBER, number) ||
	    nla_put_string(skb, KNTOP_LABEL_A_NAME, e->name) ||
	    (kind == KNTOP_LABEL_PROTOCOL && kntop_label_fill_protocol(skb, e)) ||
	    (kind == KNTOP_LABEL_RISK &&
	     nla_put_u16(skb, KNTOP_LABEL_A_SCORE, e->score)))
		return -EMSGSIZE;
	return 0;
}

/* Returns false when the message is full. */
static bool kntop_label_send(struct sk_buff *skb, struct netlink_callback *cb,
			     u32 kind, const struct kntop_label_entry *e)
{
	void *header;

	if (!e->name[0])
		return true;
	header = kntop_dump_begin(skb, cb, KNTOP_CMD_LABEL_GET);
	if (!header)
		return false;
	if (kntop_label_fill(skb, kind, cb->args[1], e)) {
		genlmsg_cancel(skb, header);
		return false;
	}
	genlmsg_end(skb, header);
	return true;
}

/* cb->args: kind, number to send next. */
int kntop_label_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr *only = kntop_dump_attrs(cb)[KNTOP_LABEL_A_KIND];
	struct kntop_label_entry e;

	for (; cb->args[0] <= KNTOP_LABEL_MAX; cb->args[0]++, cb->args[1] = 0) {
		if (only && nla_get_u32(only) != cb->args[0])
			continue;
		for (; kntop_label_entry(cb->args[0], cb->args[1], &e); cb->args[1]++)
			if (!kntop_label_send(skb, cb, cb->args[0], &e))
				return skb->len;
	}
	return skb->len;
}
