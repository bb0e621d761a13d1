// SPDX-License-Identifier: GPL-2.0-or-later
#include "../dpi.h"
#include "../event.h"
#include "../host.h"
#include "../localnet.h"
#include "family.h"

#define KNTOP_EVENT_GROUP	0

/* Begins an event if anybody may and does listen. */
static struct sk_buff *kntop_event_begin(struct kntop_net *kn, enum kntop_event type,
					 void **header)
{
	struct sk_buff *skb;

	/* whoever owns another user namespace could join the group there */
	if (!READ_ONCE(kntop_family_open) || !kn->net || kn->net->user_ns != &init_user_ns ||
	    !genl_has_listeners(&kntop_family, kn->net, KNTOP_EVENT_GROUP))
		return NULL;
	skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb) {
		kntop_net_loss(kn, KNTOP_LOSS_EVENTS_LOST, 1, 0);
		return NULL;
	}
	*header = genlmsg_put(skb, 0, 0, &kntop_family, 0, KNTOP_CMD_EVENT);
	if (nla_put_u32(skb, KNTOP_EVENT_A_TYPE, type) ||
	    nla_put_u64_64bit(skb, KNTOP_EVENT_A_TIME, ktime_get_real_ns(),
			      KNTOP_EVENT_A_PAD) ||
	    nla_put_u64_64bit(skb, KNTOP_EVENT_A_INSTANCE, kn->instance,
			      KNTOP_EVENT_A_PAD)) {
		nlmsg_free(skb);
		return NULL;
	}
	return skb;
}

/* @err: whether its attributes fitted, which they do with room for one page. */
static void kntop_event_send(struct kntop_net *kn, struct sk_buff *skb,
			     void *header, int err)
{
	if (WARN_ON_ONCE(err)) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, header);
	err = genlmsg_multicast_netns(&kntop_family, kn->net, skb, 0,
				      KNTOP_EVENT_GROUP, GFP_KERNEL);
	if (err && err != -ESRCH)
		kntop_net_loss(kn, KNTOP_LOSS_EVENTS_LOST, 1, 0);
}

void kntop_event_interface(struct kntop_net *kn, enum kntop_event type,
			   const char *name, const char *old_name)
{
	void *header;
	struct sk_buff *skb = kntop_event_begin(kn, type, &header);
	int err;

	if (!skb)
		return;
	err = nla_put_string(skb, KNTOP_EVENT_A_INTERFACE, name);
	if (!err && old_name)
		err = nla_put_string(skb, KNTOP_EVENT_A_OLD_NAME, old_name);
	kntop_event_send(kn, skb, header, err);
}

void kntop_event_table(struct kntop_net *kn, enum kntop_table table,
		       u64 entries, u64 limit)
{
	void *header;
	struct sk_buff *skb = kntop_event_begin(kn, KNTOP_EVENT_TABLE_NEARLY_FULL,
						&header);
	int err;

	if (!skb)
		return;
	err = nla_put_u32(skb, KNTOP_EVENT_A_TABLE, table) ||
	      nla_put_u64_64bit(skb, KNTOP_EVENT_A_ENTRIES, entries,
				KNTOP_EVENT_A_PAD) ||
	      nla_put_u64_64bit(skb, KNTOP_EVENT_A_LIMIT, limit, KNTOP_EVENT_A_PAD);
	kntop_event_send(kn, skb, header, err);
}

void kntop_event_host(struct kntop_net *kn, const struct kntop_host *host,
		      const char *interface)
{
	struct kntop_localnet *net = rcu_dereference_protected(host->net, 1);
	void *header;
	struct sk_buff *skb = kntop_event_begin(kn, KNTOP_EVENT_HOST_NEW, &header);
	int err;

	if (!skb)
		return;
	err = kntop_put_addr(skb, KNTOP_EVENT_A_ADDR, &host->addr) ||
	      nla_put_string(skb, KNTOP_EVENT_A_INTERFACE, interface) ||
	      (host->vlan && nla_put_u16(skb, KNTOP_EVENT_A_VLAN, host->vlan)) ||
	      (net && net->name[0] &&
	       nla_put_string(skb, KNTOP_EVENT_A_LOCALNET, net->name));
	kntop_event_send(kn, skb, header, err);
}

/* The flow is nobody else's business than its own namespace's. */
void kntop_event_trap(struct kntop_flow_table *t, const struct kntop_dpi_trap *trap)
{
	struct kntop_net *kn = t ? container_of(t, struct kntop_net, flows) :
				   kntop_net(&init_net);
	struct sk_buff *skb = NULL;
	void *header;

	/* the namespace may be leaving; the mutex keeps it, and its flow keeps @kn */
	mutex_lock(&kn->mutex);
	if (kn->net)
		skb = kntop_event_begin(kn, KNTOP_EVENT_DPI_TRAP, &header);
	if (skb)
		kntop_event_send(kn, skb, header,
				 kntop_dpi_put_trap(skb, KNTOP_EVENT_A_TRAP, trap));
	mutex_unlock(&kn->mutex);
}
