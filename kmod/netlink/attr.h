/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attr: attributes written one behind the other where there is known to be
 * room, for messages that are sent by the hundred thousand: straight stores
 * instead of nla_put()'s checks and calls. The octets are the same.
 *
 * Each function takes the place of the attribute, aligned to NLA_ALIGNTO, and
 * returns that of the next one.
 */
#ifndef KNTOP_NETLINK_ATTR_H
#define KNTOP_NETLINK_ATTR_H

#include <linux/string.h>
#include <net/netlink.h>

#include "../packet.h"

/** KNTOP_ATTR_SIZE - most octets of an attribute with so many of payload. */
#define KNTOP_ATTR_SIZE(payload)	(NLA_HDRLEN + NLA_ALIGN(payload))
/** KNTOP_ATTR_U64_SIZE - most octets of kntop_attr_u64(). */
#define KNTOP_ATTR_U64_SIZE		(KNTOP_ATTR_SIZE(8) + NLA_HDRLEN)

/** kntop_attr_begin - a header. Return: the place of its payload. */
static __always_inline void *kntop_attr_begin(void *at, u16 type, u16 payload)
{
	struct nlattr *attr = at;

	attr->nla_len = NLA_HDRLEN + payload;
	attr->nla_type = type;
	return at + NLA_HDRLEN;
}

static __always_inline void *kntop_attr_flag(void *at, u16 type)
{
	return kntop_attr_begin(at, type, 0);
}

static __always_inline void *kntop_attr_u8(void *at, u16 type, u8 value)
{
	union { u8 value[4]; u32 padded; } u = { .value = { value } };

	at = kntop_attr_begin(at, type, sizeof(value));
	*(u32 *)at = u.padded;
	return at + sizeof(u);
}

static __always_inline void *kntop_attr_u16(void *at, u16 type, u16 value)
{
	union { u16 value[2]; u32 padded; } u = { .value = { value } };

	at = kntop_attr_begin(at, type, sizeof(value));
	*(u32 *)at = u.padded;
	return at + sizeof(u);
}

static __always_inline void *kntop_attr_u32(void *at, u16 type, u32 value)
{
	at = kntop_attr_begin(at, type, sizeof(value));
	*(u32 *)at = value;
	return at + sizeof(value);
}

/** kntop_attr_u64 - with the attribute @pad before it where nla_put would. */
static __always_inline void *kntop_attr_u64(void *at, u16 type, u64 value, u16 pad)
{
#ifndef CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS
	if (IS_ALIGNED((unsigned long)at, 8))
		at = kntop_attr_flag(at, pad);
#endif
	at = kntop_attr_begin(at, type, sizeof(value));
	memcpy(at, &value, sizeof(value));
	return at + sizeof(value);
}

/** kntop_attr_addr - IPv4 as 4 octets, IPv6 as 16. */
static __always_inline void *kntop_attr_addr(void *at, u16 type,
					     const union kntop_addr *addr)
{
	if (kntop_addr_is_v4(addr))
		return kntop_attr_u32(at, type, addr->w[3]);
	at = kntop_attr_begin(at, type, sizeof(*addr));
	memcpy(at, addr, sizeof(*addr));
	return at + sizeof(*addr);
}

/** kntop_attr_string - with its NUL, as nla_put_string() does. */
static inline void *kntop_attr_string(void *at, u16 type, const char *text)
{
	size_t size = strlen(text) + 1;

	at = kntop_attr_begin(at, type, size);
	*(u32 *)(at + NLA_ALIGN(size) - NLA_ALIGNTO) = 0;
	memcpy(at, text, size);
	return at + NLA_ALIGN(size);
}

/** kntop_attr_nest_end - what was written behind the header at @nest is a nest. */
static __always_inline void kntop_attr_nest_end(void *nest, u16 type, void *at)
{
	kntop_attr_begin(nest, type | NLA_F_NESTED, at - nest - NLA_HDRLEN);
}

#endif /* KNTOP_NETLINK_ATTR_H */
