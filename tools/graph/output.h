/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are there wholly, or not at all. */
#ifndef GRAPH_OUTPUT_H
#define GRAPH_OUTPUT_H

#include <stddef.h>

/**
 * output_write() - write a file beside its place, and put it there when it is whole
 * @path: place
 * @data: octets
 * @size: how many
 *
 * Return: 0 or a negative errno value; then what was there before is there still.
 */
int output_write(const char *path, const void *data, size_t size);

#endif /* GRAPH_OUTPUT_H */
