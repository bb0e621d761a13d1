/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ntopctl says when it is asked nothing. */
#ifndef NTOPCTL_SUMMARY_H
#define NTOPCTL_SUMMARY_H

#include "ctl.h"

/**
 * summary_run() - what is watched, who talks most, and what to type next
 * @ctl: run
 *
 * Return: exit status.
 */
int summary_run(struct ctl *ctl);

#endif /* NTOPCTL_SUMMARY_H */
