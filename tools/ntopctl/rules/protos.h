/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of ntopng's protos.txt: what makes a protocol of one's own. */
#ifndef NTOPCTL_RULES_PROTOS_H
#define NTOPCTL_RULES_PROTOS_H

#include "file.h"

/**
 * Most protocols that nDPI 4.2 takes beside its own: it has room for 512
 * (NDPI_NUM_BITS), 282 are its own, and one stays free.
 */
#define PROTOS_NEW_MAX	229

/**
 * protos_parse() - a rules_parse_fn; @data is not used
 *
 * ITEM,ITEM,...@NAME with tcp:PORT[-PORT], udp:..., ip:ADDRESS[/BITS][:PORT] and
 * host:"NAME"; or ip_risk_mask:, host_risk_mask:, trusted_issuer_dn:. It is written
 * without blanks, host names in lower case and quoted, and the name with '_' for
 * what nDPI does not allow in it.
 */
bool protos_parse(char *line, char *out, char *reason, void *data);

/** protos_name() - the name of a line that protos_parse() wrote, NULL for none */
const char *protos_name(const char *line);

/**
 * protos_check() - complain when there are more new names than nDPI takes
 * @ctl: run, connected
 * @rules: what was read
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int protos_check(struct ctl *ctl, const struct rules *rules);

#endif /* NTOPCTL_RULES_PROTOS_H */
