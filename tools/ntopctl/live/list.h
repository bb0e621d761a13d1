/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of a page: its records in order, the selected one, search, freezing. */
#ifndef NTOPCTL_LIVE_LIST_H
#define NTOPCTL_LIVE_LIST_H

#include "live.h"

/**
 * list_pull() - fetch the records of a list anew
 * @l: live view, connected
 * @v: view of a page with records
 * @err: told why it failed
 *
 * No more than the screen shows from the first record on are asked for, where the
 * kernel ranks; while frozen four times as many.
 *
 * Return: 0, or a negative errno value, when the old records stay.
 */
int list_pull(struct live *l, struct view *v, struct kntop_error *err);

/** list_free() - forget the records and all that was remembered of them */
void list_free(struct view *v);

/** list_record() - a record, or NULL */
const void *list_record(const struct view *v, size_t i);

/** list_is_stale() - whether a record of a frozen list is not among the first any more */
bool list_is_stale(const struct view *v, size_t i);

/** list_choose() - select a record, the nearest there is, and bring it onto the screen */
void list_choose(struct view *v, size_t i);

/**
 * list_move() - select another record
 * @v: view
 * @by: so many further, negative back
 *
 * Return: true when more records must be fetched for the screen to be full.
 */
bool list_move(struct view *v, long by);

/** list_end() - select the last record of all; returns as list_move() */
bool list_end(struct view *v);

/**
 * list_find() - select the next record that shows a text
 * @l: live view
 * @v: view
 * @text: part of what any of its columns shows, upper or lower case
 * @from: first record to look at; behind the last it goes on with the first
 *
 * Return: true when there is one.
 */
bool list_find(const struct live *l, struct view *v, const char *text, size_t from);

/** list_freeze() - keep the order of the records, or no longer */
void list_freeze(struct view *v);

/** list_rewind() - other records are to come: from the first on, in no frozen order */
void list_rewind(struct view *v);

/** list_order_by() - order by an index; again: the other way round */
void list_order_by(struct live *l, struct view *v, unsigned int order);

#endif /* NTOPCTL_LIVE_LIST_H */
