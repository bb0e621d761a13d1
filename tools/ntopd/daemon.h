/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of ntopd: steps, signals, devices. */
#ifndef NTOPD_DAEMON_H
#define NTOPD_DAEMON_H

#include "config.h"

/**
 * daemon_run() - record until told to end
 * @c: configuration; consumed
 * @argc: the command line it is from, to read it again at SIGHUP
 * @argv: likewise
 *
 * Return: exit status.
 */
int daemon_run(struct config *c, int argc, char **argv);

#endif /* NTOPD_DAEMON_H */
