// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "label.h"

/* Entries are added in pieces, so that none of them ever moves. */
#define KNTOP_LABEL_PIECE	64
#define KNTOP_LABEL_PIECES	(KNTOP_LABEL_PROTOCOLS / KNTOP_LABEL_PIECE)
#define KNTOP_LABEL_HASH	256

/**
 * struct kntop_labels - the names of one kind
 * @count: how many; entries below it are there
 * @piece: the entries
 * @next: numbers of the same hash, from 1 on; 0 ends the chain
 * @head: first number of each chain, from 1 on
 */
struct kntop_labels {
	unsigned int		count;
	struct kntop_label_entry *piece[KNTOP_LABEL_PIECES];
	u16			next[KNTOP_LABEL_PROTOCOLS];
	u16			head[KNTOP_LABEL_HASH];
};

static DEFINE_MUTEX(kntop_label_mutex);
static struct kntop_labels kntop_labels[KNTOP_LABEL_MAX + 1];

static const unsigned int kntop_label_limit[KNTOP_LABEL_MAX + 1] = {
	[KNTOP_LABEL_PROTOCOL] = KNTOP_LABEL_PROTOCOLS,
	[KNTOP_LABEL_CATEGORY] = KNTOP_LABEL_CATEGORIES,
	[KNTOP_LABEL_BREED] = KNTOP_LABEL_BREEDS,
	[KNTOP_LABEL_RISK] = KNTOP_LABEL_RISKS,
};

static struct kntop_label_entry *kntop_label_at(struct kntop_labels *l,
						unsigned int number)
{
	return &l->piece[number / KNTOP_LABEL_PIECE][number % KNTOP_LABEL_PIECE];
}

static unsigned int kntop_label_hash(const char *name)
{
	return jhash(name, strlen(name), 0) % KNTOP_LABEL_HASH;
}

/* Mutex. */
static int kntop_label_find(struct kntop_labels *l, const char *name)
{
	unsigned int n = l->head[kntop_label_hash(name)];

	for (; n; n = l->next[n - 1])
		if (!strcmp(kntop_label_at(l, n - 1)->name, name))
			return n - 1;
	return -ENOENT;
}

/* Mutex. The name of an entry is never written again, the rest may be. */
static int kntop_label_add(struct kntop_labels *l, unsigned int limit,
			   const struct kntop_label_entry *entry)
{
	unsigned int n = l->count, hash = kntop_label_hash(entry->name);
	struct kntop_label_entry **piece = &l->piece[n / KNTOP_LABEL_PIECE];

	if (n >= limit)
		return -ENOSPC;
	if (!*piece)
		*piece = kcalloc(KNTOP_LABEL_PIECE, sizeof(*entry), GFP_KERNEL);
	if (!*piece)
		return -ENOMEM;
	*kntop_label_at(l, n) = *entry;
	l->next[n] = l->head[hash];
	l->head[hash] = n + 1;
	/* pairs with kntop_label_entry() */
	smp_store_release(&l->count, n + 1);
	return n;
}

int kntop_label_number(enum kntop_label_kind kind,
		       const struct kntop_label_entry *entry)
{
	struct kntop_labels *l = &kntop_labels[kind];
	struct kntop_label_entry *there;
	int n;

	mutex_lock(&kntop_label_mutex);
	n = kntop_label_find(l, entry->name);
	if (n < 0) {
		n = kntop_label_add(l, kntop_label_limit[kind], entry);
	} else {
		there = kntop_label_at(l, n);
		WRITE_ONCE(there->breed, entry->breed);
		WRITE_ONCE(there->category, entry->category);
		WRITE_ONCE(there->cleartext, entry->cleartext);
		WRITE_ONCE(there->custom, entry->custom);
		WRITE_ONCE(there->score, entry->score);
	}
	mutex_unlock(&kntop_label_mutex);
	return n;
}
EXPORT_SYMBOL_GPL(kntop_label_number);

bool kntop_label_entry(enum kntop_label_kind kind, unsigned int number,
		       struct kntop_label_entry *entry)
{
	struct kntop_labels *l = &kntop_labels[kind];

	/* pairs with kntop_label_add() */
	if (number >= smp_load_acquire(&l->count))
		return false;
	*entry = *kntop_label_at(l, number);
	return true;
}
EXPORT_SYMBOL_GPL(kntop_label_entry);

int kntop_label_init(void)
{
	static const struct kntop_label_entry protocol = { .name = "Unknown" };
	static const struct kntop_label_entry category = { .name = "Unspecified" };

	if (kntop_label_number(KNTOP_LABEL_PROTOCOL, &protocol) ||
	    kntop_label_number(KNTOP_LABEL_CATEGORY, &category)) {
		kntop_label_free_all();
		return -ENOMEM;
	}
	return 0;
}

void kntop_label_free_all(void)
{
	unsigned int kind, n;

	for (kind = 0; kind <= KNTOP_LABEL_MAX; kind++)
		for (n = 0; n < KNTOP_LABEL_PIECES; n++)
			kfree(kntop_labels[kind].piece[n]);
}
