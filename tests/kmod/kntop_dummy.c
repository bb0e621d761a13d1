// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kntop_dummy: a classifier that classifies nothing. It counts what it is shown
 * and keeps an allocation for each undecided flow, so that a test can see whether
 * the seam shows each packet that it should, asks for a verdict whenever a flow
 * ends without one, and waits for verdicts that come late.
 */
#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/module.h>
#include <net/netlink.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "dpi.h"
#include "flow.h"

static unsigned int enough = 5;
module_param(enough, uint, 0444);
MODULE_PARM_DESC(enough, "packets of a flow that are enough");

static unsigned int skip;
module_param(skip, uint, 0444);
MODULE_PARM_DESC(skip, "of how many packets one is skipped; 0 none");

static unsigned int late;
module_param(late, uint, 0444);
MODULE_PARM_DESC(late, "milliseconds from when a verdict is due until it is given; 0 at once");

static atomic_t shown;
static atomic_t skipped;
static atomic_t kept;
static atomic_t decided;
static atomic_t finished;

/**
 * struct kntop_dummy - what is kept for an undecided flow
 * @label: none, see struct kntop_flow
 * @link: in kntop_dummy_kept or _due; kntop_dummy_lock
 * @t: the flow's table
 * @flow: the flow, which waits for the verdict
 * @packets: of the flow, shown; flow's lock
 * @l4: the flow's, which must not have changed
 */
struct kntop_dummy {
	struct kntop_label	label;
	struct list_head	link;
	struct kntop_flow_table	*t;
	struct kntop_flow	*flow;
	unsigned int		packets;
	u8			l4;
};

/* Taken with a flow's lock held, never the other way round. */
static DEFINE_SPINLOCK(kntop_dummy_lock);
static LIST_HEAD(kntop_dummy_kept);
static LIST_HEAD(kntop_dummy_due);

static const struct kntop_label kntop_dummy_label = {
	.confidence = KNTOP_CONFIDENCE_UNKNOWN,
};

static bool kntop_dummy_wants(const struct kntop_flow *flow)
{
	return flow->key.l4 == IPPROTO_TCP || flow->key.l4 == IPPROTO_UDP;
}

/* One from the list, NULL when it is empty. */
static struct kntop_dummy *kntop_dummy_take(struct list_head *list)
{
	struct kntop_dummy *d;

	spin_lock_bh(&kntop_dummy_lock);
	d = list_first_entry_or_null(list, struct kntop_dummy, link);
	if (d)
		list_del(&d->link);
	spin_unlock_bh(&kntop_dummy_lock);
	return d;
}

static void kntop_dummy_decide(struct kntop_dummy *d)
{
	WARN_ON_ONCE(d->flow->classified != d);
	WARN_ON_ONCE(d->l4 != d->flow->key.l4);
	kntop_dpi_decide(d->t, d->flow, kntop_dummy_label, NULL);
	atomic_inc(&decided);
	kfree(d);
}

static void kntop_dummy_work_run(struct work_struct *work)
{
	struct kntop_dummy *d;

	while ((d = kntop_dummy_take(&kntop_dummy_due)))
		kntop_dummy_decide(d);
}

static DECLARE_DELAYED_WORK(kntop_dummy_work, kntop_dummy_work_run);

/* The verdict is due. Flow's lock held. */
static void kntop_dummy_due_now(struct kntop_dummy *d)
{
	spin_lock(&kntop_dummy_lock);
	if (late)
		list_move_tail(&d->link, &kntop_dummy_due);
	else
		list_del(&d->link);
	spin_unlock(&kntop_dummy_lock);
	if (late) {
		schedule_delayed_work(&kntop_dummy_work, msecs_to_jiffies(late));
		return;
	}
	kntop_dpi_decide_locked(d->t, d->flow, kntop_dummy_label, NULL);
	atomic_inc(&decided);
	kfree(d);
}

static struct kntop_dummy *kntop_dummy_keep(struct kntop_flow_table *t,
					    struct kntop_flow *flow)
{
	struct kntop_dummy *d = kmalloc(sizeof(*d), GFP_ATOMIC | __GFP_NOWARN);

	if (!d)
		return NULL;
	*d = (struct kntop_dummy){ .t = t, .flow = flow, .l4 = flow->key.l4 };
	flow->classified = d;
	spin_lock(&kntop_dummy_lock);
	list_add_tail(&d->link, &kntop_dummy_kept);
	spin_unlock(&kntop_dummy_lock);
	atomic_inc(&kept);
	return d;
}

static enum kntop_dpi_answer kntop_dummy_see(struct kntop_flow_table *t,
					     struct kntop_flow *flow,
					     const struct kntop_sighting *s, int side)
{
	struct kntop_dummy *d = flow->classified;
	int n = atomic_add_return(s->packets, &shown);

	if (skip && !(n % skip)) {
		atomic_add(s->packets, &skipped);
		return KNTOP_DPI_SKIPPED;
	}
	if (!d)
		d = kntop_dummy_keep(t, flow);
	if (!d)
		return KNTOP_DPI_REFUSED;
	if (++d->packets < enough)
		return KNTOP_DPI_MORE;
	kntop_dummy_due_now(d);
	return KNTOP_DPI_ENOUGH;
}

static bool kntop_dummy_finish(struct kntop_flow_table *t, struct kntop_flow *flow)
{
	struct kntop_dummy *d = flow->classified;

	if (!d)
		return false;
	atomic_inc(&finished);
	/* one of which enough was seen is due already */
	if (d->packets < enough)
		kntop_dummy_due_now(d);
	return true;
}

static void kntop_dummy_room(void)
{
	might_sleep();
}

static void kntop_dummy_drain(void)
{
	flush_delayed_work(&kntop_dummy_work);
}

static void kntop_dummy_abandon(void)
{
	struct kntop_dummy *d;

	cancel_delayed_work_sync(&kntop_dummy_work);
	while ((d = kntop_dummy_take(&kntop_dummy_due)) ||
	       (d = kntop_dummy_take(&kntop_dummy_kept)))
		kntop_dummy_decide(d);
}

static void kntop_dummy_settings(struct kntop_dpi_settings *s)
{
	*s = (struct kntop_dpi_settings){ .packets = enough };
}

static int kntop_dummy_configure(const struct kntop_dpi_settings *s)
{
	return 0;
}

/* It knows no rules: the first line is a bad one. */
static int kntop_dummy_load(enum kntop_label_kind kind, const char *lines, u32 *bad)
{
	*bad = 1;
	return -EINVAL;
}

static int kntop_dummy_report(struct sk_buff *skb)
{
	return nla_put_u64_64bit(skb, KNTOP_DPI_A_DECIDED, atomic_read(&decided),
				 KNTOP_DPI_A_PAD);
}

static const struct kntop_classifier kntop_dummy_classifier = {
	.name = "dummy",
	.owner = THIS_MODULE,
	.wants = kntop_dummy_wants,
	.see = kntop_dummy_see,
	.finish = kntop_dummy_finish,
	.room = kntop_dummy_room,
	.drain = kntop_dummy_drain,
	.abandon = kntop_dummy_abandon,
	.settings = kntop_dummy_settings,
	.configure = kntop_dummy_configure,
	.load = kntop_dummy_load,
	.report = kntop_dummy_report,
};

static int kntop_dummy_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%d\n", atomic_read(kp->arg));
}

static const struct kernel_param_ops kntop_dummy_count = { .get = kntop_dummy_get };

module_param_cb(shown, &kntop_dummy_count, &shown, 0444);
module_param_cb(skipped, &kntop_dummy_count, &skipped, 0444);
module_param_cb(kept, &kntop_dummy_count, &kept, 0444);
module_param_cb(decided, &kntop_dummy_count, &decided, 0444);
module_param_cb(finished, &kntop_dummy_count, &finished, 0444);

static int __init kntop_dummy_init(void)
{
	return kntop_classifier_register(&kntop_dummy_classifier);
}

static void __exit kntop_dummy_exit(void)
{
	kntop_classifier_unregister(&kntop_dummy_classifier);
	/* every flow that had something kept has its verdict */
	WARN_ON(atomic_read(&kept) != atomic_read(&decided));
}

module_init(kntop_dummy_init);
module_exit(kntop_dummy_exit);

MODULE_DESCRIPTION("A classifier for tests of kntop");
MODULE_AUTHOR("The kntop authors");
MODULE_LICENSE("GPL");
