// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "lookup.h"

#define KNTOP_LOOKUP_BITS	14

/* No padding: it is hashed and compared as octets. */
struct kntop_lookup_key {
	struct kntop_world	world;
	union kntop_addr	client;
	union kntop_addr	server;
};

/**
 * struct kntop_lookup - a name that a client looked up
 * @chain: link of its hash's
 * @age: link of the list of all, the oldest answer first
 * @key: whose, and of which address; constant
 * @time: of the newest answer, clock of the world
 * @until: when it has expired
 * @len: octets of @name, without the NUL; constant
 * @name: the name; constant
 */
struct kntop_lookup {
	struct hlist_node	chain;
	struct list_head	age;
	struct kntop_lookup_key	key;
	u64			time;
	u64			until;
	u8			len;
	char			name[];
};

/* The lock protects all below. It is held for a chain, whose length the key's secret keeps short. */
static DEFINE_SPINLOCK(kntop_lookup_lock);
static struct hlist_head *kntop_lookup_chains;
static LIST_HEAD(kntop_lookup_ages);
static u32 kntop_lookup_kept;
static u64 kntop_lookup_evicted;
static siphash_aligned_key_t kntop_lookup_secret;	/* constant after init */

static struct hlist_head *kntop_lookup_chain(const struct kntop_lookup_key *key)
{
	u64 hash = siphash(key, sizeof(*key), &kntop_lookup_secret);

	return &kntop_lookup_chains[hash >> (64 - KNTOP_LOOKUP_BITS)];
}

static bool kntop_lookup_is_of(const struct kntop_lookup *l, const struct kntop_lookup_key *key)
{
	return !memcmp(&l->key, key, sizeof(*key));
}

static void kntop_lookup_evict(struct kntop_lookup *l)
{
	hlist_del(&l->chain);
	list_del(&l->age);
	kntop_lookup_kept--;
	kntop_lookup_evicted++;
	kfree(l);
}

/* The same name, to be told anew; or NULL, with one less of the key's when it has too many. */
static struct kntop_lookup *kntop_lookup_same(const struct kntop_lookup *like)
{
	struct kntop_lookup *l, *oldest = NULL;
	unsigned int names = 0;

	hlist_for_each_entry(l, kntop_lookup_chain(&like->key), chain) {
		if (!kntop_lookup_is_of(l, &like->key))
			continue;
		if (l->len == like->len && !memcmp(l->name, like->name, l->len))
			return l;
		names++;
		if (!oldest || l->time <= oldest->time)
			oldest = l;
	}
	if (names >= KNTOP_LOOKUP_NAMES)
		kntop_lookup_evict(oldest);
	return NULL;
}

/* Takes over @l. */
static void kntop_lookup_add(struct kntop_lookup *l)
{
	struct kntop_lookup *same;

	spin_lock(&kntop_lookup_lock);
	same = kntop_lookup_same(l);
	if (same) {
		same->time = l->time;
		same->until = l->until;
		list_move_tail(&same->age, &kntop_lookup_ages);
	} else {
		if (kntop_lookup_kept >= KNTOP_LOOKUP_MAX)
			kntop_lookup_evict(list_first_entry(&kntop_lookup_ages,
							    struct kntop_lookup, age));
		hlist_add_head(&l->chain, kntop_lookup_chain(&l->key));
		list_add_tail(&l->age, &kntop_lookup_ages);
		kntop_lookup_kept++;
	}
	spin_unlock(&kntop_lookup_lock);
	if (same)
		kfree(l);
}

static union kntop_addr kntop_lookup_server(const struct kntop_door_address *from)
{
	union kntop_addr addr = {};

	if (from->len == sizeof(addr)) {
		memcpy(addr.b, from->octet, sizeof(addr));
	} else {
		addr.b[10] = 0xff;
		addr.b[11] = 0xff;
		memcpy(addr.b + 12, from->octet, 4);
	}
	return addr;
}

void kntop_lookup_learn(const struct kntop_world *world, const union kntop_addr *client,
			const struct kntop_door_answer_list *answers, u64 time)
{
	u32 len = strnlen(answers->name, KNTOP_DOOR_HOST_MAX - 1), i, ttl;
	struct kntop_lookup *l;

	for (i = 0; len && i < answers->count; i++) {
		l = kmalloc(struct_size(l, name, len + 1), GFP_KERNEL | __GFP_NOWARN);
		if (!l)
			return;
		ttl = clamp_t(u32, answers->address[i].ttl, KNTOP_LOOKUP_LEAST, KNTOP_LOOKUP_MOST);
		l->key.world = *world;
		l->key.client = *client;
		l->key.server = kntop_lookup_server(&answers->address[i]);
		l->time = time;
		l->until = time + ttl * NSEC_PER_SEC;
		l->len = len;
		memcpy(l->name, answers->name, len);
		l->name[len] = '\0';
		kntop_lookup_add(l);
	}
}

u32 kntop_lookup_find(const struct kntop_world *world, const union kntop_addr *client,
		      const union kntop_addr *server, u64 time, char name[KNTOP_DOOR_HOST_MAX])
{
	struct kntop_lookup_key key = { .world = *world, .client = *client, .server = *server };
	const struct kntop_lookup *l, *best = NULL;
	u32 len = 0;

	spin_lock(&kntop_lookup_lock);
	hlist_for_each_entry(l, kntop_lookup_chain(&key), chain)
		if (kntop_lookup_is_of(l, &key) && l->time <= time && time <= l->until &&
		    (!best || l->time > best->time))
			best = l;
	if (best) {
		len = best->len;
		memcpy(name, best->name, len + 1);
	}
	spin_unlock(&kntop_lookup_lock);
	return len;
}

u32 kntop_lookup_count(u64 *evicted)
{
	u32 count;

	spin_lock(&kntop_lookup_lock);
	count = kntop_lookup_kept;
	*evicted = kntop_lookup_evicted;
	spin_unlock(&kntop_lookup_lock);
	return count;
}

int kntop_lookup_start(void)
{
	kntop_lookup_chains = kvcalloc(1 << KNTOP_LOOKUP_BITS, sizeof(*kntop_lookup_chains),
				       GFP_KERNEL);
	get_random_bytes(&kntop_lookup_secret, sizeof(kntop_lookup_secret));
	return kntop_lookup_chains ? 0 : -ENOMEM;
}

void kntop_lookup_stop(void)
{
	struct kntop_lookup *l, *next;

	list_for_each_entry_safe(l, next, &kntop_lookup_ages, age)
		kfree(l);
	INIT_LIST_HEAD(&kntop_lookup_ages);
	kntop_lookup_kept = 0;
	kvfree(kntop_lookup_chains);
}
