/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: IP addresses and networks; include <kntop.h> */
#ifndef KNTOP_ADDRESS_H
#define KNTOP_ADDRESS_H

#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Room for the longest address in text, with its NUL. */
#define KNTOP_ADDRESS_TEXT	48

/**
 * struct kntop_address - an IP address
 * @family: 4, 6, or 0 when there is none
 * @octets: network order; the first 4 or all 16 count
 */
struct kntop_address {
	uint8_t family;
	uint8_t octets[16];
};

/**
 * kntop_address_format() - address to text
 * @addr: address; family 0 gives ""
 * @buf: KNTOP_ADDRESS_TEXT octets to write to
 *
 * Return: @buf.
 */
const char *kntop_address_format(const struct kntop_address *addr, char *buf);

/**
 * kntop_address_parse() - text to address
 * @text: dotted quad or RFC 4291 text without prefix length or zone
 * @addr: where to put it; untouched on failure
 *
 * Return: 0, or -EINVAL.
 */
int kntop_address_parse(const char *text, struct kntop_address *addr);

/**
 * kntop_prefix_parse() - text to network
 * @text: ADDRESS, ADDRESS/LENGTH, or with a length an IPv4 address of fewer
 *	than four octets such as 10/8
 * @addr: where to put the address as written; untouched on failure
 * @prefix: its length, 32 or 128 when none was written
 *
 * Return: 0, -EINVAL not an address, -ERANGE the length is not a number in
 * 0 .. 32 or 0 .. 128.
 */
int kntop_prefix_parse(const char *text, struct kntop_address *addr, int *prefix);

/**
 * kntop_prefix_mask() - clear the bits of an address behind a prefix
 * @addr: address to change
 * @prefix: 0 .. 32 or 0 .. 128
 *
 * Return: true when a bit was cleared that had been set.
 */
bool kntop_prefix_mask(struct kntop_address *addr, int prefix);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_ADDRESS_H */
