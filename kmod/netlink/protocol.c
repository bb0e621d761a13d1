// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mm.h>
#include <linux/slab.h>

#include "../breakdown.h"
#include "../host.h"
#include "../localnet.h"
#include "../table.h"
#include "../watch.h"
#include "family.h"

const struct nla_policy kntop_protocol_policy[KNTOP_PROTOCOL_A_MAX + 1] = {
	[KNTOP_PROTOCOL_A_KIND] = NLA_POLICY_RANGE(NLA_U32, KNTOP_LABEL_PROTOCOL,
						   KNTOP_LABEL_CATEGORY),
	[KNTOP_PROTOCOL_A_INTERFACE] = { .type = NLA_NUL_STRING,
					 .len = KNTOP_NAME_SIZE - 1 },
	[KNTOP_PROTOCOL_A_ADDR] = NLA_POLICY_RANGE(NLA_BINARY, 4, 16),
	[KNTOP_PROTOCOL_A_PREFIX] = NLA_POLICY_MAX(NLA_U8, 128),
	[KNTOP_PROTOCOL_A_LOCALNET] = { .type = NLA_NUL_STRING,
					.len = KNTOP_LOCALNET_NAME_SIZE - 1 },
	[KNTOP_PROTOCOL_A_HOSTS] = { .type = NLA_FLAG },
};

/**
 * struct kntop_protocol_row - one line of the answer
 * @owner: whose: 0 an interface, _ADDR a host, _PREFIX a network
 * @number: of the protocol or category; -1 what is not decided yet
 * @flows: flows
 * @volume: by KNTOP_SHARE_*
 * @name: of the interface or the network
 * @addr: of the host or the network
 * @prefix: of the network, over 128 bits
 * @vlan: of the host
 */
struct kntop_protocol_row {
	int			owner;
	int			number;
	u64			flows;
	struct kntop_volume	volume[3];
	char			name[KNTOP_LOCALNET_NAME_SIZE];
	union kntop_addr	addr;
	u8			prefix;
	u16			vlan;
};

/**
 * struct kntop_protocol_dump - all lines, taken at one moment; of all hosts those of one
 * host at a time, as all of them together would take too much memory and time
 * @kind: protocols or categories
 * @hosts: all hosts are asked for
 * @ifid: on this interface only, 0 any live one
 * @bucket: where the walk through the hosts goes on
 * @host: number of the host that was met last in that bucket, 0 none
 * @count: lines
 * @limit: how many there is room for
 * @sent: how many are sent
 * @lack: memory was short
 * @row: the lines
 */
struct kntop_protocol_dump {
	u32				kind;
	bool				hosts;
	u16				ifid;
	unsigned long			bucket;
	u64				host;
	u32				count;
	u32				limit;
	u32				sent;
	bool				lack;
	struct kntop_protocol_row	*row;
};

/* ---- collecting, accounting mutex -------------------------------------- */

static struct kntop_protocol_row *
kntop_protocol_row(struct kntop_protocol_dump *d,
		   const struct kntop_protocol_row *whose)
{
	struct kntop_protocol_row *more;

	if (d->count == d->limit) {
		more = kvmalloc_array(d->limit * 2 + 64, sizeof(*more), KNTOP_TABLE_GFP);
		if (!more) {
			d->lack = true;
			return NULL;
		}
		memcpy(more, d->row, d->count * sizeof(*more));
		kvfree(d->row);
		d->row = more;
		d->limit = d->limit * 2 + 64;
	}
	d->row[d->count] = *whose;
	return &d->row[d->count++];
}

static void kntop_protocol_collect(struct kntop_protocol_dump *d,
				   const struct kntop_breakdown *b,
				   const struct kntop_protocol_row *whose, int ways)
{
	const struct kntop_share *share;
	struct kntop_protocol_row *row;
	unsigned int at = 0;

	while ((share = kntop_breakdown_next(b, &at))) {
		if (kntop_share_kind(share->key) != d->kind)
			continue;
		row = kntop_protocol_row(d, whose);
		if (!row)
			return;
		row->number = kntop_share_number(share->key);
		row->flows = share->flows;
		memcpy(row->volume, share->volume, ways * sizeof(*row->volume));
	}
}

/* What the flows of the interface have carried that is in no protocol yet. */
static void kntop_protocol_undecided(struct kntop_protocol_dump *d,
				     const struct kntop_interface *i, u32 from)
{
	struct kntop_protocol_row whose = { .number = -1, .flows = i->flows_total };
	struct kntop_volume *v = whose.volume;
	u32 n;

	for (n = 0; n <= KNTOP_LOCALITY_MAX; n++) {
		v->packets += i->locality[n].packets;
		v->octets += i->locality[n].octets;
	}
	for (n = from; n < d->count; n++) {
		whose.flows -= d->row[n].flows;
		v->packets -= d->row[n].volume[0].packets + d->row[n].volume[1].packets;
		v->octets -= d->row[n].volume[0].octets + d->row[n].volume[1].octets;
	}
	strscpy(whose.name, i->name, sizeof(whose.name));
	if (whose.flows || v->packets)
		kntop_protocol_row(d, &whose);
}

/* Without a name that of all live ones is meant. */
static bool kntop_protocol_wants(const struct kntop_interface *i, const struct nlattr *name)
{
	return name ? !nla_strcmp(name, i->name) : !kntop_interface_is_offline(i);
}

static int kntop_protocol_interfaces(struct kntop_protocol_dump *d,
				     struct kntop_net *kn, const struct nlattr *name)
{
	struct kntop_interface *i;
	unsigned long id;
	int err = name ? -ENODEV : 0;

	xa_for_each(&kn->interfaces, id, i) {
		struct kntop_protocol_row whose = {};
		u32 from = d->count;

		if (!kntop_protocol_wants(i, name))
			continue;
		err = 0;
		strscpy(whose.name, i->name, sizeof(whose.name));
		kntop_protocol_collect(d, &i->breakdown, &whose, 2);
		kntop_protocol_undecided(d, i, from);
	}
	return err;
}

static void kntop_protocol_host(struct kntop_protocol_dump *d,
				const struct kntop_host *host,
				const struct kntop_interface *i)
{
	struct kntop_protocol_row whose = {
		.owner = KNTOP_PROTOCOL_A_ADDR, .addr = host->addr, .vlan = host->vlan,
	};

	strscpy(whose.name, i->name, sizeof(whose.name));
	kntop_protocol_collect(d, &host->breakdown, &whose, 2);
}

/* A host may be there in each interface and VLAN: the whole table is asked. */
static int kntop_protocol_hosts(struct kntop_protocol_dump *d, struct kntop_net *kn,
				const union kntop_addr *addr, const struct nlattr *name)
{
	struct kntop_host_buckets *bs = rcu_dereference_protected(kn->hosts.buckets, 1);
	struct kntop_interface *i;
	struct kntop_host *host;
	unsigned long b;
	int err = -ENOENT;

	for (b = 0; bs && b < 1UL << bs->bits; b++) {
		hlist_for_each_entry(host, &bs->bucket[b], node) {
			if (memcmp(&host->addr, addr, sizeof(*addr)))
				continue;
			i = xa_load(&kn->interfaces, host->ifid);
			if (!i || !kntop_protocol_wants(i, name))
				continue;
			err = 0;
			kntop_protocol_host(d, host, i);
		}
		cond_resched();
	}
	return err;
}

/* The lines of the next host in the bucket, if it has any. */
static void kntop_protocol_in_bucket(struct kntop_protocol_dump *d,
				     struct kntop_net *kn,
				     const struct hlist_head *bucket)
{
	struct kntop_interface *i;
	struct kntop_host *host;

	hlist_for_each_entry(host, bucket, node) {
		if (d->host && host->number >= d->host)
			continue;
		d->host = host->number;
		i = xa_load(&kn->interfaces, host->ifid);
		if (!i || (d->ifid ? d->ifid != i->id : kntop_interface_is_offline(i)))
			continue;
		kntop_protocol_host(d, host, i);
		if (d->count || d->lack)
			return;
	}
	d->host = 0;
	d->bucket++;
}

/* In place of the lines that were sent those of the next host; none: it was the last. */
static int kntop_protocol_next(struct kntop_protocol_dump *d, struct kntop_net *kn)
{
	int err = mutex_lock_killable(&kn->mutex);
	struct kntop_host_buckets *bs;

	if (err)
		return err;
	d->count = d->sent = 0;
	bs = rcu_dereference_protected(kn->hosts.buckets, 1);
	while (!d->count && !d->lack && bs && d->bucket < 1UL << bs->bits) {
		kntop_protocol_in_bucket(d, kn, &bs->bucket[d->bucket]);
		cond_resched();
	}
	mutex_unlock(&kn->mutex);
	return d->lack ? -ENOMEM : 0;
}

static int kntop_protocol_all_hosts(struct kntop_protocol_dump *d, struct kntop_net *kn,
				    const struct nlattr *name)
{
	struct kntop_interface *i = name ? kntop_watch_find(kn, nla_data(name)) : NULL;

	d->hosts = true;
	d->ifid = i ? i->id : 0;
	return name && !i ? -ENODEV : 0;
}

static int kntop_protocol_nets(struct kntop_protocol_dump *d, struct kntop_net *kn,
			       const union kntop_addr *addr, u8 prefix,
			       const struct nlattr *name, const struct nlattr *dev,
			       struct netlink_ext_ack *extack)
{
	const struct kntop_localnets *l = kntop_get_localnets(kn, dev, extack);
	const struct kntop_localnet_set *set;
	const struct kntop_localnet *n;
	unsigned int at;
	int err = -ENOENT;

	if (IS_ERR(l))
		return PTR_ERR(l);
	set = rcu_dereference_protected(l->set, 1);
	for (at = 0; set && at < set->count; at++) {
		struct kntop_protocol_row whose = { .owner = KNTOP_PROTOCOL_A_PREFIX };

		n = set->net[at];
		if (name ? nla_strcmp(name, n->name) :
			   n->prefix != prefix || memcmp(&n->addr, addr, sizeof(*addr)))
			continue;
		err = 0;
		whose.addr = n->addr;
		whose.prefix = n->prefix;
		strscpy(whose.name, n->name, sizeof(whose.name));
		kntop_protocol_collect(d, &n->breakdown, &whose, 3);
	}
	return err;
}

static int kntop_protocol_read(struct kntop_protocol_dump *d, struct kntop_net *kn,
			       struct nlattr **attrs, struct netlink_ext_ack *extack)
{
	struct nlattr *addr = attrs[KNTOP_PROTOCOL_A_ADDR];
	struct nlattr *prefix = attrs[KNTOP_PROTOCOL_A_PREFIX];
	struct nlattr *net = attrs[KNTOP_PROTOCOL_A_LOCALNET];
	struct nlattr *dev = attrs[KNTOP_PROTOCOL_A_INTERFACE];
	bool hosts = attrs[KNTOP_PROTOCOL_A_HOSTS];
	u8 bits = prefix ? nla_get_u8(prefix) : 0;
	union kntop_addr a;
	int err;

	if ((net && (addr || prefix)) || (prefix && !addr) ||
	    (hosts && (net || addr || prefix))) {
		NL_SET_ERR_MSG(extack, "an interface, a host, all hosts, or a network");
		return -EINVAL;
	}
	if (attrs[KNTOP_PROTOCOL_A_KIND])
		d->kind = nla_get_u32(attrs[KNTOP_PROTOCOL_A_KIND]);
	err = addr ? kntop_get_addr(&a, addr, prefix ? &bits : NULL, extack) : 0;
	if (err)
		return err;
	if (net || prefix)
		err = kntop_protocol_nets(d, kn, &a, bits, net, dev, extack);
	else if (addr)
		err = kntop_protocol_hosts(d, kn, &a, dev);
	else if (hosts)
		err = kntop_protocol_all_hosts(d, kn, dev);
	else
		err = kntop_protocol_interfaces(d, kn, dev);
	if (err == -ENODEV)
		NL_SET_ERR_MSG_ATTR(extack, dev, "this interface is not watched");
	else if (err == -ENOENT)
		NL_SET_ERR_MSG(extack, "no such host or local network");
	return err ?: d->lack ? -ENOMEM : 0;
}

static int kntop_protocol_start(struct netlink_callback *cb)
{
	struct kntop_net *kn = kntop_dump_net(cb);
	struct kntop_protocol_dump *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int err;

	if (!d)
		return -ENOMEM;
	cb->args[0] = (long)d;
	err = mutex_lock_killable(&kn->mutex);
	if (err)
		return err;
	err = kntop_protocol_read(d, kn, kntop_dump_attrs(cb), cb->extack);
	mutex_unlock(&kn->mutex);
	return err;
}

int kntop_protocol_done(struct netlink_callback *cb)
{
	struct kntop_protocol_dump *d = (void *)cb->args[0];

	if (d)
		kvfree(d->row);
	kfree(d);
	return 0;
}

/* ---- sending ----------------------------------------------------------- */

static int kntop_protocol_put_owner(struct sk_buff *skb,
				    const struct kntop_protocol_row *r)
{
	u8 prefix = kntop_addr_is_v4(&r->addr) && r->prefix >= 96 ?
		    r->prefix - 96 : r->prefix;

	if (r->owner && kntop_put_addr(skb, KNTOP_PROTOCOL_A_ADDR, &r->addr))
		return -EMSGSIZE;
	if (r->owner != KNTOP_PROTOCOL_A_PREFIX)
		return nla_put_string(skb, KNTOP_PROTOCOL_A_INTERFACE, r->name) ?:
		       r->vlan ? nla_put_u16(skb, KNTOP_PROTOCOL_A_VLAN, r->vlan) : 0;
	return nla_put_u8(skb, KNTOP_PROTOCOL_A_PREFIX, prefix) ?:
	       r->name[0] ? nla_put_string(skb, KNTOP_PROTOCOL_A_LOCALNET, r->name) : 0;
}

static int kntop_protocol_put_volume(struct sk_buff *skb, int attr,
				     const struct kntop_volume *v)
{
	return kntop_put_counter(skb, attr, v->packets, v->octets);
}

static int kntop_protocol_fill(struct sk_buff *skb, u32 kind,
			       const struct kntop_protocol_row *r)
{
	const struct kntop_volume *v = r->volume;

	if (nla_put_u32(skb, KNTOP_PROTOCOL_A_KIND, kind) ||
	    kntop_protocol_put_owner(skb, r) ||
	    (r->number >= 0 && nla_put_u16(skb, KNTOP_PROTOCOL_A_NUMBER, r->number)) ||
	    nla_put_u64_64bit(skb, KNTOP_PROTOCOL_A_FLOWS, r->flows,
			      KNTOP_PROTOCOL_A_PAD) ||
	    kntop_protocol_put_volume(skb, KNTOP_PROTOCOL_A_SENT, &v[0]) ||
	    kntop_protocol_put_volume(skb, KNTOP_PROTOCOL_A_RECEIVED, &v[1]) ||
	    (r->owner == KNTOP_PROTOCOL_A_PREFIX &&
	     kntop_protocol_put_volume(skb, KNTOP_PROTOCOL_A_INTERNAL, &v[2])))
		return -EMSGSIZE;
	return 0;
}

/* Return: false when the message is full. */
static bool kntop_protocol_send(struct sk_buff *skb, struct netlink_callback *cb,
				struct kntop_protocol_dump *d)
{
	void *header;

	for (; d->sent < d->count; d->sent++) {
		header = kntop_dump_begin(skb, cb, KNTOP_CMD_PROTOCOL_GET);
		if (!header)
			return false;
		if (kntop_protocol_fill(skb, d->kind, &d->row[d->sent])) {
			genlmsg_cancel(skb, header);
			return false;
		}
		genlmsg_end(skb, header);
	}
	return true;
}

int kntop_protocol_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int err = cb->args[0] ? 0 : kntop_protocol_start(cb);
	struct kntop_protocol_dump *d = (void *)cb->args[0];
	struct kntop_net *kn = kntop_dump_net(cb);

	if (err)
		return err;
	if (d->hosts)
		/* 0 would mean that nobody counts */
		cb->seq = READ_ONCE(kn->hosts.generation) + 1;
	while (kntop_protocol_send(skb, cb, d) && d->hosts) {
		err = kntop_protocol_next(d, kn);
		if (err || !d->count)
			break;
	}
	return skb->len ?: err;
}
