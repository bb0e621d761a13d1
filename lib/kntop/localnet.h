/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: local networks; include <kntop.h> */
#ifndef KNTOP_LOCALNET_H
#define KNTOP_LOCALNET_H

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
 * struct kntop_localnet - a local network
 * @addr: network address
 * @prefix: its length
 * @name: its name, "" when it has none
 * @sent: from this network to others
 * @received: from others to this network
 * @internal: between its own hosts
 * @hosts: hosts of it in the table now
 */
struct kntop_localnet {
	struct kntop_address addr;
	uint8_t prefix;
	char name[KNTOP_LOCALNET_NAME_SIZE];
	struct kntop_counter sent;
	struct kntop_counter received;
	struct kntop_counter internal;
	uint32_t hosts;
};

typedef int (*kntop_localnet_fn)(const struct kntop_localnet *net, void *data);

/**
 * kntop_localnet_add() - call a network local
 * @k: handle
 * @addr: network address; bits behind the prefix must be zero
 * @prefix: 0 .. 32 or 0 .. 128
 * @name: name of at most 31 octets, or NULL; several networks may share one
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -EEXIST the same prefix is there already, -EINVAL.
 */
int kntop_localnet_add(struct kntop *k, const struct kntop_address *addr, int prefix,
		       const char *name, struct kntop_error *err);

/**
 * kntop_localnet_del() - call a network local no longer
 * @k: handle
 * @addr: network address
 * @prefix: its length
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ENOENT no such local network.
 */
int kntop_localnet_del(struct kntop *k, const struct kntop_address *addr, int prefix,
		       struct kntop_error *err);

/**
 * kntop_localnet_flush() - remove all local networks
 * @k: handle
 * @err: told why it failed; may be NULL
 *
 * Return: 0 or a negative errno value.
 */
int kntop_localnet_flush(struct kntop *k, struct kntop_error *err);

/**
 * kntop_localnet_list() - every local network with what live interfaces carried
 * @k: handle
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list().
 */
int kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			struct kntop_error *err);

/**
 * kntop_localnet_list_of() - the same with what an offline source carried
 * @k: handle
 * @source: name of the source; NULL: live interfaces
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_list(); -ENODEV there is no such source, -EOPNOTSUPP it is
 * live: live interfaces share the counters.
 */
int kntop_localnet_list_of(struct kntop *k, const char *source, kntop_localnet_fn fn,
			   void *data, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_LOCALNET_H */
