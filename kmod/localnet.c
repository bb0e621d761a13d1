// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/slab.h>
#include <linux/string.h>

#include "breakdown.h"
#include "localnet.h"

/* So many are tried one after the other, which is faster than searching by halves. */
#define KNTOP_LOCALNETS_FEW	8

static const union kntop_addr kntop_localnet_lowest;

/* The upper @bits of 64, network order. */
static u64 kntop_localnet_upper(int bits)
{
	if (bits <= 0)
		return 0;
	return (__force u64)cpu_to_be64(bits < 64 ? ~(U64_MAX >> bits) : U64_MAX);
}

static void kntop_localnet_mask(union kntop_addr *out,
				const union kntop_addr *addr, u8 prefix)
{
	out->q[0] = addr->q[0] & kntop_localnet_upper(prefix);
	out->q[1] = addr->q[1] & kntop_localnet_upper(prefix - 64);
}

bool kntop_localnet_holds(const union kntop_addr *net, u8 prefix,
			  const union kntop_addr *addr)
{
	union kntop_addr masked;

	kntop_localnet_mask(&masked, addr, prefix);
	return masked.q[0] == net->q[0] && masked.q[1] == net->q[1];
}

static int kntop_localnet_compare_half(u64 a, u64 b)
{
	if (a == b)
		return 0;
	return be64_to_cpu((__force __be64)a) < be64_to_cpu((__force __be64)b) ? -1 : 1;
}

/* Order of the array: longest prefix first, then by address. */
static int kntop_localnet_compare(const struct kntop_localnet *n,
				  const union kntop_addr *addr, u8 prefix)
{
	if (n->prefix != prefix)
		return n->prefix > prefix ? -1 : 1;
	if (n->addr.q[0] != addr->q[0])
		return kntop_localnet_compare_half(n->addr.q[0], addr->q[0]);
	return kntop_localnet_compare_half(n->addr.q[1], addr->q[1]);
}

/* First place whose network is not before the one asked for. */
static unsigned int kntop_localnet_place(const struct kntop_localnet_set *set,
					 const union kntop_addr *addr, u8 prefix)
{
	unsigned int low = 0, high = set->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (kntop_localnet_compare(set->net[middle], addr, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct kntop_localnet *
kntop_localnet_exact(const struct kntop_localnet_set *set,
		     const union kntop_addr *addr, u8 prefix, unsigned int *place)
{
	unsigned int at = kntop_localnet_place(set, addr, prefix);

	*place = at;
	if (at < set->count && !kntop_localnet_compare(set->net[at], addr, prefix))
		return set->net[at];
	return NULL;
}

/* The longest come first, so the first that holds it is the one. */
static struct kntop_localnet *kntop_localnet_of_few(const struct kntop_localnet_set *set,
						    const union kntop_addr *addr)
{
	struct kntop_localnet *net;
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		net = set->net[i];
		if (kntop_localnet_holds(&net->addr, net->prefix, addr))
			return net;
	}
	return NULL;
}

struct kntop_localnet *kntop_localnet_find(const struct kntop_localnets *l,
					   const union kntop_addr *addr)
{
	const struct kntop_localnet_set *set = rcu_dereference_check(l->set, 1);
	struct kntop_localnet *net;
	union kntop_addr masked;
	unsigned int at = 0;
	u8 prefix;

	if (set && set->count <= KNTOP_LOCALNETS_FEW)
		return kntop_localnet_of_few(set, addr);
	while (set && at < set->count) {
		prefix = set->net[at]->prefix;
		kntop_localnet_mask(&masked, addr, prefix);
		net = kntop_localnet_exact(set, &masked, prefix, &at);
		if (net)
			return net;
		/* on to the next shorter length; /0 has none and ends the search */
		if (!prefix)
			break;
		at = kntop_localnet_place(set, &kntop_localnet_lowest, prefix - 1);
	}
	return NULL;
}

static struct kntop_localnet_set *kntop_localnet_set_new(unsigned int count)
{
	struct kntop_localnet_set *set;

	set = kzalloc(struct_size(set, net, count), GFP_KERNEL_ACCOUNT);
	if (set)
		set->count = count;
	return set;
}

static void kntop_localnet_publish(struct kntop_localnets *l,
				   struct kntop_localnet_set *set)
{
	struct kntop_localnet_set *old = rcu_dereference_protected(l->set, 1);

	rcu_assign_pointer(l->set, set);
	WRITE_ONCE(l->generation, l->generation + 1);
	if (old)
		kfree_rcu(old, rcu);
}

static void kntop_localnet_prepare(struct kntop_localnets *l, struct kntop_localnet_set *next,
				   struct kntop_localnet *differs, bool grows)
{
	l->next = next;
	l->differs = differs;
	l->grows = grows;
}

int kntop_localnet_add(struct kntop_localnets *l, const union kntop_addr *addr,
		       u8 prefix, const char *name)
{
	struct kntop_localnet_set *old = rcu_dereference_protected(l->set, 1), *set;
	unsigned int count = old ? old->count : 0, at = 0;
	struct kntop_localnet *net;

	if (old && kntop_localnet_exact(old, addr, prefix, &at))
		return -EEXIST;
	if (count == KNTOP_LOCALNETS_MAX)
		return -ENOSPC;
	set = kntop_localnet_set_new(count + 1);
	net = kzalloc(sizeof(*net), GFP_KERNEL_ACCOUNT);
	if (!set || !net) {
		kfree(set);
		kfree(net);
		return -ENOMEM;
	}
	net->addr = *addr;
	net->prefix = prefix;
	strscpy(net->name, name, sizeof(net->name));
	if (old) {
		memcpy(set->net, old->net, at * sizeof(net));
		memcpy(set->net + at + 1, old->net + at, (count - at) * sizeof(net));
	}
	set->net[at] = net;
	kntop_localnet_prepare(l, set, net, true);
	return 0;
}

int kntop_localnet_remove(struct kntop_localnets *l,
			  const union kntop_addr *addr, u8 prefix)
{
	struct kntop_localnet_set *old = rcu_dereference_protected(l->set, 1), *set;
	struct kntop_localnet *net;
	unsigned int at;

	net = old ? kntop_localnet_exact(old, addr, prefix, &at) : NULL;
	if (!net)
		return -ENOENT;
	set = kntop_localnet_set_new(old->count - 1);
	if (!set)
		return -ENOMEM;
	memcpy(set->net, old->net, at * sizeof(net));
	memcpy(set->net + at, old->net + at + 1, (set->count - at) * sizeof(net));
	kntop_localnet_prepare(l, set, net, false);
	return 0;
}

struct kntop_localnet *kntop_localnet_commit(struct kntop_localnets *l,
					     struct kntop_localnet *gone)
{
	struct kntop_localnet *net = l->grows ? NULL : l->differs;

	kntop_localnet_publish(l, l->next);
	kntop_localnet_prepare(l, NULL, NULL, false);
	if (!net)
		return gone;
	net->gone = gone;
	return net;
}

void kntop_localnet_abort(struct kntop_localnets *l)
{
	if (l->grows)
		kfree(l->differs);
	kfree(l->next);
	kntop_localnet_prepare(l, NULL, NULL, false);
}

static struct kntop_localnet_set *kntop_localnet_set_copy(const struct kntop_localnet_set *from)
{
	struct kntop_localnet_set *set = kntop_localnet_set_new(from->count);
	unsigned int n;

	for (n = 0; set && n < from->count; n++) {
		set->net[n] = kzalloc(sizeof(*set->net[n]), GFP_KERNEL_ACCOUNT);
		if (!set->net[n])
			break;
		set->net[n]->addr = from->net[n]->addr;
		set->net[n]->prefix = from->net[n]->prefix;
		strscpy(set->net[n]->name, from->net[n]->name, sizeof(set->net[n]->name));
	}
	if (!set || n == from->count)
		return set;
	while (n)
		kfree(set->net[--n]);
	kfree(set);
	return NULL;
}

struct kntop_localnets *kntop_localnet_copy(const struct kntop_localnets *from)
{
	const struct kntop_localnet_set *set = rcu_dereference_protected(from->set, 1);
	struct kntop_localnets *l = kzalloc(sizeof(*l), GFP_KERNEL_ACCOUNT);

	if (!l || !set)
		return l;
	RCU_INIT_POINTER(l->set, kntop_localnet_set_copy(set));
	if (rcu_access_pointer(l->set))
		return l;
	kfree(l);
	return NULL;
}

void kntop_localnet_destroy(struct kntop_localnets *l)
{
	if (!l)
		return;
	kntop_localnet_free(kntop_localnet_flush(l, NULL));
	kfree_rcu(l, rcu);
}

struct kntop_localnet *kntop_localnet_flush(struct kntop_localnets *l,
					    struct kntop_localnet *gone)
{
	struct kntop_localnet_set *old = rcu_dereference_protected(l->set, 1);
	unsigned int i;

	if (!old)
		return gone;
	RCU_INIT_POINTER(l->set, NULL);
	WRITE_ONCE(l->generation, l->generation + 1);
	for (i = 0; i < old->count; i++) {
		old->net[i]->gone = gone;
		gone = old->net[i];
	}
	kfree_rcu(old, rcu);
	return gone;
}

void kntop_localnet_free(struct kntop_localnet *gone)
{
	struct kntop_localnet *next;

	for (; gone; gone = next) {
		next = gone->gone;
		kntop_breakdown_free(&gone->breakdown);
		kfree_rcu(gone, rcu);
	}
}
