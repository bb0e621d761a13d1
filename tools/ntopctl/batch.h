/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many commands from a file. */
#ifndef NTOPCTL_BATCH_H
#define NTOPCTL_BATCH_H

#include "ctl.h"

/**
 * batch_run() - run the commands of a file, one a line
 * @ctl: run; with its force set an error does not stop the batch
 * @path: file, or "-" for standard input
 *
 * Words are separated by blanks; quotes and backslashes keep blanks together; #
 * begins a comment, and a backslash at the end joins lines.
 *
 * Return: exit status: of the first command that failed, or CTL_OK.
 */
int batch_run(struct ctl *ctl, const char *path);

/** Most words in a line, with the NULL that ends them. */
#define BATCH_WORDS	64

/**
 * batch_split() - split a line into words, in place
 * @line: changed; the words point into it
 * @words: BATCH_WORDS pointers to fill, ended by NULL
 *
 * Return: number of words, or negative: -EINVAL a quote is not closed, -E2BIG too
 * many words.
 */
int batch_split(char *line, char **words);

#endif /* NTOPCTL_BATCH_H */
