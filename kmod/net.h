/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * net: the state of one network namespace.
 *
 * The tables exist from the first watched interface on; a namespace that
 * nobody watches costs about 5 KiB.
 *
 * Lock order: RTNL or list of all states, accounting mutex, bucket, flow.
 */
#ifndef KNTOP_NET_H
#define KNTOP_NET_H

#include <linux/kntop.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <net/net_namespace.h>

#include "ended.h"
#include "flow.h"
#include "host.h"
#include "interface.h"
#include "interim.h"
#include "localnet.h"
#include "tally.h"
#include "tunnel_table.h"

struct kntop_fold;
struct kntop_tunnel_ports;

/** Which part of a table filling up was told already. */
#define KNTOP_NEARLY_FULL_PERCENT	90
#define KNTOP_NEARLY_FULL_AGAIN_PERCENT	80

/** Ticks are a millisecond at least, so this fits into 64 bits. */
#define KNTOP_TICK_INVERSE_SHIFT	34

/**
 * struct kntop_config - what CONFIG_SET sets
 * @value: by enum kntop_config_attr: entries or seconds
 */
struct kntop_config {
	u32	value[KNTOP_CONFIG_A_MAX + 1];
};

/**
 * struct kntop_net - the state of one network namespace
 * @net: the namespace; NULL once that has gone, and only flows that wait for their
 *	verdict keep this; accounting mutex then
 * @list: link of the list of all of these, or of those whose namespace has gone
 * @ready: the tables exist; set once under RTNL and accounting mutex
 * @ready_offline: so does @ended_offline; likewise
 * @interfaces: watched interfaces by number; changed under RTNL, readers RCU. The
 *	number of one that lingers is reserved
 * @lingering: interfaces that are no longer watched, as long as flows of theirs wait
 *	for their verdict; accounting mutex
 * @interface_next: where the search for a free number goes on; RTNL
 * @interface_next_offline: the same for offline sources
 * @mutex: the accounting mutex: one worker, and changes of what it works on
 * @work: the accounting worker, once a second while anything is watched
 * @timer: queues it at @tick_due
 * @running: it ticks; accounting mutex
 * @config: settings; accounting mutex
 * @flows: flow table
 * @hosts: host table
 * @host_wheel: hosts by when they are due, clock of live interfaces;
 *	accounting mutex
 * @localnets: local networks, with what live interfaces carried
 * @tunnels: tunnels
 * @ended: ring of ended flows
 * @ended_offline: that of offline sources, which push out no live one; as large
 * @interims: what interim records said of flows that have some
 * @instance: to which the ring's numbers and the flows' ids belong: random, never 0,
 *	constant
 * @active_since: when the time between interim records was changed last, clock of live
 *	interfaces; accounting mutex
 * @fold: room for a batch of flows that are folded; accounting mutex
 * @losses: per CPU, by enum kntop_loss
 * @credited: per CPU, later fragments counted in the flow of their first
 * @refused: parts of interfaces that left, which the losses still count, in
 *	time of day; accounting mutex
 * @tick: number of the worker's visits
 * @tick_time: when the last one was
 * @tick_due: when the next one is to be, boot-time clock
 * @tick_length: nanoseconds between the last two
 * @tick_inverse: how many of these a second has, times 2^KNTOP_TICK_INVERSE_SHIFT
 * @folds: runs of the worker, ticks or not; accounting mutex, as the next two
 * @folded: flow visits
 * @fold_time: nanoseconds it ran
 * @warned: tables (bits of enum kntop_table) that were reported nearly full
 */
struct kntop_net {
	struct net		*net;
	struct list_head	list;
	bool			ready;
	bool			ready_offline;
	struct xarray		interfaces;
	struct list_head	lingering;
	u32			interface_next;
	u32			interface_next_offline;

	struct mutex		mutex;
	struct work_struct	work;
	struct hrtimer		timer;
	bool			running;
	struct kntop_config	config;
	struct kntop_flow_table	flows;
	struct kntop_host_table	hosts;
	struct kntop_wheel	host_wheel;
	struct kntop_localnets	localnets;
	struct kntop_ended	ended;
	struct kntop_ended	ended_offline;
	struct kntop_interims	interims;
	u64			instance;
	u64			active_since;
	struct kntop_tunnel_table tunnels;
	struct kntop_fold	*fold;
	struct kntop_tally __percpu *losses;
	struct kntop_tally __percpu *credited;
	struct kntop_tally	refused;

	u64			tick;
	u64			tick_time;
	u64			tick_due;
	u64			tick_length;
	u64			tick_inverse;
	u64			folds;
	u64			folded;
	u64			fold_time;
	unsigned long		warned;
};

/** kntop_net - the state that belongs to a namespace. */
struct kntop_net *kntop_net(const struct net *net);

/**
 * kntop_net_start - make the tables, on first use
 * @kn: namespace
 *
 * Context: RTNL. Return: 0 or -ENOMEM.
 */
int kntop_net_start(struct kntop_net *kn);

/**
 * kntop_net_start_offline - make what only offline sources need, on first use
 * @kn: namespace, started
 *
 * Context: RTNL. Return: 0 or -ENOMEM.
 */
int kntop_net_start_offline(struct kntop_net *kn);

/** kntop_net_ended - the ring of live or offline flows that ended; NULL: none yet. */
struct kntop_ended *kntop_net_ended(struct kntop_net *kn, bool offline);

/**
 * kntop_net_loss - count a loss
 * @kn: namespace
 * @kind: which
 * @count: how many
 * @octets: of how many octets
 *
 * Context: any but hard interrupts.
 */
void kntop_net_loss(struct kntop_net *kn, enum kntop_loss kind, u64 count,
		    u64 octets);

/**
 * kntop_net_wall - a live interface's clock as time of day
 * @ns: ktime_get_ns() of some time, or 0
 *
 * Return: nanoseconds since the epoch; 0 stays 0.
 */
u64 kntop_net_wall(u64 ns);

/**
 * kntop_net_wall_boot - the boot-time clock as time of day
 * @ns: ktime_get_boottime_ns() of some time
 *
 * Return: nanoseconds since the epoch.
 */
u64 kntop_net_wall_boot(u64 ns);

/**
 * kntop_net_refused - add what an interface could not put into the flow table
 * @sum: what is added to, in time of day
 * @i: interface
 */
void kntop_net_refused(struct kntop_tally *sum, const struct kntop_interface *i);

/** kntop_net_forget_classified - decide what no classifier will. Process. */
void kntop_net_forget_classified(void);

/** kntop_net_reap - free the states that nobody needs any more, soon. Any context. */
void kntop_net_reap(void);

/**
 * kntop_net_free_all - free the states that outlived their namespaces
 *
 * Context: module exit; no classifier, no namespace left.
 */
void kntop_net_free_all(void);

extern struct pernet_operations kntop_net_ops;

/** kntop_config_defaults - limits from the machine's RAM, usual timeouts. */
void kntop_config_defaults(struct kntop_config *c);

/**
 * kntop_config_apply - make new settings take effect, all or none
 * @kn: namespace
 * @c: complete settings
 *
 * Context: accounting mutex. Return: 0 or -ENOMEM.
 */
int kntop_config_apply(struct kntop_net *kn, const struct kntop_config *c);

/**
 * kntop_config_set_ports - look for tunnels at other UDP ports from now on
 * @kn: namespace
 * @ports: allocated with kmalloc(), the namespace's from here on
 *
 * Ends the flows that so far were taken for something else than the next packet will be.
 *
 * Context: accounting mutex; waits for packets that are on their way.
 */
void kntop_config_set_ports(struct kntop_net *kn, struct kntop_tunnel_ports *ports);

/** kntop_config_free_ports - free what was set. Nobody uses the flow table any more. */
void kntop_config_free_ports(struct kntop_net *kn);

#endif /* KNTOP_NET_H */
