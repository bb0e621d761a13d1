// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "../flow.h"
#include "derive.h"
#include "inspect.h"
#include "pending.h"
#include "skip.h"
#include "trap.h"
#include "verdict.h"
#include "worker.h"

/* A live flow whose protocol is known waits this long for more to learn. */
#define KNTOP_INSPECT_SILENT_NS		(2 * NSEC_PER_SEC)
/* Where room is needed, one that is still searched waits this long. */
#define KNTOP_INSPECT_STALE_NS		(5 * NSEC_PER_SEC)

/* ---- verdicts ---------------------------------------------------------- */

static struct list_head *kntop_inspect_list(struct kntop_worker *w,
					    const struct kntop_pending *p)
{
	return &w->stale[(p->found ? KNTOP_WORKER_FOUND : 0) |
			 (p->offline ? KNTOP_WORKER_OFFLINE : 0)];
}

/* It must not be read any more if softirq and worker are both done with it. */
static void kntop_inspect_release(struct kntop_pending *p)
{
	if (p->decided && p->taken == p->put && p->finishing == p->finished)
		kntop_pending_free(p);
}

static void kntop_inspect_forget_state(struct kntop_pending *p)
{
	if (!p->state)
		return;
	kntop_engine_flow_free(p->edition->engine, p->state);
	p->state = 0;
	p->edition->flows--;
}

static void kntop_inspect_decide(struct kntop_worker *w, struct kntop_pending *p,
				 bool given_up)
{
	kntop_worker_hurry(w);
	kntop_verdict(w, p, given_up);
	kntop_inspect_forget_state(p);
	WRITE_ONCE(w->beats, w->beats + 1);
	if (p->taken) {
		list_del(&p->stale);
		WRITE_ONCE(w->flows, w->flows - 1);
	}
}

static void kntop_inspect_give_up(struct kntop_worker *w, struct kntop_pending *p,
				  enum kntop_skip why, u32 packets)
{
	kntop_skip_count(why, packets, 1);
	kntop_inspect_decide(w, p, true);
}

/* ---- packets ----------------------------------------------------------- */

static bool kntop_inspect_as_sent;

void kntop_inspect_correct(bool on)
{
	WRITE_ONCE(kntop_inspect_as_sent, !on);
}

static bool kntop_inspect_begin(struct kntop_worker *w, struct kntop_pending *p)
{
	if (p->state)
		return true;
	kntop_worker_source(w, p->flow->key.ifid);
	p->state = kntop_engine_flow_new(w->edition->engine,
					 p->past | (READ_ONCE(kntop_inspect_as_sent) ?
						    KNTOP_DOOR_AS_SENT : 0));
	if (!p->state)
		return false;
	p->edition = w->edition;
	p->edition->flows++;
	return true;
}

static enum kntop_engine_answer kntop_inspect_dissect(struct kntop_worker *w,
						      struct kntop_pending *p,
						      const struct kntop_ring_entry *e,
						      struct kntop_door_label *label)
{
	u64 start = ktime_get_ns(), time;
	enum kntop_engine_answer answer;

	answer = kntop_engine_see(p->edition->engine, p->state, e->data, e->len,
				  div_u64(e->time, NSEC_PER_MSEC), label);
	time = ktime_get_ns() - start;
	WRITE_ONCE(w->dissected, w->dissected + 1);
	WRITE_ONCE(w->time, w->time + time);
	WRITE_ONCE(w->time_max, max(w->time_max, time));
	return answer;
}

static void kntop_inspect_refuse(struct kntop_worker *w, struct kntop_pending *p)
{
	struct kntop_engine *e = w->edition->engine;

	kntop_trap_note(e, p->table, p->flow);
	kntop_inspect_give_up(w, p, e->broken ? KNTOP_SKIP_TRAPPED : KNTOP_SKIP_NO_MEMORY, 1);
}

static void kntop_inspect_show(struct kntop_worker *w, struct kntop_pending *p,
			       const struct kntop_ring_entry *e)
{
	enum kntop_engine_answer answer;
	struct kntop_door_label label;

	if (p->offline)
		w->offline_last = jiffies;
	if (!kntop_inspect_begin(w, p)) {
		kntop_inspect_refuse(w, p);
		return;
	}
	answer = kntop_inspect_dissect(w, p, e, &label);
	kntop_derive_hear(p, p->edition->engine, e->time);
	kntop_worker_measure(w);
	if (answer == KNTOP_ENGINE_ENOUGH || answer == KNTOP_ENGINE_BROKEN) {
		kntop_inspect_decide(w, p, false);
	} else if (w->flow_octets > READ_ONCE(w->octets_max)) {
		kntop_inspect_give_up(w, p, KNTOP_SKIP_BYTES_FULL, 0);
	} else {
		/* until it is found, a guess is better than nothing */
		p->found |= answer == KNTOP_ENGINE_FOUND;
		kntop_verdict_tell(p, &label);
	}
}

void kntop_inspect_take(struct kntop_worker *w, struct kntop_ring_entry *e)
{
	struct kntop_pending *p = e->pending;
	bool again = w->taking == e;

	w->taking = e;
	if (!again && !p->taken++ && !p->decided) {
		list_add_tail(&p->stale, kntop_inspect_list(w, p));
		WRITE_ONCE(w->flows, w->flows + 1);
	}
	p->last = e->time;
	if (!p->decided && e->len)
		kntop_inspect_show(w, p, e);
	if (!p->decided)
		list_move_tail(&p->stale, kntop_inspect_list(w, p));
	kntop_ring_take(&w->ring, e);
	w->taking = NULL;
	kntop_inspect_release(p);
}

/* ---- the end ----------------------------------------------------------- */

void kntop_inspect_finish(struct kntop_worker *w, struct kntop_pending *p)
{
	if (!p->capped)
		atomic_dec(&w->guesses);
	if (!p->decided)
		kntop_inspect_decide(w, p, false);
	p->finished = true;
	kntop_inspect_release(p);
}

static void kntop_inspect_cut(struct kntop_worker *w, struct kntop_pending *p)
{
	kntop_inspect_decide(w, p, false);
	kntop_inspect_release(p);
}

/* The stalest of a list of live flows, if it is silent for long. */
static struct kntop_pending *kntop_inspect_stalest(struct kntop_worker *w, int list,
						   u64 silent)
{
	struct kntop_pending *p = list_first_entry_or_null(&w->stale[list],
							   struct kntop_pending, stale);

	return p && (s64)(ktime_get_ns() - p->last) > (s64)silent ? p : NULL;
}

void kntop_inspect_silent(struct kntop_worker *w, bool searching)
{
	struct kntop_pending *p;
	int list;

	for (list = searching ? 0 : KNTOP_WORKER_FOUND; list <= KNTOP_WORKER_FOUND; list++)
		while ((p = kntop_inspect_stalest(w, list, KNTOP_INSPECT_SILENT_NS))) {
			kntop_inspect_cut(w, p);
			cond_resched();
		}
}

static struct kntop_pending *kntop_inspect_victim(struct kntop_worker *w)
{
	struct list_head *live = &w->stale[KNTOP_WORKER_FOUND];
	struct list_head *offline = &w->stale[KNTOP_WORKER_FOUND | KNTOP_WORKER_OFFLINE];

	if (!list_empty(live))
		return list_first_entry(live, struct kntop_pending, stale);
	if (!list_empty(offline))
		return list_first_entry(offline, struct kntop_pending, stale);
	return kntop_inspect_stalest(w, 0, KNTOP_INSPECT_STALE_NS);
}

static bool kntop_inspect_is_pressed(const struct kntop_worker *w)
{
	u64 max = READ_ONCE(w->octets_max);

	return kntop_pending_is_pressed() || w->flow_octets >= max - max / 8;
}

void kntop_inspect_relieve(struct kntop_worker *w, unsigned int most)
{
	struct kntop_pending *victim;

	while (most-- && kntop_inspect_is_pressed(w)) {
		victim = kntop_inspect_victim(w);
		if (!victim)
			return;
		kntop_inspect_cut(w, victim);
		kntop_worker_measure(w);
		cond_resched();
	}
}

void kntop_inspect_decide_all(struct kntop_worker *w, const struct kntop_edition *edition)
{
	struct kntop_pending *p, *next;
	int list;

	for (list = 0; list < KNTOP_WORKER_LISTS; list++)
		list_for_each_entry_safe(p, next, &w->stale[list], stale) {
			if (!edition || (p->state && p->edition == edition))
				kntop_inspect_cut(w, p);
			cond_resched();
		}
}
