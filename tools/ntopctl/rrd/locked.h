/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recordings that somebody else has locked for a moment: for ntopd and ntopctl-graph. */
#ifndef NTOPCTL_RRD_LOCKED_H
#define NTOPCTL_RRD_LOCKED_H

#include <rrd.h>
#include <stdbool.h>

/** How often to try; with the moments between, a second in all. */
#define LOCKED_TRIES	200

/**
 * locked_again() - whether librrd failed as the file is locked, then wait a moment
 * @tries: LOCKED_TRIES in the beginning; counted down
 *
 * librrd does not wait for the lock of a file, which everybody who reads it has for a
 * moment, as ntopctl and rrdtool do, and ntopd and rrdcached when they write.
 *
 * Return: true to try again; librrd's error is cleared then.
 */
bool locked_again(int *tries);

/**
 * locked_info() - what librrd tells of a recording, which is waited for
 * @path: file
 *
 * Return: the caller's, to be freed by rrd_info_free(), or NULL with librrd's error.
 */
rrd_info_t *locked_info(const char *path);

#endif /* NTOPCTL_RRD_LOCKED_H */
