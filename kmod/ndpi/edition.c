// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/slab.h>

#include "edition.h"

/* Takes over @numbers, held, or finds them out. */
static int kntop_edition_number(struct kntop_edition *e, struct kntop_numbers *numbers)
{
	if (numbers) {
		refcount_inc(&numbers->refs);
		e->numbers = numbers;
		return 0;
	}
	numbers = kntop_numbers_new(e->engine);
	if (IS_ERR(numbers))
		return PTR_ERR(numbers);
	e->numbers = numbers;
	return 0;
}

struct kntop_edition *kntop_edition_new(struct kntop_image *image,
					struct kntop_numbers *numbers)
{
	struct kntop_edition *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err = -ENOMEM;

	if (!e)
		return ERR_PTR(-ENOMEM);
	e->engine = kntop_engine_new(image);
	if (e->engine)
		err = kntop_edition_number(e, numbers);
	if (!err)
		return e;
	kntop_edition_free(e);
	return ERR_PTR(err);
}

void kntop_edition_free(struct kntop_edition *e)
{
	if (!e)
		return;
	WARN_ON_ONCE(e->flows);
	if (e->numbers)
		kntop_numbers_put(e->numbers);
	kntop_engine_free(e->engine);
	kfree(e);
}
