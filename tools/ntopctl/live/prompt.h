/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line being typed. */
#ifndef NTOPCTL_LIVE_PROMPT_H
#define NTOPCTL_LIVE_PROMPT_H

#include "ui.h"

/** prompt_open() - begin to type, with a text to begin with */
void prompt_open(struct ui *ui, enum ui_mode mode, const char *text);

/** prompt_key() - a key goes into the text; false when it is none for it */
bool prompt_key(struct ui *ui, int key);

#endif /* NTOPCTL_LIVE_PROMPT_H */
