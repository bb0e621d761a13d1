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
 * @fn: called for each; the record has instance, seq, end and end_time
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Numbers have no gaps: when the first record's number is larger than @since,
 * those between were overwritten before they were read. They begin with 1 whenever the module
 * is loaded: whoever remembers one uses kntop_ended_read().
 *
 * Return: as kntop_interface_list(); -ERANGE no record has had such a number yet, nor will
 * the next.
 */
int kntop_ended_list(struct kntop *k, uint64_t since, uint32_t limit,
		     kntop_flow_fn fn, void *data, struct kntop_error *err);

/**
 * kntop_ended_list_of() - the same of one interface or offline source, or one tunnel
 * @k: handle
 * @interface: its name, also when it is no longer watched; NULL: all live interfaces
 * @tunnel: only of flows in this one, &struct kntop_tunnel.id; 0 any, or none
 * @since: first sequence number wanted; 0 the oldest that is held
 * @limit: so many at most; 0 all
 * @fn: called for each; the record has seq, end and end_time
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Numbers of other interfaces' and tunnels' records are left out. Offline sources have a ring and
 * numbers of their own; kntop_stats_get() tells what both rings hold.
 *
 * Return: as kntop_interface_list(); -ENODEV it is not watched, and no record of it is held.
 */
int kntop_ended_list_of(struct kntop *k, const char *interface, uint32_t tunnel, uint64_t since,
			uint32_t limit, kntop_flow_fn fn, void *data, struct kntop_error *err);

/**
 * struct kntop_ended_position - how far a reader has come; to be kept from run to run
 * @instance: to which the number belongs; 0 to whichever there is, which is then filled in
 * @next: number of the next record wanted; 0 the oldest that is held
 * @lost: how many records were overwritten before this reader came to them; only added to
 *
 * All 0 is the beginning.
 */
struct kntop_ended_position {
	uint64_t instance;
	uint64_t next;
	uint64_t lost;
};

/**
 * kntop_ended_read() - the records that follow a position
 * @k: handle
 * @interface: as for kntop_ended_list_of()
 * @tunnel: as there. With either @at->lost is not added to, as numbers of others' records are
 *	left out
 * @at: position, moved behind each record as it is delivered
 * @limit: so many at most; 0 all
 * @fn: called for each, with @at moved on and the records before it that were lost added
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_ended_list(); -ESTALE the numbers of this module, or of this network
 * namespace, are others: what is left of the instance is lost, and reading goes on after
 * kntop_ended_restart(); -ENOENT the module has left, see kntop_reconnect().
 */
int kntop_ended_read(struct kntop *k, const char *interface, uint32_t tunnel,
		     struct kntop_ended_position *at, uint32_t limit, kntop_flow_fn fn, void *data,
		     struct kntop_error *err);

/**
 * kntop_ended_restart() - go on at the first record of whichever instance there is
 * @at: position; its @lost stays
 */
void kntop_ended_restart(struct kntop_ended_position *at);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_ENDED_H */
