// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/srcu.h>
#include <linux/string.h>

#include "dpi.h"
#include "event.h"
#include "finding.h"
#include "flow.h"
#include "flow_count.h"

/* Who registers, leaves, or is asked for what is not about packets. */
static DEFINE_MUTEX(kntop_dpi_mutex);
/* For those who sleep in a callback, while others ask and change. */
DEFINE_STATIC_SRCU(kntop_dpi_srcu);
static const struct kntop_classifier __rcu *kntop_dpi_current;
static void (*kntop_dpi_forget_all)(void);
static bool kntop_dpi_on = true;
static atomic64_t kntop_dpi_trap_count = ATOMIC64_INIT(0);

int kntop_classifier_register(const struct kntop_classifier *c)
{
	int err = mutex_lock_killable(&kntop_dpi_mutex);

	if (err)
		return err;
	if (rcu_access_pointer(kntop_dpi_current))
		err = -EBUSY;
	else
		rcu_assign_pointer(kntop_dpi_current, c);
	mutex_unlock(&kntop_dpi_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(kntop_classifier_register);

void kntop_classifier_unregister(const struct kntop_classifier *c)
{
	mutex_lock(&kntop_dpi_mutex);
	if (rcu_access_pointer(kntop_dpi_current) == c) {
		RCU_INIT_POINTER(kntop_dpi_current, NULL);
		synchronize_rcu();
		synchronize_srcu(&kntop_dpi_srcu);
		c->abandon();
		if (kntop_dpi_forget_all)
			kntop_dpi_forget_all();
	}
	mutex_unlock(&kntop_dpi_mutex);
}
EXPORT_SYMBOL_GPL(kntop_classifier_unregister);

void kntop_dpi_on_leave(void (*forget_all)(void))
{
	kntop_dpi_forget_all = forget_all;
}

/* ---- verdicts, flow's lock held ---------------------------------------- */

/* A label that is alone stands in the pointer's place. */
static void *kntop_dpi_label_only(struct kntop_label label)
{
	union {
		u32			number;
		struct kntop_label	label;
	} u = { .label = label };

	return (void *)((unsigned long)u.number << KNTOP_FLOW_LABEL_SHIFT |
			KNTOP_FLOW_LABEL_ONLY);
}

static void kntop_dpi_set(struct kntop_flow *flow, struct kntop_label label,
			  struct kntop_finding *finding)
{
	if (finding)
		finding->label = label;
	flow->classified = finding ?: kntop_dpi_label_only(label);
	WRITE_ONCE(flow->key.about, flow->key.about | KNTOP_FLOW_ABOUT_DECIDED);
	WRITE_ONCE(flow->bits, flow->bits & ~KNTOP_FLOW_DPI);
}

void kntop_dpi_decide_locked(struct kntop_flow_table *t, struct kntop_flow *flow,
			     struct kntop_label label,
			     struct kntop_finding *finding)
{
	if (WARN_ON_ONCE(kntop_flow_is_decided(flow))) {
		kntop_finding_put(finding);
		return;
	}
	if (label.confidence == KNTOP_CONFIDENCE_INTERRUPTED)
		kntop_tally_add(&t->losses[KNTOP_LOSS_DPI_INTERRUPTED], 1, 0, ktime_get_ns());
	kntop_dpi_set(flow, label, finding);
	kntop_flow_mark(t, flow);
}
EXPORT_SYMBOL_GPL(kntop_dpi_decide_locked);

void kntop_dpi_decide(struct kntop_flow_table *t, struct kntop_flow *flow,
		      struct kntop_label label, struct kntop_finding *finding)
{
	spin_lock_bh(&flow->lock);
	kntop_dpi_decide_locked(t, flow, label, finding);
	spin_unlock_bh(&flow->lock);
}
EXPORT_SYMBOL_GPL(kntop_dpi_decide);

void kntop_dpi_tell(struct kntop_flow *flow, struct kntop_label label)
{
	spin_lock_bh(&flow->lock);
	if (!kntop_flow_is_decided(flow) && flow->classified)
		*(struct kntop_label *)flow->classified = label;
	spin_unlock_bh(&flow->lock);
}
EXPORT_SYMBOL_GPL(kntop_dpi_tell);

/* Nobody will say what it is. */
static void kntop_dpi_set_unseen(struct kntop_flow *flow,
				 enum kntop_confidence confidence)
{
	struct kntop_label label = { .confidence = confidence };

	kntop_dpi_set(flow, label, NULL);
}

/* ---- packets ----------------------------------------------------------- */

bool kntop_dpi_wants(const struct kntop_flow *flow)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);

	return c && READ_ONCE(kntop_dpi_on) && c->wants(flow);
}

void kntop_dpi_see(struct kntop_flow_table *t, struct kntop_flow *flow,
		   const struct kntop_sighting *s, int side)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);
	enum kntop_dpi_answer answer = KNTOP_DPI_ENOUGH;

	/* when it leaves it decides what it keeps, and the core the rest */
	if (c)
		answer = c->see(t, flow, s, side);
	if (answer == KNTOP_DPI_SKIPPED || answer == KNTOP_DPI_REFUSED)
		kntop_tally_add(&t->losses[KNTOP_LOSS_DPI_SKIPPED], s->packets,
				s->octets, ktime_get_ns());
	if (answer == KNTOP_DPI_ENOUGH)
		WRITE_ONCE(flow->bits, flow->bits & ~KNTOP_FLOW_DPI);
	if (answer == KNTOP_DPI_REFUSED)
		kntop_dpi_set_unseen(flow, KNTOP_CONFIDENCE_NOT_INSPECTED);
}

void kntop_dpi_see_first(struct kntop_flow_table *t, struct kntop_flow *flow,
			 const struct kntop_sighting *s, int side)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);

	if (c && c->payload_first && flow->key.l4 == IPPROTO_TCP &&
	    !s->packet->payload_len)
		return;
	kntop_dpi_see(t, flow, s, side);
}

/* Returns false when it was decided here and now. */
static bool kntop_dpi_finish_locked(struct kntop_flow_table *t,
				    struct kntop_flow *flow)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);

	/* the verdict that came meanwhile has put it on a dirty list */
	if (kntop_flow_is_decided(flow))
		return true;
	WRITE_ONCE(flow->bits, flow->bits & ~KNTOP_FLOW_DPI);
	if (c ? c->finish(t, flow) : !!flow->classified)
		return true;
	kntop_dpi_set_unseen(flow, c ? KNTOP_CONFIDENCE_NOT_INSPECTED :
				       KNTOP_CONFIDENCE_NONE);
	if (!(flow->bits & KNTOP_FLOW_DEAD))
		kntop_flow_mark(t, flow);
	return false;
}

bool kntop_dpi_finish(struct kntop_flow_table *t, struct kntop_flow *flow)
{
	bool later;

	rcu_read_lock();
	spin_lock_bh(&flow->lock);
	later = kntop_dpi_finish_locked(t, flow);
	spin_unlock_bh(&flow->lock);
	rcu_read_unlock();
	return later;
}

/* ---- waiting ----------------------------------------------------------- */

int kntop_dpi_room(void)
{
	int held = srcu_read_lock(&kntop_dpi_srcu), err = 0;
	const struct kntop_classifier *c = srcu_dereference(kntop_dpi_current,
							    &kntop_dpi_srcu);

	if (c && kntop_dpi_enabled())
		err = c->room();
	srcu_read_unlock(&kntop_dpi_srcu, held);
	return err;
}

int kntop_dpi_drain(void)
{
	int held = srcu_read_lock(&kntop_dpi_srcu), err = 0;
	const struct kntop_classifier *c = srcu_dereference(kntop_dpi_current,
							    &kntop_dpi_srcu);

	if (c)
		err = c->drain();
	srcu_read_unlock(&kntop_dpi_srcu, held);
	return err;
}

void kntop_dpi_forget(struct kntop_flow *flow)
{
	if (kntop_flow_is_decided(flow))
		kntop_finding_put(kntop_flow_finding(flow));
	else
		WARN_ON_ONCE(flow->classified);
	flow->classified = NULL;
}

/* ---- the classifier itself --------------------------------------------- */

void kntop_dpi_trapped(struct kntop_flow_table *t, const struct kntop_dpi_trap *trap)
{
	atomic64_inc(&kntop_dpi_trap_count);
	kntop_event_trap(t, trap);
}
EXPORT_SYMBOL_GPL(kntop_dpi_trapped);

u64 kntop_dpi_traps(void)
{
	return atomic64_read(&kntop_dpi_trap_count);
}

bool kntop_dpi_enabled(void)
{
	return READ_ONCE(kntop_dpi_on);
}

void kntop_dpi_enable(bool on)
{
	WRITE_ONCE(kntop_dpi_on, on);
}

const struct kntop_classifier *kntop_dpi_hold(void)
{
	const struct kntop_classifier *c;
	int err = mutex_lock_killable(&kntop_dpi_mutex);

	if (err)
		return ERR_PTR(err);
	c = rcu_dereference_protected(kntop_dpi_current,
				      lockdep_is_held(&kntop_dpi_mutex));
	if (!c)
		mutex_unlock(&kntop_dpi_mutex);
	return c;
}

void kntop_dpi_release(void)
{
	mutex_unlock(&kntop_dpi_mutex);
}

bool kntop_dpi_name(char *buf, size_t size)
{
	const struct kntop_classifier *c;

	rcu_read_lock();
	c = rcu_dereference(kntop_dpi_current);
	if (c)
		strscpy(buf, c->name, size);
	rcu_read_unlock();
	return c;
}
