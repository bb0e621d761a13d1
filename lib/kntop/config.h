/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: limits, timeouts and tunnel ports; include <kntop.h> */
#ifndef KNTOP_CONFIG_H
#define KNTOP_CONFIG_H

#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_config_key - what can be configured
 * @name: stable name in snake_case
 * @unit: "entries" or "seconds"
 * @min: smallest value
 * @max: largest value
 * @attribute: &enum kntop_config_attr, index into &struct kntop_config
 * @what: one line for people
 */
struct kntop_config_key {
	const char *name;
	const char *unit;
	uint32_t min;
	uint32_t max;
	uint16_t attribute;
	const char *what;
};

/**
 * kntop_config_keys() - all keys in the order people like to read them
 * @count: set to their number
 *
 * Return: a constant table.
 */
const struct kntop_config_key *kntop_config_keys(size_t *count);

/**
 * struct kntop_config - configuration
 * @present: which values are set, bit numbers are &enum kntop_config_attr
 * @value: indexed by &enum kntop_config_attr
 * @tunnel_ports_count: with KNTOP_CONFIG_A_TUNNEL_PORTS, how many there are
 * @tunnel_ports: UDP ports at which tunnels are looked for, all of them
 */
struct kntop_config {
	uint64_t present;
	uint32_t value[__KNTOP_CONFIG_A_MAX];
	uint32_t tunnel_ports_count;
	struct kntop_tunnel_port tunnel_ports[KNTOP_TUNNEL_PORTS_MAX];
};

/**
 * kntop_config_get() - read the whole configuration
 * @k: handle
 * @config: filled in
 * @err: told why it failed; may be NULL
 *
 * Return: 0 or a negative errno value.
 */
int kntop_config_get(struct kntop *k, struct kntop_config *config,
		     struct kntop_error *err);

/**
 * kntop_config_set() - set the values that are present; all or none
 * @k: handle
 * @config: what to set
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ERANGE a value is out of its range, -EINVAL nothing is present, or the ports
 * are no such.
 */
int kntop_config_set(struct kntop *k, const struct kntop_config *config,
		     struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_CONFIG_H */
