/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * image: the memory of a guest that is ready, as it was before its first packet. All
 * engines of the same rules begin with it, and begin with it again after a trap.
 */
#ifndef KNTOP_NDPI_IMAGE_H
#define KNTOP_NDPI_IMAGE_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "runtime.h"

struct kntop_sandbox;

/** Longest version, with a NUL. */
#define KNTOP_IMAGE_VERSION_SIZE	24

/**
 * struct kntop_image - an image; constant
 * @refs: engines that use it
 * @door: address of the guest's struct kntop_door; checked
 * @pages: pages of linear memory
 * @octets: of host memory that it takes
 * @version: nDPI's
 * @page: their content, NULL where it is all zero
 */
struct kntop_image {
	refcount_t	refs;
	u32		door;
	u32		pages;
	u32		octets;
	char		version[KNTOP_IMAGE_VERSION_SIZE];
	u8		*page[];
};

/**
 * kntop_image_new - keep what a guest's memory is now
 * @sb: the sandbox, between two calls
 * @door: address of its struct kntop_door
 *
 * Context: process. Return: held once; NULL when memory is short.
 */
struct kntop_image *kntop_image_new(const struct kntop_sandbox *sb, u32 door);

/** kntop_image_octets - host memory that all images take. Any context. */
u64 kntop_image_octets(void);

/** kntop_image_get - hold it once more. */
static inline struct kntop_image *kntop_image_get(struct kntop_image *i)
{
	refcount_inc(&i->refs);
	return i;
}

/** kntop_image_put - one user less. NULL is fine. */
void kntop_image_put(struct kntop_image *i);

/**
 * kntop_image_restore - make a sandbox what the image is
 * @i: image
 * @sb: initialized, with at least as many pages. Pages beyond the image's are given back
 *	where there are many, else they are zero
 *
 * Context: process.
 */
void kntop_image_restore(const struct kntop_image *i, struct kntop_sandbox *sb);

#endif /* KNTOP_NDPI_IMAGE_H */
