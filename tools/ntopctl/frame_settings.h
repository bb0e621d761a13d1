/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words about which frames of an interface are copies, and which way they go. */
#ifndef NTOPCTL_FRAME_SETTINGS_H
#define NTOPCTL_FRAME_SETTINGS_H

#include <kntop.h>
#include "args.h"

/** Milliseconds in which copies come, where nobody says otherwise. */
#define FRAME_DEDUP_MS	10

/**
 * struct frame_settings - settings that were read, and what they point to
 * @settings: for the library
 * @uplinks: the MAC addresses
 */
struct frame_settings {
	struct kntop_interface_settings settings;
	uint8_t uplinks[KNTOP_UPLINKS_MAX][6];
};

/**
 * frame_settings_dedup() - take the value of dedup: on, off, or 1 .. 1000 ms
 * @ctl: for complaints
 * @args: words
 * @f: changed
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int frame_settings_dedup(const struct ctl *ctl, struct args *args, struct frame_settings *f);

/** frame_settings_uplink() - take the value of uplink: MAC addresses with commas, or none */
int frame_settings_uplink(const struct ctl *ctl, struct args *args, struct frame_settings *f);

#endif /* NTOPCTL_FRAME_SETTINGS_H */
