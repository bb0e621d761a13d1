/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: talkers, which are pairs of hosts; include <kntop.h> */
#ifndef KNTOP_TALKER_H
#define KNTOP_TALKER_H

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
 * struct kntop_talker_side - one host of a pair, and what it sent to the other
 * @addr: address
 * @packets: sent
 * @octets: layer-2 octets sent
 * @rate: octets a second, the sum of its flows'
 * @local: in a local network
 * @localnet: name of that network, "" when it has none
 */
struct kntop_talker_side {
	struct kntop_address addr;
	uint64_t packets;
	uint64_t octets;
	uint64_t rate;
	bool local;
	char localnet[KNTOP_LOCALNET_NAME_SIZE];
};

/**
 * struct kntop_talker - two hosts that talk on an interface and VLAN
 * @interface: where it was seen
 * @vlan: VLAN, -1 untagged or ignored
 * @a: the local host, when the other is remote; else the lower address
 * @b: the other one; of a host that talks to itself the same address
 * @flows: how many live flows this is the sum of
 * @last: when the newest packet was seen
 *
 * The sum of the flows that are live and match the query; ranked by rate, of those
 * among them that have a rate.
 */
struct kntop_talker {
	char interface[KNTOP_NAME_SIZE];
	int32_t vlan;
	struct kntop_talker_side a;
	struct kntop_talker_side b;
	uint32_t flows;
	uint64_t last;
};

/**
 * struct kntop_talker_total - what the pairs of a listing were chosen from
 * @pairs: pairs that were found, those behind the limit included
 * @left_out: flows, packets and octets of pairs for which the kernel had no room:
 *	more than KNTOP_TALKERS_MAX pairs, or too little memory. All zero: every
 *	pair was considered
 */
struct kntop_talker_total {
	uint64_t pairs;
	struct kntop_counter left_out;
};

typedef int (*kntop_talker_fn)(const struct kntop_talker *talker, void *data);

/**
 * kntop_talker_list() - the pairs of hosts that talk most
 * @k: handle
 * @query: which flows count, with an order and a limit. The order is octets,
 *	packets, rate or last; min_rate is the pair's
 * @total: what they were chosen from, filled in before @fn is called first; may be
 *	NULL
 * @fn: called for each, best first
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_flow_list().
 */
int kntop_talker_list(struct kntop *k, const struct kntop_query *query,
		      struct kntop_talker_total *total, kntop_talker_fn fn, void *data,
		      struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_TALKER_H */
