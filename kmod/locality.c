// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/sched.h>

#include "fold.h"
#include "fold_flow.h"
#include "locality.h"

int kntop_locality_join(struct kntop_net *kn, struct kntop_interface *i)
{
	i->localnets = kntop_interface_is_offline(i) ? kntop_localnet_copy(&kn->localnets) :
						       &kn->localnets;
	return i->localnets ? 0 : -ENOMEM;
}

void kntop_locality_leave(struct kntop_interface *i)
{
	struct kntop_localnets *own = i->localnets;

	WRITE_ONCE(i->localnets, NULL);
	if (kntop_interface_is_offline(i))
		kntop_localnet_destroy(own);
}

/* The networks of the next offline source; those that linger keep what they have. */
static struct kntop_localnets *kntop_locality_next(struct kntop_net *kn, unsigned long *id)
{
	struct kntop_interface *i = xa_find(&kn->interfaces, id, KNTOP_INTERFACE_ID_MAX,
					    XA_PRESENT);

	*id += 1;
	return i ? i->localnets : NULL;
}

#define kntop_locality_for_each_offline(kn, id, l)			\
	for (id = KNTOP_INTERFACE_ID_OFFLINE; (l = kntop_locality_next(kn, &id));)

/* ---- hosts ------------------------------------------------------------- */

static void kntop_locality_forget(struct kntop_localnets *l)
{
	struct kntop_localnet_set *set = rcu_dereference_protected(l->set, 1);
	unsigned int n;

	for (n = 0; set && n < set->count; n++)
		WRITE_ONCE(set->net[n]->hosts, 0);
}

static void kntop_locality_host(struct kntop_net *kn, struct kntop_host *host)
{
	const struct kntop_interface *i = kntop_fold_interface(kn, host->ifid);

	/* the networks of a source that lingers did not change, nor did their hosts */
	if (!kntop_interface_is_offline(i) || xa_load(&kn->interfaces, host->ifid))
		kntop_fold_host_net(kn, host, kntop_localnet_find(i->localnets, &host->addr));
}

/* The set has changed: hosts have other networks. */
static void kntop_locality_relocate(struct kntop_net *kn)
{
	struct kntop_host_buckets *bs;
	struct kntop_localnets *l;
	struct kntop_host *host;
	unsigned long b, id;

	kntop_locality_forget(&kn->localnets);
	kntop_locality_for_each_offline(kn, id, l)
		kntop_locality_forget(l);
	bs = kn->ready ? rcu_dereference_protected(kn->hosts.buckets, 1) : NULL;
	for (b = 0; bs && b < 1UL << bs->bits; b++) {
		hlist_for_each_entry(host, &bs->bucket[b], node)
			kntop_locality_host(kn, host);
		cond_resched();
	}
}

/* ---- changes ----------------------------------------------------------- */

/* All sets change, or when one of them could not be made, none. */
static int kntop_locality_conclude(struct kntop_net *kn, int err)
{
	struct kntop_localnet *gone = NULL;
	struct kntop_localnets *l;
	unsigned long id;

	if (err) {
		kntop_localnet_abort(&kn->localnets);
		kntop_locality_for_each_offline(kn, id, l)
			kntop_localnet_abort(l);
		return err;
	}
	gone = kntop_localnet_commit(&kn->localnets, gone);
	kntop_locality_for_each_offline(kn, id, l)
		gone = kntop_localnet_commit(l, gone);
	kntop_locality_relocate(kn);
	kntop_localnet_free(gone);
	return 0;
}

int kntop_locality_add(struct kntop_net *kn, const union kntop_addr *addr, u8 prefix,
		       const char *name)
{
	int err = kntop_localnet_add(&kn->localnets, addr, prefix, name);
	struct kntop_localnets *l;
	unsigned long id;

	kntop_locality_for_each_offline(kn, id, l)
		if (!err)
			err = kntop_localnet_add(l, addr, prefix, name);
	return kntop_locality_conclude(kn, err);
}

int kntop_locality_remove(struct kntop_net *kn, const union kntop_addr *addr, u8 prefix)
{
	int err = kntop_localnet_remove(&kn->localnets, addr, prefix);
	struct kntop_localnets *l;
	unsigned long id;

	kntop_locality_for_each_offline(kn, id, l)
		if (!err)
			err = kntop_localnet_remove(l, addr, prefix);
	return kntop_locality_conclude(kn, err);
}

void kntop_locality_flush(struct kntop_net *kn)
{
	struct kntop_localnet *gone = kntop_localnet_flush(&kn->localnets, NULL);
	struct kntop_localnets *l;
	unsigned long id;

	kntop_locality_for_each_offline(kn, id, l)
		gone = kntop_localnet_flush(l, gone);
	kntop_locality_relocate(kn);
	kntop_localnet_free(gone);
}
