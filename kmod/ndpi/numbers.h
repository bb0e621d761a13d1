/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * numbers: an engine's numbers of protocols, categories and risks in those of
 * the catalogue, which stay the same when rules change.
 */
#ifndef KNTOP_NDPI_NUMBERS_H
#define KNTOP_NDPI_NUMBERS_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "../label.h"
#include "engine.h"

/**
 * struct kntop_numbers - the catalogue's number of each of an engine's; constant
 * @refs: editions that use it
 * @category: by the engine's category
 * @risk: by the engine's risk
 * @risks: bit n: risk number n has a name
 * @protocols: length of @protocol
 * @protocol: by the engine's protocol
 */
struct kntop_numbers {
	refcount_t	refs;
	u8		category[KNTOP_LABEL_CATEGORIES];
	u8		risk[KNTOP_LABEL_RISKS];
	u64		risks;
	u32		protocols;
	u16		protocol[];
};

/**
 * kntop_numbers_new - enter an engine's names into the catalogue
 * @e: engine
 *
 * Context: process, sleeps.
 * Return: held once; or an error: -ENOMEM, -ENOSPC when the catalogue is full, -EIO
 * when the engine broke, -EINTR when the caller was killed.
 */
struct kntop_numbers *kntop_numbers_new(struct kntop_engine *e);

/** kntop_numbers_put - one user less. */
void kntop_numbers_put(struct kntop_numbers *n);

/**
 * kntop_numbers_category - the engines' number of a category of the catalogue
 * @number: the catalogue's
 *
 * Return: 0 when it is none of theirs, or none was made yet.
 */
unsigned int kntop_numbers_category(unsigned int number);

/** kntop_numbers_label - an engine's label in the catalogue's numbers. */
struct kntop_label kntop_numbers_label(const struct kntop_numbers *n,
				       const struct kntop_door_label *from);

/** kntop_numbers_risks - the same for risk bits. */
u64 kntop_numbers_risks(const struct kntop_numbers *n, u64 risks);

#endif /* KNTOP_NDPI_NUMBERS_H */
