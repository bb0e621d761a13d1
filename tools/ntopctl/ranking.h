/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records collected and sorted here, when the kernel is not asked to. */
#ifndef NTOPCTL_RANKING_H
#define NTOPCTL_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct ranking - records in order
 * @size: octets of a record
 * @key: what a record is ranked by, set by the user
 * @arg: passed to @key
 * @ascending: the smallest comes first
 * @copy: makes a record that can be kept: 0 or negative; NULL when its octets do
 * @release: end of a record made by @copy
 * @records: the records; free with ranking_free()
 * @count: how many
 * @room: for how many there is memory
 */
struct ranking {
	size_t size;
	uint64_t (*key)(const void *record, int arg);
	int arg;
	bool ascending;
	int (*copy)(void *to, const void *from);
	void (*release)(void *record);
	char *records;
	size_t count;
	size_t room;
};

/** ranking_add() - copy a record in; returns 0 or -ENOMEM */
int ranking_add(struct ranking *r, const void *record);

/** ranking_sort() - put the records in order; equal ones come in any */
void ranking_sort(struct ranking *r);

/** ranking_at() - the record at a place below count */
const void *ranking_at(const struct ranking *r, size_t i);

/** ranking_free() - forget all records */
void ranking_free(struct ranking *r);

#endif /* NTOPCTL_RANKING_H */
