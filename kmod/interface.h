/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interface: a watched device or an offline source, and its totals.
 */
#ifndef KNTOP_INTERFACE_H
#define KNTOP_INTERFACE_H

#include <linux/kntop.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "device.h"
#include "mirror.h"
#include "tally.h"
#include "uplink.h"
#include "wheel.h"

struct kntop_filter;
struct kntop_flow_table;
struct kntop_fragments;
struct kntop_history;
struct kntop_localnets;
struct kntop_shares;
struct kntop_tunnel_table;
struct kntop_twins;

/** Offline sources have numbers from here on (KNTOP_FLOW_IFID_OFFLINE). */
#define KNTOP_INTERFACE_ID_OFFLINE	0x8000
#define KNTOP_INTERFACE_ID_MAX		0xffff

/** Index of the two directions in traffic counters. */
#define KNTOP_RX	0
#define KNTOP_TX	1

/**
 * struct kntop_traffic - every frame of an interface, counted once
 * @packets: wire packets, rx and tx
 * @octets: their octets
 * @part: what is in no flow, by enum kntop_part
 * @filtered_packets: wire packets that the filter left out of all of that, rx and tx
 * @filtered_octets: their octets
 * @doubled_packets: copies of other frames, rx and tx: they are in @packets and in the part
 *	KNTOP_PART_DOUBLED
 * @doubled_octets: their octets
 * @uplink_packets: by enum kntop_uplink_way, what passed while there were uplinks
 * @uplink_octets: their octets
 *
 * One for each CPU, written by it with bottom halves off.
 */
struct kntop_traffic {
	u64			packets[2];
	u64			octets[2];
	struct kntop_tally	part[KNTOP_PART_MAX + 1];
	u64			filtered_packets[2];
	u64			filtered_octets[2];
	u64			doubled_packets[2];
	u64			doubled_octets[2];
	u64			uplink_packets[KNTOP_UPLINK_WAYS];
	u64			uplink_octets[KNTOP_UPLINK_WAYS];
};

/**
 * enum kntop_asks - bits of kntop_interface.asks: what is asked of each frame, see gate.h
 * @KNTOP_ASKS_FILTER: is it wanted? There is a filter, or was a moment ago
 * @KNTOP_ASKS_TWIN: is it a copy?
 * @KNTOP_ASKS_SAMPLE: is this mirror one that doubles frames? For some frames only
 * @KNTOP_ASKS_UPLINK: which way does it go?
 */
enum kntop_asks {
	KNTOP_ASKS_FILTER,
	KNTOP_ASKS_TWIN,
	KNTOP_ASKS_SAMPLE,
	KNTOP_ASKS_UPLINK,
};

/** Ethertypes counted apart; more than these are gathered under type 0. */
#define KNTOP_ETHERTYPES	64

struct kntop_ethertype {
	u16	type;
	u64	packets;
	u64	octets;
};

/** struct kntop_breakdown - traffic by protocol, see breakdown.h; zeroed it is empty */
struct kntop_breakdown {
	struct kntop_shares __rcu *shares;
};

/**
 * struct kntop_interface - a watched interface
 * @id: its number in flow keys, never 0
 * @asks: enum kntop_asks: all that a packet pays for nothing being asked; atomic bits
 * @flags: enum kntop_interface_flag, constant
 * @verdict: what the hooks say of an arriving frame; constant, as the next four
 * @flows: the table its flows go to
 * @traffic: totals
 * @fragments: datagrams in fragments
 * @tunnels: the table its tunnels are in; constant once it is watched
 * @hash_ipv4: what the keys of its UDP and its TCP flows have in common, see express.c
 * @name: device's or source's name; RTNL, readers may see a rename half done
 * @since: watched since, clock of live interfaces
 * @clock: offline: newest time that was fed
 * @type_lock: protects @type and @types, softirq-safe
 * @type: ethertypes seen that are not IP
 * @types: how many
 * @filter: which frames are counted, NULL all; written under RTNL, RCU
 * @twins: the frames that came lately, where copies are counted apart, as the next
 * @uplinks: gateways of a mirror port; NULL none. Written under RTNL, RCU
 * @mirror: what its frames and flows tell of a mirror
 * @device: counters of the device
 * @ifindex: of the device, 0 offline; constant
 * @dev: device, NULL offline; RTNL
 * @tracker: of our reference to @dev
 * @ops: our hooks, by direction; RTNL
 * @hooked: which are registered; RTNL
 * @promiscuous: we hold the device promiscuous; RTNL
 * @leaving: offline: no more frames are taken; set under RTNL
 * @linger: link in the list of interfaces no longer watched that still have flows
 * @history: what it carried lately, NULL offline; constant
 * @localnets: local networks that its traffic is counted for: the namespace's, or offline
 *	its own; constant once it is found, freed with it
 * @wheel: its flows by when they are due; accounting mutex, as @linger and all below
 * @waiting: its flows that have ended and wait for their verdict, by their wheel link
 * @flows_total: flows folded for the first time
 * @flows_ended: flows that ended
 * @last: time of the newest packet folded
 * @hosts: its entries in the host table
 * @ended: what the ended flows had counted
 * @locality: traffic by enum kntop_locality
 * @breakdown: traffic by protocol: what clients sent, and servers
 * @before: totals at the last tick, without copies, and
 * @rate: packets and octets a second since, by direction
 * @uplink_before: what went which way by then, and
 * @uplink_rate: packets and octets a second since
 * @rcu: for freeing
 */
struct kntop_interface {
	u16			id;
	u32			flags;
	unsigned long		asks;
	unsigned int		verdict;
	struct kntop_flow_table	*flows;
	struct kntop_traffic __percpu *traffic;
	struct kntop_fragments	*fragments;
	struct kntop_tunnel_table *tunnels;
	u64			hash_ipv4[2];
	char			name[KNTOP_NAME_SIZE];
	u64			since;
	u64			clock;

	spinlock_t		type_lock;
	unsigned int		types;
	struct kntop_ethertype	type[KNTOP_ETHERTYPES];

	struct kntop_filter __rcu *filter;
	struct kntop_twins __rcu *twins;
	struct kntop_uplinks __rcu *uplinks;
	struct kntop_mirror	mirror;
	struct kntop_device	device;
	int			ifindex;
	struct net_device	*dev;
	netdevice_tracker	tracker;
	struct nf_hook_ops	ops[2];
	bool			hooked[2];
	bool			promiscuous;
	bool			leaving;
	struct list_head	linger;

	struct kntop_history	*history;
	struct kntop_localnets	*localnets;
	struct kntop_wheel	wheel;
	struct hlist_head	waiting;
	u64			flows_total;
	u64			flows_ended;
	u64			last;
	u32			hosts;
	struct kntop_volume	ended;
	struct kntop_volume	locality[KNTOP_LOCALITY_MAX + 1];
	struct kntop_breakdown	breakdown;
	struct kntop_volume	before[2];
	struct kntop_volume	rate[2];
	struct kntop_volume	uplink_before[KNTOP_UPLINK_WAYS];
	struct kntop_volume	uplink_rate[KNTOP_UPLINK_WAYS];
	struct rcu_head		rcu;
};

static inline bool kntop_interface_is_offline(const struct kntop_interface *i)
{
	return i->flags & KNTOP_INTERFACE_OFFLINE;
}

/** The interface's time now, in the clock of its packets. */
u64 kntop_interface_now(const struct kntop_interface *i);

/**
 * kntop_interface_new - make one, not watching yet
 * @name: its name
 * @flags: enum kntop_interface_flag
 * @flows: where its flows go
 * @mutex: accounting mutex
 *
 * Context: process. Return: the interface or NULL.
 */
struct kntop_interface *kntop_interface_new(const char *name, u32 flags,
					    struct kntop_flow_table *flows,
					    struct mutex *mutex);

/**
 * kntop_interface_free - free it after a grace period
 * @i: interface that is in no list and has no flows
 */
void kntop_interface_free(struct kntop_interface *i);

/**
 * kntop_interface_advance - a frame of this time has come
 * @i: offline source, whose clock does not run back, even if the frames' times do
 * @time: of the frame
 *
 * Return: its time now.
 */
static inline u64 kntop_interface_advance(struct kntop_interface *i, u64 time)
{
	if (time > i->clock)
		WRITE_ONCE(i->clock, time);
	return i->clock;
}

/**
 * kntop_interface_count - count a frame in the totals
 * @i: interface
 * @way: KNTOP_RX or KNTOP_TX
 * @packets: wire packets
 * @octets: their octets
 *
 * Context: bottom halves off.
 */
static inline void kntop_interface_count(struct kntop_interface *i, int way,
					 u32 packets, u64 octets)
{
	struct kntop_traffic __percpu *t = i->traffic;

	__this_cpu_add(t->packets[way], packets);
	__this_cpu_add(t->octets[way], octets);
}

/**
 * kntop_interface_leave_out - count a frame that the filter leaves out of the totals
 * @i: interface
 * @way: KNTOP_RX or KNTOP_TX
 * @packets: wire packets
 * @octets: their octets
 *
 * Context: bottom halves off.
 */
static inline void kntop_interface_leave_out(struct kntop_interface *i, int way,
					     u32 packets, u64 octets)
{
	struct kntop_traffic __percpu *t = i->traffic;

	__this_cpu_add(t->filtered_packets[way], packets);
	__this_cpu_add(t->filtered_octets[way], octets);
}

/**
 * kntop_interface_double - count a copy, which is in the totals already
 * @i: interface
 * @way: KNTOP_RX or KNTOP_TX
 * @octets: of the frame
 * @time: when, never 0
 *
 * Context: bottom halves off.
 */
static inline void kntop_interface_double(struct kntop_interface *i, int way, u32 octets,
					  u64 time)
{
	struct kntop_traffic __percpu *t = i->traffic;

	__this_cpu_inc(t->doubled_packets[way]);
	__this_cpu_add(t->doubled_octets[way], octets);
	kntop_tally_add(&t->part[KNTOP_PART_DOUBLED], 1, octets, time);
}

/**
 * kntop_interface_direct - count a frame by the way that it goes
 * @i: interface
 * @way: enum kntop_uplink_way
 * @packets: wire packets
 * @octets: their octets
 *
 * Context: bottom halves off.
 */
static inline void kntop_interface_direct(struct kntop_interface *i, enum kntop_uplink_way way,
					  u32 packets, u64 octets)
{
	struct kntop_traffic __percpu *t = i->traffic;

	__this_cpu_add(t->uplink_packets[way], packets);
	__this_cpu_add(t->uplink_octets[way], octets);
}

/**
 * kntop_interface_set_filter - count only some frames from now on
 * @i: interface
 * @f: filter, the interface's from here on; NULL counts all
 *
 * Each frame meets the filter before or this one. The one before is freed.
 *
 * Context: RTNL, or an interface that nobody knows yet.
 */
void kntop_interface_set_filter(struct kntop_interface *i, struct kntop_filter *f);

/**
 * kntop_interface_set_twins - count copies apart, or no longer
 * @i: interface
 * @ts: the interface's from here on; NULL: copies count as frames
 *
 * Context: RTNL, or an interface that nobody knows yet.
 */
void kntop_interface_set_twins(struct kntop_interface *i, struct kntop_twins *ts);

/**
 * kntop_interface_set_uplinks - tell upload from download, or no longer
 * @i: interface
 * @us: gateways, the interface's from here on; NULL none
 *
 * Context: RTNL, or an interface that nobody knows yet.
 */
void kntop_interface_set_uplinks(struct kntop_interface *i, struct kntop_uplinks *us);

/**
 * kntop_interface_sample - compare some frames from now on
 * @i: interface whose mirror has begun a sample
 */
void kntop_interface_sample(struct kntop_interface *i);

/**
 * kntop_interface_ethertype - count a frame that is not IP by its type
 * @i: interface
 * @type: ethertype; below 0x600 an 802.3 length
 * @packets: wire packets
 * @octets: their octets
 *
 * Context: bottom halves off.
 */
void kntop_interface_ethertype(struct kntop_interface *i, u16 type,
			       u32 packets, u64 octets);

/**
 * kntop_interface_totals - add up the totals
 * @i: interface
 * @v: two volumes, rx and tx, overwritten
 */
void kntop_interface_totals(const struct kntop_interface *i,
			    struct kntop_volume v[2]);

/**
 * kntop_interface_filtered - add up what filters left out of the totals
 * @i: interface
 * @v: two volumes, rx and tx, overwritten
 */
void kntop_interface_filtered(const struct kntop_interface *i,
			      struct kntop_volume v[2]);

/**
 * kntop_interface_doubled - add up the copies among the totals
 * @i: interface
 * @v: two volumes, rx and tx, overwritten
 */
void kntop_interface_doubled(const struct kntop_interface *i,
			     struct kntop_volume v[2]);

/**
 * kntop_interface_carried - add up the totals without copies
 * @i: interface
 * @v: two volumes, rx and tx, overwritten
 */
void kntop_interface_carried(const struct kntop_interface *i,
			     struct kntop_volume v[2]);

/**
 * kntop_interface_directed - add up what went which way
 * @i: interface
 * @v: volumes by enum kntop_uplink_way, overwritten
 */
void kntop_interface_directed(const struct kntop_interface *i,
			      struct kntop_volume v[KNTOP_UPLINK_WAYS]);

#endif /* KNTOP_INTERFACE_H */
