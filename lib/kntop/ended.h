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
 * kntop_ended_list() - records of ended flows, oldest first
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
 * kntop_ended_list_tunnel() - records of flows that were in one tunnel
 * @k: handle
 * @since: first sequence number wanted; 0 the oldest that is held
 * @limit: so many at most; 0 all
 * @tunnel: &struct kntop_tunnel.id; 0: any, or none
 * @fn: called for each; the record has seq, end and end_time
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list().
 */
int kntop_ended_list_tunnel(struct kntop *k, uint64_t since, uint32_t limit, uint32_t tunnel,
			    kntop_flow_fn fn, void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_ENDED_H */
