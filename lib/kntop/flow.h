/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: live flows, and the query for flows and hosts; include <kntop.h> */
#ifndef KNTOP_FLOW_H
#define KNTOP_FLOW_H

#include <kntop/handle.h>
#include <kntop/address.h>
#include <kntop/l7.h>
#include <kntop/tunnel.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_query - which flows or hosts, in which order, how many
 * @interface: only of this interface, or NULL
 * @addr: only with this address; family 0 any
 * @prefix: length that makes @addr a network; -1 the very address
 * @localnet: only in a local network of this name, or NULL
 * @l4: only this IP protocol number (flows only); -1 any
 * @port: only with this port on either side (flows only); -1 any
 * @locality: 0 or &enum kntop_query_locality
 * @vlan: only this VLAN, 0 untagged; -1 any
 * @family: 4, 6; 0 any
 * @min_rate: octets a second at least; 0 any
 * @protocol: only with this number of a protocol, as application or as what
 *	carries it (flows only); -1 any
 * @category: only of the category with this number (flows only); -1 any
 * @risks: only with at least one of these risks, bits of their numbers (flows
 *	only); 0 any
 * @id: only the flow with this &kntop_flow.id (kntop_flow_list() only); 0 any
 * @tunnel: only of this tunnel, &struct kntop_tunnel.id (not of hosts); 0 any
 * @order: with another one than KNTOP_ORDER_NONE the kernel ranks, which needs
 *	a @limit of 1 .. KNTOP_ORDER_LIMIT_MAX
 * @limit: so many at most; 0 all
 *
 * Everything given must match. kntop_query_init() makes one that matches all.
 */
struct kntop_query {
	const char *interface;
	struct kntop_address addr;
	int prefix;
	const char *localnet;
	int l4;
	int port;
	unsigned int locality;
	int vlan;
	unsigned int family;
	uint64_t min_rate;
	int protocol;
	int category;
	uint64_t risks;
	uint64_t id;
	uint32_t tunnel;
	enum kntop_order order;
	uint32_t limit;
};

/**
 * kntop_query_init() - a query that matches everything
 * @query: what to initialize
 */
void kntop_query_init(struct kntop_query *query);

/**
 * struct kntop_endpoint - one side of a flow and what this side sent
 * @addr: address
 * @port: port, -1 where the protocol has none
 * @packets: sent
 * @octets: layer-2 octets sent
 * @l3_octets: layer-3 octets sent
 * @new_packets: of these, what is new: see &kntop_flow.since
 * @new_octets: likewise
 * @new_l3_octets: likewise
 * @first: when it first sent, 0 never
 * @last: when it last sent, 0 never
 * @rate: octets a second, +-0.025 %
 * @tcp_flags: or of the flags of all its TCP segments
 * @retransmitted: TCP packets sent again
 * @out_of_order: TCP packets that came late
 * @lost: TCP packets that never came, or only when sent again; an estimate
 * @zero_windows: TCP packets that announced a window of 0
 * @keep_alives: TCP keep-alive probes
 * @icmp_errors: ICMP errors that quoted what it sent
 * @local: in a local network
 * @localnet: name of that network, "" when it has none
 */
struct kntop_endpoint {
	struct kntop_address addr;
	int32_t port;
	uint64_t packets;
	uint64_t octets;
	uint64_t l3_octets;
	uint64_t new_packets;
	uint64_t new_octets;
	uint64_t new_l3_octets;
	uint64_t first;
	uint64_t last;
	uint64_t rate;
	uint8_t tcp_flags;
	uint32_t retransmitted;
	uint32_t out_of_order;
	uint32_t lost;
	uint32_t zero_windows;
	uint32_t keep_alives;
	uint32_t icmp_errors;
	bool local;
	char localnet[KNTOP_LOCALNET_NAME_SIZE];
};

/**
 * struct kntop_flow - a flow, or the record of an ended one
 * @interface: where it was seen
 * @vlan: VLAN, -1 untagged or ignored
 * @encapsulation: &enum kntop_encapsulation of the innermost tunnel that was opened
 * @tunnel: which tunnel that was
 * @l4: IP protocol number
 * @icmp_type: of the request, -1 when not ICMP or ICMPv6
 * @icmp_code: likewise
 * @icmp_id: likewise; 0 for types that have none
 * @state: &enum kntop_state
 * @direction_by: &enum kntop_direction_by
 * @client: who asked
 * @server: who answered
 * @client_rtt: microseconds from SYN-ACK to ACK, -1 unknown
 * @server_rtt: microseconds from SYN to SYN-ACK, -1 unknown
 * @latency: microseconds from the first request to the first answer octet, -1
 * @id: the same in all that is said of a flow while the module is loaded, never 0. Two flows
 *	of @instance have the same with the chance that 64 random bits are alike
 * @number: how many records of this flow were written before: 0 for the first one
 * @since: when the last of them was written, or the flow's first packet came. What is new
 *	since then in all records of a flow adds up to its totals; what is new in a live flow is
 *	in no record yet
 * @instance: ended records: to which @seq belongs
 * @seq: ended records: sequence number
 * @end: ended records: &enum kntop_end; 0 for a live flow. A flow's last record is any but
 *	KNTOP_END_ACTIVE
 * @end_time: ended records: when the record was written
 * @l7: what it carries
 *
 * The texts in @l7 are valid until the callback returns, all else is the record's
 * own: to keep a flow use kntop_flow_copy().
 */
struct kntop_flow {
	char interface[KNTOP_NAME_SIZE];
	int32_t vlan;
	uint8_t encapsulation;
	struct kntop_tunnel tunnel;
	uint8_t l4;
	int16_t icmp_type;
	int16_t icmp_code;
	int32_t icmp_id;
	uint8_t state;
	uint8_t direction_by;
	struct kntop_endpoint client;
	struct kntop_endpoint server;
	int64_t client_rtt;
	int64_t server_rtt;
	int64_t latency;
	uint64_t id;
	uint32_t number;
	uint64_t since;
	uint64_t instance;
	uint64_t seq;
	uint8_t end;
	uint64_t end_time;
	struct kntop_l7 l7;
};

typedef int (*kntop_flow_fn)(const struct kntop_flow *flow, void *data);

/**
 * kntop_flow_list() - live flows
 * @k: handle
 * @query: which ones, or NULL for all
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * With an order or a small limit the answer is collected first and asked for
 * anew, three times at most, when the table was rebuilt meanwhile; else flows
 * are delivered as they come, and KNTOP_INCONSISTENT tells.
 *
 * Return: as kntop_interface_list(); -ENODEV interface not watched.
 */
int kntop_flow_list(struct kntop *k, const struct kntop_query *query,
		    kntop_flow_fn fn, void *data, struct kntop_error *err);

/**
 * kntop_flow_reset() - end flows and forget idle hosts
 * @k: handle
 * @interface: only of this one, or NULL for all
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ENODEV not watched; -ETIMEDOUT the classifier makes no progress: the flows
 * have ended, but those it has not decided have no record yet.
 */
int kntop_flow_reset(struct kntop *k, const char *interface, struct kntop_error *err);

/**
 * kntop_flow_copy() - a flow to keep
 * @copy: filled in; to be given to kntop_flow_release(). It may be moved in memory
 * @flow: flow
 *
 * Return: 0, or -ENOMEM, when @copy has no texts and needs no release.
 */
int kntop_flow_copy(struct kntop_flow *copy, const struct kntop_flow *flow);

/**
 * kntop_flow_release() - end of a copy
 * @copy: made by kntop_flow_copy(); has no texts any more
 */
void kntop_flow_release(struct kntop_flow *copy);

/**
 * kntop_flow_first() - when the first packet of a flow was seen
 * @flow: flow
 *
 * Return: the earlier time of its two sides.
 */
uint64_t kntop_flow_first(const struct kntop_flow *flow);

/**
 * kntop_flow_last() - when the newest packet of a flow was seen
 * @flow: flow
 *
 * Return: the later time of its two sides.
 */
uint64_t kntop_flow_last(const struct kntop_flow *flow);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_FLOW_H */
