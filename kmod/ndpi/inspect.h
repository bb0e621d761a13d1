/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect: what a worker does with a packet, with a flow that is over, and with
 * flows that stay undecided for too long. The worker's thread only.
 */
#ifndef KNTOP_NDPI_INSPECT_H
#define KNTOP_NDPI_INSPECT_H

#include <linux/types.h>

struct kntop_edition;
struct kntop_pending;
struct kntop_ring_entry;
struct kntop_worker;

/** kntop_inspect_take - show the engine the packet of an entry, and take that. */
void kntop_inspect_take(struct kntop_worker *w, struct kntop_ring_entry *e);

/** kntop_inspect_finish - decide a flow whose packets were all taken. */
void kntop_inspect_finish(struct kntop_worker *w, struct kntop_pending *p);

/**
 * kntop_inspect_silent - decide live flows that fell silent
 * @w: worker
 * @searching: also those whose protocol is not known yet
 */
void kntop_inspect_silent(struct kntop_worker *w, bool searching);

/** kntop_inspect_correct - help nDPI with flows that begin from now on, or do not. Any context. */
void kntop_inspect_correct(bool on);

/** kntop_inspect_relieve - if too much is undecided, decide the stalest flows, @most. */
void kntop_inspect_relieve(struct kntop_worker *w, unsigned int most);

/** kntop_inspect_decide_all - decide all flows of an edition, NULL all. */
void kntop_inspect_decide_all(struct kntop_worker *w,
			      const struct kntop_edition *edition);

#endif /* KNTOP_NDPI_INSPECT_H */
