/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protocols of one's own, from a protos.txt. */
#ifndef NTOPD_PROTOCOLS_H
#define NTOPD_PROTOCOLS_H

#include <kntop.h>

/**
 * protocols_load() - read a file and put it in force
 * @k: handle
 * @path: file
 * @reason: why it failed, with file and line where one is at fault
 * @size: of @reason
 *
 * Return: true when it is in force.
 */
bool protocols_load(struct kntop *k, const char *path, char *reason, size_t size);

/** protocols_unload() - those in force are no longer; @reason as above */
bool protocols_unload(struct kntop *k, char *reason, size_t size);

#endif /* NTOPD_PROTOCOLS_H */
