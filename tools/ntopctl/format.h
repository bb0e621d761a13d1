/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and times as people read them, or exact. */
#ifndef NTOPCTL_FORMAT_H
#define NTOPCTL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Room for every text that is made here, with its NUL. */
#define FORMAT_SIZE	48

/* All write to FORMAT_SIZE octets at @buf and return it. @raw asks for the exact
 * number instead of three digits and a unit.
 */

/** format_octets() - "1.23 MB", decimal units; raw: "1234567" */
char *format_octets(char *buf, uint64_t octets, bool raw);

/** format_rate() - octets a second as "1.23 Mbit/s"; raw: bits a second */
char *format_rate(char *buf, uint64_t octets, bool raw);

/** format_count() - "999999", then "1.23 M"; raw: exact */
char *format_count(char *buf, uint64_t count, bool raw);

/** format_duration() - as "0.123 ms", "1.234 s", "3m05s", "2h03m", "5d04h"; raw: seconds */
char *format_duration(char *buf, uint64_t ns, bool raw);

/** format_delay() - microseconds as "0.123 ms", or "-" when negative; raw: microseconds */
char *format_delay(char *buf, int64_t us, bool raw);

/**
 * format_time() - a time of day, with its date when that is not today
 * @buf: where to write
 * @ns: nanoseconds since the epoch; 0 gives "-"
 * @now: nanoseconds since the epoch, what "today" is
 * @raw: seconds since the epoch with nine decimals
 */
char *format_time(char *buf, uint64_t ns, uint64_t now, bool raw);

/** format_percent() - part of a whole as "12.3 %", "-" when the whole is 0 */
char *format_percent(char *buf, uint64_t part, uint64_t whole);

/** format_now() - the wall clock in nanoseconds since the epoch */
uint64_t format_now(void);

#endif /* NTOPCTL_FORMAT_H */
