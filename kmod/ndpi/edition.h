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
 * @rules: in force from now on
 * @numbers: of another edition with the same rules, or NULL: find them out
 * @bad: number of the line that is refused, 0 none
 *
 * Context: process; takes about 20 ms.
 * Return: edition, or an error: -ENOMEM, -EINVAL with @bad, -ENOSPC when the
 * catalogue is full.
 */
struct kntop_edition *kntop_edition_new(const struct kntop_rules *rules,
					struct kntop_numbers *numbers, u32 *bad);

/** kntop_edition_free - free it. It has no flows. NULL is fine. Process. */
void kntop_edition_free(struct kntop_edition *e);

#endif /* KNTOP_NDPI_EDITION_H */
