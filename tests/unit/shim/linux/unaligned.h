/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_UNALIGNED_H
#define KNTOP_SHIM_UNALIGNED_H

#include <linux/types.h>
#include <endian.h>
#include <string.h>

static inline u16 get_unaligned_be16(const void *at)
{
	u16 value;

	memcpy(&value, at, sizeof(value));
	return be16toh(value);
}

static inline u32 get_unaligned_be32(const void *at)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return be32toh(value);
}

static inline void put_unaligned_be16(u16 value, void *at)
{
	value = htobe16(value);
	memcpy(at, &value, sizeof(value));
}

#endif /* KNTOP_SHIM_UNALIGNED_H */
