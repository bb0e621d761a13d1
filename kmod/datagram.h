/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * datagram: the fragments of a datagram belong to one flow, that of the first of them.
 *
 * What is held back until the first fragment comes is in the interface's totals, and until
 * then in the part KNTOP_PART_FRAGMENT_HELD; see "The sum rule" in docs/architecture.md.
 */
#ifndef KNTOP_DATAGRAM_H
#define KNTOP_DATAGRAM_H

#include <linux/types.h>

#include "packet.h"

struct kntop_interface;
struct kntop_sighting;

/**
 * kntop_datagram_see - count a fragment, which the interface's totals have already
 * @i: interface
 * @s: the sighting of @p
 * @p: a packet that is fragmented
 *
 * Context: bottom halves off, inside an RCU read-side section.
 */
void kntop_datagram_see(struct kntop_interface *i, struct kntop_sighting *s,
			struct kntop_packet *p);

/**
 * kntop_datagram_sweep - count what was held back for too long
 * @i: interface
 * @all: whatever is held back, as no more will come or flows are to end
 *
 * Context: accounting mutex.
 */
void kntop_datagram_sweep(struct kntop_interface *i, bool all);

#endif /* KNTOP_DATAGRAM_H */
