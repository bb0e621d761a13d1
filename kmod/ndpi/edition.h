/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * edition: an engine made from one set of rules, for one worker, and what its
 * numbers mean in the catalogue.
 */
#ifndef KNTOP_NDPI_EDITION_H
#define KNTOP_NDPI_EDITION_H

#include <linux/kntop.h>
#include <linux/types.h>

#include "engine.h"
#include "numbers.h"

struct kntop_image;

/**
 * struct kntop_rules - the rules in force
 * @text: by enum kntop_label_kind, KNTOP_LABEL_PROTOCOL and _CATEGORY: lines
 *	ended by NUL, the last one empty; NULL none
 * @lines: how many lines that are not empty and no comment
 */
struct kntop_rules {
	char	*text[KNTOP_LABEL_CATEGORY + 1];
	u32	lines[KNTOP_LABEL_CATEGORY + 1];
};

/**
 * struct kntop_edition - an engine
 * @engine: used by one worker
 * @numbers: shared among the editions of the same rules; held
 * @flows: flows that have state of it; its worker
 */
struct kntop_edition {
	struct kntop_engine	*engine;
	struct kntop_numbers	*numbers;
	u32			flows;
};

/**
 * kntop_edition_new - make an engine
 * @image: made from the rules
 * @numbers: of another edition with the same rules, or NULL: find them out
 *
 * Context: process.
 * Return: edition, or an error: -ENOMEM, -ENOSPC when the catalogue is full, -EIO when
 * the engine breaks at once.
 */
struct kntop_edition *kntop_edition_new(struct kntop_image *image,
					struct kntop_numbers *numbers);

/** kntop_edition_free - free it. It has no flows. NULL is fine. Process. */
void kntop_edition_free(struct kntop_edition *e);

#endif /* KNTOP_NDPI_EDITION_H */
