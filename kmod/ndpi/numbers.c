// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/sched/signal.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "numbers.h"
#include "provider.h"

/* nDPI's category by that of the catalogue: the same for all engines. */
static u8 kntop_numbers_back[KNTOP_LABEL_CATEGORIES];

/* Returns the number of a name, or an error. */
static int kntop_numbers_name(enum kntop_label_kind kind, const char *name,
			      struct kntop_label_entry *entry)
{
	strscpy(entry->name, name, sizeof(entry->name));
	return kntop_label_number(kind, entry);
}

static int kntop_numbers_categories(struct kntop_numbers *n, struct kntop_engine *e)
{
	enum kntop_door_description description;
	struct kntop_engine_name name;
	unsigned int i;
	int number;

	for (i = 0; i < ARRAY_SIZE(n->category); i++) {
		struct kntop_label_entry entry = {};

		description = kntop_engine_describe(e, KNTOP_DOOR_CATEGORY, i, &name);
		if (description == KNTOP_DOOR_END)
			return 0;
		if (description == KNTOP_DOOR_GAP)
			continue;
		number = kntop_numbers_name(KNTOP_LABEL_CATEGORY, name.name, &entry);
		if (number < 0)
			return number;
		n->category[i] = number;
		WRITE_ONCE(kntop_numbers_back[number], i);
	}
	return 0;
}

static int kntop_numbers_risk_names(struct kntop_numbers *n, struct kntop_engine *e)
{
	enum kntop_door_description description;
	struct kntop_engine_name name;
	unsigned int i;
	int number;

	for (i = 0; i < ARRAY_SIZE(n->risk); i++) {
		struct kntop_label_entry entry = {};

		description = kntop_engine_describe(e, KNTOP_DOOR_RISK, i, &name);
		if (description == KNTOP_DOOR_END)
			return 0;
		if (description == KNTOP_DOOR_GAP)
			continue;
		entry.score = name.score;
		number = kntop_numbers_name(KNTOP_LABEL_RISK, name.name, &entry);
		if (number < 0)
			return number;
		n->risk[i] = number;
		n->risks |= BIT_ULL(i);
	}
	return 0;
}

static int kntop_numbers_breed(struct kntop_engine *e, unsigned int breed)
{
	struct kntop_label_entry entry = {};
	struct kntop_engine_name name;

	if (kntop_engine_describe(e, KNTOP_DOOR_BREED, breed, &name) != KNTOP_DOOR_NAMED)
		return 0;
	return kntop_numbers_name(KNTOP_LABEL_BREED, name.name, &entry);
}

static int kntop_numbers_protocol(struct kntop_numbers *n, struct kntop_engine *e,
				  unsigned int i, bool custom)
{
	struct kntop_label_entry entry = { .custom = custom };
	struct kntop_engine_name name;
	int number;

	if (kntop_engine_describe(e, KNTOP_DOOR_PROTOCOL, i, &name) != KNTOP_DOOR_NAMED)
		return 0;
	number = kntop_numbers_breed(e, name.breed);
	if (number < 0)
		return number;
	entry.breed = number;
	if (name.category < ARRAY_SIZE(n->category))
		entry.category = n->category[name.category];
	entry.cleartext = name.cleartext;
	number = kntop_numbers_name(KNTOP_LABEL_PROTOCOL, name.name, &entry);
	if (number > 0)
		kntop_provider_meet(number, name.name);
	return number;
}

static int kntop_numbers_fill(struct kntop_numbers *n, struct kntop_engine *e, u32 builtin)
{
	int number = kntop_numbers_categories(n, e);
	unsigned int i;

	if (number >= 0)
		number = kntop_numbers_risk_names(n, e);
	for (i = 0; i < n->protocols && number >= 0; i++) {
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
		number = kntop_numbers_protocol(n, e, i, i >= builtin);
		if (number >= 0)
			n->protocol[i] = number;
	}
	return number < 0 ? number : 0;
}

struct kntop_numbers *kntop_numbers_new(struct kntop_engine *e)
{
	u32 builtin, protocols = kntop_engine_protocols(e, &builtin);
	struct kntop_numbers *n = kzalloc(struct_size(n, protocol, protocols),
					  GFP_KERNEL);
	int err;

	if (!n)
		return ERR_PTR(-ENOMEM);
	refcount_set(&n->refs, 1);
	n->protocols = protocols;
	err = kntop_numbers_fill(n, e, builtin);
	if (!err && e->broken)
		err = fatal_signal_pending(current) ? -EINTR : -EIO;
	if (!err)
		return n;
	kfree(n);
	return ERR_PTR(err);
}

void kntop_numbers_put(struct kntop_numbers *n)
{
	if (refcount_dec_and_test(&n->refs))
		kfree(n);
}

unsigned int kntop_numbers_category(unsigned int number)
{
	if (number >= ARRAY_SIZE(kntop_numbers_back))
		return 0;
	return READ_ONCE(kntop_numbers_back[number]);
}

static u16 kntop_numbers_of(const struct kntop_numbers *n, unsigned int protocol)
{
	return protocol < n->protocols ? n->protocol[protocol] : 0;
}

struct kntop_label kntop_numbers_label(const struct kntop_numbers *n,
				       const struct kntop_door_label *from)
{
	static const u8 confidence[] = {
		[KNTOP_DOOR_UNKNOWN] = KNTOP_CONFIDENCE_UNKNOWN,
		[KNTOP_DOOR_BY_PORT] = KNTOP_CONFIDENCE_BY_PORT,
		[KNTOP_DOOR_BY_IP] = KNTOP_CONFIDENCE_BY_IP,
		[KNTOP_DOOR_CACHE] = KNTOP_CONFIDENCE_CACHE,
		[KNTOP_DOOR_DPI] = KNTOP_CONFIDENCE_DPI,
	};
	struct kntop_label label = {
		.master = kntop_numbers_of(n, from->master),
		.app = kntop_numbers_of(n, from->app),
		.confidence = confidence[min_t(u16, from->confidence, KNTOP_DOOR_DPI)],
	};

	if (from->category < ARRAY_SIZE(n->category))
		label.category = n->category[from->category];
	return label;
}

u64 kntop_numbers_risks(const struct kntop_numbers *n, u64 risks)
{
	u64 translated = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(n->risk); i++)
		if (risks & n->risks & BIT_ULL(i))
			translated |= BIT_ULL(n->risk[i]);
	return translated;
}
