/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict: from what an engine knows of a flow to the flow's label and finding.
 * The worker's thread only.
 */
#ifndef KNTOP_NDPI_VERDICT_H
#define KNTOP_NDPI_VERDICT_H

#include <linux/types.h>

struct kntop_door_label;
struct kntop_pending;
struct kntop_worker;

/**
 * kntop_verdict - decide a flow
 * @w: worker
 * @p: undecided. Its flow is not to be touched any more
 * @given_up: there was no room to look at all of it
 *
 * What the engine has of it is still there.
 */
void kntop_verdict(struct kntop_worker *w, struct kntop_pending *p, bool given_up);

/** kntop_verdict_tell - let others know what a flow seems to be. */
void kntop_verdict_tell(struct kntop_pending *p, const struct kntop_door_label *label);

#endif /* KNTOP_NDPI_VERDICT_H */
