/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing why the classifier's library was stopped. */
#ifndef NTOPCTL_VIEW_TRAP_H
#define NTOPCTL_VIEW_TRAP_H

#include "../ctl.h"
#include "../field.h"

/** trap_total() - traps of all kinds */
uint64_t trap_total(const struct kntop_dpi *dpi);

/**
 * trap_where() - "in FUNCTION (DISSECTOR)", as far as it is known
 * @buf: 2 * FIELD_SIZE + 8 octets
 * @trap: trap
 *
 * Return: @buf, printable; "" when nothing is known.
 */
char *trap_where(char *buf, const struct kntop_trap *trap);

/** trap_flow() - "tcp 10.0.0.1:4000 -> 10.0.0.2:443" to FIELD_SIZE octets; "" unknown */
char *trap_flow(char *buf, const struct kntop_trap *trap);

/** trap_view() - a table of the kinds that happened; nothing when none did */
void trap_view(const struct ctl *ctl, const struct kntop_dpi *dpi);

/** trap_json() - an object; what is unknown is null in it */
void trap_json(struct json *j, const char *key, const struct kntop_trap *trap);

#endif /* NTOPCTL_VIEW_TRAP_H */
