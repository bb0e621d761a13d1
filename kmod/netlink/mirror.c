// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <linux/time64.h>

#include "../interface.h"
#include "../twin.h"
#include "../uplink.h"
#include "../watch.h"
#include "family.h"
#include "mirror.h"

static_assert(KNTOP_DEDUP_MAX * NSEC_PER_USEC == NSEC_PER_SEC);

/* Times of copies are kept in units of 2^14 ns: less than a millisecond is not told apart. */
#define KNTOP_MIRROR_DEDUP_LEAST	1000

static int kntop_mirror_read_dedup(struct genl_info *info, struct kntop_watch_options *o)
{
	struct nlattr *attr = info->attrs[KNTOP_INTERFACE_A_DEDUP];
	u32 window = attr ? nla_get_u32(attr) : 0;

	if (!window)
		return 0;
	if (window < KNTOP_MIRROR_DEDUP_LEAST) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "copies come within a millisecond or more");
		return -EINVAL;
	}
	o->twins = kntop_twins_new((u64)window * NSEC_PER_USEC, KNTOP_TWIN_BUCKETS);
	return o->twins ? 0 : -ENOMEM;
}

static int kntop_mirror_read_uplinks(struct genl_info *info, struct kntop_watch_options *o)
{
	struct nlattr *attr = info->attrs[KNTOP_INTERFACE_A_UPLINK];

	if (!attr || !nla_len(attr))
		return 0;
	if (nla_len(attr) % ETH_ALEN) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "a MAC address has 6 octets");
		return -EINVAL;
	}
	o->uplinks = kntop_uplinks_new(nla_data(attr), nla_len(attr) / ETH_ALEN);
	return o->uplinks ? 0 : -ENOMEM;
}

int kntop_mirror_options(struct genl_info *info, struct kntop_watch_options *o)
{
	return kntop_mirror_read_dedup(info, o) ?: kntop_mirror_read_uplinks(info, o);
}

/* ---- replies ----------------------------------------------------------- */

static int kntop_mirror_put_settings(struct sk_buff *skb, const struct kntop_interface *i)
{
	const struct kntop_uplinks *us;
	const struct kntop_twins *ts;
	u32 window;
	int err = 0;

	rcu_read_lock();
	ts = rcu_dereference(i->twins);
	window = ts ? div_u64(ts->window, NSEC_PER_USEC) : 0;
	us = rcu_dereference(i->uplinks);
	if (us)
		err = nla_put(skb, KNTOP_INTERFACE_A_UPLINK, us->count * ETH_ALEN, us->mac);
	rcu_read_unlock();
	return err ?: nla_put_u32(skb, KNTOP_INTERFACE_A_DEDUP, window);
}

static int kntop_mirror_put_doubled(struct sk_buff *skb, const struct kntop_interface *i)
{
	struct kntop_volume v[2];

	kntop_interface_doubled(i, v);
	return kntop_put_counter(skb, KNTOP_MIRROR_A_RX_DOUBLED, v[KNTOP_RX].packets,
				 v[KNTOP_RX].octets) ?:
	       kntop_put_counter(skb, KNTOP_MIRROR_A_TX_DOUBLED, v[KNTOP_TX].packets,
				 v[KNTOP_TX].octets);
}

static int kntop_mirror_put_uplinks(struct sk_buff *skb, const struct kntop_interface *i)
{
	static const u8 total[] = {
		[KNTOP_UPLOAD] = KNTOP_MIRROR_A_UPLOAD,
		[KNTOP_DOWNLOAD] = KNTOP_MIRROR_A_DOWNLOAD,
		[KNTOP_NEITHER] = KNTOP_MIRROR_A_NEITHER,
	};
	static const u8 rate[][2] = {
		[KNTOP_UPLOAD] = { KNTOP_MIRROR_A_UPLOAD_RATE,
				   KNTOP_MIRROR_A_UPLOAD_PACKET_RATE },
		[KNTOP_DOWNLOAD] = { KNTOP_MIRROR_A_DOWNLOAD_RATE,
				     KNTOP_MIRROR_A_DOWNLOAD_PACKET_RATE },
	};
	struct kntop_volume v[KNTOP_UPLINK_WAYS];
	const struct kntop_volume *now;
	int way, err = 0;

	kntop_interface_directed(i, v);
	for (way = 0; !err && way < KNTOP_UPLINK_WAYS; way++)
		err = kntop_put_counter(skb, total[way], v[way].packets, v[way].octets);
	for (way = 0; !err && way <= KNTOP_DOWNLOAD; way++) {
		now = &i->uplink_rate[way];
		err = nla_put_u64_64bit(skb, rate[way][0], READ_ONCE(now->octets),
					KNTOP_MIRROR_A_PAD) ?:
		      nla_put_u64_64bit(skb, rate[way][1], READ_ONCE(now->packets),
					KNTOP_MIRROR_A_PAD);
	}
	return err;
}

static int kntop_mirror_put_verdict(struct sk_buff *skb, const struct kntop_interface *i)
{
	struct kntop_mirror_verdict v;

	kntop_mirror_judge(&i->mirror, kntop_interface_is_offline(i), &v);
	if (nla_put_u32(skb, KNTOP_MIRROR_A_COMPARED, v.compared) ||
	    nla_put_u32(skb, KNTOP_MIRROR_A_COPIES, v.copies) ||
	    nla_put_u32(skb, KNTOP_MIRROR_A_FLOWS_TWO_WAY, v.two_way) ||
	    nla_put_u32(skb, KNTOP_MIRROR_A_FLOWS_ONE_WAY, v.one_way))
		return -EMSGSIZE;
	/* where copies are counted apart there is nothing to complain of */
	if (v.doubles && !rcu_access_pointer(i->twins) &&
	    nla_put_flag(skb, KNTOP_MIRROR_A_DOUBLES))
		return -EMSGSIZE;
	return v.one_sided ? nla_put_flag(skb, KNTOP_MIRROR_A_ONE_WAY) : 0;
}

int kntop_mirror_put(struct sk_buff *skb, struct kntop_interface *i)
{
	struct nlattr *nest;

	if (kntop_mirror_put_settings(skb, i))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, KNTOP_INTERFACE_A_MIRROR);
	if (!nest || kntop_mirror_put_doubled(skb, i) || kntop_mirror_put_uplinks(skb, i) ||
	    kntop_mirror_put_verdict(skb, i))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

int kntop_mirror_put_device(struct sk_buff *skb, const struct kntop_device_report *r)
{
	const struct rtnl_link_stats64 *s = &r->stats;
	const struct {
		u8	attr;
		u64	value;
	} count[] = {
		{ KNTOP_DEVICE_A_RX_DROPPED, s->rx_dropped },
		{ KNTOP_DEVICE_A_RX_MISSED, s->rx_missed_errors },
		{ KNTOP_DEVICE_A_RX_OVERRUNS, s->rx_over_errors + s->rx_fifo_errors },
		{ KNTOP_DEVICE_A_RX_ERRORS, s->rx_errors },
		{ KNTOP_DEVICE_A_TX_DROPPED, s->tx_dropped },
		{ KNTOP_DEVICE_A_TX_ERRORS, s->tx_errors },
		{ KNTOP_DEVICE_A_RX_UNSEEN, r->unseen[KNTOP_RX] },
		{ KNTOP_DEVICE_A_TX_UNSEEN, r->unseen[KNTOP_TX] },
	};
	struct nlattr *nest = nla_nest_start(skb, KNTOP_INTERFACE_A_DEVICE);
	unsigned int n;

	if (!nest ||
	    kntop_put_counter(skb, KNTOP_DEVICE_A_RX, s->rx_packets, s->rx_bytes) ||
	    kntop_put_counter(skb, KNTOP_DEVICE_A_TX, s->tx_packets, s->tx_bytes))
		return -EMSGSIZE;
	for (n = 0; n < ARRAY_SIZE(count); n++)
		if (nla_put_u64_64bit(skb, count[n].attr, count[n].value, KNTOP_DEVICE_A_PAD))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}
