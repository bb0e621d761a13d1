/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * derive: what other flows of a client tell about one: the name that it looked up, and whose
 * call it is. It never outranks what a flow's own packets told.
 */
#ifndef KNTOP_NDPI_DERIVE_H
#define KNTOP_NDPI_DERIVE_H

#include <linux/types.h>

#include "../label.h"
#include "guest/door.h"

struct kntop_edition;
struct kntop_engine;
struct kntop_pending;

/**
 * struct kntop_derived - what was derived
 * @reason: enum kntop_reason: why the label is what it is, if for one of these
 * @len: octets of @name, 0 none
 * @name: what the client looked up before it began the flow
 */
struct kntop_derived {
	u8	reason;
	u8	len;
	char	name[KNTOP_DOOR_HOST_MAX];
};

/** kntop_derive_enable - derive anything from now on, or nothing. Any context. */
void kntop_derive_enable(bool on);

/**
 * kntop_derive - derive what can be
 * @p: the flow; nothing was forgotten of it yet
 * @edition: whose engine concluded it
 * @facts: of the flow
 * @whole: all its packets were looked at
 * @label: what the engine made of it; changed
 * @d: overwritten
 *
 * Context: the worker's thread.
 */
void kntop_derive(const struct kntop_pending *p, const struct kntop_edition *edition,
		  const struct kntop_door_facts *facts, bool whole, struct kntop_label *label,
		  struct kntop_derived *d);

/**
 * kntop_derive_note - remember with whom a client has to do, for its later flows
 * @p: the flow
 * @label: what it is, or seems to be
 *
 * As a flow that is known is looked at for long, it is noted before its verdict.
 *
 * Context: the worker's thread.
 */
void kntop_derive_note(const struct kntop_pending *p, const struct kntop_label *label);

/**
 * kntop_derive_hear - keep what the packet that was shown last told for later flows
 * @p: its flow
 * @e: engine that was shown it
 * @time: of the packet, clock of its source
 *
 * Context: the worker's thread.
 */
void kntop_derive_hear(const struct kntop_pending *p, struct kntop_engine *e, u64 time);

#endif /* KNTOP_NDPI_DERIVE_H */
