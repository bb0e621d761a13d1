/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SLAB_H
#define KNTOP_SHIM_SLAB_H

#include <errno.h>
#include <stdlib.h>
#include <linux/gfp.h>
#include <linux/minmax.h>

#define kvmalloc_array(n, size, flags)	((void)(flags), calloc(n, size))
#define kvfree(p)			free(p)

#endif /* KNTOP_SHIM_SLAB_H */
