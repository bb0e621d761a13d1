/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that choose what is shown, and how. */
#ifndef NTOPCTL_LIVE_CHOOSE_H
#define NTOPCTL_LIVE_CHOOSE_H

#include "ui.h"

/** choose_key() - a key on a page; false when it chooses nothing */
bool choose_key(struct ui *ui, int key);

#endif /* NTOPCTL_LIVE_CHOOSE_H */
