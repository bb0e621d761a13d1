/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * event: what is told to the multicast group.
 */
#ifndef KNTOP_EVENT_H
#define KNTOP_EVENT_H

#include <linux/kntop.h>
#include <linux/types.h>

struct kntop_dpi_trap;
struct kntop_flow_table;
struct kntop_host;
struct kntop_net;

/** kntop_event_interface - @old_name only for KNTOP_EVENT_INTERFACE_RENAMED. */
void kntop_event_interface(struct kntop_net *kn, enum kntop_event type,
			   const char *name, const char *old_name);

/** kntop_event_table - a table is nearly full. */
void kntop_event_table(struct kntop_net *kn, enum kntop_table table,
		       u64 entries, u64 limit);

/** kntop_event_host - a host was seen for the first time. */
void kntop_event_host(struct kntop_net *kn, const struct kntop_host *host,
		      const char *interface);

/** kntop_event_trap - a classifier's library was stopped; @t: the flow's table, or NULL. */
void kntop_event_trap(struct kntop_flow_table *t, const struct kntop_dpi_trap *trap);

#endif /* KNTOP_EVENT_H */
