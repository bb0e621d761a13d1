// SPDX-License-Identifier: GPL-2.0-or-later
/* Records collected and sorted here, when the kernel is not asked to. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ranking.h"

int ranking_add(struct ranking *r, const void *record)
{
	if (r->count == r->room) {
		size_t room = r->room ? r->room * 2 : 256;
		char *bigger = reallocarray(r->records, room, r->size);

		if (!bigger)
			return -ENOMEM;
		r->records = bigger;
		r->room = room;
	}
	if (!r->copy)
		memcpy(r->records + r->count * r->size, record, r->size);
	else if (r->copy(r->records + r->count * r->size, record) < 0)
		return -ENOMEM;
	r->count++;
	return 0;
}

static int compare(const void *a, const void *b, void *data)
{
	const struct ranking *r = data;
	uint64_t ka = r->key(a, r->arg), kb = r->key(b, r->arg);

	if (ka == kb)
		return 0;
	return (ka < kb) == r->ascending ? -1 : 1;
}

void ranking_sort(struct ranking *r)
{
	if (r->count)
		qsort_r(r->records, r->count, r->size, compare, r);
}

const void *ranking_at(const struct ranking *r, size_t i)
{
	return r->records + i * r->size;
}

void ranking_free(struct ranking *r)
{
	for (size_t i = 0; r->release && i < r->count; i++)
		r->release(r->records + i * r->size);
	free(r->records);
	r->records = NULL;
	r->count = 0;
	r->room = 0;
}
