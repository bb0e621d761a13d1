/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which protocols of a host are recorded, and where in its file.
 *
 * A file for each protocol of each host would be thousands of files. So a host has one,
 * protocols.rrd, with a few slots, and beside it a text, protocols, which says whose slot
 * is whose. A protocol gets a slot in the five minutes in which it is among those that
 * carry most. It keeps it until it has been silent for a week, and even then until another
 * one needs it: a week is longer than any row of an archive, so no row has both.
 *
 * What a slot records goes on where it was when it changes hands: it is the protocol's
 * total and an offset, which the text keeps. So nothing is ever taken for a reset, and
 * what a protocol carried before it had a slot is in none.
 */
#ifndef NTOPD_SLOTS_H
#define NTOPD_SLOTS_H

#include <kntop.h>
#include "layout.h"

/** Name of the text beside a recording of slots, and of that recording. */
#define SLOTS_TEXT		"protocols"
#define SLOTS_RECORDING		"protocols.rrd"

/**
 * struct slots_share - a protocol now
 * @name: its name
 * @octets: the host's totals of it, sent and received
 */
struct slots_share {
	const char *name;
	uint64_t octets[2];
};

/**
 * struct slots_moment - what is to be recorded of a host
 * @folder: of the host, absolute
 * @time: now, nanoseconds
 * @first: the host's totals count since
 * @fresh: there is no recording yet
 * @shares: its protocols
 * @count: how many
 */
struct slots_moment {
	const char *folder;
	uint64_t time;
	uint64_t first;
	bool fresh;
	const struct slots_share *shares;
	size_t count;
};

/**
 * slots_record() - the values of a host's slots, which are given out as need be
 * @table: what is known of hosts; *@table NULL to begin with
 * @m: moment; the folder must be there
 * @values: LAYOUT_SLOTS pairs of octets sent and received; UINT64_MAX unknown
 *
 * Return: 0, or a negative errno value: the text cannot be read or written, -EINVAL there
 * is a recording and no text that says what it is of.
 */
int slots_record(void **table, const struct slots_moment *m, uint64_t *values);

/** slots_sweep() - forget the hosts that were last recorded before @time */
void slots_sweep(void **table, uint64_t time);

/** slots_forget_all() - forget all hosts; their files tell what must be known */
void slots_forget_all(void **table);

#endif /* NTOPD_SLOTS_H */
