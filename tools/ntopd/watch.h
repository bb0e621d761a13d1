/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connection to the module, and the configuration put in force there. */
#ifndef NTOPD_WATCH_H
#define NTOPD_WATCH_H

#include <kntop.h>
#include "config.h"

struct watch;

/** Is there while the module is loaded. */
#define WATCH_MODULE	"/sys/module/kntop"

/**
 * watch_new() - nothing connected, nothing in force
 * @module: a path that is there while the module is loaded. Only then is it asked for, as
 *	asking for a netlink family makes the kernel load its module, and that is not ours
 *	to decide
 * @own: file in which is remembered what was added, for the next ntopd; NULL none
 *
 * Both strings stay the caller's.
 *
 * Return: to be given to watch_free(); NULL no memory.
 */
struct watch *watch_new(const char *module, const char *own);

/** watch_free() - disconnect; what is in force stays so. May be NULL */
void watch_free(struct watch *w);

/**
 * watch_use() - the configuration that is to be in force
 * @w: watch
 * @c: configuration, which must stay until another one is used or @w is freed
 *
 * Interfaces, networks and protocols that this watch, or the ntopd before, added and that are no
 * longer in it are removed at once, or when there is a connection; all others, and their
 * counters, stay. The rest is watch_apply()'s.
 */
void watch_use(struct watch *w, const struct config *c);

/**
 * watch_kernel() - the connection to the module
 * @w: watch
 *
 * Return: a handle, or NULL while there is no module, told once.
 */
struct kntop *watch_kernel(struct watch *w);

/** watch_lost() - a request failed: connect anew, and put all in force again */
void watch_lost(struct watch *w, const struct kntop_error *err);

/** watch_devices_changed() - devices came or went: look at all of them again */
void watch_devices_changed(struct watch *w);

/** watch_apply() - put in force what is not yet; to be called now and then */
void watch_apply(struct watch *w);

/** watch_missing() - interfaces that are configured and not watched */
unsigned int watch_missing(const struct watch *w);

#endif /* NTOPD_WATCH_H */
