/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * control: settings and rules, and how they take effect. The core lets one call
 * in at a time.
 */
#ifndef KNTOP_NDPI_CONTROL_H
#define KNTOP_NDPI_CONTROL_H

#include <linux/kntop.h>
#include <linux/types.h>

#include "edition.h"

struct kntop_dpi_settings;

/** kntop_control_start - make the workers, with settings from the machine's size. */
int kntop_control_start(void);

/** kntop_control_stop - free what is left once the workers have gone. */
void kntop_control_stop(void);

/** kntop_control_settings - see struct kntop_classifier. */
void kntop_control_settings(struct kntop_dpi_settings *s);

/** kntop_control_configure - see struct kntop_classifier. */
int kntop_control_configure(const struct kntop_dpi_settings *s);

/** kntop_control_load - see struct kntop_classifier; -ENOSPC: too many names. */
int kntop_control_load(enum kntop_label_kind kind, const char *lines, u32 *bad);

/** kntop_control_rules - the rules in force. */
const struct kntop_rules *kntop_control_rules(void);

#endif /* KNTOP_NDPI_CONTROL_H */
