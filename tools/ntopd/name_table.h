/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of addresses: what was seen and what was looked up, and which is preferred. */
#ifndef NTOPD_NAME_TABLE_H
#define NTOPD_NAME_TABLE_H

#include <kntop.h>
#include "../ntopctl/namefile.h"

/** Seconds after which a name that was not seen again is forgotten. */
#define NAME_TABLE_LIFE		NAMEFILE_LIFE

/** Most seconds an answer counts. */
#define NAME_TABLE_ASK_MAX	86400

struct name_table;

/**
 * name_table_new() - a table without names
 * @most: so many addresses at most; the one that was longest not used makes room
 *
 * Times given to these functions are seconds of the wall clock.
 *
 * Return: to be given to name_table_free(); NULL no memory.
 */
struct name_table *name_table_new(size_t most);

/** name_table_free() - forget all; may be NULL */
void name_table_free(struct name_table *t);

/**
 * name_table_see() - a name was seen on the wire
 * @t: table
 * @addr: whose
 * @source: where; not NAMEFILE_REVERSE
 * @name: the name, not ""
 * @now: when
 *
 * Of the names that a host told itself (DHCP, mDNS, NetBIOS) the most trusted source's is
 * kept, and of that the newest; while it says several, it has none: for NAME_TABLE_LIFE
 * after the last change, of DHCP for ten minutes. Of the names by which others call it (DNS, TLS, HTTP) one
 * is kept as long as it is the only one: an address with several is shared by them, and
 * none of them is its own.
 *
 * Return: false when there is no memory.
 */
bool name_table_see(struct name_table *t, const struct kntop_address *addr,
		    enum namefile_source source, const char *name, uint64_t now);

/**
 * name_table_answer() - a look-up is over
 * @t: table
 * @addr: of what
 * @name: the answer; "" there is no name; NULL there was no answer: the name of the
 *	look-up before stays
 * @now: when
 * @life: seconds in which it is not to be asked for again, at most NAME_TABLE_ASK_MAX
 *
 * Return: false when there is no memory.
 */
bool name_table_answer(struct name_table *t, const struct kntop_address *addr,
		       const char *name, uint64_t now, unsigned int life);

/**
 * name_table_find() - the preferred name of an address
 * @t: table
 * @addr: address
 * @now: time
 * @line: filled in
 *
 * Return: false when there is none.
 */
bool name_table_find(struct name_table *t, const struct kntop_address *addr, uint64_t now,
		     struct namefile_line *line);

/** name_table_wants() - whether an address has no name that was seen, and is to be asked for */
bool name_table_wants(const struct name_table *t, const struct kntop_address *addr,
		      uint64_t now);

/**
 * name_table_use_reverse() - whether names that were looked up count
 * @t: table
 * @use: when false they are as if they were not there
 */
void name_table_use_reverse(struct name_table *t, bool use);

/** name_table_count() - addresses in the table */
size_t name_table_count(const struct name_table *t);

/** name_table_changes() - grows whenever a name came, went or became another one */
uint64_t name_table_changes(const struct name_table *t);

/**
 * name_table_each() - all that is known, in the file's order
 * @t: table
 * @now: time
 * @fn: called for each name
 * @data: passed to @fn
 *
 * The address that was longest not used comes first, so that reading it all back in this
 * order makes the same table.
 */
void name_table_each(const struct name_table *t, uint64_t now, namefile_fn fn, void *data);

/** name_table_load() - take back one of those; what was seen last must come last */
void name_table_load(struct name_table *t, const struct namefile_line *line, uint64_t now);

#endif /* NTOPD_NAME_TABLE_H */
