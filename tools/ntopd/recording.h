/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file of librrd. */
#ifndef NTOPD_RECORDING_H
#define NTOPD_RECORDING_H

#include <time.h>
#include "layout.h"

/** Room for one row: a time and its values. */
#define RECORDING_ROW	(32 + LAYOUT_SOURCES_MAX * 21)

/** Room for what librrd says. */
#define RECORDING_REASON	256

/** enum recording_state - what a file is like */
enum recording_state {
	RECORDING_GOOD,
	RECORDING_MISSING,
	RECORDING_OTHER,	/* other sources or archives than wanted */
	RECORDING_BROKEN,	/* not a file of librrd */
	RECORDING_UNREADABLE,	/* nobody can tell now */
};

/**
 * recording_state() - whether a file is as it is wanted
 * @path: file
 * @step: seconds between records
 * @args: sources and archives
 * @reason: RECORDING_REASON octets for why it is unreadable
 */
enum recording_state recording_state(const char *path, unsigned int step,
				     const struct layout_arguments *args, char *reason);

/**
 * recording_create() - make a file, or make one anew with what it has in it
 * @path: file; what is there is replaced in one step
 * @step: seconds between records
 * @start: time before the first row; 0 with @again
 * @again: take over what the file has in it
 * @args: sources and archives
 * @reason: RECORDING_REASON octets for why it failed
 *
 * Return: 0 or -EIO.
 */
int recording_create(const char *path, unsigned int step, time_t start, bool again,
		     const struct layout_arguments *args, char *reason);

/**
 * recording_last() - the newest row of a file
 * @path: file
 * @time: set to its time, without fractions
 * @values: set to its values; UINT64_MAX for one that is unknown
 * @count: how many there are
 *
 * Return: 0 or -EIO.
 */
int recording_last(const char *path, time_t *time, uint64_t *values, size_t count);

/**
 * recording_update() - add rows
 * @path: file
 * @rows: as recording_row() made them, ascending
 * @count: how many
 * @reason: RECORDING_REASON octets for why it failed
 *
 * Return: 0 or -EIO.
 */
int recording_update(const char *path, const char *const *rows, int count, char *reason);

/**
 * recording_row() - write a row
 * @buf: RECORDING_ROW octets
 * @time: nanoseconds since the epoch; kept to the microsecond
 * @values: what they are, UINT64_MAX what is unknown; NULL all are
 * @count: how many
 *
 * Return: @buf.
 */
const char *recording_row(char *buf, uint64_t time, const uint64_t *values, size_t count);

#endif /* NTOPD_RECORDING_H */
