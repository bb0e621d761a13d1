// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/rtnetlink.h>
#include <net/netns/generic.h>

#include "accounting.h"
#include "net.h"
#include "watch.h"

static unsigned int kntop_net_id;

struct kntop_net *kntop_net(const struct net *net)
{
	return net_generic(net, kntop_net_id);
}

u64 kntop_net_wall(u64 ns)
{
	return ns ? ns + ktime_to_ns(ktime_mono_to_real(0)) : 0;
}

void kntop_net_loss(struct kntop_net *kn, enum kntop_loss kind, u64 count,
		    u64 octets)
{
	local_bh_disable();
	kntop_tally_add(&kn->losses[kind], count, octets, ktime_get_ns());
	local_bh_enable();
}

int kntop_net_start(struct kntop_net *kn)
{
	const u32 *v = kn->config.value;
	int err;

	ASSERT_RTNL();
	if (kn->ready)
		return 0;
	err = kntop_flow_table_init(&kn->flows, v[KNTOP_CONFIG_A_FLOWS_MAX]);
	if (err)
		return err;
	err = kntop_host_table_init(&kn->hosts, v[KNTOP_CONFIG_A_HOSTS_MAX]);
	if (err)
		goto no_hosts;
	err = kntop_ended_init(&kn->ended, v[KNTOP_CONFIG_A_ENDED_MAX]);
	if (err)
		goto no_ended;
	mutex_lock(&kn->mutex);
	err = kntop_config_apply(kn, &kn->config);
	kn->ready = true;
	mutex_unlock(&kn->mutex);
	kntop_accounting_start(kn);
	return 0;

no_ended:
	kntop_host_table_destroy(&kn->hosts);
no_hosts:
	kntop_flow_table_destroy(&kn->flows);
	return err;
}

static int __net_init kntop_net_init(struct net *net)
{
	struct kntop_net *kn = kntop_net(net);

	kn->net = net;
	xa_init_flags(&kn->interfaces, XA_FLAGS_ALLOC1);
	mutex_init(&kn->mutex);
	kn->losses = __alloc_percpu(sizeof(*kn->losses) * (KNTOP_LOSS_MAX + 1),
				    __alignof__(*kn->losses));
	if (!kn->losses)
		return -ENOMEM;
	kn->flows.losses = kn->losses;
	kntop_config_defaults(&kn->config);
	kntop_accounting_init(kn);
	return 0;
}

static void __net_exit kntop_net_exit(struct net *net)
{
	struct kntop_net *kn = kntop_net(net);

	rtnl_lock();
	kntop_watch_remove_all(kn);
	rtnl_unlock();
	kntop_accounting_stop(kn);
	if (kn->ready) {
		kntop_host_table_destroy(&kn->hosts);
		kntop_ended_destroy(&kn->ended);
		kntop_flow_table_destroy(&kn->flows);
	}
	kntop_localnet_free(kntop_localnet_flush(&kn->localnets));
	xa_destroy(&kn->interfaces);
	free_percpu(kn->losses);
}

void kntop_net_forget_classified(void)
{
	struct kntop_net *kn;
	struct net *net;

	down_read(&net_rwsem);
	for_each_net(net) {
		kn = kntop_net(net);
		mutex_lock(&kn->mutex);
		kntop_accounting_forget_classified(kn);
		mutex_unlock(&kn->mutex);
	}
	up_read(&net_rwsem);
}

struct pernet_operations kntop_net_ops = {
	.init = kntop_net_init,
	.exit = kntop_net_exit,
	.id = &kntop_net_id,
	.size = sizeof(struct kntop_net),
};
