// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/netns/generic.h>

#include "accounting.h"
#include "fold.h"
#include "net.h"
#include "tunnel_port.h"
#include "watch.h"

static unsigned int kntop_net_id;

/* A namespace is no longer in the kernel's list when it comes to its exit. */
static DEFINE_MUTEX(kntop_nets_mutex);
static LIST_HEAD(kntop_nets);
/* Their namespaces have gone, but a classifier still has flows of theirs. */
static LIST_HEAD(kntop_net_orphans);

static void kntop_net_reap_work(struct work_struct *work);
static DECLARE_WORK(kntop_net_reaper, kntop_net_reap_work);

struct kntop_net *kntop_net(const struct net *net)
{
	return *(struct kntop_net **)net_generic(net, kntop_net_id);
}

u64 kntop_net_wall(u64 ns)
{
	return ns ? ns + ktime_to_ns(ktime_mono_to_real(0)) : 0;
}

u64 kntop_net_wall_boot(u64 ns)
{
	return ns + ktime_to_ns(ktime_sub(ktime_mono_to_real(0),
					  ktime_mono_to_any(0, TK_OFFS_BOOT)));
}

void kntop_net_loss(struct kntop_net *kn, enum kntop_loss kind, u64 count,
		    u64 octets)
{
	local_bh_disable();
	kntop_tally_add(&kn->losses[kind], count, octets, ktime_get_ns());
	local_bh_enable();
}

void kntop_net_refused(struct kntop_tally *sum, const struct kntop_interface *i)
{
	struct kntop_tally t = {};

	kntop_tally_sum(&t, &i->traffic->part[KNTOP_PART_TABLE_FULL]);
	kntop_tally_sum(&t, &i->traffic->part[KNTOP_PART_NO_MEMORY]);
	if (!kntop_interface_is_offline(i)) {
		t.first = kntop_net_wall(t.first);
		t.last = kntop_net_wall(t.last);
	}
	kntop_tally_merge(sum, &t);
}

/* Accounting mutex. */
static int kntop_net_tables(struct kntop_net *kn)
{
	const u32 *v = kn->config.value;
	int err;

	err = kntop_flow_table_init(&kn->flows, v[KNTOP_CONFIG_A_FLOWS_MAX]);
	if (err)
		return err;
	err = kntop_host_table_init(&kn->hosts, v[KNTOP_CONFIG_A_HOSTS_MAX]);
	if (err)
		goto no_hosts;
	err = kntop_ended_init(&kn->ended, v[KNTOP_CONFIG_A_ENDED_MAX]);
	if (err)
		goto no_ended;
	err = kntop_interims_init(&kn->interims);
	if (err)
		goto no_interims;
	err = kntop_tunnel_table_init(&kn->tunnels, v[KNTOP_CONFIG_A_TUNNELS_MAX]);
	if (err)
		goto no_tunnels;
	err = kntop_fold_init(kn);
	if (err)
		goto no_fold;
	return 0;

no_fold:
	kntop_tunnel_table_destroy(&kn->tunnels);
no_tunnels:
	kntop_interims_destroy(&kn->interims);
no_interims:
	kntop_ended_destroy(&kn->ended);
no_ended:
	kntop_host_table_destroy(&kn->hosts);
no_hosts:
	kntop_flow_table_destroy(&kn->flows);
	return err;
}

int kntop_net_start(struct kntop_net *kn)
{
	int err;

	ASSERT_RTNL();
	if (kn->ready)
		return 0;
	mutex_lock(&kn->mutex);
	err = kntop_net_tables(kn);
	if (!err) {
		kntop_config_apply(kn, &kn->config);
		WRITE_ONCE(kn->ready, true);
		kntop_accounting_start(kn);
	}
	mutex_unlock(&kn->mutex);
	return err;
}

int kntop_net_start_offline(struct kntop_net *kn)
{
	int err;

	ASSERT_RTNL();
	if (kn->ready_offline)
		return 0;
	mutex_lock(&kn->mutex);
	err = kntop_ended_init(&kn->ended_offline, kn->config.value[KNTOP_CONFIG_A_ENDED_MAX]);
	if (!err) {
		/* pairs with kntop_net_ended() */
		smp_store_release(&kn->ready_offline, true);
	}
	mutex_unlock(&kn->mutex);
	return err;
}

struct kntop_ended *kntop_net_ended(struct kntop_net *kn, bool offline)
{
	if (!offline)
		return READ_ONCE(kn->ready) ? &kn->ended : NULL;
	/* pairs with kntop_net_start_offline() */
	return smp_load_acquire(&kn->ready_offline) ? &kn->ended_offline : NULL;
}

static int __net_init kntop_net_init(struct net *net)
{
	struct kntop_net **place = net_generic(net, kntop_net_id);
	struct kntop_net *kn = kzalloc(sizeof(*kn), GFP_KERNEL);

	if (!kn)
		return -ENOMEM;
	kn->net = net;
	INIT_LIST_HEAD(&kn->lingering);
	xa_init_flags(&kn->interfaces, XA_FLAGS_ALLOC1);
	mutex_init(&kn->mutex);
	kn->losses = __alloc_percpu(sizeof(*kn->losses) * (KNTOP_LOSS_MAX + 1),
				    __alignof__(*kn->losses));
	kn->credited = alloc_percpu(struct kntop_tally);
	if (!kn->losses || !kn->credited) {
		free_percpu(kn->credited);
		free_percpu(kn->losses);
		kfree(kn);
		return -ENOMEM;
	}
	*place = kn;
	kn->flows.losses = kn->losses;
	do {
		get_random_bytes(&kn->instance, sizeof(kn->instance));
	} while (!kn->instance);
	kn->flows.credited = kn->credited;
	RCU_INIT_POINTER(kn->flows.ports, &kntop_tunnel_ports_usual);
	kn->tunnels.refused = &kn->losses[KNTOP_LOSS_TUNNELS_REFUSED];
	kntop_config_defaults(&kn->config);
	kntop_accounting_init(kn);
	mutex_lock(&kntop_nets_mutex);
	list_add(&kn->list, &kntop_nets);
	mutex_unlock(&kntop_nets_mutex);
	return 0;
}

static void kntop_net_free(struct kntop_net *kn)
{
	kntop_accounting_stop(kn);
	if (kn->ready) {
		kntop_fold_exit(kn);
		kntop_interims_destroy(&kn->interims);
		kntop_host_table_destroy(&kn->hosts);
		kntop_ended_destroy(&kn->ended);
		if (kn->ready_offline)
			kntop_ended_destroy(&kn->ended_offline);
		kntop_flow_table_destroy(&kn->flows);
		kntop_tunnel_table_destroy(&kn->tunnels);
	}
	kntop_localnet_free(kntop_localnet_flush(&kn->localnets, NULL));
	xa_destroy(&kn->interfaces);
	free_percpu(kn->credited);
	kntop_config_free_ports(kn);
	free_percpu(kn->losses);
	kfree(kn);
}

/* Nobody listens to its events any more. Returns whether flows still wait. */
static bool kntop_net_part(struct kntop_net *kn)
{
	bool lingers;

	mutex_lock(&kn->mutex);
	kn->net = NULL;
	lingers = !list_empty(&kn->lingering);
	mutex_unlock(&kn->mutex);
	return lingers;
}

/* A namespace does not wait for a classifier, which may take its time with the flows. */
static void __net_exit kntop_net_exit(struct net *net)
{
	struct kntop_net *kn = kntop_net(net);
	bool lingers;

	rtnl_lock();
	kntop_watch_remove_all(kn);
	rtnl_unlock();
	/* a classifier that leaves walks through the tables of all that are listed */
	mutex_lock(&kntop_nets_mutex);
	lingers = kntop_net_part(kn);
	list_del(&kn->list);
	if (lingers)
		list_add(&kn->list, &kntop_net_orphans);
	mutex_unlock(&kntop_nets_mutex);
	if (!lingers)
		kntop_net_free(kn);
}

/* ---- states without a namespace ---------------------------------------- */

static void kntop_net_reap_work(struct work_struct *work)
{
	struct kntop_net *kn, *next;

	mutex_lock(&kntop_nets_mutex);
	list_for_each_entry_safe(kn, next, &kntop_net_orphans, list) {
		if (kntop_net_part(kn))
			continue;
		list_del(&kn->list);
		kntop_net_free(kn);
	}
	mutex_unlock(&kntop_nets_mutex);
}

void kntop_net_reap(void)
{
	schedule_work(&kntop_net_reaper);
}

void kntop_net_free_all(void)
{
	struct kntop_net *kn;

	mutex_lock(&kntop_nets_mutex);
	list_for_each_entry(kn, &kntop_net_orphans, list) {
		mutex_lock(&kn->mutex);
		kntop_accounting_settle(kn);
		mutex_unlock(&kn->mutex);
	}
	mutex_unlock(&kntop_nets_mutex);
	kntop_net_reap_work(&kntop_net_reaper);
	cancel_work_sync(&kntop_net_reaper);
	WARN_ON(!list_empty(&kntop_net_orphans));
}

/* ---- a classifier that leaves ------------------------------------------ */

void kntop_net_forget_classified(void)
{
	struct kntop_net *kn;

	mutex_lock(&kntop_nets_mutex);
	list_for_each_entry(kn, &kntop_nets, list) {
		mutex_lock(&kn->mutex);
		kntop_accounting_forget_classified(kn);
		mutex_unlock(&kn->mutex);
	}
	mutex_unlock(&kntop_nets_mutex);
}

struct pernet_operations kntop_net_ops = {
	.init = kntop_net_init,
	.exit = kntop_net_exit,
	.id = &kntop_net_id,
	.size = sizeof(struct kntop_net *),
};
