// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "contact.h"

#define KNTOP_CONTACT_BITS	12

/**
 * struct kntop_contact_entry - a contact, or room for one
 * @chain: link of its hash's, unhashed when there is none
 * @age: link of the list of all, the oldest first
 * @key: whose
 * @contact: what is known
 */
struct kntop_contact_entry {
	struct hlist_node		chain;
	struct list_head		age;
	struct kntop_contact_key	key;
	struct kntop_contact		contact;
};

/* The lock protects all below. */
static DEFINE_SPINLOCK(kntop_contact_lock);
static struct hlist_head kntop_contact_chains[1 << KNTOP_CONTACT_BITS];
static LIST_HEAD(kntop_contact_ages);
static struct kntop_contact_entry *kntop_contact_entries;
static siphash_aligned_key_t kntop_contact_secret;	/* constant after init */

static struct hlist_head *kntop_contact_chain(const struct kntop_contact_key *key)
{
	u64 hash = siphash(key, sizeof(*key), &kntop_contact_secret);

	return &kntop_contact_chains[hash >> (64 - KNTOP_CONTACT_BITS)];
}

/* The lock is held. */
static struct kntop_contact_entry *kntop_contact_get(const struct kntop_contact_key *key)
{
	struct kntop_contact_entry *e;

	hlist_for_each_entry(e, kntop_contact_chain(key), chain)
		if (!memcmp(&e->key, key, sizeof(*key)))
			return e;
	return NULL;
}

void kntop_contact_note(const struct kntop_contact_key *key, const struct kntop_contact *contact)
{
	struct kntop_contact_entry *e;

	spin_lock(&kntop_contact_lock);
	e = kntop_contact_get(key);
	if (!e) {
		e = list_first_entry(&kntop_contact_ages, struct kntop_contact_entry, age);
		hlist_del_init(&e->chain);
		e->key = *key;
		hlist_add_head(&e->chain, kntop_contact_chain(key));
	}
	e->contact = *contact;
	list_move_tail(&e->age, &kntop_contact_ages);
	spin_unlock(&kntop_contact_lock);
}

bool kntop_contact_find(const struct kntop_contact_key *key, u64 time, u64 age,
			struct kntop_contact *contact)
{
	const struct kntop_contact_entry *e;
	bool found = false;

	spin_lock(&kntop_contact_lock);
	e = kntop_contact_get(key);
	if (e && e->contact.time <= time && time - e->contact.time <= age) {
		*contact = e->contact;
		found = true;
	}
	spin_unlock(&kntop_contact_lock);
	return found;
}

int kntop_contact_start(void)
{
	u32 i;

	kntop_contact_entries = kvcalloc(KNTOP_CONTACT_MAX, sizeof(*kntop_contact_entries),
					 GFP_KERNEL);
	if (!kntop_contact_entries)
		return -ENOMEM;
	INIT_LIST_HEAD(&kntop_contact_ages);
	memset(kntop_contact_chains, 0, sizeof(kntop_contact_chains));
	get_random_bytes(&kntop_contact_secret, sizeof(kntop_contact_secret));
	for (i = 0; i < KNTOP_CONTACT_MAX; i++)
		list_add_tail(&kntop_contact_entries[i].age, &kntop_contact_ages);
	return 0;
}

void kntop_contact_stop(void)
{
	kvfree(kntop_contact_entries);
}
