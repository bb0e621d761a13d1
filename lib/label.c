// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of protocols, categories, breeds and risks, and a catalogue of them. */
#include <ctype.h>
#include <stdlib.h>
#include <time.h>
#include "label.h"
#include "parse.h"
#include "request.h"

#define KINDS		__KNTOP_LABEL_MAX
/* More than the kernel ever gives out; bounds what a broken reply can cost. */
#define NUMBERS		65536

/**
 * struct kntop_labels - the catalogue of a handle
 * @k: a connection of its own, NULL when none was to be had
 * @tried: when it was last fetched, or that was tried; seconds, 0 never
 * @entry: by kind and number; each stays where it is once it is there
 * @count: places in @entry
 */
struct kntop_labels {
	struct kntop *k;
	time_t tried;
	struct kntop_label **entry[KINDS];
	size_t count[KINDS];
};

struct listing {
	kntop_label_fn fn;
	void *data;
};

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_label label = { .kind = UINT32_MAX };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_LABEL_A_KIND:
			label.kind = kntop_parse_u32(a);
			break;
		case KNTOP_LABEL_A_NUMBER:
			label.number = kntop_parse_u16(a);
			break;
		case KNTOP_LABEL_A_NAME:
			kntop_parse_string(a, label.name, sizeof(label.name));
			break;
		case KNTOP_LABEL_A_BREED:
			label.breed = kntop_parse_u8(a);
			break;
		case KNTOP_LABEL_A_CATEGORY:
			label.category = kntop_parse_u8(a);
			break;
		case KNTOP_LABEL_A_CLEARTEXT:
			label.cleartext = true;
			break;
		case KNTOP_LABEL_A_CUSTOM:
			label.custom = true;
			break;
		case KNTOP_LABEL_A_SCORE:
			label.score = kntop_parse_u16(a);
			break;
		}
	}
	return l->fn(&label, l->data);
}

int kntop_label_list(struct kntop *k, int kind, kntop_label_fn fn, void *data,
		     struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_LABEL_GET);
	if (kind >= 0)
		kntop_request_u32(&rq, KNTOP_LABEL_A_KIND, kind);
	return kntop_request_dump(k, &rq, true, take, &l, err);
}

/* Room for a number: its place, or NULL without memory. */
static struct kntop_label **place(struct kntop_labels *l, const struct kntop_label *label)
{
	size_t count = l->count[label->kind], more = (label->number | 63) + 1;
	struct kntop_label ***entry = &l->entry[label->kind];
	struct kntop_label **bigger;

	if (label->number >= count) {
		bigger = reallocarray(*entry, more, sizeof(*bigger));
		if (!bigger)
			return NULL;
		memset(bigger + count, 0, (more - count) * sizeof(*bigger));
		*entry = bigger;
		l->count[label->kind] = more;
	}
	return *entry + label->number;
}

static int keep(const struct kntop_label *label, void *data)
{
	struct kntop_labels *l = data;
	struct kntop_label **at;

	if (label->kind >= KINDS)
		return 0;
	at = place(l, label);
	if (at && !*at)
		*at = malloc(sizeof(**at));
	if (!at || !*at)
		return -1;
	**at = *label;
	return 0;
}

/* Fetches the catalogue, unless that was done within this second. */
static bool refresh(struct kntop_labels *l)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (l->tried == now.tv_sec + 1)
		return false;
	l->tried = now.tv_sec + 1;
	if (!l->k)
		l->k = kntop_open(NULL);
	return l->k && !kntop_label_list(l->k, -1, keep, l, NULL);
}

static struct kntop_labels *labels_of(struct kntop *k)
{
	if (!k->labels)
		k->labels = calloc(1, sizeof(*k->labels));
	return k->labels;
}

static const struct kntop_label *look(const struct kntop_labels *l, unsigned int kind,
				      unsigned int number)
{
	return number < l->count[kind] ? l->entry[kind][number] : NULL;
}

const struct kntop_label *kntop_label_find(struct kntop *k, enum kntop_label_kind kind,
					   unsigned int number)
{
	struct kntop_labels *l = labels_of(k);
	const struct kntop_label *found;

	if (!l || (unsigned int)kind >= KINDS || number >= NUMBERS)
		return NULL;
	found = look(l, kind, number);
	if (!found && refresh(l))
		found = look(l, kind, number);
	return found;
}

const char *kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
			     unsigned int number)
{
	const struct kntop_label *found = kntop_label_find(k, kind, number);

	return found ? found->name : NULL;
}

static int fold(char c)
{
	return c == '_' || c == '-' ? ' ' : tolower((unsigned char)c);
}

static bool is_alike(const char *a, const char *b)
{
	while (*a && fold(*a) == fold(*b))
		a++, b++;
	return !*a && !*b;
}

/* The label with that name, or else one whose name is alike. */
static const struct kntop_label *search(const struct kntop_labels *l, unsigned int kind,
					const char *name)
{
	const struct kntop_label *alike = NULL;

	for (size_t i = 0; i < l->count[kind]; i++) {
		const struct kntop_label *label = l->entry[kind][i];

		if (label && !strcmp(label->name, name))
			return label;
		if (label && !alike && is_alike(label->name, name))
			alike = label;
	}
	return alike;
}

const struct kntop_label *kntop_label_by_name(struct kntop *k, enum kntop_label_kind kind,
					      const char *name)
{
	struct kntop_labels *l = labels_of(k);
	const struct kntop_label *found;

	if (!l || (unsigned int)kind >= KINDS)
		return NULL;
	found = search(l, kind, name);
	if (!found && refresh(l))
		found = search(l, kind, name);
	return found;
}

void kntop_labels_free(struct kntop_labels *l)
{
	if (!l)
		return;
	for (size_t kind = 0; kind < KINDS; kind++) {
		for (size_t i = 0; i < l->count[kind]; i++)
			free(l->entry[kind][i]);
		free(l->entry[kind]);
	}
	kntop_close(l->k);
	free(l);
}
