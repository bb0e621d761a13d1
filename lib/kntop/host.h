/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: hosts; include <kntop.h> */
#ifndef KNTOP_HOST_H
#define KNTOP_HOST_H

#include <kntop/flow.h>
#include <kntop/counter.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_host_traffic - traffic of a host with one kind of protocol
 * @sent: by the host
 * @received: by the host
 */
struct kntop_host_traffic {
	struct kntop_counter sent;
	struct kntop_counter received;
};

/**
 * struct kntop_host - a host: an address on an interface and VLAN
 * @addr: address
 * @interface: where it was seen
 * @vlan: VLAN, -1 untagged or ignored
 * @local: in a local network
 * @localnet: name of that network, "" when it has none
 * @first: when first seen
 * @last: when last seen
 * @sent: by it
 * @received: by it
 * @sent_rate: octets a second
 * @received_rate: octets a second
 * @flows: flows in the table now
 * @flows_client: flows ever as client
 * @flows_server: flows ever as server
 * @retransmitted: TCP packets it sent again
 * @out_of_order: TCP packets of its that came late
 * @lost: TCP packets of its that were missing; an estimate
 * @dns_answers: flows in which it answered from port 53
 * @dns_time: microseconds that the first answers of these took, together
 * @dns_time_max: the longest of them
 * @l4: indexed by &enum kntop_host_l4
 */
struct kntop_host {
	struct kntop_address addr;
	char interface[KNTOP_NAME_SIZE];
	int32_t vlan;
	bool local;
	char localnet[KNTOP_LOCALNET_NAME_SIZE];
	uint64_t first;
	uint64_t last;
	struct kntop_counter sent;
	struct kntop_counter received;
	uint64_t sent_rate;
	uint64_t received_rate;
	uint32_t flows;
	uint64_t flows_client;
	uint64_t flows_server;
	uint64_t retransmitted;
	uint64_t out_of_order;
	uint64_t lost;
	uint64_t dns_answers;
	uint64_t dns_time;
	uint64_t dns_time_max;
	struct kntop_host_traffic l4[__KNTOP_HOST_L4_MAX];
};

typedef int (*kntop_host_fn)(const struct kntop_host *host, void *data);

/**
 * kntop_host_list() - hosts
 * @k: handle
 * @query: which ones, or NULL for all; l4, port, protocol and category must be -1, risks 0
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_flow_list().
 */
int kntop_host_list(struct kntop *k, const struct kntop_query *query,
		    kntop_host_fn fn, void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_HOST_H */
