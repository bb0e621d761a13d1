// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>
#include <linux/slab.h>

#include "../ended.h"
#include "../finding.h"
#include "../watch.h"
#include "family.h"
#include "record.h"

/* So many records that nobody asked for are looked at in a row. */
#define KNTOP_ENDED_STRETCH	256

const struct nla_policy kntop_ended_policy[KNTOP_ENDED_A_MAX + 1] = {
	[KNTOP_ENDED_A_SINCE] = { .type = NLA_U64 },
	[KNTOP_ENDED_A_LIMIT] = NLA_POLICY_MIN(NLA_U32, 1),
	[KNTOP_ENDED_A_INTERFACE] = { .type = NLA_NUL_STRING, .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_ENDED_A_INSTANCE] = NLA_POLICY_MIN(NLA_U64, 1),
	[KNTOP_ENDED_A_TUNNEL] = NLA_POLICY_MIN(NLA_U32, 1),
};

/**
 * struct kntop_ended_dump - a reader's way through a ring
 * @ended: the ring, NULL when nothing has ended
 * @begun: it was looked for
 * @seq: number to read next
 * @left: records to send yet
 * @tunnel: only those of this tunnel, 0 any
 * @name: only those of this interface, "" all
 * @ifid: its number, by which it is known though it was renamed; 0 it is not watched
 */
struct kntop_ended_dump {
	struct kntop_ended	*ended;
	bool			begun;
	u64			seq;
	u64			left;
	u32			tunnel;
	char			name[KNTOP_NAME_SIZE];
	u16			ifid;
};

int kntop_ended_start_dump(struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);
	struct kntop_ended_dump *d = kzalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	if (attrs[KNTOP_ENDED_A_SINCE])
		d->seq = nla_get_u64(attrs[KNTOP_ENDED_A_SINCE]);
	d->left = attrs[KNTOP_ENDED_A_LIMIT] ? nla_get_u32(attrs[KNTOP_ENDED_A_LIMIT]) : U64_MAX;
	if (attrs[KNTOP_ENDED_A_INTERFACE])
		nla_strscpy(d->name, attrs[KNTOP_ENDED_A_INTERFACE], sizeof(d->name));
	if (attrs[KNTOP_ENDED_A_TUNNEL])
		d->tunnel = nla_get_u32(attrs[KNTOP_ENDED_A_TUNNEL]);
	cb->args[0] = (long)d;
	return 0;
}

int kntop_ended_done(struct netlink_callback *cb)
{
	kfree((void *)cb->args[0]);
	return 0;
}

static bool kntop_ended_fits(const struct kntop_ended_dump *d, const struct kntop_record *r)
{
	return (!d->name[0] || (d->ifid && d->ifid == r->key.ifid) ||
		!strncmp(d->name, r->interface, sizeof(r->interface))) &&
	       (!d->tunnel || (r->tunnel && r->tunnel->id == d->tunnel));
}

/* What kntop_ended_read() holds. */
static void kntop_ended_drop(const struct kntop_record *r)
{
	kntop_finding_put(r->finding);
	kntop_tunnel_put(r->tunnel);
}

/* The first record from @d->seq on that is asked for, with what it holds; false: none. */
static bool kntop_ended_next(struct kntop_ended_dump *d, struct kntop_ended *e,
			     struct kntop_record *r)
{
	unsigned int n = 0;

	while (e && kntop_ended_read(e, &d->seq, r)) {
		if (kntop_ended_fits(d, r))
			return true;
		kntop_ended_drop(r);
		d->seq++;
		if (!(++n % KNTOP_ENDED_STRETCH))
			cond_resched();
	}
	return false;
}

static bool kntop_ended_holds(const struct kntop_ended_dump *d, struct kntop_ended *e)
{
	struct kntop_ended_dump all = *d;
	struct kntop_record r;

	all.seq = 0;
	all.tunnel = 0;
	if (!kntop_ended_next(&all, e, &r))
		return false;
	kntop_ended_drop(&r);
	return true;
}

/* Of an interface that is no longer watched its records tell which ring it had. */
static int kntop_ended_choose(struct kntop_ended_dump *d, struct kntop_net *kn,
			      struct netlink_ext_ack *extack)
{
	const struct kntop_interface *i;
	bool offline = false;

	rcu_read_lock();
	i = d->name[0] ? kntop_watch_find(kn, d->name) : NULL;
	if (i) {
		d->ifid = i->id;
		offline = kntop_interface_is_offline(i);
	}
	rcu_read_unlock();
	d->begun = true;
	d->ended = kntop_net_ended(kn, offline);
	if (i || !d->name[0] || kntop_ended_holds(d, d->ended))
		return 0;
	d->ended = kntop_net_ended(kn, true);
	if (kntop_ended_holds(d, d->ended))
		return 0;
	NL_SET_ERR_MSG(extack, "this interface is not watched, and no record of it is held");
	return -ENODEV;
}

/* Is what the reader believes so? A start callback has no extended ACK to say that it is not. */
static int kntop_ended_check(const struct kntop_ended_dump *d, struct kntop_net *kn,
			     struct netlink_callback *cb)
{
	struct nlattr **attrs = kntop_dump_attrs(cb);
	struct nlattr *instance = attrs[KNTOP_ENDED_A_INSTANCE];
	struct nlattr *since = attrs[KNTOP_ENDED_A_SINCE];
	struct nlattr *name = attrs[KNTOP_ENDED_A_INTERFACE];
	u64 oldest = 1, next = 1;

	if (name && !d->name[0]) {
		NL_SET_ERR_MSG_ATTR(cb->extack, name, "an interface has a name");
		return -ENODEV;
	}
	if (instance && nla_get_u64(instance) != kn->instance) {
		NL_SET_ERR_MSG_ATTR(cb->extack, instance,
				    "this is another instance: numbers have begun anew");
		return -ESTALE;
	}
	if (d->ended)
		kntop_ended_range(d->ended, &oldest, &next);
	if (since && nla_get_u64(since) > next) {
		NL_SET_ERR_MSG_ATTR(cb->extack, since,
				    "beyond the next record: no record had such a number yet");
		return -ERANGE;
	}
	return 0;
}

static int kntop_ended_begin(struct kntop_ended_dump *d, struct kntop_net *kn,
			     struct netlink_callback *cb)
{
	int err = kntop_ended_choose(d, kn, cb->extack);

	return err ?: kntop_ended_check(d, kn, cb);
}

int kntop_ended_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kntop_ended_dump *d = (void *)cb->args[0];
	struct kntop_net *kn = kntop_dump_net(cb);
	u64 wall = kntop_record_wall_offset();
	struct kntop_record r;
	int err = d->begun ? 0 : kntop_ended_begin(d, kn, cb);

	if (err)
		return err;
	while (d->left && kntop_ended_next(d, d->ended, &r)) {
		rcu_read_lock();
		err = kntop_record_send(skb, cb, KNTOP_CMD_ENDED_GET, &r, d->seq, wall);
		rcu_read_unlock();
		kntop_ended_drop(&r);
		if (err)
			break;
		d->seq++;
		d->left--;
	}
	return skb->len;
}
