/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: names of enumeration values; include <kntop.h> */
#ifndef KNTOP_NAME_H
#define KNTOP_NAME_H

#include <kntop/stats.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * DOC: names of enumeration values
 *
 * Stable names in snake_case, for JSON and for people; "unknown" for a value
 * that this library does not know. kntop_l4_name() returns NULL for an IP
 * protocol without a name, and kntop_ethertype_name() likewise.
 */
const char *kntop_state_name(unsigned int state);
const char *kntop_end_name(unsigned int end);
const char *kntop_part_name(unsigned int part);
const char *kntop_loss_name(unsigned int loss);
const char *kntop_table_name(unsigned int table);
const char *kntop_encapsulation_name(unsigned int encapsulation);
const char *kntop_direction_by_name(unsigned int direction_by);
const char *kntop_locality_name(unsigned int locality);
const char *kntop_host_l4_name(unsigned int kind);
const char *kntop_event_name(unsigned int event);
const char *kntop_order_name(unsigned int order);
const char *kntop_label_kind_name(unsigned int kind);
const char *kntop_confidence_name(unsigned int confidence);
const char *kntop_reason_name(unsigned int reason);
const char *kntop_payload_name(unsigned int payload);
const char *kntop_skip_name(unsigned int reason);
const char *kntop_trap_kind_name(unsigned int kind);
const char *kntop_verdict_name(enum kntop_verdict verdict);
const char *kntop_l4_name(unsigned int protocol);
const char *kntop_ethertype_name(unsigned int type);

/**
 * kntop_l4_number() - IP protocol number of a name
 * @name: as kntop_l4_name() gives it, or a usual other one
 *
 * Return: 0 .. 255, or -EINVAL.
 */
int kntop_l4_number(const char *name);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_NAME_H */
