/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recordings that are deleted: as they are old, or as room is wanted. */
#ifndef NTOPD_RETENTION_H
#define NTOPD_RETENTION_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/**
 * struct retention - what is to be kept
 * @dir: folder of recordings, absolute
 * @now: time
 * @days: delete files whose newest row is older
 * @idle: a file without a row for so many seconds may go when room is wanted
 * @most: octets that may be there; more is deleted, idle files first, then those of
 *	hosts, protocols, networks, interfaces, among these the oldest first
 * @want: octets on top of those that idle files should make room for
 * @used: whether a file is recorded, whatever is in it yet; may be NULL
 * @gone: called for each file that is about to be deleted; may be NULL
 * @seen: called for each file that was looked at; may be NULL
 * @data: passed to @used and @gone
 */
struct retention {
	const char *dir;
	time_t now;
	unsigned int days;
	time_t idle;
	uint64_t most;
	uint64_t want;
	bool (*used)(const char *path, void *data);
	void (*gone)(const char *path, void *data);
	void (*seen)(void);
	void *data;
};

/**
 * struct retention_result - what was found and done
 * @files: recordings that are there now
 * @bytes: octets that they take on the disk, and all else in their folders
 * @old: recordings that were deleted as they were old
 * @pushed: those that were deleted to make room
 */
struct retention_result {
	unsigned long files;
	uint64_t bytes;
	unsigned long old;
	unsigned long pushed;
};

/**
 * retention_run() - look at everything, and delete what is not to be kept
 * @r: what is to be kept
 * @result: filled in
 *
 * Folders without recordings go, too, and what an interrupted write left behind. What is
 * beside the folders of recordings, or has another name in them, is somebody else's and stays.
 *
 * Return: 0, or a negative errno value when the folder cannot be read.
 */
int retention_run(const struct retention *r, struct retention_result *result);

#endif /* NTOPD_RETENTION_H */
