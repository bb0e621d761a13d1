/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading attributes of a reply: one walk with a switch, no policy tables. A
 * value that is shorter than its type reads as zero. libnl's functions for the
 * same are calls, which for a listing of a million records adds up.
 */
#ifndef LIBKNTOP_PARSE_H
#define LIBKNTOP_PARSE_H

#include <kntop.h>
#include <netlink/attr.h>
#include <stdbool.h>
#include <string.h>

#pragma GCC visibility push(hidden)

static inline int kntop_attr_type(const struct nlattr *a)
{
	return a->nla_type & NLA_TYPE_MASK;
}

static inline int kntop_attr_len(const struct nlattr *a)
{
	return a->nla_len - NLA_HDRLEN;
}

static inline const void *kntop_attr_data(const struct nlattr *a)
{
	return (const char *)a + NLA_HDRLEN;
}

static inline bool kntop_attr_ok(const struct nlattr *a, int rest)
{
	return rest >= NLA_HDRLEN && a->nla_len >= NLA_HDRLEN && a->nla_len <= rest;
}

static inline const struct nlattr *kntop_attr_next(const struct nlattr *a, int *rest)
{
	int step = NLA_ALIGN(a->nla_len);

	*rest -= step;
	return (const struct nlattr *)((const char *)a + step);
}

/** kntop_for_each_attr - @a: loop variable, @rest: octets from it on */
#define kntop_for_each_attr(a, head, len, rest)				\
	for (a = head, rest = len; kntop_attr_ok(a, rest); a = kntop_attr_next(a, &rest))

/** kntop_for_each_nested - the same for the attributes in a nest */
#define kntop_for_each_nested(a, nest, rest)				\
	kntop_for_each_attr(a, kntop_attr_data(nest), kntop_attr_len(nest), rest)

static inline uint8_t kntop_parse_u8(const struct nlattr *a)
{
	return kntop_attr_len(a) >= 1 ? *(const uint8_t *)kntop_attr_data(a) : 0;
}

static inline uint16_t kntop_parse_u16(const struct nlattr *a)
{
	uint16_t v = 0;

	if (kntop_attr_len(a) >= (int)sizeof(v))
		memcpy(&v, kntop_attr_data(a), sizeof(v));
	return v;
}

static inline uint32_t kntop_parse_u32(const struct nlattr *a)
{
	uint32_t v = 0;

	if (kntop_attr_len(a) >= (int)sizeof(v))
		memcpy(&v, kntop_attr_data(a), sizeof(v));
	return v;
}

static inline uint64_t kntop_parse_u64(const struct nlattr *a)
{
	uint64_t v = 0;

	if (kntop_attr_len(a) >= (int)sizeof(v))
		memcpy(&v, kntop_attr_data(a), sizeof(v));
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
