// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/string.h>

#include "../finding.h"
#include "../flow.h"
#include "derive.h"
#include "detail.h"
#include "guess.h"
#include "pending.h"
#include "trap.h"
#include "verdict.h"
#include "worker.h"

/* Show the engine a packet that is made up. Returns the flow it is of, or 0. */
static u32 kntop_verdict_guess(struct kntop_worker *w, struct kntop_pending *p)
{
	struct kntop_engine *e = w->edition->engine;
	struct kntop_door_label label;
	u8 packet[KNTOP_GUESS_SIZE];
	u32 flow;

	kntop_worker_source(w, p->flow->key.ifid);
	flow = kntop_engine_flow_new(e, 0);
	if (flow)
		kntop_engine_see(e, flow, packet, kntop_guess_packet(packet, p), 0, &label);
	return flow;
}

static struct kntop_finding *kntop_verdict_finding(struct kntop_worker *w,
						   const struct kntop_edition *edition,
						   const struct kntop_door_facts *facts,
						   const struct kntop_derived *derived)
{
	size_t size = kntop_detail_put(w->attrs, edition->engine, facts, derived);

	if (!size && !facts->risks)
		return NULL;
	return kntop_finding_new(kntop_numbers_risks(edition->numbers, facts->risks),
				 facts->score, w->attrs, size);
}

/* Returns the label, and sets @finding, of what the engine says of @flow. */
static struct kntop_label kntop_verdict_conclude(struct kntop_worker *w,
						 const struct kntop_pending *p,
						 const struct kntop_edition *edition, u32 flow,
						 bool whole, struct kntop_finding **finding)
{
	struct kntop_label interrupted = p->told, known;
	struct kntop_derived derived;
	struct kntop_door_facts facts;
	struct kntop_door_label label;

	if (flow && kntop_engine_conclude(edition->engine, flow, &label, &facts)) {
		known = kntop_numbers_label(edition->numbers, &label);
		kntop_derive(p, edition, &facts, whole, &known, &derived);
		*finding = kntop_verdict_finding(w, edition, &facts, &derived);
		return known;
	}
	interrupted.confidence = p->state ? KNTOP_CONFIDENCE_INTERRUPTED :
					    KNTOP_CONFIDENCE_NOT_INSPECTED;
	return interrupted;
}

static bool kntop_verdict_is_guess(const struct kntop_label *label)
{
	return label->confidence == KNTOP_CONFIDENCE_UNKNOWN ||
	       label->confidence == KNTOP_CONFIDENCE_BY_PORT ||
	       label->confidence == KNTOP_CONFIDENCE_BY_IP;
}

void kntop_verdict(struct kntop_worker *w, struct kntop_pending *p, bool given_up)
{
	struct kntop_edition *edition = p->state ? p->edition : w->edition;
	u32 flow = p->state ?: kntop_verdict_guess(w, p);
	bool whole = !given_up && !READ_ONCE(p->skipped);
	struct kntop_finding *finding = NULL;
	struct kntop_label label;
	u64 start = ktime_get_ns();

	label = kntop_verdict_conclude(w, p, edition, flow, whole, &finding);
	if (!whole && kntop_verdict_is_guess(&label))
		label.confidence = KNTOP_CONFIDENCE_NOT_INSPECTED;
	/* guesses are not timed: they would be taken for the cost of packets */
	if (p->state)
		WRITE_ONCE(w->time, w->time + ktime_get_ns() - start);
	else if (flow)
		kntop_engine_flow_free(edition->engine, flow);
	kntop_trap_note(edition->engine, p->table, p->flow);
	WRITE_ONCE(w->decided, w->decided + 1);
	kntop_dpi_decide(p->table, p->flow, label, finding);
	p->decided = true;
}

void kntop_verdict_tell(struct kntop_pending *p, const struct kntop_door_label *label)
{
	struct kntop_label told = kntop_numbers_label(p->edition->numbers, label);

	if (!memcmp(&told, &p->told, sizeof(told)))
		return;
	kntop_derive_note(p, &told);
	kntop_dpi_tell(p->flow, told);
}
