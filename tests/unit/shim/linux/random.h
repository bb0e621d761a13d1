/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_RANDOM_H
#define KNTOP_SHIM_RANDOM_H

#include <stddef.h>
#include <stdlib.h>

/* The same each time, so that a failure can be repeated. */
static inline void get_random_bytes(void *buf, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((unsigned char *)buf)[i] = random() >> 8;
}

#endif /* KNTOP_SHIM_RANDOM_H */
