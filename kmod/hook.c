// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/netdevice.h>
#include <linux/netfilter_netdev.h>
#include <linux/rtnetlink.h>

#include "express.h"
#include "hook.h"
#include "interface.h"

static int kntop_hook_add(struct kntop_interface *i, struct net *net, int way)
{
	struct nf_hook_ops *ops = &i->ops[way];
	int err;

	ops->pf = NFPROTO_NETDEV;
	ops->dev = i->dev;
	ops->priv = i;
	/* before any other hook drops it (XDP and tc come earlier); what all let go */
	if (way == KNTOP_RX) {
		ops->hook = kntop_express_rx;
		ops->hooknum = NF_NETDEV_INGRESS;
		ops->priority = INT_MIN;
	} else {
		ops->hook = kntop_express_tx;
		ops->hooknum = NF_NETDEV_EGRESS;
		ops->priority = INT_MAX;
	}
	err = nf_register_net_hook(net, ops);
	i->hooked[way] = !err;
	return err;
}

int kntop_hook_start(struct kntop_interface *i, struct net_device *dev,
		     struct net *net)
{
	int err = 0;

	ASSERT_RTNL();
	netdev_hold(dev, &i->tracker, GFP_KERNEL);
	i->dev = dev;
	i->ifindex = dev->ifindex;
	kntop_express_prepare(i);
	if (i->flags & KNTOP_INTERFACE_RX)
		err = kntop_hook_add(i, net, KNTOP_RX);
	if (!err && (i->flags & KNTOP_INTERFACE_TX))
		err = kntop_hook_add(i, net, KNTOP_TX);
	if (!err && (i->flags & KNTOP_INTERFACE_RX)) {
		err = dev_set_promiscuity(dev, 1);
		i->promiscuous = !err;
	}
	if (err)
		kntop_hook_stop(i, net);
	else
		kntop_device_begin(i);
	return err;
}

void kntop_hook_stop(struct kntop_interface *i, struct net *net)
{
	int way;

	ASSERT_RTNL();
	if (!i->dev)
		return;
	if (i->promiscuous)
		dev_set_promiscuity(i->dev, -1);
	i->promiscuous = false;
	for (way = KNTOP_RX; way <= KNTOP_TX; way++) {
		if (i->hooked[way])
			nf_unregister_net_hook(net, &i->ops[way]);
		i->hooked[way] = false;
	}
	synchronize_net();
	netdev_put(i->dev, &i->tracker);
	WRITE_ONCE(i->dev, NULL);
}
