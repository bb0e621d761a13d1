/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * own_memory: read before libcache.c, whose cache belongs to the engine though it is
 * filled while the packets of a flow are seen.
 */
#include "ndpi_api.h"

#define ndpi_malloc(size)	kntop_heap_malloc_own(size)
#define ndpi_calloc(n, size)	kntop_heap_malloc_own((n) * (size))
