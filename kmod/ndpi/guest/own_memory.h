/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * own_memory: included before nDPI's libcache.c. Its caches outlive the flows that fill
 * them, so their blocks are the module's also while a flow is current.
 */
#ifndef KNTOP_GUEST_OWN_MEMORY_H
#define KNTOP_GUEST_OWN_MEMORY_H

#include <stdlib.h>

#include "version.h"

#define ndpi_malloc(size)	malloc(size)
#define ndpi_calloc(n, size)	calloc(n, size)
#define ndpi_free(p)		free(p)

#endif /* KNTOP_GUEST_OWN_MEMORY_H */
