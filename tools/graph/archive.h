/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in one recording, read with librrd. */
#ifndef GRAPH_ARCHIVE_H
#define GRAPH_ARCHIVE_H

#include <stdbool.h>
#include <time.h>

/** Most archives of a file that are looked at, and most sources that are added up. */
#define ARCHIVE_MOST	8
#define ARCHIVE_SOURCES	2

/** Room for why something failed. */
#define ARCHIVE_REASON	256

/**
 * struct archive - rows of one length
 * @step: seconds of a row
 * @rows: how many there are
 * @maximum: there are maxima beside the averages
 */
struct archive {
	unsigned int step;
	unsigned long rows;
	bool maximum;
};

/**
 * struct archives - those of a file, the finest first
 * @last: time of its newest row, seconds
 * @count: how many
 * @list: they
 */
struct archives {
	time_t last;
	unsigned int count;
	struct archive list[ARCHIVE_MOST];
};

/**
 * archives_read() - look what a file has
 * @path: file
 * @a: filled in
 * @reason: ARCHIVE_REASON octets for why it failed
 *
 * Return: 0 or a negative errno value; -EINVAL for what is no recording.
 */
int archives_read(const char *path, struct archives *a, char *reason);

/** archives_end() - where the newest whole row of the archive @i ends */
time_t archives_end(const struct archives *a, unsigned int i);

/** archives_begin() - where the oldest row of the archive @i begins */
time_t archives_begin(const struct archives *a, unsigned int i);

/** archives_for() - the finest one that goes back to a time, or the one that goes furthest */
unsigned int archives_for(const struct archives *a, time_t from);

/**
 * struct archive_query - which rows
 * @path: file
 * @sources: whose values are added up
 * @count: how many sources
 * @maximum: the maxima, not the averages
 * @step: seconds of a row
 * @from, @to: when
 * @row: called for each row that touches this time: its end, and its value, NAN unknown
 * @data: for @row
 */
struct archive_query {
	const char *path;
	const char *const *sources;
	unsigned int count;
	bool maximum;
	unsigned int step;
	time_t from;
	time_t to;
	void (*row)(time_t end, double value, void *data);
	void *data;
};

/** archive_fetch() - read rows; returns 0 or -EIO, with ARCHIVE_REASON octets of @reason */
int archive_fetch(const struct archive_query *q, char *reason);

/** archive_has() - whether a file has a source */
bool archive_has(const char *path, const char *source);

/**
 * archive_flush() - have rrdcached write what it has of a file
 * @daemon: its address; NULL or "" there is none
 * @path: file
 * @reason: ARCHIVE_REASON octets for why it failed
 *
 * Return: 0 or -EIO.
 */
int archive_flush(const char *daemon, const char *path, char *reason);

#endif /* GRAPH_ARCHIVE_H */
