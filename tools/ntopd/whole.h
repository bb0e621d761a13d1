/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that readers see whole: as they were, or as they will be. */
#ifndef NTOPD_WHOLE_H
#define NTOPD_WHOLE_H

#include <limits.h>
#include <stdio.h>

/**
 * struct whole - a file being written anew
 * @file: write here
 * @path: what it is to become
 */
struct whole {
	FILE *file;
	char path[PATH_MAX];
};

/**
 * whole_begin() - begin to write a file anew, beside it as PATH.new
 * @w: filled in; ended by whole_end()
 * @path: file
 *
 * Return: 0 or a negative errno value, and there is nothing to end.
 */
int whole_begin(struct whole *w, const char *path);

/**
 * whole_end() - put what was written in the file's place
 *
 * Return: 0, or a negative errno value, and the file is as it was.
 */
int whole_end(struct whole *w);

/** whole_write() - all of it at once: @size octets of @text */
int whole_write(const char *path, const char *text, size_t size);

#endif /* NTOPD_WHOLE_H */
