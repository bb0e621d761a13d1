// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "finding.h"

static atomic_long_t kntop_finding_entries;
static atomic_long_t kntop_finding_octets;

/* What the allocator really gives. */
static long kntop_finding_memory(const struct kntop_finding *f)
{
	return ksize(f);
}

struct kntop_finding *kntop_finding_new(u64 risks, u16 score, const void *attrs,
					size_t size)
{
	struct kntop_finding *f;

	if (WARN_ON_ONCE(size > KNTOP_FINDING_MAX))
		return NULL;
	f = kmalloc(struct_size(f, attrs, size), GFP_KERNEL | __GFP_NOWARN);
	if (!f)
		return NULL;
	refcount_set(&f->refs, 1);
	f->size = size;
	f->score = score;
	f->risks = risks;
	memcpy(f->attrs, attrs, size);
	atomic_long_inc(&kntop_finding_entries);
	atomic_long_add(kntop_finding_memory(f), &kntop_finding_octets);
	return f;
}
EXPORT_SYMBOL_GPL(kntop_finding_new);

struct kntop_finding *kntop_finding_hold(struct kntop_finding *f)
{
	return f && refcount_inc_not_zero(&f->refs) ? f : NULL;
}

void kntop_finding_put(struct kntop_finding *f)
{
	if (!f || !refcount_dec_and_test(&f->refs))
		return;
	atomic_long_dec(&kntop_finding_entries);
	atomic_long_sub(kntop_finding_memory(f), &kntop_finding_octets);
	kfree_rcu(f, rcu);
}
EXPORT_SYMBOL_GPL(kntop_finding_put);

u64 kntop_finding_count(u64 *bytes)
{
	*bytes = atomic_long_read(&kntop_finding_octets);
	return atomic_long_read(&kntop_finding_entries);
}
