// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kntop_dummy: a classifier that classifies nothing. It counts what it is shown
 * and keeps an allocation for each flow, so that a test can see whether the seam
 * shows each packet that it should, and lets go of all that was kept.
 */
#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "dpi.h"
#include "flow.h"

static unsigned int enough = 5;
module_param(enough, uint, 0444);
MODULE_PARM_DESC(enough, "packets of a flow that are enough");

static unsigned int skip;
module_param(skip, uint, 0444);
MODULE_PARM_DESC(skip, "of how many packets one is skipped; 0 none");

static atomic_t shown;
static atomic_t skipped;
static atomic_t kept;
static atomic_t forgotten;

/* What is kept for a flow. */
struct kntop_dummy {
	unsigned int	packets;
	u8		l4;
};

static bool kntop_dummy_wants(const struct kntop_flow *flow)
{
	return flow->key.l4 == IPPROTO_TCP || flow->key.l4 == IPPROTO_UDP;
}

static enum kntop_dpi_answer kntop_dummy_see(struct kntop_flow *flow,
					     const struct kntop_sighting *s, int side)
{
	struct kntop_dummy *d = flow->classified;
	int n = atomic_add_return(s->packets, &shown);

	if (skip && !(n % skip)) {
		atomic_add(s->packets, &skipped);
		return KNTOP_DPI_SKIPPED;
	}
	if (!d) {
		d = kzalloc(sizeof(*d), GFP_ATOMIC | __GFP_NOWARN);
		if (!d)
			return KNTOP_DPI_ENOUGH;
		d->l4 = flow->key.l4;
		flow->classified = d;
		atomic_inc(&kept);
	}
	return ++d->packets < enough ? KNTOP_DPI_MORE : KNTOP_DPI_ENOUGH;
}

static void kntop_dummy_forget(struct kntop_flow *flow)
{
	struct kntop_dummy *d = flow->classified;

	WARN_ON_ONCE(d->l4 != flow->key.l4);
	might_sleep();
	kfree(d);
	atomic_inc(&forgotten);
}

static const struct kntop_classifier kntop_dummy_classifier = {
	.name = "dummy",
	.owner = THIS_MODULE,
	.wants = kntop_dummy_wants,
	.see = kntop_dummy_see,
	.forget = kntop_dummy_forget,
};

static int kntop_dummy_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%d\n", atomic_read(kp->arg));
}

static const struct kernel_param_ops kntop_dummy_count = { .get = kntop_dummy_get };

module_param_cb(shown, &kntop_dummy_count, &shown, 0444);
module_param_cb(skipped, &kntop_dummy_count, &skipped, 0444);
module_param_cb(kept, &kntop_dummy_count, &kept, 0444);
module_param_cb(forgotten, &kntop_dummy_count, &forgotten, 0444);

static int __init kntop_dummy_init(void)
{
	return kntop_classifier_register(&kntop_dummy_classifier);
}

static void __exit kntop_dummy_exit(void)
{
	kntop_classifier_unregister(&kntop_dummy_classifier);
	/* every flow that had something kept was asked for it back */
	WARN_ON(atomic_read(&kept) != atomic_read(&forgotten));
}

module_init(kntop_dummy_init);
module_exit(kntop_dummy_exit);

MODULE_DESCRIPTION("A classifier for tests of kntop");
MODULE_AUTHOR("The kntop authors");
MODULE_LICENSE("GPL");
