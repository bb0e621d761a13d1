// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "breakdown.h"
#include "filter.h"
#include "fragment.h"
#include "history.h"
#include "interface.h"
#include "twin.h"

/* Where all 802.3 frames are gathered, whatever their length. */
#define KNTOP_ETHERTYPE_802_3	1
#define KNTOP_ETHERTYPE_OTHER	0

u64 kntop_interface_now(const struct kntop_interface *i)
{
	return kntop_interface_is_offline(i) ? READ_ONCE(i->clock) : ktime_get_ns();
}

static void kntop_interface_destroy(struct kntop_interface *i)
{
	if (i->fragments)
		kntop_fragments_destroy(i->fragments);
	kfree(i->fragments);
	free_percpu(i->traffic);
	kntop_history_free(i->history);
	kntop_mirror_exit(&i->mirror);
	kfree(i);
}

struct kntop_interface *kntop_interface_new(const char *name, u32 flags,
					    struct kntop_flow_table *flows,
					    struct mutex *mutex)
{
	bool offline = flags & KNTOP_INTERFACE_OFFLINE;
	struct kntop_interface *i = kzalloc(sizeof(*i), GFP_KERNEL_ACCOUNT);

	if (!i)
		return NULL;
	i->traffic = alloc_percpu_gfp(struct kntop_traffic, GFP_KERNEL_ACCOUNT);
	i->fragments = kzalloc(sizeof(*i->fragments), GFP_KERNEL_ACCOUNT);
	/* the clock of a file is not ours */
	i->history = offline ? NULL : kntop_history_new(mutex);
	if (!i->traffic || !i->fragments || (!offline && !i->history)) {
		kntop_interface_destroy(i);
		return NULL;
	}
	strscpy(i->name, name, sizeof(i->name));
	i->flags = flags;
	i->flows = flows;
	i->since = ktime_get_ns();
	kntop_fragments_init(i->fragments, offline);
	spin_lock_init(&i->type_lock);
	kntop_mirror_init(&i->mirror, offline ? 0 : i->since);
	if (offline)
		kntop_interface_sample(i);
	i->wheel.tick = kntop_wheel_second(kntop_interface_now(i));
	return i;
}

static void kntop_interface_free_rcu(struct rcu_head *head)
{
	kntop_interface_destroy(container_of(head, struct kntop_interface, rcu));
}

void kntop_interface_free(struct kntop_interface *i)
{
	kntop_filter_free(rcu_dereference_protected(i->filter, 1));
	kntop_twins_free(rcu_dereference_protected(i->twins, 1));
	kntop_uplinks_free(rcu_dereference_protected(i->uplinks, 1));
	kntop_breakdown_free(&i->breakdown);
	call_rcu(&i->rcu, kntop_interface_free_rcu);
}

static void kntop_interface_ask(struct kntop_interface *i, enum kntop_asks what, bool asks)
{
	if (asks)
		set_bit(what, &i->asks);
	else
		clear_bit(what, &i->asks);
}

void kntop_interface_set_filter(struct kntop_interface *i, struct kntop_filter *f)
{
	struct kntop_filter *old = rcu_replace_pointer(i->filter, f, true);

	kntop_interface_ask(i, KNTOP_ASKS_FILTER, f);
	kntop_filter_free(old);
}

void kntop_interface_set_twins(struct kntop_interface *i, struct kntop_twins *ts)
{
	struct kntop_twins *old = rcu_replace_pointer(i->twins, ts, true);

	kntop_interface_ask(i, KNTOP_ASKS_TWIN, ts);
	kntop_twins_free(old);
}

void kntop_interface_set_uplinks(struct kntop_interface *i, struct kntop_uplinks *us)
{
	struct kntop_uplinks *old = rcu_replace_pointer(i->uplinks, us, true);

	kntop_interface_ask(i, KNTOP_ASKS_UPLINK, us);
	kntop_uplinks_free(old);
}

void kntop_interface_sample(struct kntop_interface *i)
{
	if (i->mirror.twins)
		set_bit(KNTOP_ASKS_SAMPLE, &i->asks);
}

/* Lock held. The last place is for all types that found none. */
static struct kntop_ethertype *
kntop_interface_type_find(struct kntop_interface *i, u16 type)
{
	struct kntop_ethertype *e = i->type;

	for (; e < i->type + i->types; e++)
		if (e->type == type)
			return e;
	if (i->types == KNTOP_ETHERTYPES)
		return &i->type[KNTOP_ETHERTYPES - 1];
	if (++i->types == KNTOP_ETHERTYPES)
		type = KNTOP_ETHERTYPE_OTHER;
	e->type = type;
	return e;
}

void kntop_interface_ethertype(struct kntop_interface *i, u16 type,
			       u32 packets, u64 octets)
{
	struct kntop_ethertype *e;

	if (type < ETH_P_802_3_MIN)
		type = KNTOP_ETHERTYPE_802_3;
	spin_lock(&i->type_lock);
	e = kntop_interface_type_find(i, type);
	e->packets += packets;
	e->octets += octets;
	spin_unlock(&i->type_lock);
}

/* Adds up packets and octets that each CPU has counted. */
#define KNTOP_INTERFACE_SUM(i, v, count, of_packets, of_octets)		\
	do {									\
		const struct kntop_traffic *t;					\
		int cpu, n;							\
										\
		memset(v, 0, (count) * sizeof(*(v)));				\
		for_each_possible_cpu(cpu) {					\
			t = per_cpu_ptr((i)->traffic, cpu);			\
			for (n = 0; n < (count); n++) {				\
				(v)[n].packets += READ_ONCE(t->of_packets[n]);	\
				(v)[n].octets += READ_ONCE(t->of_octets[n]);	\
			}							\
		}								\
	} while (0)

void kntop_interface_totals(const struct kntop_interface *i,
			    struct kntop_volume v[2])
{
	KNTOP_INTERFACE_SUM(i, v, 2, packets, octets);
}

void kntop_interface_filtered(const struct kntop_interface *i,
			      struct kntop_volume v[2])
{
	KNTOP_INTERFACE_SUM(i, v, 2, filtered_packets, filtered_octets);
}

void kntop_interface_doubled(const struct kntop_interface *i,
			     struct kntop_volume v[2])
{
	KNTOP_INTERFACE_SUM(i, v, 2, doubled_packets, doubled_octets);
}

void kntop_interface_carried(const struct kntop_interface *i,
			     struct kntop_volume v[2])
{
	struct kntop_volume doubled[2];
	int way;

	kntop_interface_doubled(i, doubled);
	/* a copy is in the totals first: totals that are read later have all of these */
	smp_rmb();
	kntop_interface_totals(i, v);
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		v[way].packets -= doubled[way].packets;
		v[way].octets -= doubled[way].octets;
	}
}

void kntop_interface_directed(const struct kntop_interface *i,
			      struct kntop_volume v[KNTOP_UPLINK_WAYS])
{
	KNTOP_INTERFACE_SUM(i, v, KNTOP_UPLINK_WAYS, uplink_packets, uplink_octets);
}
