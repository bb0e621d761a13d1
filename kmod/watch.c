// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/netdevice.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/string.h>

#include "accounting.h"
#include "datagram.h"
#include "event.h"
#include "filter.h"
#include "hook.h"
#include "locality.h"
#include "net.h"
#include "twin.h"
#include "uplink.h"
#include "watch.h"

struct kntop_interface *kntop_watch_find(struct kntop_net *kn, const char *name)
{
	struct kntop_interface *i;
	unsigned long id;

	xa_for_each(&kn->interfaces, id, i)
		if (!strncmp(i->name, name, sizeof(i->name)))
			return i;
	return NULL;
}

/* Numbers are handed out in turn, so that one is not reused soon. */
static int kntop_watch_number(struct kntop_net *kn, struct kntop_interface *i)
{
	bool offline = kntop_interface_is_offline(i);
	struct xa_limit range = {
		.min = offline ? KNTOP_INTERFACE_ID_OFFLINE : 1,
		.max = offline ? KNTOP_INTERFACE_ID_MAX : KNTOP_INTERFACE_ID_OFFLINE - 1,
	};
	u32 *next = offline ? &kn->interface_next_offline : &kn->interface_next;
	u32 id;
	int err;

	/* reserved only: nobody shall meet a half-made interface */
	err = xa_alloc_cyclic(&kn->interfaces, &id, NULL, range, next, GFP_KERNEL);
	if (err < 0)
		return err == -EBUSY ? -ENOSPC : err;
	i->id = id;
	return 0;
}

static int kntop_watch_check(struct kntop_net *kn, const char *name, u32 flags,
			     struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (kntop_watch_find(kn, name)) {
		NL_SET_ERR_MSG(extack, "this interface is watched already");
		return -EEXIST;
	}
	if (flags & KNTOP_INTERFACE_OFFLINE) {
		if (!dev && dev_valid_name(name))
			return 0;
		if (!dev) {
			NL_SET_ERR_MSG(extack, "not a valid interface name");
			return -EINVAL;
		}
		NL_SET_ERR_MSG(extack, "an offline source cannot have a device's name");
		return -EEXIST;
	}
	if (!dev) {
		NL_SET_ERR_MSG(extack, "no such device");
		return -ENODEV;
	}
	if ((flags & KNTOP_INTERFACE_TX) && !IS_ENABLED(CONFIG_NETFILTER_EGRESS)) {
		NL_SET_ERR_MSG(extack, "this kernel has no egress hook; watch rx only");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* First to be found, then to have flows; with the local networks of this moment. */
static int kntop_watch_publish(struct kntop_net *kn, struct kntop_interface *i)
{
	int err;

	mutex_lock(&kn->mutex);
	err = kntop_locality_join(kn, i);
	if (!err)
		err = xa_err(xa_store(&kn->interfaces, i->id, i, GFP_KERNEL));
	mutex_unlock(&kn->mutex);
	return err;
}

void kntop_watch_options_free(const struct kntop_watch_options *o)
{
	kntop_filter_free(o->filter);
	kntop_twins_free(o->twins);
	kntop_uplinks_free(o->uplinks);
}

int kntop_watch_add(struct kntop_net *kn, const char *name, u32 flags,
		    const struct kntop_watch_options *o, struct netlink_ext_ack *extack)
{
	struct net_device *dev = __dev_get_by_name(kn->net, name);
	struct kntop_interface *i;
	int err;

	ASSERT_RTNL();
	/* it may have been called by another of its names */
	if (dev)
		name = dev->name;
	err = kntop_watch_check(kn, name, flags, dev, extack);
	if (!err)
		err = kntop_net_start(kn);
	if (!err && (flags & KNTOP_INTERFACE_OFFLINE))
		err = kntop_net_start_offline(kn);
	if (err)
		goto no_interface;
	i = kntop_interface_new(name, flags, &kn->flows, &kn->mutex);
	if (!i) {
		err = -ENOMEM;
		goto no_interface;
	}
	i->tunnels = &kn->tunnels;
	kntop_interface_set_filter(i, o->filter);
	kntop_interface_set_twins(i, o->twins);
	kntop_interface_set_uplinks(i, o->uplinks);
	err = kntop_watch_number(kn, i);
	if (err)
		goto no_number;
	err = kntop_watch_publish(kn, i);
	if (!err && !kntop_interface_is_offline(i))
		err = kntop_hook_start(i, dev, kn->net);
	if (err) {
		if (err != -ENOMEM)
			NL_SET_ERR_MSG(extack, "the device refused the hooks or promiscuity");
		goto no_hooks;
	}
	kntop_event_interface(kn, KNTOP_EVENT_INTERFACE_ADDED, i->name, NULL);
	return 0;

no_hooks:
	mutex_lock(&kn->mutex);
	kntop_accounting_leave(kn, i);
	mutex_unlock(&kn->mutex);
	return err;
no_number:
	kntop_interface_free(i);
	return err;
no_interface:
	kntop_watch_options_free(o);
	return err;
}

bool kntop_watch_remove(struct kntop_net *kn, struct kntop_interface *i,
			enum kntop_event why)
{
	char name[KNTOP_NAME_SIZE];
	bool lingers;

	ASSERT_RTNL();
	strscpy(name, i->name, sizeof(name));
	WRITE_ONCE(i->leaving, true);
	kntop_hook_stop(i, kn->net);
	/* wait for an offline feed that is under way; a device's is over already */
	if (kntop_interface_is_offline(i))
		synchronize_net();
	mutex_lock(&kn->mutex);
	/* no more fragments come, and those that no flow takes are refused */
	kntop_datagram_sweep(i, true);
	kntop_net_refused(&kn->refused, i);
	lingers = kntop_accounting_leave(kn, i);
	mutex_unlock(&kn->mutex);
	kntop_event_interface(kn, why, name, NULL);
	return lingers;
}

void kntop_watch_remove_all(struct kntop_net *kn)
{
	struct kntop_interface *i;
	unsigned long id;

	xa_for_each(&kn->interfaces, id, i)
		kntop_watch_remove(kn, i, KNTOP_EVENT_INTERFACE_GONE);
}

static struct kntop_interface *kntop_watch_of(struct kntop_net *kn,
					      const struct net_device *dev)
{
	struct kntop_interface *i;
	unsigned long id;

	xa_for_each(&kn->interfaces, id, i)
		if (i->dev == dev)
			return i;
	return NULL;
}

static void kntop_watch_rename(struct kntop_net *kn, struct kntop_interface *i)
{
	char old[KNTOP_NAME_SIZE];

	strscpy(old, i->name, sizeof(old));
	strscpy(i->name, i->dev->name, sizeof(i->name));
	kntop_event_interface(kn, KNTOP_EVENT_INTERFACE_RENAMED, i->name, old);
}

static int kntop_watch_notify(struct notifier_block *nb, unsigned long event,
			      void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct kntop_net *kn = kntop_net(dev_net(dev));
	struct kntop_interface *i;

	if (event != NETDEV_UNREGISTER && event != NETDEV_CHANGENAME)
		return NOTIFY_DONE;
	i = kntop_watch_of(kn, dev);
	if (i && event == NETDEV_UNREGISTER)
		kntop_watch_remove(kn, i, KNTOP_EVENT_INTERFACE_GONE);
	if (i && event == NETDEV_CHANGENAME)
		kntop_watch_rename(kn, i);
	return NOTIFY_DONE;
}

static struct notifier_block kntop_watch_notifier = {
	.notifier_call = kntop_watch_notify,
};

int kntop_watch_init(void)
{
	return register_netdevice_notifier(&kntop_watch_notifier);
}

void kntop_watch_exit(void)
{
	unregister_netdevice_notifier(&kntop_watch_notifier);
}
