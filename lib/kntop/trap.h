/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: why the classifier's library was stopped; include <kntop.h> */
#ifndef KNTOP_TRAP_H
#define KNTOP_TRAP_H

#include <kntop/address.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Room for the name of a function, with its NUL; longer ones are cut. */
#define KNTOP_TRAP_FUNCTION_SIZE	48

/**
 * struct kntop_trap_end - one side of the flow that a trap happened on
 * @addr: address, family 0 unknown
 * @port: port, -1 unknown or where the protocol has none
 */
struct kntop_trap_end {
	struct kntop_address addr;
	int32_t port;
};

/**
 * struct kntop_trap - the traps of one kind; function and flow are those of the last one
 * @kind: &enum kntop_trap_kind
 * @count: how many since the classifier was loaded
 * @first: when first, 0 never
 * @last: when last, 0 never
 * @function: function of the library that was stopped, "" when unknown
 * @dissector: what the library had called for the packet, "" when unknown
 * @l4: IP protocol number of the flow; -1 when the flow is unknown
 * @flow_id: its &kntop_flow.id; 0 when the flow is unknown
 * @client: its client
 * @server: its server
 */
struct kntop_trap {
	uint32_t kind;
	uint64_t count;
	uint64_t first;
	uint64_t last;
	char function[KNTOP_TRAP_FUNCTION_SIZE];
	char dissector[KNTOP_TRAP_FUNCTION_SIZE];
	int16_t l4;
	uint64_t flow_id;
	struct kntop_trap_end client;
	struct kntop_trap_end server;
};

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_TRAP_H */
