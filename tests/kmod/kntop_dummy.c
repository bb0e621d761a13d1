// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kntop_dummy: a classifier that classifies nothing. It counts what it is shown
 * and keeps an allocation for each undecided flow, so that a test can see whether
 * the seam shows each packet that it should, asks for a verdict whenever a flow
 * ends without one, and waits for verdicts that come late.
 *
 * Late verdicts come from a worker, which can be made to misbehave: it may die, loop,
 * or refuse. Nobody may wait for it for ever then.
 */
#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <net/netlink.h>

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

static unsigned int room;
module_param(room, uint, 0644);
MODULE_PARM_DESC(room, "late verdicts that may be due before a feeder has to wait; 0 any number");

static unsigned int patience = KNTOP_DPI_PATIENCE;
module_param(patience, uint, 0644);
MODULE_PARM_DESC(patience, "milliseconds without progress after which nobody waits any longer");

static bool die;
static bool loop;
static bool refuse;
module_param(refuse, bool, 0644);
MODULE_PARM_DESC(refuse, "it takes no new flow");

/* Where the worker sleeps, and where others wait for it. */
static DECLARE_WAIT_QUEUE_HEAD(kntop_dummy_wake);
static DECLARE_WAIT_QUEUE_HEAD(kntop_dummy_progress);

static int kntop_dummy_order(const char *val, const struct kernel_param *kp)
{
	int err = param_set_bool(val, kp);

	wake_up(&kntop_dummy_wake);
	return err;
}

static const struct kernel_param_ops kntop_dummy_orders = {
	.set = kntop_dummy_order,
	.get = param_get_bool,
};

module_param_cb(die, &kntop_dummy_orders, &die, 0644);
MODULE_PARM_DESC(die, "its worker ends, for good, and leaves undecided what it keeps");
module_param_cb(loop, &kntop_dummy_orders, &loop, 0644);
MODULE_PARM_DESC(loop, "its worker does nothing but turn in circles");

static atomic_t shown;
static atomic_t skipped;
static atomic_t kept;
static atomic_t decided;
static atomic_t finished;
static atomic_t refused;
static atomic_t waiting;

/**
 * struct kntop_dummy - what is kept for an undecided flow
 * @label: none, see struct kntop_flow
 * @link: in kntop_dummy_kept or _due; kntop_dummy_lock
 * @t: the flow's table
 * @flow: the flow, which waits for the verdict
 * @when: jiffies when a late verdict is given
 * @packets: of the flow, shown; flow's lock
 * @l4: the flow's, which must not have changed
 */
struct kntop_dummy {
	struct kntop_label	label;
	struct list_head	link;
	struct kntop_flow_table	*t;
	struct kntop_flow	*flow;
	unsigned long		when;
	unsigned int		packets;
	u8			l4;
};

/* Taken with a flow's lock held, never the other way round. */
static DEFINE_SPINLOCK(kntop_dummy_lock);
static LIST_HEAD(kntop_dummy_kept);
static LIST_HEAD(kntop_dummy_due);
/* Late verdicts: how many were ever due, and how many its worker has given. */
static atomic_t kntop_dummy_put;
static atomic_t kntop_dummy_given;
/* How many wait for all that is due, which then need not be late. */
static atomic_t kntop_dummy_hurry;
static struct task_struct *kntop_dummy_worker;

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

/* ---- the worker -------------------------------------------------------- */

/* Is the verdict that was due first to be given now? */
static bool kntop_dummy_is_due(void)
{
	struct kntop_dummy *d;
	bool due;

	spin_lock_bh(&kntop_dummy_lock);
	d = list_first_entry_or_null(&kntop_dummy_due, struct kntop_dummy, link);
	due = d && (atomic_read(&kntop_dummy_hurry) || time_after_eq(jiffies, d->when));
	spin_unlock_bh(&kntop_dummy_lock);
	return due;
}

static bool kntop_dummy_is_wanted(void)
{
	return kthread_should_stop() || READ_ONCE(die) || READ_ONCE(loop) ||
	       kntop_dummy_is_due();
}

static int kntop_dummy_run(void *unused)
{
	/* leaves to others what it burns */
	set_user_nice(current, MAX_NICE);
	while (!kthread_should_stop() && !READ_ONCE(die)) {
		cond_resched();
		if (READ_ONCE(loop))
			continue;
		if (!kntop_dummy_is_due()) {
			/* that time has passed wakes nobody */
			wait_event_idle_timeout(kntop_dummy_wake, kntop_dummy_is_wanted(),
						HZ / 50 + 1);
			continue;
		}
		kntop_dummy_decide(kntop_dummy_take(&kntop_dummy_due));
		atomic_inc(&kntop_dummy_given);
		wake_up_all(&kntop_dummy_progress);
	}
	return 0;
}

static int kntop_dummy_start(void)
{
	struct task_struct *task = kthread_create(kntop_dummy_run, NULL, "kntop_dummy");

	if (IS_ERR(task))
		return PTR_ERR(task);
	/* one that has died is stopped all the same */
	kntop_dummy_worker = get_task_struct(task);
	wake_up_process(task);
	return 0;
}

static void kntop_dummy_stop(void)
{
	kthread_stop(kntop_dummy_worker);
	put_task_struct(kntop_dummy_worker);
}

/* Wait until its worker has given @count verdicts, as long as it gives any. */
static int kntop_dummy_reach(int count)
{
	long left;
	int before;

	atomic_inc(&waiting);
	do {
		before = atomic_read(&kntop_dummy_given);
		left = wait_event_killable_timeout(kntop_dummy_progress,
				atomic_read(&kntop_dummy_given) - count >= 0,
				msecs_to_jiffies(patience));
	} while (!left && atomic_read(&kntop_dummy_given) != before);
	atomic_dec(&waiting);
	return left < 0 ? -EINTR : left ? 0 : -ETIMEDOUT;
}

/* ---- the classifier ---------------------------------------------------- */

/* The verdict is due. Flow's lock held. */
static void kntop_dummy_due_now(struct kntop_dummy *d)
{
	spin_lock(&kntop_dummy_lock);
	if (late) {
		d->when = jiffies + msecs_to_jiffies(late);
		list_move_tail(&d->link, &kntop_dummy_due);
		atomic_inc(&kntop_dummy_put);
	} else {
		list_del(&d->link);
	}
	spin_unlock(&kntop_dummy_lock);
	if (late)
		return;
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
	if (!d && !READ_ONCE(refuse))
		d = kntop_dummy_keep(t, flow);
	if (!d) {
		atomic_add(s->packets, &refused);
		return KNTOP_DPI_REFUSED;
	}
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

static int kntop_dummy_room(void)
{
	unsigned int most = READ_ONCE(room);

	might_sleep();
	return most ? kntop_dummy_reach(atomic_read(&kntop_dummy_put) - most + 1) : 0;
}

static int kntop_dummy_drain(void)
{
	int err;

	atomic_inc(&kntop_dummy_hurry);
	wake_up(&kntop_dummy_wake);
	err = kntop_dummy_reach(atomic_read(&kntop_dummy_put));
	atomic_dec(&kntop_dummy_hurry);
	return err;
}

static void kntop_dummy_abandon(void)
{
	struct kntop_dummy *d;

	kntop_dummy_stop();
	while ((d = kntop_dummy_take(&kntop_dummy_due)) ||
	       (d = kntop_dummy_take(&kntop_dummy_kept)))
		kntop_dummy_decide(d);
}

static void kntop_dummy_settings(struct kntop_dpi_settings *s)
{
	*s = (struct kntop_dpi_settings){ .packets = enough };
}

/* Nothing can be set; but like one that replaces its workers it waits for them. */
static int kntop_dummy_configure(const struct kntop_dpi_settings *s)
{
	return kntop_dummy_drain();
}

/* It knows no rules: the first line is a bad one. */
static int kntop_dummy_load(enum kntop_label_kind kind, const char *lines, u32 *bad)
{
	int err = kntop_dummy_drain();

	*bad = !err;
	return err ?: -EINVAL;
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
module_param_cb(refused, &kntop_dummy_count, &refused, 0444);
module_param_cb(waiting, &kntop_dummy_count, &waiting, 0444);

static int __init kntop_dummy_init(void)
{
	int err = kntop_dummy_start();

	if (err)
		return err;
	err = kntop_classifier_register(&kntop_dummy_classifier);
	if (err)
		kntop_dummy_stop();
	return err;
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
