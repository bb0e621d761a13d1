/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hosts are called: the names that ntopd has gathered. */
#ifndef NTOPCTL_HOSTNAME_H
#define NTOPCTL_HOSTNAME_H

#include "json.h"
#include "namefile.h"

/**
 * hostname_use() - read another file
 * @path: a file that ntopd wrote; stays the caller's. Without this call it is that of the
 *	environment variable KNTOP_NAMES, or NAMEFILE_DEFAULT
 */
void hostname_use(const char *path);

/**
 * hostname_find() - the name of an address
 * @addr: address
 *
 * The file is read at the first call. One that is not there, or may not be read, has no
 * names.
 *
 * Return: the preferred one, valid until hostname_refresh(); NULL when there is none.
 */
const struct namefile_line *hostname_find(const struct kntop_address *addr);

/** hostname_refresh() - read the file anew when it has become another one */
void hostname_refresh(void);

/** hostname_any() - whether there are any names */
bool hostname_any(void);

/** hostname_json() - the members "name" and "name_source", null when there is none */
void hostname_json(struct json *j, const struct kntop_address *addr);

/** hostname_text() - the name, printable, in FIELD_SIZE octets at @buf; "" for none */
char *hostname_text(const struct kntop_address *addr, char *buf);

/** hostname_with_source() - likewise "NAME (SOURCE)" */
char *hostname_with_source(const struct kntop_address *addr, char *buf);

#endif /* NTOPCTL_HOSTNAME_H */
