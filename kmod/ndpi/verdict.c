// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/ktime.h>
#include <linux/string.h>

#include "../finding.h"
#include "../flow.h"
#include "detail.h"
#include "guess.h"
#include "pending.h"
#include "verdict.h"
#include "worker.h"

/* The worker's scratch flow holds what @facts points to. */
static void kntop_verdict_guess(struct kntop_worker *w, struct kntop_pending *p,
				struct kntop_engine_label *label,
				struct kntop_engine_facts *facts)
{
	struct kntop_engine *e = w->edition->engine;
	struct kntop_engine_packet packet = { .data = w->guess };

	kntop_worker_source(w, p->flow->key.ifid);
	packet.len = kntop_guess_packet(w->guess, p);
	kntop_engine_see(e, w->scratch, &packet, label);
	kntop_engine_conclude(e, w->scratch, label, facts);
}

/* Guesses are not timed: they would be taken for the cost of packets. */
static void kntop_verdict_conclude(struct kntop_worker *w, struct kntop_pending *p,
				   struct kntop_engine_label *label,
				   struct kntop_engine_facts *facts)
{
	u64 start = ktime_get_ns();

	kntop_engine_conclude(p->edition->engine, p->state, label, facts);
	WRITE_ONCE(w->time, w->time + ktime_get_ns() - start);
}

static struct kntop_finding *kntop_verdict_finding(struct kntop_worker *w,
						   const struct kntop_numbers *n,
						   const struct kntop_engine_facts *facts)
{
	size_t size = kntop_detail_put(w->attrs, facts);

	if (!size && !facts->risks)
		return NULL;
	return kntop_finding_new(kntop_numbers_risks(n, facts->risks), facts->score,
				 w->attrs, size);
}

void kntop_verdict(struct kntop_worker *w, struct kntop_pending *p, bool given_up)
{
	struct kntop_edition *edition = p->state ? p->edition : w->edition;
	struct kntop_engine_label engine_label = {};
	struct kntop_engine_facts facts = {};
	struct kntop_finding *finding;
	struct kntop_label label;

	if (p->state)
		kntop_verdict_conclude(w, p, &engine_label, &facts);
	else
		kntop_verdict_guess(w, p, &engine_label, &facts);
	label = kntop_numbers_label(edition->numbers, &engine_label);
	if ((given_up || READ_ONCE(p->skipped)) &&
	    label.confidence < KNTOP_CONFIDENCE_CACHE)
		label.confidence = KNTOP_CONFIDENCE_NOT_INSPECTED;
	finding = kntop_verdict_finding(w, edition->numbers, &facts);
	if (!p->state)
		kntop_engine_flow_clear(w->scratch);
	WRITE_ONCE(w->decided, w->decided + 1);
	kntop_dpi_decide(p->table, p->flow, label, finding);
	p->decided = true;
}

void kntop_verdict_tell(struct kntop_pending *p, const struct kntop_engine_label *label)
{
	struct kntop_label told = kntop_numbers_label(p->edition->numbers, label);

	if (!memcmp(&told, &p->told, sizeof(told)))
		return;
	kntop_dpi_tell(p->flow, told);
}
