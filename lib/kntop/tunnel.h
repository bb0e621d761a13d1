/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: tunnels; include <kntop.h> */
#ifndef KNTOP_TUNNEL_H
#define KNTOP_TUNNEL_H

#include <kntop/address.h>
#include <kntop/counter.h>
#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kntop_query;

/**
 * struct kntop_tunnel - which tunnel it is
 * @id: its number, never that of another tunnel; 0: none, or which one is not told
 * @encapsulation: &enum kntop_encapsulation
 * @vlan: of the packets that carry it, -1 untagged or ignored
 * @nested: it is in another tunnel
 * @a: the lower of both ends; family 0 where they have no IP addresses
 * @b: the other end
 * @number: VNI, key, session, or the TEID from @a to @b; -1 when there is none, or none
 *	was seen
 * @number_back: from @b to @a, where that may be another; else -1
 */
struct kntop_tunnel {
	uint32_t id;
	uint8_t encapsulation;
	int32_t vlan;
	bool nested;
	struct kntop_address a;
	struct kntop_address b;
	int64_t number;
	int64_t number_back;
};

/**
 * struct kntop_tunnel_info - a tunnel and what it carried
 * @tunnel: which one
 * @interface: where it was seen
 * @sent: from @tunnel.a to @tunnel.b
 * @received: from @tunnel.b to @tunnel.a
 * @sent_rate: octets a second, over the last second
 * @received_rate: likewise
 * @flows: live flows in it
 * @flows_total: all it ever had
 * @first: first packet, 0 as long as none was counted
 * @last: newest packet
 */
struct kntop_tunnel_info {
	struct kntop_tunnel tunnel;
	char interface[KNTOP_NAME_SIZE];
	struct kntop_counter sent;
	struct kntop_counter received;
	uint64_t sent_rate;
	uint64_t received_rate;
	uint32_t flows;
	uint64_t flows_total;
	uint64_t first;
	uint64_t last;
};

typedef int (*kntop_tunnel_fn)(const struct kntop_tunnel_info *tunnel, void *data);

/**
 * kntop_tunnel_list() - tunnels, and what they carried
 * @k: handle
 * @query: which ones, or NULL for all: by interface, address or network of an end, VLAN
 *	of the carrying packets, family of the ends, rate, tunnel
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list(); -ENODEV interface not watched.
 */
int kntop_tunnel_list(struct kntop *k, const struct kntop_query *query, kntop_tunnel_fn fn,
		      void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_TUNNEL_H */
