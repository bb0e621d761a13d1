/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ntopd tells whoever runs it. */
#ifndef NTOPD_SAY_H
#define NTOPD_SAY_H

#include <stdbool.h>
#include <stdio.h>

/** enum say_level - how much it matters; as syslog's numbers */
enum say_level {
	SAY_ERROR = 3,
	SAY_WARNING = 4,
	SAY_NOTICE = 5,
	SAY_INFO = 6,
};

/** enum say_where - where it goes */
enum say_where {
	SAY_TERMINAL,	/* standard error, "ntopd: TEXT" */
	SAY_JOURNAL,	/* standard error, "<LEVEL>TEXT", as the journal reads it */
	SAY_SYSLOG,
};

/** Room for the longest text. */
#define SAY_SIZE	512

/**
 * say_setup() - where texts go, and which
 * @where: where
 * @most: the least important level that is told
 */
void say_setup(enum say_where where, enum say_level most);

/** say_to() - write to @file instead of standard error; NULL: standard error again */
void say_to(FILE *file);

/**
 * say() - tell something, from any thread
 * @level: how much it matters
 * @format: without a full stop or a new line
 *
 * What is not printable in the text is escaped.
 */
void say(enum say_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif /* NTOPD_SAY_H */
