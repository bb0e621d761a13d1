/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the live view: on a terminal, or frame by frame. */
#ifndef NTOPCTL_LIVE_RUN_H
#define NTOPCTL_LIVE_RUN_H

#include "live.h"

/**
 * run_screen() - on the terminal, until the user has had enough
 * @l: live view, connected
 *
 * Return: exit status.
 */
int run_screen(struct live *l);

/**
 * run_frames() - print frames: text, or with -j an object a line
 * @l: live view, connected; its height and width are set
 * @count: how many, 0 until interrupted
 *
 * The first one comes after one delay: what the kernel has no rates of is told by the
 * difference.
 *
 * Return: exit status.
 */
int run_frames(struct live *l, uint64_t count);

#endif /* NTOPCTL_LIVE_RUN_H */
