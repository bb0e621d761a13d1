/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and settings of the run's folder, and giving up. */
#ifndef VM_FILE_H
#define VM_FILE_H

#include <stddef.h>

#define DIR_RUN	"/run/vm/"

/*
 * Say on the console what failed and why (errno), and power off: a machine whose
 * first process ends would panic instead.
 */
void fatal(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/*
 * The whole file with a NUL after it, to be freed by the caller; NULL when it cannot
 * be read. length may be NULL.
 */
char *slurp(const char *path, size_t *length);

/* As slurp(), but fatal when the file cannot be read. */
char *slurp_or_die(const char *path, size_t *length);

/*
 * Write the file anew, in one piece, as kernel files want a command. A failure is
 * told on standard error.
 */
void write_file(const char *path, const void *data, size_t length);

/* Read the run's settings; fatal when there are none. */
void settings_read(void);

/* The value of a setting, "" when there is none; never to be freed. */
const char *setting(const char *key);

#endif
