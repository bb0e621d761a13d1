/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses that are nowhere in particular. */
#ifndef NTOPCTL_GEO_SPECIAL_H
#define NTOPCTL_GEO_SPECIAL_H

#include <kntop/address.h>
#include <stdbool.h>

/**
 * special_has() - whether an address is in no country
 * @addr: address
 *
 * Return: true for private, shared, loopback, link-local, multicast, documentation,
 * benchmarking and reserved addresses, as IANA's registries have them, and for IPv6
 * outside of 2000::/3.
 */
bool special_has(const struct kntop_address *addr);

#endif /* NTOPCTL_GEO_SPECIAL_H */
