/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of recordings. Times are nanoseconds of the wall clock. */
#ifndef NTOPD_STORE_H
#define NTOPD_STORE_H

#include <stdint.h>
#include "past.h"

/** Less free room than this on the disk, and nothing is written. */
#define STORE_RESERVE	(4 << 20)

/**
 * struct store_options - how to record
 * @dir: folder, absolute; made when it is not there
 * @step: seconds between records of an interface
 * @retention: days
 * @max_disk: most octets in the folder
 * @rrdcached: path of its socket, "" none
 */
struct store_options {
	const char *dir;
	unsigned int step;
	unsigned int retention;
	uint64_t max_disk;
	const char *rrdcached;
};

/**
 * struct store_record - what one object counted until a moment
 * @kind: what it is
 * @folder: of the object, inside the store, see place.h
 * @sub: folder in there, or NULL
 * @name: of the file, not escaped
 * @about: lines KEY=VALUE, what the folder is of
 * @time: when
 * @epoch: its totals have been counting since; 0 unknown
 * @absent: the object was not there at this time, and came since; 0 unknown
 * @watched: and before this time nobody would have seen it; 0 it would always have been
 * @interface: of the module, whose past it may tell; NULL or "" none
 * @protocol: number of a protocol of it; -1 it is the interface itself
 * @category: the number is that of a category
 * @values: of the sources of the kind
 */
struct store_record {
	enum layout_kind kind;
	const char *folder;
	const char *sub;
	const char *name;
	const char *about;
	uint64_t time;
	uint64_t epoch;
	uint64_t absent;
	uint64_t watched;
	const char *interface;
	int protocol;
	bool category;
	uint64_t values[LAYOUT_SOURCES_MAX];
};

/**
 * struct store_status - what recording has come to
 * @files: recordings in the folder, as far as it is known
 * @bytes: octets of them
 * @written: records of the last step that were written
 * @missed: records of the last step that were not
 * @suspended: the disk is full
 */
struct store_status {
	unsigned long files;
	uint64_t bytes;
	unsigned long written;
	unsigned long missed;
	int suspended;
};

/**
 * store_past_fn - how the totals of a record's object stood before
 * @r: record
 * @from: since when that is wanted, nanoseconds
 * @p: filled in
 * @data: as given to store_use_past()
 *
 * Return: whether anything is known.
 */
typedef bool (*store_past_fn)(const struct store_record *r, uint64_t from, struct past *p,
			      void *data);

struct store;

/**
 * store_open() - open the folder, for this process alone
 * @options: how to record; copied
 *
 * Return: a store to be closed with store_close(), or NULL, told why.
 */
struct store *store_open(const struct store_options *options);

/** store_close() - end; may be NULL */
void store_close(struct store *s);

/** store_change() - record otherwise from now on; the folder stays the same */
void store_change(struct store *s, const struct store_options *options);

/** store_use_past() - ask this for what steps lack that were missed; NULL nobody knows */
void store_use_past(struct store *s, store_past_fn fn, void *data);

/** store_dir() - the folder, absolute; valid as long as the store */
const char *store_dir(const struct store *s);

/** store_delete() - delete a recording of which nobody knows what it is of; @path absolute */
void store_delete(struct store *s, const char *path);

/** store_begin() - begin a step at @time: is there room, is something too old? */
void store_begin(struct store *s, uint64_t time);

/**
 * store_clock_set() - the clock was set since the last step
 * @s: store
 * @time: rows up to this time may be by the clock as it was, nanoseconds
 *
 * What was counted since then is over a time that is not known: the next row of each
 * recording is unknown, also of those that are opened later. Between two steps.
 */
void store_clock_set(struct store *s, uint64_t time);

/**
 * store_record() - write one record
 * @s: store, within a step
 * @r: record
 *
 * A total that fell, or whose epoch is another one, makes the time until then unknown:
 * a gap, and never a spike. What it counted since a known zero is kept.
 */
void store_record(struct store *s, const struct store_record *r);

/** store_end() - end a step: send what waits, and tell what went wrong or is over */
void store_end(struct store *s);

/** store_status() - what recording has come to */
void store_status(const struct store *s, struct store_status *status);

#endif /* NTOPD_STORE_H */
