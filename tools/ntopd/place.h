/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where recordings are: folders and files, and names that are safe there. */
#ifndef NTOPD_PLACE_H
#define NTOPD_PLACE_H

#include <kntop.h>
#include <stdbool.h>
#include <stddef.h>

/** Room for the longest path inside the folder of recordings. */
#define PLACE_SIZE	512

/**
 * place_escape() - a name as one component of a path
 * @name: any octets
 * @buf: where to write; what does not fit makes it empty
 * @size: of @buf
 *
 * Letters, digits, '_', '-' and '.', but for one at the beginning, stay; any other octet
 * becomes %XX. So different names stay different, and none is "", "." or "..".
 *
 * Return: @buf.
 */
char *place_escape(const char *name, char *buf, size_t size);

/* Folders, each ended by no slash; @buf has PLACE_SIZE octets. */
char *place_interface(const char *name, char *buf);
char *place_network(const struct kntop_address *addr, int prefix, char *buf);
char *place_host(const struct kntop_host *host, char *buf);

/** place_file() - "FOLDER/NAME.rrd", or "FOLDER/SUB/NAME.rrd" when there is a @sub */
char *place_file(const char *folder, const char *sub, const char *name, char *buf);

/**
 * place_is_ours() - whether something in the folder of recordings is ours by its name
 * @name: name, no path
 * @folder: it is a folder, not a file
 *
 * The folder may be somebody else's as well, as one that ntopng was told of.
 */
bool place_is_ours(const char *name, bool folder);

/** place_make_folders() - make the folders that lead to a path; 0 or a negative errno */
int place_make_folders(const char *path);

/**
 * place_describe() - write what a folder is of, where it does not say so already
 * @folder: absolute path
 * @text: lines KEY=VALUE
 *
 * Return: 0 or a negative errno value.
 */
int place_describe(const char *folder, const char *text);

#endif /* NTOPD_PLACE_H */
