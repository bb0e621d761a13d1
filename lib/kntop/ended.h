/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: records of ended flows; include <kntop.h> */
#ifndef KNTOP_ENDED_H
#define KNTOP_ENDED_H

#include <kntop/flow.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * kntop_ended_list() - records of ended flows of live interfaces, oldest first
 * @k: handle
 * @since: first sequence number wanted; 0 the oldest that is held
 * @limit: so many at most; 0 all
 * @fn: called for each; the record has seq, end and end_time
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Numbers have no gaps: when the first record's number is larger than @since,
 * those between were overwritten before they were read.
 *
 * Return: as kntop_interface_list().
 */
int kntop_ended_list(struct kntop *k, uint64_t since, uint32_t limit,
		     kntop_flow_fn fn, void *data, struct kntop_error *err);

/**
 * kntop_ended_list_of() - the same of one interface or offline source
 * @k: handle
 * @interface: its name, also when it is no longer watched; NULL: all live interfaces
 * @since: first sequence number wanted; 0 the oldest that is held
 * @limit: so many at most; 0 all
 * @fn: called for each; the record has seq, end and end_time
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Numbers of other interfaces' records are left out. Offline sources have a ring and
 * numbers of their own; kntop_stats_get() tells what both rings hold.
 *
 * Return: as kntop_interface_list(); -ENODEV it is not watched, and no record of it is held.
 */
int kntop_ended_list_of(struct kntop *k, const char *interface, uint64_t since, uint32_t limit,
			kntop_flow_fn fn, void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_ENDED_H */
