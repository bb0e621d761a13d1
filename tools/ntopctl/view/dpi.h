/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing the classifier, its settings, and what its workers do. */
#ifndef NTOPCTL_VIEW_DPI_H
#define NTOPCTL_VIEW_DPI_H

#include "../ctl.h"

/** dpi_view_settings() - a table of the settings */
void dpi_view_settings(const struct ctl *ctl, const struct kntop_dpi *dpi);

/** dpi_view_state() - lines about classifier, verdicts, state, rules and traps */
void dpi_view_state(const struct ctl *ctl, const struct kntop_dpi *dpi);

/** dpi_view_work() - tables of what was skipped, and of the workers */
void dpi_view_work(const struct ctl *ctl, const struct kntop_dpi *dpi);

/** dpi_view_json() - all of it as an object; without a classifier null and a setting */
void dpi_view_json(struct json *j, const char *key, const struct kntop_dpi *dpi);

#endif /* NTOPCTL_VIEW_DPI_H */
