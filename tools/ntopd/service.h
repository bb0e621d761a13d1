/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Being a service: background, process id, and what the service manager is told. */
#ifndef NTOPD_SERVICE_H
#define NTOPD_SERVICE_H

#include <stdbool.h>
#include "store.h"

/** service_is_managed() - a service manager is told of what we do, and keeps us */
bool service_is_managed(void);

/**
 * service_background() - go on in the background
 *
 * The caller's process ends when service_ready() is called, or with status 1 when ntopd
 * ends before.
 *
 * Return: false when that failed, told why.
 */
bool service_background(void);

/**
 * service_pid_open() - open the file of the process id, as long as this may be done
 * @path: file, "" none
 *
 * A service manager knows the process id: there it is no failure, but told as well.
 *
 * Return: false when that failed, told why.
 */
bool service_pid_open(const char *path);

/**
 * service_pid_write() - write it, once it is sure that no other ntopd is there
 *
 * Return: false when that failed, told why.
 */
bool service_pid_write(void);

/** service_ready() - all is in place; said to whoever waits for it */
void service_ready(void);

/** service_reloading() - the configuration is being read again, until service_ready() */
void service_reloading(void);

/**
 * service_status() - what ntopd is doing, for `systemctl status`
 * @status: of the store
 * @interfaces: configured
 * @missing: of those, not watched
 */
void service_status(const struct store_status *status, unsigned int interfaces,
		    unsigned int missing);

/**
 * service_progress() - a part of a long step is done
 *
 * Told to the watchdog, and to whoever waits for the start or the end, but not too often. A
 * step may take long on a slow disk; one that hangs comes no further.
 */
void service_progress(void);

/** service_alive() - tell the watchdog; to be called every service_patience() ms */
void service_alive(void);

/** service_patience() - milliseconds between two signs of life, -1 nobody watches */
int service_patience(void);

/** service_end() - ntopd is about to end */
void service_end(void);

#endif /* NTOPD_SERVICE_H */
