/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading attributes of a reply: one walk with a switch, no policy tables. A
 * value that is shorter than its type reads as zero.
 */
#ifndef LIBKNTOP_PARSE_H
#define LIBKNTOP_PARSE_H

#include <kntop.h>
#include <netlink/attr.h>
#include <string.h>

#pragma GCC visibility push(hidden)

static inline uint8_t kntop_parse_u8(const struct nlattr *a)
{
	return nla_len(a) >= 1 ? *(const uint8_t *)nla_data(a) : 0;
}

static inline uint16_t kntop_parse_u16(const struct nlattr *a)
{
	uint16_t v = 0;

	if (nla_len(a) >= (int)sizeof(v))
		memcpy(&v, nla_data(a), sizeof(v));
	return v;
}

static inline uint32_t kntop_parse_u32(const struct nlattr *a)
{
	uint32_t v = 0;

	if (nla_len(a) >= (int)sizeof(v))
		memcpy(&v, nla_data(a), sizeof(v));
	return v;
}

static inline uint64_t kntop_parse_u64(const struct nlattr *a)
{
	uint64_t v = 0;

	if (nla_len(a) >= (int)sizeof(v))
		memcpy(&v, nla_data(a), sizeof(v));
	return v;
}

/** kntop_parse_string() - copy a string, cut to @size, always ended by a NUL */
void kntop_parse_string(const struct nlattr *a, char *buf, size_t size);

/** kntop_parse_address() - read 4 or 16 octets; others give family 0 */
void kntop_parse_address(const struct nlattr *a, struct kntop_address *addr);

/** kntop_parse_counter() - read a nest "counter" */
void kntop_parse_counter(const struct nlattr *nest, struct kntop_counter *c);

#pragma GCC visibility pop

#endif /* LIBKNTOP_PARSE_H */
