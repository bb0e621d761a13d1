// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/prefetch.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "breakdown.h"
#include "host.h"
#include "mix.h"
#include "table.h"

static struct kmem_cache *kntop_host_cache;

/* Multilinear, as that of flows: see kntop_flow_hash(). */
static u32 kntop_host_hash(const struct kntop_host_table *t,
			   const union kntop_addr *addr, u16 ifid, u16 vlan)
{
	const u64 *key = t->hash;

	return kntop_mix(key[0] * addr->w[0] + key[1] * addr->w[1] + key[2] * addr->w[2] +
			 key[3] * addr->w[3] + key[4] * ((u32)ifid << 16 | vlan) + key[5]);
}

static struct hlist_head *kntop_host_bucket(struct kntop_host_buckets *bs, u32 hash)
{
	return &bs->bucket[hash >> (32 - bs->bits)];
}

const struct hlist_head *kntop_host_bucket_of(const struct kntop_host_table *t,
					      const union kntop_addr *addr, u16 ifid,
					      u16 vlan)
{
	struct kntop_host_buckets *bs = rcu_dereference_check(t->buckets, 1);
	const struct hlist_head *bucket;

	bucket = kntop_host_bucket(bs, kntop_host_hash(t, addr, ifid, vlan));
	prefetch(bucket);
	return bucket;
}

void kntop_host_prefetch(const struct hlist_head *bucket)
{
	const struct kntop_host *host;

	/* what is first is mostly all there is */
	host = hlist_entry_safe(bucket->first, struct kntop_host, node);
	if (!host)
		return;
	prefetchw(host);
	prefetchw(&host->tick);
	prefetchw(&host->l4[KNTOP_HOST_L4_UDP]);
}

struct kntop_host *kntop_host_in(const struct hlist_head *bucket,
				 const union kntop_addr *addr, u16 ifid, u16 vlan)
{
	struct kntop_host *host;

	hlist_for_each_entry_rcu(host, (struct hlist_head *)bucket, node, true)
		if (host->addr.q[0] == addr->q[0] && host->addr.q[1] == addr->q[1] &&
		    host->ifid == ifid && host->vlan == vlan)
			return host;
	return NULL;
}

/* Where its number wants it. */
static void kntop_host_link(struct kntop_host_buckets *bs, u32 hash,
			    struct kntop_host *host)
{
	struct hlist_head *bucket = kntop_host_bucket(bs, hash);
	struct kntop_host *other, *before = NULL;

	hlist_for_each_entry(other, bucket, node) {
		if (other->number < host->number)
			break;
		before = other;
	}
	if (before)
		hlist_add_behind_rcu(&host->node, &before->node);
	else
		hlist_add_head_rcu(&host->node, bucket);
}

struct kntop_host *kntop_host_add(struct kntop_host_table *t,
				  const union kntop_addr *addr, u16 ifid,
				  u16 vlan)
{
	struct kntop_host_buckets *bs = rcu_dereference_protected(t->buckets, 1);
	u32 hash = kntop_host_hash(t, addr, ifid, vlan);
	struct kntop_host *host;

	if (t->entries >= t->limit)
		return NULL;
	host = kmem_cache_alloc(kntop_host_cache, GFP_KERNEL | __GFP_NOWARN);
	if (!host)
		return NULL;
	memset(host, 0, sizeof(*host));
	host->addr = *addr;
	host->ifid = ifid;
	host->vlan = vlan;
	host->number = ++t->number;
	kntop_host_link(bs, hash, host);
	WRITE_ONCE(t->entries, t->entries + 1);
	return host;
}

static void kntop_host_free_rcu(struct rcu_head *head)
{
	struct kntop_host *host = container_of(head, struct kntop_host, rcu);

	kfree(rcu_dereference_protected(host->dns, 1));
	kmem_cache_free(kntop_host_cache, host);
}

void kntop_host_remove(struct kntop_host_table *t, struct kntop_host *host)
{
	hlist_del_rcu(&host->node);
	hlist_del_init(&host->wheel);
	WRITE_ONCE(t->entries, t->entries - 1);
	WRITE_ONCE(t->breakdowns,
		   t->breakdowns - kntop_breakdown_bytes(&host->breakdown) -
		   (rcu_access_pointer(host->dns) ? sizeof(struct kntop_host_dns) : 0));
	kntop_breakdown_free(&host->breakdown);
	call_rcu(&host->rcu, kntop_host_free_rcu);
}

bool kntop_host_answer(struct kntop_host_table *t, struct kntop_host *host, u64 took)
{
	struct kntop_host_dns *dns = rcu_dereference_protected(host->dns, 1);

	if (!dns) {
		dns = kzalloc(sizeof(*dns), GFP_KERNEL | __GFP_NOWARN);
		if (!dns)
			return false;
		rcu_assign_pointer(host->dns, dns);
		WRITE_ONCE(t->breakdowns, t->breakdowns + sizeof(*dns));
	}
	WRITE_ONCE(dns->answers, dns->answers + 1);
	WRITE_ONCE(dns->time, dns->time + took);
	if (took > dns->time_max)
		WRITE_ONCE(dns->time_max, took);
	return true;
}

struct kntop_volume kntop_host_volume(const struct kntop_host *host, int way)
{
	struct kntop_volume v = {};
	int i;

	for (i = 0; i <= KNTOP_HOST_L4_MAX; i++) {
		v.packets += READ_ONCE(host->l4[i][way].packets);
		v.octets += READ_ONCE(host->l4[i][way].octets);
	}
	return v;
}

static struct kntop_host_buckets *kntop_host_buckets_new(u32 limit)
{
	unsigned int bits = ilog2(roundup_pow_of_two(limit));
	struct kntop_host_buckets *bs;

	bs = kvzalloc(struct_size(bs, bucket, 1UL << bits), KNTOP_TABLE_GFP);
	if (bs)
		bs->bits = bits;
	return bs;
}

int kntop_host_table_init(struct kntop_host_table *t, u32 limit)
{
	struct kntop_host_buckets *bs = kntop_host_buckets_new(limit);

	if (!bs)
		return -ENOMEM;
	get_random_bytes(t->hash, sizeof(t->hash));
	t->limit = limit;
	t->entries = 0;
	rcu_assign_pointer(t->buckets, bs);
	return 0;
}

/*
 * A reader that stands on a host while it moves goes on in the new bucket and
 * may miss hosts of the old one; the generation tells it.
 */
int kntop_host_table_resize(struct kntop_host_table *t, u32 limit)
{
	struct kntop_host_buckets *old = rcu_dereference_protected(t->buckets, 1);
	struct kntop_host_buckets *bs = kntop_host_buckets_new(limit);
	struct kntop_host *host;
	struct hlist_node *next;
	unsigned long i;
	u32 hash;

	if (!bs)
		return -ENOMEM;
	WRITE_ONCE(t->limit, limit);
	for (i = 0; i < 1UL << old->bits; i++) {
		hlist_for_each_entry_safe(host, next, &old->bucket[i], node) {
			hash = kntop_host_hash(t, &host->addr, host->ifid, host->vlan);
			hlist_del_rcu(&host->node);
			kntop_host_link(bs, hash, host);
		}
		cond_resched();
	}
	rcu_assign_pointer(t->buckets, bs);
	WRITE_ONCE(t->generation, t->generation + 1);
	kvfree_rcu(old, rcu);
	return 0;
}

void kntop_host_table_destroy(struct kntop_host_table *t)
{
	struct kntop_host_buckets *bs = rcu_dereference_protected(t->buckets, 1);
	struct kntop_host *host;
	struct hlist_node *next;
	unsigned long i;

	if (!bs)
		return;
	for (i = 0; i < 1UL << bs->bits; i++)
		hlist_for_each_entry_safe(host, next, &bs->bucket[i], node)
			kntop_host_remove(t, host);
	RCU_INIT_POINTER(t->buckets, NULL);
	kvfree(bs);
}

u64 kntop_host_table_bytes(struct kntop_host_table *t)
{
	struct kntop_host_buckets *bs = rcu_dereference(t->buckets);

	if (!bs)
		return 0;
	return struct_size(bs, bucket, 1UL << bs->bits) + READ_ONCE(t->breakdowns) +
	       (u64)READ_ONCE(t->entries) * kntop_host_cache_size();
}

int kntop_host_cache_create(void)
{
	/* an octet for user space keeps the slab apart from others, as with flows */
	kntop_host_cache = kmem_cache_create_usercopy("kntop_host",
						      sizeof(struct kntop_host), 0,
						      SLAB_HWCACHE_ALIGN, 0, 1, NULL);
	return kntop_host_cache ? 0 : -ENOMEM;
}

void kntop_host_cache_destroy(void)
{
	kmem_cache_destroy(kntop_host_cache);
}

unsigned int kntop_host_cache_size(void)
{
	return kmem_cache_size(kntop_host_cache);
}
