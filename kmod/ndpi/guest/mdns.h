/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mdns: what a host announces by multicast DNS. Pure: also compiled in user space. */
#ifndef KNTOP_GUEST_MDNS_H
#define KNTOP_GUEST_MDNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * kntop_mdns_address - the address that an announcement gives for the first name in it
 * @m: message, from the DNS header on
 * @len: its octets
 * @sender: address of who sends it
 * @size: octets of that, 4 or 16
 * @address: 16 octets; set to the sender's address if it is among them, else to the first
 *	one of its family, else to the first one
 *
 * Return: octets of @address that are set, 0: none is given.
 */
size_t kntop_mdns_address(const uint8_t *m, size_t len, const uint8_t *sender, size_t size,
			  uint8_t *address);

#endif /* KNTOP_GUEST_MDNS_H */
