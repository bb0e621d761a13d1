/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ntopd itself has added to the module, remembered beyond its own end. */
#ifndef NTOPD_OWN_H
#define NTOPD_OWN_H

#include "config.h"

/**
 * own_load() - what an ntopd before this one added
 * @path: file, which need not be there
 * @module: path that belongs to the loaded module
 * @own: interfaces, networks and the file of protocols are added to it, unless they were added to a module that
 *	was loaded another time, which has forgotten them
 */
void own_load(const char *path, const char *module, struct config *own);

/**
 * own_save() - remember it
 * @path: file, replaced as a whole
 * @module: as above
 * @own: what is remembered of it are interfaces, networks and the file of protocols
 *
 * Return: 0 or a negative errno value.
 */
int own_save(const char *path, const char *module, const struct config *own);

#endif /* NTOPD_OWN_H */
