/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: multicast events; include <kntop.h> */
#ifndef KNTOP_EVENT_H
#define KNTOP_EVENT_H

#include <kntop/handle.h>
#include <kntop/address.h>
#include <kntop/trap.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_event_info - something happened
 * @type: &enum kntop_event
 * @time: when
 * @instance: as &kntop_stats.instance
 * @interface: where, "" when it concerns none
 * @old_name: INTERFACE_RENAMED: the name it had
 * @table: TABLE_NEARLY_FULL: &enum kntop_table, else -1
 * @entries: its entries
 * @limit: its limit
 * @addr: HOST_NEW: address
 * @vlan: HOST_NEW: VLAN, -1 untagged or ignored
 * @localnet: HOST_NEW: its local network's name, "" when none
 * @trap: DPI_TRAP: the trap, with the count of its kind; else of kind NONE
 */
struct kntop_event_info {
	uint32_t type;
	uint64_t time;
	uint64_t instance;
	char interface[KNTOP_NAME_SIZE];
	char old_name[KNTOP_NAME_SIZE];
	int32_t table;
	uint64_t entries;
	uint64_t limit;
	struct kntop_address addr;
	int32_t vlan;
	char localnet[KNTOP_LOCALNET_NAME_SIZE];
	struct kntop_trap trap;
};

typedef int (*kntop_event_fn)(const struct kntop_event_info *event, void *data);

/**
 * kntop_event_subscribe() - begin to receive events
 * @k: handle
 * @err: told why it failed; may be NULL
 *
 * Events get a socket of their own; requests on the handle go on as before.
 *
 * Return: 0; -EALREADY subscribed already, -EPERM.
 */
int kntop_event_subscribe(struct kntop *k, struct kntop_error *err);

/**
 * kntop_event_fd() - descriptor to poll for events
 * @k: handle
 *
 * Return: a descriptor that stays the handle's, or -EBADF when not subscribed.
 */
int kntop_event_fd(const struct kntop *k);

/**
 * kntop_event_read() - deliver the events that are there
 * @k: handle
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Does not wait. During a flood of events some may be left for the next call, for
 * which the descriptor stays readable.
 *
 * Return: 0; -ENOBUFS events were lost because they were not read in time
 * (reading may go on); what @fn returned.
 */
int kntop_event_read(struct kntop *k, kntop_event_fn fn, void *data,
		     struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_EVENT_H */
