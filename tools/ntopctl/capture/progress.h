/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar, on a terminal only. */
#ifndef NTOPCTL_CAPTURE_PROGRESS_H
#define NTOPCTL_CAPTURE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/** Room for a line of it. */
#define PROGRESS_SIZE	256

/**
 * struct progress - how far something is
 * @size: octets there are, 0 when that is not known
 * @begin: when it began, nanoseconds of the monotonic clock
 * @shown: when a line was last shown
 * @active: standard error is a terminal
 */
struct progress {
	uint64_t size;
	uint64_t begin;
	uint64_t shown;
	bool active;
};

/** progress_begin() - begin; @size octets are to come, 0 unknown */
void progress_begin(struct progress *p, uint64_t size);

/** progress_is_due() - true when it is time to show something again */
bool progress_is_due(const struct progress *p);

/** progress_show() - show that @done octets and @packets packets are done */
void progress_show(struct progress *p, uint64_t done, uint64_t packets);

/** progress_end() - wipe it away */
void progress_end(struct progress *p);

/**
 * progress_line() - the text of it
 * @buf: PROGRESS_SIZE octets to write to
 * @done: octets done
 * @size: octets there are, 0 unknown
 * @packets: packets done
 * @ns: nanoseconds it took, not 0
 *
 * Return: @buf: bar, share, packets a second, and how long it will still take.
 */
char *progress_line(char *buf, uint64_t done, uint64_t size, uint64_t packets, uint64_t ns);

#endif /* NTOPCTL_CAPTURE_PROGRESS_H */
