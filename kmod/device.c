// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <net/sch_generic.h>

#include "device.h"
#include "interface.h"

static void kntop_device_packets(const struct rtnl_link_stats64 *s, u64 packets[2])
{
	packets[KNTOP_RX] = s->rx_packets;
	packets[KNTOP_TX] = s->tx_packets;
}

/* All that the hooks were shown. */
static void kntop_device_seen(const struct kntop_interface *i, u64 seen[2])
{
	struct kntop_volume total[2], filtered[2];
	int way;

	kntop_interface_totals(i, total);
	kntop_interface_filtered(i, filtered);
	for (way = KNTOP_RX; way <= KNTOP_TX; way++)
		seen[way] = total[way].packets + filtered[way].packets;
}

/* How long drivers may keep their counters before they bring them up to date, and more. */
#define KNTOP_DEVICE_SETTLE_NS	(5ULL * NSEC_PER_SEC)

/* Context: RTNL. */
static bool kntop_device_is_direct(const struct net_device *dev)
{
	const struct Qdisc *q = rtnl_dereference(netdev_get_tx_queue(dev, 0)->qdisc);

	return (dev->priv_flags & IFF_NO_QUEUE) && q && !q->enqueue;
}

static void kntop_device_rebase(struct kntop_interface *i, const struct rtnl_link_stats64 *now)
{
	struct kntop_device *d = &i->device;

	kntop_device_seen(i, d->seen);
	d->base = *now;
	d->settled = false;
	kntop_device_packets(now, d->tick[0]);
	kntop_device_packets(now, d->tick[1]);
}

void kntop_device_begin(struct kntop_interface *i)
{
	struct rtnl_link_stats64 now;

	dev_get_stats(i->dev, &now);
	i->device.direct = kntop_device_is_direct(i->dev);
	kntop_device_rebase(i, &now);
	/* pairs with kntop_device_is_ready() */
	smp_store_release(&i->device.ready, true);
}

static bool kntop_device_is_ready(const struct kntop_interface *i)
{
	/* pairs with kntop_device_begin() */
	return smp_load_acquire(&i->device.ready);
}

/* Drivers that are loaded anew, or whose counters are 32 bits wide. */
static bool kntop_device_began_anew(const struct kntop_device *d,
				    const struct rtnl_link_stats64 *now)
{
	return now->rx_packets < d->base.rx_packets || now->tx_packets < d->base.tx_packets;
}

void kntop_device_tick(struct kntop_interface *i)
{
	struct kntop_device *d = &i->device;
	struct rtnl_link_stats64 now;
	struct net_device *dev;
	u64 packets[2];
	int way;

	if (!kntop_device_is_ready(i))
		return;
	rcu_read_lock();
	/* it is freed a grace period after it was taken away */
	dev = READ_ONCE(i->dev);
	if (dev)
		dev_get_stats(dev, &now);
	rcu_read_unlock();
	if (!dev)
		return;
	if (kntop_device_began_anew(d, &now)) {
		kntop_device_rebase(i, &now);
		return;
	}
	kntop_device_packets(&now, packets);
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		if (!d->settled)
			d->first[way] = packets[way] - (way == KNTOP_RX ? d->base.rx_packets :
									  d->base.tx_packets);
		WRITE_ONCE(d->tick[1][way], d->tick[0][way]);
		WRITE_ONCE(d->tick[0][way], packets[way]);
	}
	if (ktime_get_ns() - i->since >= KNTOP_DEVICE_SETTLE_NS)
		WRITE_ONCE(d->settled, true);
}

/* What of the packets that a device received it did not hand on, as far as it says. */
static u64 kntop_device_rx_lost(const struct rtnl_link_stats64 *s)
{
	return s->rx_dropped + s->rx_missed_errors + s->rx_errors + s->rx_over_errors +
	       s->rx_fifo_errors;
}

static void kntop_device_since(struct rtnl_link_stats64 *s, const struct rtnl_link_stats64 *base)
{
	const u64 *from = (const u64 *)base;
	u64 *to = (u64 *)s;
	unsigned int n;

	BUILD_BUG_ON(sizeof(*s) % sizeof(u64));
	for (n = 0; n < sizeof(*s) / sizeof(u64); n++)
		to[n] = to[n] > from[n] ? to[n] - from[n] : 0;
}

static u64 kntop_device_missing(const struct kntop_device *d, int way, u64 counted, u64 now,
				u64 seen)
{
	u64 slack = way == KNTOP_RX ? now - READ_ONCE(d->tick[1][way]) : 0;
	u64 missing = counted > seen ? counted - seen : 0;

	if (!d->direct)
		slack += d->first[way];
	return missing > slack ? missing : 0;
}

/* The counters of a bond are those of its ports, of which it is shown only some. */
static bool kntop_device_is_comparable(const struct net_device *dev)
{
	return !netif_is_bond_master(dev);
}

bool kntop_device_report(struct kntop_interface *i, struct kntop_device_report *r)
{
	const struct kntop_device *d = &i->device;
	u64 now[2], counted[2], seen[2], lost;
	struct net_device *dev;
	int way;

	if (!kntop_device_is_ready(i))
		return false;
	memset(r, 0, sizeof(*r));
	rcu_read_lock();
	dev = READ_ONCE(i->dev);
	if (!dev) {
		rcu_read_unlock();
		return false;
	}
	/* first the device's: what it counts meanwhile is not missed */
	dev_get_stats(dev, &r->stats);
	kntop_device_seen(i, seen);
	kntop_device_packets(&r->stats, now);
	if (!(d->direct || READ_ONCE(d->settled)) || kntop_device_began_anew(d, &r->stats) ||
	    !kntop_device_is_comparable(dev))
		dev = NULL;
	rcu_read_unlock();
	kntop_device_since(&r->stats, &d->base);
	if (!dev)
		return true;
	kntop_device_packets(&r->stats, counted);
	lost = kntop_device_rx_lost(&r->stats);
	counted[KNTOP_RX] -= min(lost, counted[KNTOP_RX]);
	for (way = KNTOP_RX; way <= KNTOP_TX; way++)
		if (i->hooked[way])
			r->unseen[way] = kntop_device_missing(d, way, counted[way], now[way],
							      seen[way] - d->seen[way]);
	return true;
}
