/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trap: what engines were stopped for, by kind, and how they came back. For all engines.
 */
#ifndef KNTOP_NDPI_TRAP_H
#define KNTOP_NDPI_TRAP_H

#include <linux/types.h>

struct kntop_engine;
struct kntop_flow;
struct kntop_flow_table;
struct sk_buff;

/**
 * kntop_trap_note - count the trap of an engine that broke, once
 * @e: broken engine; nothing happens where it is not, or was noted already
 * @t: table of the flow it was busy with, or NULL
 * @flow: the flow, undecided, or NULL
 *
 * Says so in the kernel's log, at a limited rate, and to listeners.
 *
 * Context: process, sleeps.
 */
void kntop_trap_note(struct kntop_engine *e, struct kntop_flow_table *t,
		     struct kntop_flow *flow);

/** kntop_trap_restarted - an engine is ready again, after @ns nanoseconds of work. */
void kntop_trap_restarted(u64 ns);

/** kntop_trap_report - put DPI_A_RESTARTS .. and a nest DPI_A_TRAP for each kind. Process. */
int kntop_trap_report(struct sk_buff *skb);

#endif /* KNTOP_NDPI_TRAP_H */
