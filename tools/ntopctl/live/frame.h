/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole screen: head, tabs, page, foot, and what lies over them. */
#ifndef NTOPCTL_LIVE_FRAME_H
#define NTOPCTL_LIVE_FRAME_H

#include "ui.h"

/**
 * frame_draw() - draw everything
 * @ui: user
 * @c: canvas of the screen's size
 * @cursor: set to the column of the cursor in the last line, or -1 when there is none
 */
void frame_draw(struct ui *ui, struct canvas *c, int *cursor);

#endif /* NTOPCTL_LIVE_FRAME_H */
