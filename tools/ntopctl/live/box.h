/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boxes that lie over the page: help and menus. */
#ifndef NTOPCTL_LIVE_BOX_H
#define NTOPCTL_LIVE_BOX_H

#include "ui.h"

/** box_draw() - the box of the mode that the user is in, if it has one */
void box_draw(const struct ui *ui, struct canvas *c);

#endif /* NTOPCTL_LIVE_BOX_H */
