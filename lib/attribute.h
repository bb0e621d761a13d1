/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the attributes of a request, for error messages. */
#ifndef LIBKNTOP_ATTRIBUTE_H
#define LIBKNTOP_ATTRIBUTE_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/**
 * kntop_attribute_at() - name the attribute at an offset
 * @request: a kntop request, whole
 * @offset: from the beginning of its netlink header
 * @buf: where to write the name, such as "QUERY_A_PREFIX"; "" when no
 *	attribute begins there
 * @size: of @buf
 */
void kntop_attribute_at(const struct nlmsghdr *request, uint32_t offset, char *buf,
			size_t size);

/**
 * kntop_attribute_missing() - name an attribute that is not there
 * @request: a kntop request, whole
 * @type: the attribute's number
 * @nest: offset of the nest it belongs in, 0 for the request itself
 * @buf: where to write the name
 * @size: of @buf
 */
void kntop_attribute_missing(const struct nlmsghdr *request, uint32_t type,
			     uint32_t nest, char *buf, size_t size);

#pragma GCC visibility pop

#endif /* LIBKNTOP_ATTRIBUTE_H */
