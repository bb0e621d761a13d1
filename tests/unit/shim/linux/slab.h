/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SLAB_H
#define KNTOP_SHIM_SLAB_H

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <linux/gfp.h>
#include <linux/minmax.h>

/* A test may make memory run out. */
__attribute__((weak)) bool shim_no_memory;

#define kvcalloc(n, size, flags)	((void)(flags), shim_no_memory ? NULL : calloc(n, size))
#define kvzalloc(size, flags)		kvcalloc(1, size, flags)
#define kvmalloc_array(n, size, flags)	kvcalloc(n, size, flags)
#define kzalloc(size, flags)		kvcalloc(1, size, flags)
#define kmalloc(size, flags)		((void)(flags), shim_no_memory ? NULL : malloc(size))
#define kfree(p)			free(p)
#define kvfree(p)			free(p)

#endif /* KNTOP_SHIM_SLAB_H */
