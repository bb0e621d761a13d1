/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: counters of protocols and categories; include <kntop.h> */
#ifndef KNTOP_PROTOCOL_H
#define KNTOP_PROTOCOL_H

#include <kntop/handle.h>
#include <kntop/address.h>
#include <kntop/counter.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_protocol_query - whose counters
 * @kind: KNTOP_LABEL_PROTOCOL or KNTOP_LABEL_CATEGORY
 * @interface: only of this interface, or NULL
 * @addr: of this local host; with a @prefix of this local network; family 0 neither
 * @prefix: length that makes @addr a network; -1 the very address
 * @localnet: of the local networks of this name, or NULL
 * @hosts: of all local hosts
 *
 * Without an address, a network and @hosts: of the interfaces. Without an interface: of all
 * live ones. Networks go with an offline source, whose traffic is meant then, but with no
 * live interface.
 */
struct kntop_protocol_query {
	enum kntop_label_kind kind;
	const char *interface;
	struct kntop_address addr;
	int prefix;
	const char *localnet;
	bool hosts;
};

/**
 * kntop_protocol_query_init() - a query for the protocols of all live interfaces
 * @query: what to initialize
 */
void kntop_protocol_query_init(struct kntop_protocol_query *query);

/**
 * struct kntop_protocol - what one protocol or category has carried
 * @kind: &enum kntop_label_kind
 * @number: its number; -1: all of the interface that is in no number yet
 * @interface: whose; "" of a network
 * @addr: of the host or network; family 0 of an interface
 * @prefix: of the network, else -1
 * @localnet: name of the network, "" when it has none
 * @vlan: of the host, -1 untagged or ignored
 * @flows: flows
 * @sent: by the host or network; of an interface: by clients
 * @received: by the host or network; of an interface: what servers sent
 * @internal: between hosts of the network
 */
struct kntop_protocol {
	uint32_t kind;
	int32_t number;
	char interface[KNTOP_NAME_SIZE];
	struct kntop_address addr;
	int prefix;
	char localnet[KNTOP_LOCALNET_NAME_SIZE];
	int32_t vlan;
	uint64_t flows;
	struct kntop_counter sent;
	struct kntop_counter received;
	struct kntop_counter internal;
};

typedef int (*kntop_protocol_fn)(const struct kntop_protocol *protocol, void *data);

/**
 * kntop_protocol_list() - counters of protocols or categories that were seen
 * @k: handle
 * @query: whose
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * A flow is counted, with all it carried since it began, once its
 * classification is over. The rows of a host come one after the other; of all hosts they
 * are passed on as they arrive, and each host is read at a moment of its own.
 *
 * Return: as kntop_interface_list(); -ENODEV interface not watched, -ENOENT no
 * such host or network, -EOPNOTSUPP networks of a live interface.
 */
int kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			kntop_protocol_fn fn, void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_PROTOCOL_H */
