// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bottom_half.h>

#include "../accounting.h"
#include "../gate.h"
#include "../dpi.h"
#include "../watch.h"
#include "family.h"

/* not const: before 6.6 a policy could not point at a constant */
static struct netlink_range_validation kntop_frame_octets = {
	.min = 1, .max = 65000,
};

static const struct nla_policy kntop_frame_policy[KNTOP_FRAME_A_MAX + 1] = {
	[KNTOP_FRAME_A_TIME] = { .type = NLA_U64 },
	[KNTOP_FRAME_A_WIRE_LEN] = NLA_POLICY_MIN(NLA_U32, 1),
	[KNTOP_FRAME_A_PROTOCOL] = NLA_POLICY_MIN(NLA_U16, 1),
	[KNTOP_FRAME_A_L2_LEN] = { .type = NLA_U8 },
	[KNTOP_FRAME_A_DATA] = NLA_POLICY_FULL_RANGE(NLA_BINARY, &kntop_frame_octets),
};

const struct nla_policy kntop_feed_policy[KNTOP_PACKET_A_MAX + 1] = {
	[KNTOP_PACKET_A_INTERFACE] = { .type = NLA_NUL_STRING,
				       .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_PACKET_A_FRAME] = NLA_POLICY_NESTED(kntop_frame_policy),
};

/* Frames that are counted without a pause; the classifier has room for them. */
#define KNTOP_FEED_BURST	64

/* A frame, and its attributes, NULL those that it has not. */
struct kntop_feed_frame {
	struct kntop_frame	frame;
	const struct nlattr	*time;
	const struct nlattr	*wire_len;
	const struct nlattr	*l2_len;
};

/* A macro, as the text of an extended ACK has to be a literal. */
#define KNTOP_FEED_REFUSE(info, attr, text) ({			\
	NL_SET_ERR_MSG_ATTR((info)->extack, attr, text);	\
	-EINVAL;						\
})

/*
 * The policy was enforced for every nest, so lengths and ranges are right. To have
 * nla_parse_nested() enforce it twice more cost more than all that is counted.
 */
static void kntop_feed_read(const struct nlattr *nest, struct kntop_feed_frame *out)
{
	struct kntop_frame *f = &out->frame;
	const struct nlattr *a;
	int rest;

	memset(out, 0, sizeof(*out));
	nla_for_each_nested(a, nest, rest) {
		switch (nla_type(a)) {
		case KNTOP_FRAME_A_TIME:
			out->time = a;
			break;
		case KNTOP_FRAME_A_WIRE_LEN:
			out->wire_len = a;
			break;
		case KNTOP_FRAME_A_PROTOCOL:
			f->protocol = nla_get_u16(a);
			break;
		case KNTOP_FRAME_A_L2_LEN:
			out->l2_len = a;
			f->l2_len = nla_get_u8(a);
			break;
		case KNTOP_FRAME_A_DATA:
			f->data = nla_data(a);
			f->caplen = nla_len(a);
			break;
		}
	}
	f->wirelen = out->wire_len ? nla_get_u32(out->wire_len) : f->caplen;
}

static int kntop_feed_check_frame(struct genl_info *info, const struct nlattr *nest)
{
	struct kntop_feed_frame f;

	kntop_feed_read(nest, &f);
	if (!f.time)
		return KNTOP_FEED_REFUSE(info, nest, "a frame needs a time");
	if (!f.frame.data)
		return KNTOP_FEED_REFUSE(info, nest, "a frame needs data");
	if (f.frame.wirelen < f.frame.caplen)
		return KNTOP_FEED_REFUSE(info, f.wire_len,
					  "wire length is less than the data's");
	if (f.l2_len && !f.frame.protocol)
		return KNTOP_FEED_REFUSE(info, f.l2_len,
					  "an L2 length needs a protocol");
	return 0;
}

/* The whole message, before anything of it is counted. */
static int kntop_feed_check(struct genl_info *info, unsigned int *frames)
{
	const struct nlattr *nest;
	int err, rest;

	*frames = 0;
	nla_for_each_attr(nest, genlmsg_data(info->genlhdr),
			  genlmsg_len(info->genlhdr), rest) {
		if (nla_type(nest) != KNTOP_PACKET_A_FRAME)
			continue;
		if (++*frames > KNTOP_FEED_MAX)
			return KNTOP_FEED_REFUSE(info, nest, "too many frames at once");
		err = kntop_feed_check_frame(info, nest);
		if (err)
			return err;
	}
	return 0;
}

/* RCU. The offline source that is asked for. */
static struct kntop_interface *kntop_feed_source(struct genl_info *info)
{
	struct nlattr *name = info->attrs[KNTOP_PACKET_A_INTERFACE];
	struct kntop_interface *i = kntop_watch_find(kntop_net(genl_info_net(info)),
						     nla_data(name));

	if (!i || READ_ONCE(i->leaving)) {
		NL_SET_ERR_MSG_ATTR(info->extack, name, "no such offline source");
		return ERR_PTR(-ENODEV);
	}
	if (kntop_interface_is_offline(i))
		return i;
	NL_SET_ERR_MSG_ATTR(info->extack, name, "not an offline source");
	return ERR_PTR(-EOPNOTSUPP);
}

/* A burst of frames from *nest on; sets *nest behind it. */
static int kntop_feed_burst(struct genl_info *info, const struct nlattr **nest,
			    int *rest)
{
	struct kntop_interface *i;
	struct kntop_feed_frame f;
	int n;

	rcu_read_lock();
	local_bh_disable();
	i = kntop_feed_source(info);
	for (n = 0; !IS_ERR(i) && n < KNTOP_FEED_BURST && nla_ok(*nest, *rest); n++) {
		if (nla_type(*nest) == KNTOP_PACKET_A_FRAME) {
			kntop_feed_read(*nest, &f);
			kntop_gate_frame(i, &f.frame, nla_get_u64(f.time));
		}
		*nest = nla_next(*nest, rest);
	}
	local_bh_enable();
	rcu_read_unlock();
	return PTR_ERR_OR_ZERO(i);
}

/*
 * A file comes as fast as it is read: the classifier sets the pace. When it makes no
 * progress the rest is counted without it, so that each message counts as a whole.
 */
static int kntop_feed_count(struct genl_info *info)
{
	const struct nlattr *nest = genlmsg_data(info->genlhdr);
	int rest = genlmsg_len(info->genlhdr);
	int late = 0, err = 0;

	while (!err && nla_ok(nest, rest)) {
		if (!late)
			late = kntop_dpi_room();
		err = kntop_feed_burst(info, &nest, &rest);
	}
	return err ?: late;
}

/* A file comes faster than time passes, so its ended flows are not left to the tick. */
static int kntop_feed_settle(struct kntop_net *kn)
{
	if (atomic_read(&kn->flows.dead) < kntop_flow_dead_max(&kn->flows) / 4)
		return 0;
	/* those that wait for a verdict are in the way, too */
	return kntop_accounting_await(kn);
}

/* The end of a file. Interfaces stay while the mutex is held. */
static int kntop_feed_conclude(struct genl_info *info)
{
	struct kntop_net *kn = kntop_net(genl_info_net(info));
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_interface *i;
	bool later = false;

	if (err)
		return err;
	rcu_read_lock();
	i = kntop_feed_source(info);
	rcu_read_unlock();
	if (!IS_ERR(i))
		later = kntop_accounting_conclude(kn, i);
	mutex_unlock(&kn->mutex);
	if (later)
		return kntop_accounting_await(kn);
	return PTR_ERR_OR_ZERO(i);
}

int kntop_feed_doit(struct sk_buff *skb, struct genl_info *info)
{
	unsigned int frames;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, KNTOP_PACKET_A_INTERFACE))
		return -EINVAL;
	err = kntop_feed_check(info, &frames);
	if (err)
		return err;
	if (frames)
		err = kntop_feed_count(info) ?: kntop_feed_settle(kntop_net(genl_info_net(info)));
	else
		err = kntop_feed_conclude(info);
	if (err == -ETIMEDOUT)
		NL_SET_ERR_MSG(info->extack,
			       "the classifier makes no progress; packets are counted without it");
	return err;
}
