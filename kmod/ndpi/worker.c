// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "../dpi.h"
#include "../flow.h"
#include "inspect.h"
#include "pending.h"
#include "stack.h"
#include "trap.h"
#include "worker.h"

/* Below what serves people, above what only fills idle time. */
#define KNTOP_WORKER_NICE	5
/* How often it looks for flows that fell silent. */
#define KNTOP_WORKER_VISIT	(HZ / 4)
/* How long the flows of a worker that leaves may go on. */
#define KNTOP_WORKER_GRACE	(10 * HZ)
/* How many steps it takes between two looks whether somebody waits. */
#define KNTOP_WORKER_STEPS	32
/* How many flows one packet may have to make room for. */
#define KNTOP_WORKER_RELIEVE	16
/* How many restarts of its engine a worker may spend on each second. */
#define KNTOP_WORKER_RESTARTS	20
/* How often it may be found without a sign of life. */
#define KNTOP_WORKER_SILENT	5
/* A file of which nothing came for so long is read, and what it told is for live flows no clue. */
#define KNTOP_WORKER_PAUSE	(2 * HZ)
/* A burst of frames that a feeder may put without looking again. */
#define KNTOP_WORKER_BURST	64

/* ---- what it is told --------------------------------------------------- */

void kntop_worker_wake(struct kntop_worker *w)
{
	if (wq_has_sleeper(&w->wait))
		wake_up(&w->wait);
}

void kntop_worker_offer(struct kntop_worker *w, struct kntop_edition *edition)
{
	kntop_edition_free(xchg(&w->offered, edition));
	wake_up(&w->wait);
}

void kntop_worker_leave(struct kntop_worker *w, enum kntop_worker_leave leave)
{
	if (leave <= w->leave)
		return;
	WRITE_ONCE(w->leave_by, jiffies + KNTOP_WORKER_GRACE);
	/* pairs with kntop_worker_visit() */
	smp_store_release(&w->leave, leave);
	wake_up(&w->wait);
}

void kntop_worker_limit(struct kntop_worker *w, u32 budget, u64 octets_max)
{
	WRITE_ONCE(w->budget, budget);
	WRITE_ONCE(w->octets_max, octets_max);
	/* pairs with kntop_worker_relimit() */
	smp_store_release(&w->relimit, true);
}

void kntop_worker_source(struct kntop_worker *w, u16 ifid)
{
	u16 source = ifid & KNTOP_FLOW_IFID_OFFLINE ? ifid : 0;

	if (source)
		w->offline_last = jiffies;
	if (source == w->offline)
		return;
	/* while a file is read its flows find what they told each other, also beside live ones */
	if (!source && time_before(jiffies, w->offline_last + KNTOP_WORKER_PAUSE))
		return;
	w->offline = source;
	kntop_engine_forget(w->edition->engine);
}

void kntop_worker_hurry(struct kntop_worker *w)
{
	if (READ_ONCE(w->leave) != KNTOP_WORKER_LEAVE_NOW ||
	    time_before(jiffies, READ_ONCE(w->leave_by)))
		return;
	kntop_engine_abandon(w->edition->engine);
	if (w->older)
		kntop_engine_abandon(w->older->engine);
}

void kntop_worker_measure(struct kntop_worker *w)
{
	const struct kntop_engine *now = w->edition->engine;
	const struct kntop_engine *old = w->older ? w->older->engine : NULL;

	WRITE_ONCE(w->engine_octets, now->octets + (old ? old->octets : 0));
	WRITE_ONCE(w->flow_octets, (u64)now->flow_octets + (old ? old->flow_octets : 0));
	WRITE_ONCE(w->allocations, w->allocations_before + now->allocations +
			(old ? old->allocations : 0));
	WRITE_ONCE(w->steps_max, max3(w->steps_max, now->steps_max, old ? old->steps_max : 0));
}

/* ---- editions ---------------------------------------------------------- */

static void kntop_worker_drop_older(struct kntop_worker *w)
{
	kntop_trap_note(w->older->engine, NULL, NULL);
	w->allocations_before += w->older->engine->allocations;
	kntop_edition_free(w->older);
	w->older = NULL;
}

/* At most two: flows of the one before the last are decided now. */
static void kntop_worker_adopt(struct kntop_worker *w)
{
	struct kntop_edition *edition = xchg(&w->offered, NULL);

	if (!edition)
		return;
	if (w->older) {
		kntop_inspect_decide_all(w, w->older);
		kntop_worker_drop_older(w);
	}
	w->older = w->edition;
	w->edition = edition;
	w->offline = 0;
	WRITE_ONCE(w->relimit, true);
}

/* Both engines may take as much as one may: flows of the older one end soon. */
static void kntop_worker_relimit(struct kntop_worker *w)
{
	/* what was set before the flag is read after it; pairs with kntop_worker_limit() */
	if (!READ_ONCE(w->relimit) || !xchg(&w->relimit, false))
		return;
	kntop_engine_limit(w->edition->engine, READ_ONCE(w->budget),
			   READ_ONCE(w->octets_max), &w->cancel);
	if (w->older)
		kntop_engine_limit(w->older->engine, READ_ONCE(w->budget),
				   READ_ONCE(w->octets_max), &w->cancel);
}

/* ---- broken engines ---------------------------------------------------- */

/*
 * Restarts cost time, and a sender may want us to spend it: what comes live is skipped
 * until the next second. A file is its reader's own, and has one result.
 */
static bool kntop_worker_may_restart(struct kntop_worker *w)
{
	const struct kntop_ring_entry *e = kntop_ring_peek(&w->ring);
	const struct kntop_pending *p = list_first_entry_or_null(&w->closing,
								 struct kntop_pending, closing);

	if (READ_ONCE(w->leave) == KNTOP_WORKER_LEAVE_NOW)
		return false;
	if ((e && e->pending->offline) || (p && p->offline))
		return true;
	if (time_after(jiffies, w->restart_since + HZ)) {
		w->restart_since = jiffies;
		w->restarts = 0;
	}
	return w->restarts++ < KNTOP_WORKER_RESTARTS;
}

static void kntop_worker_restart(struct kntop_worker *w)
{
	u64 start = ktime_get_ns();

	w->allocations_before += w->edition->engine->allocations;
	kntop_engine_restart(w->edition->engine);
	kntop_trap_restarted(ktime_get_ns() - start);
	w->offline = 0;
}

/* Decide the flows of an engine that broke, and have a fresh one. */
static void kntop_worker_mend(struct kntop_worker *w)
{
	if (w->older && w->older->engine->broken) {
		kntop_inspect_decide_all(w, w->older);
		kntop_worker_drop_older(w);
	}
	if (!w->edition->engine->broken)
		return;
	kntop_trap_note(w->edition->engine, NULL, NULL);
	if (w->edition->flows)
		kntop_inspect_decide_all(w, w->edition);
	if (!kntop_worker_may_restart(w))
		return;
	kntop_worker_restart(w);
	kntop_worker_measure(w);
}

/* ---- work -------------------------------------------------------------- */

/* What others put aside since the last time, oldest first. */
static void kntop_worker_collect(struct kntop_worker *w)
{
	struct kntop_pending *p, *next;
	struct llist_node *node;

	if (llist_empty(&w->finishes))
		return;
	node = llist_reverse_order(llist_del_all(&w->finishes));
	llist_for_each_entry_safe(p, next, node, finish)
		list_add_tail(&p->closing, &w->closing);
}

static void kntop_worker_finish(struct kntop_worker *w, struct kntop_pending *p)
{
	kntop_inspect_finish(w, p);
	w->finishing = NULL;
	/* pairs with kntop_worker_is_there(): the verdict comes first */
	smp_store_release(&w->finished, w->finished + 1);
}

static bool kntop_worker_close(struct kntop_worker *w)
{
	struct kntop_pending *p = list_first_entry_or_null(&w->closing,
							   struct kntop_pending, closing);

	if (!p || p->finish_at > w->ring.done)
		return false;
	w->finishing = p;
	list_del(&p->closing);
	kntop_worker_finish(w, p);
	return true;
}

/*
 * A flow that ended before a packet came is decided before that packet is taken,
 * however late this thread is. Returns false when there is nothing to do.
 */
static bool kntop_worker_step(struct kntop_worker *w)
{
	struct kntop_ring_entry *e = kntop_ring_peek(&w->ring);

	kntop_worker_collect(w);
	if (kntop_worker_close(w))
		return true;
	if (!e)
		return false;
	kntop_inspect_take(w, e);
	kntop_inspect_relieve(w, KNTOP_WORKER_RELIEVE);
	return true;
}

/* Was all done that others put? */
static bool kntop_worker_is_empty(const struct kntop_worker *w)
{
	return w->ring.done == kntop_ring_head(&w->ring) &&
	       list_empty(&w->closing) && llist_empty(&w->finishes);
}

/* Returns true when it is time to leave. */
static bool kntop_worker_visit(struct kntop_worker *w)
{
	/* pairs with kntop_worker_leave() */
	enum kntop_worker_leave leave = smp_load_acquire(&w->leave);

	w->visit = jiffies;
	w->leave_seen = leave;
	if (leave == KNTOP_WORKER_LEAVE && time_after(jiffies, READ_ONCE(w->leave_by)))
		leave = KNTOP_WORKER_LEAVE_NOW;
	/* Drain queued packets first; each flow has few left. */
	if (leave == KNTOP_WORKER_LEAVE_NOW && kntop_worker_is_empty(w))
		kntop_inspect_decide_all(w, NULL);
	else
		kntop_inspect_silent(w, leave == KNTOP_WORKER_LEAVE);
	kntop_inspect_relieve(w, UINT_MAX);
	if (w->older && !w->older->flows)
		kntop_worker_drop_older(w);
	kntop_worker_measure(w);
	WRITE_ONCE(w->stack, kntop_stack_used());
	return leave != KNTOP_WORKER_STAY && !w->flows && kntop_worker_is_empty(w);
}

static bool kntop_worker_has_work(struct kntop_worker *w)
{
	return kntop_ring_peek(&w->ring) || !llist_empty(&w->finishes) ||
	       READ_ONCE(w->offered) || READ_ONCE(w->leave) != w->leave_seen;
}

/* Whoever waits for room or for a position looks again. */
static void kntop_worker_progress(struct kntop_worker *w)
{
	if (wq_has_sleeper(&w->progress))
		wake_up_all(&w->progress);
}

static void kntop_worker_sleep(struct kntop_worker *w)
{
	long patience = w->flows || w->older || w->leave_seen ? KNTOP_WORKER_VISIT :
								 MAX_SCHEDULE_TIMEOUT;

	kntop_worker_progress(w);
	wait_event_idle_timeout(w->wait, kntop_worker_has_work(w), patience);
}

static int kntop_worker_run(void *context)
{
	struct kntop_worker *w = context;
	bool worked;

	set_user_nice(current, KNTOP_WORKER_NICE);
	kntop_stack_paint();
	for (;;) {
		kntop_worker_adopt(w);
		kntop_worker_relimit(w);
		kntop_worker_mend(w);
		WRITE_ONCE(w->beats, w->beats + 1);
		WRITE_ONCE(w->cancel, false);
		worked = kntop_worker_step(w);
		if (++w->steps % KNTOP_WORKER_STEPS == 0)
			kntop_worker_progress(w);
		if ((!worked || time_after(jiffies, w->visit + KNTOP_WORKER_VISIT)) &&
		    kntop_worker_visit(w))
			break;
		if (!worked)
			kntop_worker_sleep(w);
		cond_resched();
	}
	kntop_worker_progress(w);
	complete_all(&w->ended);
	return 0;
}

/* ---- waiting for it ---------------------------------------------------- */

/* How far it got; whatever it does to a packet or a flow that is over raises it. */
static u64 kntop_worker_position(const struct kntop_worker *w)
{
	return kntop_ring_done(&w->ring) + READ_ONCE(w->finished);
}

/* Wait for a condition as long as the worker gets anywhere. */
#define KNTOP_WORKER_WAIT(w, condition) ({					\
	u64 _before;								\
	long _left;								\
										\
	do {									\
		_before = kntop_worker_position(w);				\
		_left = wait_event_killable_timeout((w)->progress, condition,	\
					msecs_to_jiffies(KNTOP_DPI_PATIENCE));	\
	} while (!_left && kntop_worker_position(w) != _before);		\
	_left < 0 ? -EINTR : _left ? 0 : -ETIMEDOUT;				\
})

int kntop_worker_room(struct kntop_worker *w)
{
	/* an entry at the end of the ring may need a filler, the last one stays */
	u32 need = min_t(u32, (KNTOP_WORKER_BURST + 1) * KNTOP_RING_ENTRY_MAX,
			 w->ring.size - 2 * KNTOP_RING_ENTRY_MAX);

	return KNTOP_WORKER_WAIT(w, kntop_ring_room(&w->ring) >= need);
}

/* Is there something that it has not done yet? */
static bool kntop_worker_has_backlog(struct kntop_worker *w)
{
	return kntop_ring_done(&w->ring) != kntop_ring_head(&w->ring) ||
	       READ_ONCE(w->finished) != atomic64_read(&w->finishes_put) || READ_ONCE(w->offered);
}

void kntop_worker_watch(struct kntop_worker *w)
{
	u32 beats = READ_ONCE(w->beats);

	if (beats != w->watched || !kntop_worker_has_backlog(w)) {
		w->watched = beats;
		w->silent = 0;
	} else if (++w->silent >= KNTOP_WORKER_SILENT) {
		WRITE_ONCE(w->cancel, true);
	}
}

struct kntop_worker_mark kntop_worker_mark(struct kntop_worker *w)
{
	struct kntop_worker_mark m = {
		.put = kntop_ring_head(&w->ring),
		.finishes = atomic64_read(&w->finishes_put),
	};

	return m;
}

static bool kntop_worker_is_there(const struct kntop_worker *w,
				  const struct kntop_worker_mark *m)
{
	/* pairs with kntop_worker_close() */
	u64 finished = smp_load_acquire(&w->finished);

	return finished >= m->finishes && kntop_ring_done(&w->ring) >= m->put;
}

int kntop_worker_reach(struct kntop_worker *w, const struct kntop_worker_mark *m)
{
	return KNTOP_WORKER_WAIT(w, kntop_worker_is_there(w, m));
}

/* ---- life -------------------------------------------------------------- */

static int kntop_worker_start(struct kntop_worker *w, const struct cpumask *cpus)
{
	struct task_struct *task = kthread_create(kntop_worker_run, w, "kntop_dpi/%u",
						  w->id);

	if (IS_ERR(task))
		return PTR_ERR(task);
	/* it ends by itself, and is waited for afterwards */
	w->task = get_task_struct(task);
	set_cpus_allowed_ptr(task, cpus);
	wake_up_process(task);
	return 0;
}

struct kntop_worker *kntop_worker_new(unsigned int id, const struct kntop_dpi_settings *s,
				      struct kntop_edition *edition,
				      const struct cpumask *cpus)
{
	struct kntop_worker *w = kzalloc(sizeof(*w), GFP_KERNEL);
	int list;

	if (!w)
		return NULL;
	w->id = id;
	w->edition = edition;
	w->visit = jiffies;
	init_llist_head(&w->finishes);
	init_waitqueue_head(&w->wait);
	init_waitqueue_head(&w->progress);
	init_completion(&w->ended);
	INIT_LIST_HEAD(&w->closing);
	for (list = 0; list < KNTOP_WORKER_LISTS; list++)
		INIT_LIST_HEAD(&w->stale[list]);
	kntop_worker_limit(w, s->budget, div_u64(s->bytes_max, s->workers));
	kntop_worker_measure(w);
	if (!kntop_ring_init(&w->ring, s->ring) && !kntop_worker_start(w, cpus))
		return w;
	w->edition = NULL;
	kntop_worker_free(w);
	return NULL;
}

/*
 * Decide what a thread left behind that was killed by an oops, without nDPI. A lock that it
 * held is lost with it.
 */
static void kntop_worker_take_over(struct kntop_worker *w)
{
	pr_err("kntop: the thread kntop_dpi/%u died; its flows are decided without nDPI\n", w->id);
	kntop_engine_abandon(w->edition->engine);
	if (w->older)
		kntop_engine_abandon(w->older->engine);
	if (w->finishing)
		kntop_worker_finish(w, w->finishing);
	while (kntop_worker_step(w))
		cond_resched();
	kntop_inspect_decide_all(w, NULL);
	complete_all(&w->ended);
}

void kntop_worker_await(struct kntop_worker *w)
{
	while (!wait_for_completion_timeout(&w->ended, HZ))
		if (READ_ONCE(w->task->exit_state) && !completion_done(&w->ended))
			kntop_worker_take_over(w);
}

void kntop_worker_join(struct kntop_worker *w)
{
	/* a thread that is stopped before it has begun never begins */
	kntop_worker_await(w);
	kthread_stop(w->task);
}

void kntop_worker_free(struct kntop_worker *w)
{
	if (w->task)
		put_task_struct(w->task);
	kntop_edition_free(w->offered);
	kntop_edition_free(w->edition);
	kntop_edition_free(w->older);
	kntop_ring_free(&w->ring);
	kfree(w);
}
