/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interfaces that somebody named but that are not there. */
#ifndef NTOPCTL_WATCHED_H
#define NTOPCTL_WATCHED_H

#include "ctl.h"

/**
 * watched_complain() - an interface is not watched: name those that are
 * @ctl: run, connected
 * @what: what was to be done
 * @name: the interface
 *
 * Return: CTL_USAGE.
 */
int watched_complain(struct ctl *ctl, const char *what, const char *name);

/**
 * watched_source() - which interface is meant when none is named
 * @ctl: run, connected
 * @what: what was asked, or NULL to say nothing
 * @name: the interface that was named, or NULL; set to the only offline source when nothing
 *	is watched live, as all live interfaces would be meant otherwise. Valid until the next
 *	call
 *
 * Tells on standard error what it chose, or that there are several to choose from.
 */
void watched_source(struct ctl *ctl, const char *what, const char **name);

/**
 * watched_hint() - an answer is empty: tell so if it is because nothing is watched
 * @ctl: run, connected
 * @what: what was asked
 *
 * Return: true when nothing is watched.
 */
bool watched_hint(struct ctl *ctl, const char *what);

/**
 * watched_complain_device() - a device does not exist: name those that do
 * @ctl: run
 * @what: what was to be done
 * @name: the device
 *
 * Return: CTL_USAGE.
 */
int watched_complain_device(struct ctl *ctl, const char *what, const char *name);

/**
 * watched_device_exists() - whether the network namespace has a device
 * @name: its name
 *
 * Asking for a single name, as if_nametoindex() does, would make the kernel run
 * modprobe for one that does not exist.
 *
 * Return: true when there is one.
 */
bool watched_device_exists(const char *name);

#endif /* NTOPCTL_WATCHED_H */
