// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "edition.h"

/* nDPI cannot make or free two modules at a time. */
static DEFINE_MUTEX(kntop_edition_mutex);

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

struct kntop_edition *kntop_edition_new(const struct kntop_rules *rules,
					struct kntop_numbers *numbers, u32 *bad)
{
	struct kntop_edition *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err;

	*bad = 0;
	if (!e)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&kntop_edition_mutex);
	e->engine = kntop_engine_new(rules->text[KNTOP_LABEL_PROTOCOL],
				     rules->text[KNTOP_LABEL_CATEGORY], bad);
	mutex_unlock(&kntop_edition_mutex);
	if (e->engine)
		err = kntop_edition_number(e, numbers);
	else
		err = *bad ? -EINVAL : -ENOMEM;
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
	mutex_lock(&kntop_edition_mutex);
	kntop_engine_free(e->engine);
	mutex_unlock(&kntop_edition_mutex);
	kfree(e);
}
